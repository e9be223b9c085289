/** Measuring synapses with short-term depression, deterministic and site by site, and what theory says of them. */
import { poissonSource, spikeSource } from '../../network/describe/sources.ts';
import { allToAll, oneToOne } from '../../network/describe/wirings.ts';
import { network } from '../../network/network.ts';
import { integrator } from '../../neurons/index.ts';
import { tsodyksMarkram } from '../../rules/tsodyks-markram.ts';
import { tsodyksMarkramRelease } from '../../rules/tsodyks-markram-release.ts';
import { simulate } from '../../simulation/simulate.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { Hz, ms, mV, s } from '../../units.ts';
import type { Settings } from './experiment.ts';
import { rateMeter } from './listen.ts';

/** Release probability U, recovery and facilitation [ms] of a synapse that depresses, and of one that facilitates first. */
export const synapses = { depressing: { u: 0.5, tauRec: 800, tauFac: 0 }, facilitating: { u: 0.1, tauRec: 200, tauFac: 500 } } as const;
export type Kind = keyof typeof synapses;
export const kinds = Object.keys(synapses) as Kind[];
const sites = 10;
const copies = 2000;
export const interval = 100;
/** Keeps what it is given: 1e-10 of it is lost in an interval, for which differences are corrected. */
const forgetting = 1e12 * ms;
const memory = integrator({ tauM: forgetting });

/** Share of full sites, and release per site, at the n-th of regular spikes: the recursion of Tsodyks, Pawelzik & Markram. */
export const recursion = ({ u, tauRec, tauFac }: (typeof synapses)[Kind], spikes: number) => {
  let [x, now] = [1, u as number];
  return Array.from({ length: spikes }, () => {
    const here = { full: x, release: x * now };
    x = 1 + (x - x * now - 1) * Math.exp(-interval / tauRec);
    now = u + now * (1 - u) * (tauFac === 0 ? 0 : Math.exp(-interval / tauFac));
    return here;
  });
};

/** Long after the first of regular spikes. */
export const stationary = (rate: number): { readonly full: number; readonly release: number } => {
  const { u, tauRec } = synapses.depressing;
  const kept = Math.exp(-1000 / rate / tauRec);
  const full = (1 - kept) / (1 - (1 - u) * kept);
  return { full, release: u * full };
};
export const underPoisson = (rate: number): number => {
  const { u, tauRec } = synapses.depressing;
  return u / (1 + (u * tauRec * rate) / 1000);
};

export interface Train {
  /** At each spike: what the deterministic synapse gives, what the mean of sites gives, and the share of sites that were full. */
  readonly smooth: readonly number[];
  readonly released: readonly number[];
  readonly full: readonly number[];
}

/** 2,000 synapses of ten sites each, and deterministic ones, under the same regular spikes. */
export const measureTrain = async ({ seed, workers, progress }: Settings, spikes: number): Promise<Record<Kind, Train>> => {
  const projection = (from: string, to: string, rule: ReturnType<typeof tsodyksMarkram>) => ({
    from,
    to,
    wiring: allToAll(),
    weight: 1 * mV,
    delay: 1 * ms,
    synapse: [rule],
  });
  const net = network<string, string>({
    name: 'regular-train',
    populations: {
      source: { size: 1, neuron: spikeSource({ times: [Array.from({ length: spikes }, (_, i) => (i + 1) * interval)] }) },
      ...Object.fromEntries(
        kinds.flatMap((kind) => [
          [`${kind}Smooth`, { size: 1, neuron: memory }],
          [`${kind}Sites`, { size: copies, neuron: memory }],
        ]),
      ),
    },
    projections: Object.fromEntries(
      kinds.flatMap((kind) => [
        [`${kind}Mean`, projection('source', `${kind}Smooth`, tsodyksMarkram(synapses[kind]))],
        [`${kind}Quanta`, projection('source', `${kind}Sites`, tsodyksMarkramRelease({ n: sites, ...synapses[kind] }))],
      ]),
    ),
  });
  const trains = { depressing: { smooth: [], released: [], full: [] }, facilitating: { smooth: [], released: [], full: [] } } as Record<
    Kind,
    { smooth: number[]; released: number[]; full: number[] }
  >;
  const before: Record<string, number> = {};
  /** What arrived since last asked, in the mean over targets. */
  const arrived = (name: string, potentials: Float64Array): number => {
    const { mean } = momentsOf(potentials);
    const amount = mean - (before[name] ?? 0) * Math.exp(-interval / forgetting);
    before[name] = mean;
    return amount;
  };
  await using sim = simulate(net, { seed, workers, clock: 'event' });
  await sim.run((interval / 2) * ms);
  for (let i = 0; i < spikes; i++) {
    await sim.run(interval * ms);
    for (const kind of kinds) {
      trains[kind].smooth.push(arrived(`${kind}Smooth`, await sim.read(`${kind}Smooth.v`)));
      const released = arrived(`${kind}Sites`, await sim.read(`${kind}Sites.v`));
      trains[kind].released.push(released);
      // Full before the spike: those full after it, and those that released.
      trains[kind].full.push(momentsOf(await sim.read(`${kind}Quanta.tsodyksMarkramRelease.full`)).mean / sites + released);
    }
    progress('regular train', (i + 1) / spikes);
  }
  return trains;
};

