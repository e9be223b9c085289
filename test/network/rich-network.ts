/** A network that uses everything a description can say. */

import { lognormal, normal, uniform } from '../../src/network/describe/distributions.ts';
import { current, images, poisson, spikeList } from '../../src/network/describe/drives.ts';
import { poissonSource, spikeSource } from '../../src/network/describe/sources.ts';
import * as wirings from '../../src/network/describe/wirings.ts';
import { network } from '../../src/network/network.ts';
import { adaptiveLif, integrator, lif, lifConductance, lifExponential } from '../../src/neurons/index.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { Hz, ms, mV, nS, pA } from '../../src/units.ts';

export const rich = () =>
  network({
    name: 'rich',
    doc: 'Everything at once.',
    populations: {
      E: {
        size: 4,
        neuron: lif({ tauM: normal(20, 1), vTh: [20, 20.1, 20.2, 20.3] }),
        initial: { v: uniform(-1 / 3, 10) },
        drive: [
          poisson({ rate: 2300 * Hz, weight: 0.1 * mV }),
          spikeList({ times: [0.1, 0.1 + 0.2, 7], weight: 1 }),
          spikeList({ times: [[1], [], [2, 3], [4]], weight: -0 }),
          images({
            pixels: [
              [0, 255, 3, 4],
              [1, 2, 3, 4],
            ],
            maxRate: 63,
            duration: 350,
            weight: 0.5,
          }),
        ],
        positions: [
          [0, 0],
          [0, 1],
          [1, 0],
          [1, 1.1],
        ],
        branches: 2,
        domains: 2,
      },
      I: {
        size: 3,
        neuron: lifExponential({ tauSynE: 0.5, reset: 'subtract' }),
        drive: [current.constant(lognormal(0, 0.5, { scale: 100, max: 500 })), current.step([0, 10], [1, -2]), current.array([1, 2, 3], 0.1)],
      },
      G: { size: 4, neuron: lifConductance(), drive: current.sine({ amplitude: 5, frequency: 8 }) },
      A: { size: 2, neuron: adaptiveLif({ tauTheta: 100 }) },
      R: { size: 1, neuron: integrator() },
      S: { size: 2, neuron: spikeSource({ times: [[0.1, 0.30000000000000004], []] }) },
      P: { size: 2, neuron: poissonSource({ rate: [1, 2.5] }) },
      Q: { size: 2, neuron: poissonSource({ images: { pixels: [[0, 255]], maxRate: 63, duration: 350 } }) },
    },
    projections: {
      EE: {
        from: 'E',
        to: 'E',
        wiring: wirings.distanceDependent({ kernel: 'gaussian', pMax: 0.9, sigma: 0.7, selfConnections: false }),
        weight: normal(0.3, 0.1),
        bounds: [0, 1],
        delay: uniform(0.5, 2.5),
        dendriticDelay: 0.3 * ms,
        weightPrecision: 'single',
        synapse: [bernoulliRelease({ p: 0.5 }), pairStdp({ tauPlus: 16.8 * ms, aPlus: 0.1 })],
      },
      EI: { from: 'E', to: 'I', wiring: wirings.fixedProbability(0.1), weight: 87.8 * pA, delay: 1.5 * ms },
      EG: { from: 'E', to: 'G', wiring: wirings.oneToOne(), weight: [1, 2, 3, 4].map((w) => w * nS), delay: [0.1, 0.2, 0.3, 0.4] },
      ES: { from: 'E', to: 'S', wiring: wirings.allToAll(), weight: 0.1, delay: 1, synapse: [pairStdp()] },
      SE: {
        from: 'S',
        to: 'E',
        wiring: wirings.edges([
          [0, 1],
          [1, 3],
          [0, 1],
        ]),
        weight: [1, -2, 3.3],
        delay: 1,
      },
      PA: { from: 'P', to: 'A', wiring: wirings.fixedInDegree(2, { multapses: false }), weight: 1, delay: 1 },
      QR: { from: 'Q', to: 'R', wiring: wirings.fixedOutDegree(3), weight: 1, delay: 1 },
      IE: { from: 'I', to: 'E', wiring: wirings.fixedTotal(7), weight: -1, delay: 1 },
    },
  });
