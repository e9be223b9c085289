/**
 * 1,000 neurons whose excitatory synapses release at random, learn, have spines of two states and are scaled: four mechanisms on one synapse.
 *
 * Release: Branco & Staras (2009) Nat. Rev. Neurosci. 10:373; STDP: Song, Miller & Abbott (2000) Nat. Neurosci. 3:919, doi:10.1038/78829; spine states: Turcu, Cornford,
 * Dorkenwald & Mihalas (2026) bioRxiv, here with one rule and a gain; scaling: van Rossum, Bi & Turrigiano (2000) J. Neurosci. 20:8812,
 * doi:10.1523/JNEUROSCI.20-23-08812.2000. Hours and days are shortened so that ten seconds show them: steps of STDP are a tenth of a weight, `tauH` [ms] is that of scaling.
 * Drives suffice for threshold in E (mean 23 mV), and not in I (15 mV), which follows E. `scaling=0` leaves scaling out, `spines=0` spine states.
 */
import { bernoulliRelease, fixedProbability, Hz, lif, ms, mV, network, pairStdp, poisson, s, spineSwitching, synapticScaling } from 'spikeloom';

const wiring = fixedProbability(0.1);
const delay = 1.5 * ms;
const learning = pairStdp({ aPlus: 0.03 * mV, aMinus: 0.0315 * mV });
const spine = spineSwitching({ up: 0.36 * mV, down: 0.34 * mV, period: 100 * ms, strongGain: 0.1 });

export default ({ scaling = 1, spines = 1, target = 5 * Hz, tauH = 10 * s, tauC = 0.5 * s } = {}) =>
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
      EE: {
        ...{ from: 'E', to: 'E', wiring, weight: 0.3 * mV, bounds: [0, 1 * mV], delay },
        synapse: [bernoulliRelease({ p: 0.5 }), learning, ...(spines ? [spine] : [])],
      },
      EI: { from: 'E', to: 'I', wiring, weight: 0.3 * mV, delay },
      IE: { from: 'I', to: 'E', wiring, weight: -1.5 * mV, delay },
    },
  });
