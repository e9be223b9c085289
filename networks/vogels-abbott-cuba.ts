/**
 * 4,000 leaky integrate-and-fire neurons with exponential currents: sparse, self-sustained, irregular firing near 5.5 Hz.
 *
 * Vogels & Abbott (2005) J. Neurosci. 25:10786, as benchmark 2 of Brette et al. (2007) J. Comput. Neurosci. 23:349,
 * doi:10.1007/s10827-007-0038-6. There the currents are in mV: 1 mV is 10 pA through the leak of 10 nS.
 * `release` below 1 makes every synapse release with that probability, at strengths that keep the expected drive.
 */
import { bernoulliRelease, fixedProbability, lifExponential, ms, mV, network, nS, pF, uniform } from 'spikeloom';

const leak = 10 * nS;
const neuron = lifExponential({
  tauM: 20 * ms,
  cM: 200 * pF,
  eL: -49 * mV,
  vTh: -50 * mV,
  vReset: -60 * mV,
  tRef: 5 * ms,
  tauSynE: 5 * ms,
  tauSynI: 10 * ms,
});
const initial = { v: uniform(-60 * mV, -50 * mV) };

export default ({ release = 1 } = {}) => {
  const from = <const F extends 'E' | 'I', const T extends 'E' | 'I'>(source: F, target: T, weight: number) => ({
    from: source,
    to: target,
    wiring: fixedProbability(0.02),
    weight,
    delay: 0.1 * ms,
    ...(release < 1 ? { synapse: [bernoulliRelease({ p: release })] } : {}),
  });
  const [excitatory, inhibitory] = [1.62 * mV * leak, -9 * mV * leak];
  return network({
    name: 'vogels-abbott-cuba',
    clock: 'grid',
    populations: { E: { size: 3200, neuron, initial }, I: { size: 800, neuron, initial } },
    projections: {
      EE: from('E', 'E', excitatory),
      EI: from('E', 'I', excitatory),
      IE: from('I', 'E', inhibitory),
      II: from('I', 'I', inhibitory),
    },
  });
};
