/**
 * 400 excitatory neurons that scale their input to fire at 5 Hz, and 100 inhibitory ones: what homeostasis is measured on.
 *
 * Scaling: van Rossum, Bi & Turrigiano (2000) J. Neurosci. 20:8812, doi:10.1523/JNEUROSCI.20-23-08812.2000 (integral term, on ln w), of all
 * excitatory input of E, external input included; lognormal weights: Song et al. (2005) PLoS Biol. 3:e68, doi:10.1371/journal.pbio.0030068.
 * Time constants are about a ten-thousandth of those of cortex (days). `scaling=0` leaves it out; `tauH` and `tauC` are its time constants [ms].
 */
import { fixedInDegree, Hz, kHz, lif, lognormal, ms, mV, network, poisson, s, synapticScaling } from 'spikeloom';

const J = 0.5 * mV;
const threshold = 20 * mV;
const tauM = 20 * ms;
const neuron = lif({ tauM, vTh: threshold, vReset: 10 * mV, tRef: 2 * ms });
// 1.15 times the rate that would bring the mean potential to threshold by itself.
const drive = poisson({ rate: 1.15 * (threshold / (J * tauM)) * kHz * Hz, weight: J });
const sigma = 0.4;
const excitatory = {
  wiring: fixedInDegree(80, { selfConnections: false }),
  weight: lognormal(-(sigma ** 2) / 2, sigma, { scale: J }),
  delay: 1.5 * ms,
};
const inhibitory = { wiring: fixedInDegree(20, { selfConnections: false }), weight: -2.5 * mV, delay: 1.5 * ms };

export default ({ scaling = 1, tauH = 20 * s, tauC = 2 * s } = {}) =>
  network({
    name: 'homeo-ei',
    populations: {
      E: { size: 400, neuron, drive, ...(scaling ? { homeostasis: [synapticScaling({ target: 5 * Hz, tauH, tauC })] } : {}) },
      I: { size: 100, neuron, drive },
    },
    projections: {
      EE: { from: 'E', to: 'E', ...excitatory },
      EI: { from: 'E', to: 'I', ...excitatory },
      IE: { from: 'I', to: 'E', ...inhibitory },
      II: { from: 'I', to: 'I', ...inhibitory },
    },
  });
