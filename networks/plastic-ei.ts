/**
 * 1,000 neurons whose excitatory synapses release at random, learn, and are scaled: stochastic release, pair STDP and homeostasis on one synapse.
 *
 * Release: Branco & Staras (2009) Nat. Rev. Neurosci. 10:373; STDP: Song, Miller & Abbott (2000) Nat. Neurosci. 3:919, doi:10.1038/78829;
 * scaling: van Rossum, Bi & Turrigiano (2000) J. Neurosci. 20:8812, doi:10.1523/JNEUROSCI.20-23-08812.2000, its days shortened to `tauH` [ms] so
 * that ten seconds show it. Drives suffice for threshold in E (mean 23 mV), and not in I (15 mV), which follows E. `scaling=0` leaves scaling out.
 */
import { bernoulliRelease, fixedProbability, Hz, lif, ms, mV, network, pairStdp, poisson, s, synapticScaling } from 'spikeloom';

const wiring = fixedProbability(0.1);
const delay = 1.5 * ms;

export default ({ scaling = 1, target = 5 * Hz, tauH = 10 * s, tauC = 0.5 * s } = {}) =>
  network({
    name: 'plastic-ei',
    populations: {
      E: {
        size: 800,
        neuron: lif({ tauM: 20 * ms }),
        drive: poisson({ rate: 2300 * Hz, weight: 0.5 * mV }),
        ...(scaling ? { homeostasis: [synapticScaling({ target, tauH, tauC })] } : {}),
      },
      I: { size: 200, neuron: lif({ tauM: 10 * ms }), drive: poisson({ rate: 3000 * Hz, weight: 0.5 * mV }) },
    },
    projections: {
      EE: { from: 'E', to: 'E', wiring, weight: 0.3 * mV, bounds: [0, 1 * mV], delay, synapse: [bernoulliRelease({ p: 0.5 }), pairStdp()] },
      EI: { from: 'E', to: 'I', wiring, weight: 0.3 * mV, delay },
      IE: { from: 'I', to: 'E', wiring, weight: -1.5 * mV, delay },
    },
  });
