import { defineNeuron } from './define-neuron.ts';

/**
 * Leaky integrator that never fires: a readout.
 *
 *     tauM · dv/dt = −(v − eL) + (tauM/cM) · iExt,    v += weight [mV] at an arrival
 */
export const integrator = defineNeuron({
  name: 'integrator',
  doc: 'Leaky integrator without threshold: the readout of a network.',
  // Readout of Bellec et al. 2020, eq. 10; tau_out = 20 ms there. cM: NEST 3 iaf_psc_delta.
  cite: 'doi:10.1038/s41467-020-17236-y',
  input: 'delta',
  params: {
    tauM: { value: 20, unit: 'ms', doc: 'time constant' },
    eL: { value: 0, unit: 'mV', doc: 'resting value' },
    cM: { value: 250, unit: 'pF', doc: 'membrane capacitance: tauM/cM is what a current is multiplied by' },
    iE: { value: 0, unit: 'pA', doc: 'constant current' },
  },
  state: {
    v: { initial: 'eL', unit: 'mV', doc: 'what is read out' },
  },
  constants: ['pM = exp(-dt / tauM)', 'rM = tauM / cM'],
  step: ['vInf = eL + rM * iExt', 'v = vInf + (v - vInf) * pM + (exc + inh)'],
  threshold: null,
  event: { membrane: 'tauM', excitatory: null, inhibitory: null, adaptation: null, vInf: 'eL + tauM / cM * iExt' },
  aliases: {
    nest: {},
    brian: { v: 'v', tauM: 'tau_m', eL: 'E_L', cM: 'C_m', iE: 'I_e' },
    pynn: {},
    nir: { model: 'LI', tauM: 'tau', eL: 'v_leak' },
  },
});
