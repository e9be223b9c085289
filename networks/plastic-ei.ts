/**
 * 1,000 neurons whose excitatory synapses release at random and learn: stochastic release and pair STDP on one synapse.
 *
 * Release: Branco & Staras (2009) Nat. Rev. Neurosci. 10:373; STDP: Song, Miller & Abbott (2000) Nat. Neurosci. 3:919,
 * doi:10.1038/78829.
 */
import { bernoulliRelease, fixedProbability, Hz, lif, ms, mV, network, pairStdp, poisson } from 'spikeloom';

const drive = poisson({ rate: 2300 * Hz, weight: 0.5 * mV });
const wiring = fixedProbability(0.1);
const delay = 1.5 * ms;

export default network({
  name: 'plastic-ei',
  populations: {
    E: { size: 800, neuron: lif({ tauM: 20 * ms }), drive },
    I: { size: 200, neuron: lif({ tauM: 10 * ms }), drive },
  },
  projections: {
    EE: { from: 'E', to: 'E', wiring, weight: 0.3 * mV, bounds: [0, 1 * mV], delay, synapse: [bernoulliRelease({ p: 0.5 }), pairStdp()] },
    EI: { from: 'E', to: 'I', wiring, weight: 0.3 * mV, delay },
    IE: { from: 'I', to: 'E', wiring, weight: -1.5 * mV, delay },
  },
});