export const rates = [2, 5, 10, 20, 40] as const;
export const patterns = ['regular', 'poisson'] as const;
export const models = ['smooth', 'sites'] as const;
export type Measured = Record<(typeof patterns)[number], Record<(typeof models)[number], number[]>>;

/** Sources of a pattern at a rate, and synapses that each of them has. */
const sourcesOf = (pattern: (typeof patterns)[number], rate: number, seconds: number) => {
  // As many spikes at every rate.
  const count = 8000 / rate;
  if (pattern === 'poisson') return { size: count, neuron: poissonSource({ rate: rate * Hz }), wiring: oneToOne(), fan: 1 };
  const times = Array.from({ length: seconds * rate }, (_, i) => ((i + 1) * 1000) / rate);
  return { size: 1, neuron: spikeSource({ times: [times] }), wiring: allToAll(), fan: count };
};

/** Release per site and spike at each rate, the depressing synapse. */
export const measureRates = async ({ seed, workers, progress }: Settings, span: number): Promise<Measured> => {
  const settle = 5;
  const rules = { smooth: [tsodyksMarkram(synapses.depressing)], sites: [tsodyksMarkramRelease({ n: sites, ...synapses.depressing })] };
  const cases = rates.flatMap((rate) => patterns.map((pattern) => ({ name: `${pattern}${rate}`, ...sourcesOf(pattern, rate, settle + span) })));
  const net = network<string, string>({
    name: 'release-by-rate',
    populations: Object.fromEntries(
      cases.flatMap(({ name, size, neuron, fan }) => [
        [name, { size, neuron }] as const,
        ...models.map((model) => [`${name}-${model}`, { size: size * fan, neuron: memory }] as const),
      ]),
    ),
    projections: Object.fromEntries(
      cases.flatMap(({ name, wiring }) =>
        models.map((model) => [
          `onto-${name}-${model}`,
          { from: name, to: `${name}-${model}`, wiring, weight: 1 * mV, delay: 1 * ms, synapse: rules[model] },
        ]),
      ),
    ),
  });
  await using sim = simulate(net, { seed, workers, clock: 'event' });
  // Between regular spikes, so that their arrivals are those of the spikes counted.
  await sim.run((settle + 0.0125) * s);
  const meter = rateMeter(sim, net, Object.keys(net.populations));
  const received = async (name: string) => (await sim.read(`${name}.v`)).reduce((sum, v) => sum + v, 0) / (net.populations[name]?.size as number);
  const before = new Map<string, number>();
  for (const { name } of cases) for (const model of models) before.set(`${name}-${model}`, await received(`${name}-${model}`));
  progress('release by rate');
  await sim.run((span - 0.025) * s);
  const fired = meter();
  const measured: Measured = { regular: { smooth: [], sites: [] }, poisson: { smooth: [], sites: [] } };
  for (const { name } of cases) {
    for (const model of models) {
      const target = `${name}-${model}`;
      const perSecond = ((await received(target)) - (before.get(target) as number)) / (span - 0.025);
      measured[name.startsWith('regular') ? 'regular' : 'poisson'][model].push(perSecond / (fired[name] as number));
    }
  }
  return measured;
};
