import { defineNeuron } from './define-neuron.ts';

/**
 * Leaky integrate-and-fire neuron with delta input: every arrival moves v at once.
 *
 *     tauM · dv/dt = −(v − eL) + (tauM/cM) · iExt,    v += weight [mV] at an arrival
 */
export const lif = defineNeuron({
  name: 'lif',
  doc: 'Leaky integrate-and-fire neuron whose membrane potential jumps by the weight at every arrival.',
  // Defaults: Brunel 2000, section 2 (theta, V_r, tau_E, tau_rp; potentials from rest). cM: NEST 3 iaf_psc_delta.
  cite: 'doi:10.1023/A:1008925309027',
  input: 'delta',
  params: {
    tauM: { value: 20, unit: 'ms', doc: 'membrane time constant' },
    eL: { value: 0, unit: 'mV', doc: 'resting potential' },
    vTh: { value: 20, unit: 'mV', doc: 'threshold' },
    vReset: { value: 10, unit: 'mV', doc: 'potential after a spike' },
    tRef: { value: 2, unit: 'ms', doc: 'absolute refractory time' },
    cM: { value: 250, unit: 'pF', doc: 'membrane capacitance: tauM/cM is what a current is multiplied by' },
    iE: { value: 0, unit: 'pA', doc: 'constant current' },
  },
  state: {
    v: { initial: 'eL', unit: 'mV', doc: 'membrane potential' },
  },
  constants: ['pM = exp(-dt / tauM)', 'rM = tauM / cM'],
  // Exact for a current that is constant during the step (Rotter & Diesmann 1999, doi:10.1007/s004220050570).
  step: ['vInf = eL + rM * iExt', 'v = vInf + (v - vInf) * pM + (exc + inh)'],
  threshold: 'vTh',
  event: { membrane: 'tauM', excitatory: null, inhibitory: null, adaptation: null, vInf: 'eL + tauM / cM * iExt' },
  // Bellec et al. 2020 (doi:10.1038/s41467-020-17236-y), eq. 24 of Methods: a triangle of height 0.3 (gamma_pd) per threshold.
  psi: '0.3 / (vTh - eL) * max(0, 1 - abs((v - vTh) / (vTh - eL)))',
  aliases: {
    nest: { model: 'iaf_psc_delta', v: 'V_m', tauM: 'tau_m', eL: 'E_L', vTh: 'V_th', vReset: 'V_reset', tRef: 't_ref', cM: 'C_m', iE: 'I_e' },
    brian: { v: 'v', tauM: 'tau_m', eL: 'E_L', vTh: 'V_th', vReset: 'V_reset', tRef: 't_ref', cM: 'C_m', iE: 'I_e' },
    pynn: {
      model: 'IF_curr_delta',
      v: 'v',
      tauM: 'tau_m',
      eL: 'v_rest',
      vTh: 'v_thresh',
      vReset: 'v_reset',
      tRef: 'tau_refrac',
      cM: 'cm',
      iE: 'i_offset',
    },
    nir: { model: 'LIF', tauM: 'tau', eL: 'v_leak', vTh: 'v_threshold', vReset: 'v_reset' },
  },
});
