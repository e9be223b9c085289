/**
 * 12,500 leaky integrate-and-fire neurons in the asynchronous irregular state, near 32 Hz.
 *
 * Brunel (2000) J. Comput. Neurosci. 8:183, doi:10.1023/A:1008925309027, model A with g = 5, ν_ext/ν_thr = 2 (20 kHz per
 * neuron). `scale` multiplies the number of neurons and leaves the in-degrees.
 */
import { fixedInDegree, Hz, kHz, lif, ms, mV, network, poisson } from 'spikeloom';

const J = 0.1 * mV;
const threshold = 20 * mV;
const tauM = 20 * ms;
const neuron = lif({ tauM, vTh: threshold, vReset: 0 * mV, tRef: 2 * ms });
const excitatory = fixedInDegree(1000);
const inhibitory = fixedInDegree(250);
const delay = 1.5 * ms;

export default ({ scale = 1, g = 5, eta = 2 } = {}) => {
  // The rate that would bring the mean potential to threshold by itself, over all 1,000 external synapses.
  const thresholdRate = (threshold / (J * tauM)) * kHz;
  const drive = poisson({ rate: eta * thresholdRate * Hz, weight: J });
  return network({
    name: 'brunel',
    clock: 'grid',
    populations: {
      E: { size: Math.round(10_000 * scale), neuron, drive },
      I: { size: Math.round(2_500 * scale), neuron, drive },
    },
    projections: {
      EE: { from: 'E', to: 'E', wiring: excitatory, weight: J, delay },
      EI: { from: 'E', to: 'I', wiring: excitatory, weight: J, delay },
      IE: { from: 'I', to: 'E', wiring: inhibitory, weight: -g * J, delay },
      II: { from: 'I', to: 'I', wiring: inhibitory, weight: -g * J, delay },
    },
  });
};
