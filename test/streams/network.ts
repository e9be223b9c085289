import { bernoulliRelease, edges, lif, network, pairStdp, poisson, spineSwitching, uniform } from '../../src/index.ts';

/** Every neuron reaches nine others and itself, two of these twice. */
const pairs = Array.from({ length: 30 }, (_, from) => [1, 2, 3, 4, 5, 7, 9, 11, 2, 11].map((step) => [from, (from + step) % 30] as const)).flat();

/** Two populations that fire, and synapses that release, learn and switch. */
export const small = network({
  populations: {
    I: { size: 10, neuron: lif(), drive: poisson({ rate: 2000, weight: 0.7 }) },
    E: { size: 30, neuron: lif(), drive: poisson({ rate: 2000, weight: 0.8 }) },
  },
  projections: {
    EE: {
      ...{ from: 'E', to: 'E', wiring: edges(pairs), weight: uniform(0.1, 0.5), bounds: [0, 1], delay: uniform(1, 3) },
      synapse: [bernoulliRelease({ p: 0.4 }), pairStdp({ aPlus: 0.1, aMinus: 0.1 }), spineSwitching({ up: 0.35, down: 0.3, period: 10, dwell: 20 })],
    },
  },
});

export const strong = 'EE.spineSwitching.strong';
export const record = { states: true, energy: true, weights: ['EE'], weightsEvery: 100 } as const;
