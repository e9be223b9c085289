/**
 * 4,000 leaky integrate-and-fire neurons with exponential conductances: self-sustained, irregular firing near 18 Hz.
 *
 * Vogels & Abbott (2005) J. Neurosci. 25:10786, as benchmark 1 of Brette et al. (2007) J. Comput. Neurosci. 23:349,
 * doi:10.1007/s10827-007-0038-6. Initial conductances are those of its Brian script; they ignite the network.
 */
import { fixedProbability, lifConductance, ms, mV, network, normal, nS, pF } from 'spikeloom';

const leak = 10 * nS;
const neuron = lifConductance({
  cM: 200 * pF,
  gL: leak,
  eL: -60 * mV,
  vTh: -50 * mV,
  vReset: -60 * mV,
  tRef: 5 * ms,
  eExc: 0 * mV,
  eInh: -80 * mV,
  tauSynE: 5 * ms,
  tauSynI: 10 * ms,
});
const initial = {
  v: normal(-65 * mV, 5 * mV),
  gE: normal(4 * leak, 1.5 * leak, { min: 0 }),
  gI: normal(20 * leak, 12 * leak, { min: 0 }),
};
const wiring = fixedProbability(0.02);
const [excitatory, inhibitory] = [0.6 * leak, -6.7 * leak];
const delay = 0.1 * ms;

export default network({
  name: 'vogels-abbott-coba',
  clock: 'grid',
  populations: { E: { size: 3200, neuron, initial }, I: { size: 800, neuron, initial } },
  projections: {
    EE: { from: 'E', to: 'E', wiring, weight: excitatory, delay },
    EI: { from: 'E', to: 'I', wiring, weight: excitatory, delay },
    IE: { from: 'I', to: 'E', wiring, weight: inhibitory, delay },
    II: { from: 'I', to: 'I', wiring, weight: inhibitory, delay },
  },
});
