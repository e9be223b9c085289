/** Neurons of two rates whose spines calcium makes strong and weak, a hundred times as fast as in the slice. */

import { uniform } from '../../../network/describe/distributions.ts';
import { poisson } from '../../../network/describe/drives.ts';
import { fixedProbability } from '../../../network/describe/wirings.ts';
import { network } from '../../../network/network.ts';
import { lif } from '../../../neurons/index.ts';
import { calciumSets, calciumStrengths } from '../../../rules/calcium-sets.ts';
import { graupnerBrunel } from '../../../rules/graupner-brunel.ts';
import { simulate } from '../../../simulation/simulate.ts';
import { Hz, ms, mV } from '../../../units.ts';
import type { Settings } from '../experiment.ts';

const size = 20;
/** Rates of the input of either population [Hz]; a spike of it moves the membrane by 0.5 mV. */
const inputs = { fast: 2200, slow: 1700 } as const;
type Name = keyof typeof inputs;
const names = Object.keys(inputs) as Name[];
/** All that learn: source, then target. */
export const projections = names.flatMap((from) => names.map((to) => `${from}-${to}` as const));
export type Projection = (typeof projections)[number];

export const acceleration = 100;
/** Time between tests of spines [ms]. */
export const period = 100;
const weak = 0.05 * mV;

const spines = () =>
  network<Name, Projection>({
    name: 'calcium-network',
    populations: Object.fromEntries(
      names.map((name) => [
        name,
        {
          size,
          neuron: lif({ tauM: 20 * ms, vTh: 20 * mV, vReset: 10 * mV, tRef: 2 * ms }),
          drive: poisson({ rate: inputs[name] * Hz, weight: 0.5 * mV }),
        },
      ]),
    ) as Record<Name, never>,
    projections: Object.fromEntries(
      names.flatMap((from) =>
        names.map((to) => [
          `${from}-${to}`,
          {
            ...{ from, to, wiring: fixedProbability(0.3), delay: 1.5 * ms },
            ...{ weight: uniform(weak, calciumStrengths.corticalSlice.b * weak), bounds: [weak, calciumStrengths.corticalSlice.b * weak] },
            synapse: [graupnerBrunel({ ...calciumSets.corticalSlice, acceleration, period: period * ms })],
          },
        ]),
      ),
    ) as Record<Projection, never>,
  });

/** What became of spines, test by test. */
export interface Course {
  /** Share of strong spines at each test, by projection. */
  readonly strong: Readonly<Record<Projection, number[]>>;
  /** Changes of state from the second test on (the first tells where initial weights lie), and spines that could change. */
  readonly up: number;
  readonly down: number;
  /** All changes, as recorded by the simulation, less those counted here. */
  readonly missed: number;
  readonly spines: number;
  readonly rates: Readonly<Record<Name, number>>;
  /** Everything that another engine must give too. */
  readonly digest: string;
}

export const runSpines = async ({ seed, workers, progress }: Settings, seconds: number, engine: 'wasm' | 'reference'): Promise<Course> => {
  const strong = Object.fromEntries(projections.map((name) => [name, [] as number[]])) as Record<Projection, number[]>;
  let [up, down, first] = [0, 0, 0];
  const before = new Map<Projection, Float64Array>();
  await using sim = simulate(spines(), { seed, engine, clock: 'event', workers: engine === 'wasm' ? workers : 1, record: { states: true } });
  const tests = (1000 * seconds) / period;
  for (let test = 1; test <= tests; test++) {
    await sim.run(period * ms);
    for (const name of projections) {
      const now = await sim.read(`${name}.graupnerBrunel.strong`);
      const then = before.get(name);
      now.forEach((state, i) => {
        if (then === undefined) first += state;
        else if (state > (then[i] as number)) up++;
        else if (state < (then[i] as number)) down++;
      });
      before.set(name, now);
      strong[name].push(now.reduce((sum, state) => sum + state, 0) / now.length);
    }
    progress(`network, ${engine} engine`, test / tests);
  }
  const { ratesHz, spikeDigest, weightDigests, states: recorded } = await sim.summary();
  const changes = Object.values(recorded ?? {}).reduce((sum, { transitions }) => sum + transitions, 0);
  const states = [...before.values()].map((state) => state.join(''));
  return {
    ...{ strong, up, down, missed: changes - first - up - down, spines: states.join('').length, rates: ratesHz as Course['rates'] },
    digest: JSON.stringify([spikeDigest, weightDigests, states]),
  };
};
