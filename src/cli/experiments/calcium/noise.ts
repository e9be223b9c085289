/** Efficacies while calcium is held above thresholds: there noise spreads them as an Ornstein–Uhlenbeck process does. */
import { spikeSource } from '../../../network/describe/sources.ts';
import { allToAll } from '../../../network/describe/wirings.ts';
import { network } from '../../../network/network.ts';
import { calciumSets } from '../../../rules/calcium-sets.ts';
import { graupnerBrunel } from '../../../rules/graupner-brunel.ts';
import { simulate } from '../../../simulation/simulate.ts';
import { type Moments, momentsOf } from '../../../streams/statistics/moments.ts';
import { ms } from '../../../units.ts';
import type { Settings } from '../experiment.ts';

const { corticalSlice: set } = calciumSets;
/** Calcium comes at this time, and efficacies are read this long after it [ms], looked at every `period` on the way. */
const start = 1;
const span = 400;
const period = 10;

/** Calcium above both thresholds and between them, where efficacy comes to rest, and how fast and far noise drives it. */
export const regimes = {
  both: { calcium: 1.5, rest: set.gammaP / (set.gammaP + set.gammaD), rate: set.gammaP + set.gammaD, noise: 2 },
  depression: { calcium: 1.15, rest: 0, rate: set.gammaD, noise: 1 },
} as const;
export type Regime = keyof typeof regimes;

/** Mean and variance of the efficacy when it is read, from 0.5. */
export const spread = (regime: Regime): { readonly mean: number; readonly variance: number } => {
  const { rest, rate, noise } = regimes[regime];
  const left = Math.exp((-rate * (span - start)) / set.tau);
  return { mean: rest + (0.5 - rest) * left, variance: ((noise * set.sigma ** 2) / (2 * rate)) * (1 - left ** 2) };
};

/** The same of `copies` synapses. */
export const measureSpread = async (regime: Regime, copies: number, { seed, workers }: Settings): Promise<Moments> => {
  const net = network({
    name: 'calcium-held',
    populations: {
      pre: { size: copies, neuron: spikeSource({ times: Array.from({ length: copies }, () => []) }) },
      post: { size: 1, neuron: spikeSource({ times: [[start]] }) },
    },
    projections: {
      held: {
        ...{ from: 'pre', to: 'post', wiring: allToAll(), weight: 0.5, bounds: [0, 1], delay: 10 * ms },
        synapse: [graupnerBrunel({ ...set, tauCa: 1e12 * ms, cPost: regimes[regime].calcium, period: period * ms })],
      },
    },
  });
  await using sim = simulate(net, { seed: `${seed}-${regime}`, workers, clock: 'event' });
  await sim.run(span * ms);
  const { w } = await sim.weights('held');
  const beyond = await sim.read('held.graupnerBrunel.beyond');
  return momentsOf(w.map((inside, i) => inside + (beyond[i] as number)));
};
