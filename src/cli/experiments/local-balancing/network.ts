/** The network of homeostasis with rules on all its projections, and how its neurons fire. */
import type { Population, Projection } from '../../../network/description.ts';
import { network } from '../../../network/network.ts';
import type { RuleUse } from '../../../rules/rule.ts';
import { synapticBalancing } from '../../../rules/synaptic-balancing.ts';
import { ms, s } from '../../../units.ts';
import { type HomeoEi, homeoEi } from '../homeo-ei.ts';
import { listen } from '../listen.ts';
import type { Sim } from './matrix.ts';

/** Many ticks in little time: the cost depends on ticks alone. */
export const period = 100 * ms;
export const balancingRule = synapticBalancing({ eta: 0.1, period });

/** @param rules - for every projection; `more`: for one of them, besides and first */
export const networkWith = async (
  rules: readonly RuleUse[],
  more: Partial<Record<keyof HomeoEi['projections'], Partial<Projection<'E' | 'I'>>>> = {},
  scaled = false,
): Promise<HomeoEi> => {
  const net = await homeoEi(scaled ? { tauH: 20 * s } : { scaling: 0 });
  const projections = Object.fromEntries(
    Object.entries(net.projections).map(([name, projection]) => {
      const own = more[name as keyof typeof more] ?? {};
      const synapse = [...(own.synapse ?? []), ...rules];
      return [name, { ...projection, ...own, ...(synapse.length > 0 ? { synapse } : {}) }];
    }),
  ) as unknown as HomeoEi['projections'];
  return network({ ...net, populations: net.populations as HomeoEi['populations'] & Record<'E' | 'I', Population>, projections });
};

/** Rates of all neurons [Hz], E before I, over `seconds` from now. */
export const ratesOver = async (sim: Sim, net: HomeoEi, seconds: number): Promise<Float64Array> => {
  const { E, I } = net.populations;
  const counts = new Float64Array(E.size + I.size);
  const count = (at: number): void => {
    counts[at] = (counts[at] as number) + 1;
  };
  const end = listen(sim, net, { E: count, I: (index) => count(E.size + index) });
  await sim.run(seconds * s);
  end();
  return counts.map((each) => each / seconds);
};

/** Log factors of all neurons, E before I. */
export const factorsOf = (sim: Sim, rule = 'synapticBalancing'): Promise<Float64Array> => sim.read(`EI.${rule}.h`);
