/**
 * 100,000 leaky integrate-and-fire neurons that fire near 0.84 Hz: most neurons have nothing to do at most times.
 *
 * A benchmark of event-driven simulation, in the sense of Brette et al. (2007) J. Comput. Neurosci. 23:349,
 * doi:10.1007/s10827-007-0038-6. Every neuron sends to 100 others. `scale` multiplies the number of neurons.
 */
import { fixedOutDegree, Hz, lif, ms, mV, network, poisson } from 'spikeloom';

const neuron = lif({ tauM: 20 * ms, vTh: 20 * mV, vReset: 0 * mV, tRef: 2 * ms });
const drive = poisson({ rate: 10 * Hz, weight: 12 * mV });
const [toE, toI] = [fixedOutDegree(80), fixedOutDegree(20)];
const [excitatory, inhibitory] = [0.2 * mV, -1 * mV];
const delay = 1.5 * ms;

export default ({ scale = 1 } = {}) =>
  network({
    name: 'sparse',
    populations: {
      E: { size: Math.round(80_000 * scale), neuron, drive },
      I: { size: Math.round(20_000 * scale), neuron, drive },
    },
    projections: {
      EE: { from: 'E', to: 'E', wiring: toE, weight: excitatory, delay },
      EI: { from: 'E', to: 'I', wiring: toI, weight: excitatory, delay },
      IE: { from: 'I', to: 'E', wiring: toE, weight: inhibitory, delay },
      II: { from: 'I', to: 'I', wiring: toI, weight: inhibitory, delay },
    },
  });
