import { defineNeuron } from './define-neuron.ts';

/**
 * Leaky integrate-and-fire neuron with exponentially decaying currents, one excitatory and one inhibitory; the sign of a
 * weight chooses.
 *
 *     tauM · dv/dt = −(v − eL) + (tauM/cM) · (iSynE + iSynI + iExt),    tauSynE · diSynE/dt = −iSynE, iSynE += weight [pA]
 */
export const lifExponential = defineNeuron({
  name: 'lifExponential',
  doc: 'Leaky integrate-and-fire neuron with exponential synaptic currents.',
  // Solution: Rotter & Diesmann 1999. Defaults: NEST 3 iaf_psc_exp, after Tsodyks, Uziel & Markram 2000 (doi:10.1523/JNEUROSCI.20-01-j0003.2000).
  cite: 'doi:10.1007/s004220050570',
  input: 'current',
  params: {
    tauM: { value: 10, unit: 'ms', doc: 'membrane time constant' },
    eL: { value: -70, unit: 'mV', doc: 'resting potential' },
    vTh: { value: -55, unit: 'mV', doc: 'threshold' },
    vReset: { value: -70, unit: 'mV', doc: 'potential after a spike' },
    tRef: { value: 2, unit: 'ms', doc: 'absolute refractory time' },
    cM: { value: 250, unit: 'pF', doc: 'membrane capacitance' },
    tauSynE: { value: 2, unit: 'ms', doc: 'time constant of the excitatory current' },
    tauSynI: { value: 2, unit: 'ms', doc: 'time constant of the inhibitory current' },
    iE: { value: 0, unit: 'pA', doc: 'constant current' },
  },
  state: {
    v: { initial: 'eL', unit: 'mV', doc: 'membrane potential' },
    iSynE: { initial: 0, unit: 'pA', doc: 'excitatory current' },
    iSynI: { initial: 0, unit: 'pA', doc: 'inhibitory current (negative)' },
  },
  // kE: what a current of 1 pA at the start of the step has added to v at its end, dt/cM · pM · (e^x − 1)/x with x = dt/tauM − dt/tauSyn;
  // the series where x is small, equal time constants among them.
  constants: [
    'pM = exp(-dt / tauM)',
    'pE = exp(-dt / tauSynE)',
    'pI = exp(-dt / tauSynI)',
    'rM = tauM / cM',
    'xE = dt / tauM - dt / tauSynE',
    'xI = dt / tauM - dt / tauSynI',
    'kE = dt / cM * pM * (abs(xE) < 0.01 ? 1 + xE / 2 * (1 + xE / 3 * (1 + xE / 4 * (1 + xE / 5 * (1 + xE / 6)))) : (exp(xE) - 1) / xE)',
    'kI = dt / cM * pM * (abs(xI) < 0.01 ? 1 + xI / 2 * (1 + xI / 3 * (1 + xI / 4 * (1 + xI / 5 * (1 + xI / 6)))) : (exp(xI) - 1) / xI)',
  ],
  // v sees the currents as they were at the start of the step; then they decay and take what arrives at its end.
  step: ['vInf = eL + rM * iExt', 'v = vInf + (v - vInf) * pM + (kE * iSynE + kI * iSynI)', 'iSynE = iSynE * pE + exc', 'iSynI = iSynI * pI + inh'],
  threshold: 'vTh',
  event: { membrane: 'tauM', excitatory: 'tauSynE', inhibitory: 'tauSynI', adaptation: null, vInf: 'eL + tauM / cM * iExt' },
  // Bellec et al. 2020, as in lif.
  psi: '0.3 / (vTh - eL) * max(0, 1 - abs((v - vTh) / (vTh - eL)))',
  aliases: {
    nest: {
      model: 'iaf_psc_exp',
      v: 'V_m',
      iSynE: 'I_syn_ex',
      iSynI: 'I_syn_in',
      tauM: 'tau_m',
      eL: 'E_L',
      vTh: 'V_th',
      vReset: 'V_reset',
      tRef: 't_ref',
      cM: 'C_m',
      tauSynE: 'tau_syn_ex',
      tauSynI: 'tau_syn_in',
      iE: 'I_e',
    },
    brian: {
      v: 'v',
      iSynE: 'I_syn_e',
      iSynI: 'I_syn_i',
      tauM: 'tau_m',
      eL: 'E_L',
      vTh: 'V_th',
      vReset: 'V_reset',
      tRef: 't_ref',
      cM: 'C_m',
      tauSynE: 'tau_syn_e',
      tauSynI: 'tau_syn_i',
      iE: 'I_e',
    },
    pynn: {
      model: 'IF_curr_exp',
      v: 'v',
      iSynE: 'isyn_exc',
      iSynI: 'isyn_inh',
      tauM: 'tau_m',
      eL: 'v_rest',
      vTh: 'v_thresh',
      vReset: 'v_reset',
      tRef: 'tau_refrac',
      cM: 'cm',
      tauSynE: 'tau_syn_E',
      tauSynI: 'tau_syn_I',
      iE: 'i_offset',
    },
    nir: { model: 'CubaLIF', tauM: 'tau_mem', tauSynE: 'tau_syn', eL: 'v_leak', vTh: 'v_threshold', vReset: 'v_reset' },
  },
});
