import { defineNeuron } from './define-neuron.ts';

/**
 * Leaky integrate-and-fire neuron with exponentially decaying conductances, one excitatory and one inhibitory; the sign
 * of a weight chooses.
 *
 *     cM · dv/dt = −gL (v − eL) − gE (v − eExc) − gI (v − eInh) + iExt,    tauSynE · dgE/dt = −gE, gE += weight [nS]
 *
 * Steps are Runge–Kutta steps of fourth order, right while all conductances together stay well below 2.8 cM/dt (7 µS by default), beyond which they are
 * unstable and the neuron fires without end. Where whole populations inhibit at once: a smaller dt, or `adaptiveLifConductanceImplicit`.
 */
export const lifConductance = defineNeuron({
  name: 'lifConductance',
  doc: 'Leaky integrate-and-fire neuron with exponential synaptic conductances.',
  // Defaults: NEST 3 iaf_cond_exp, after Meffin, Burkitt & Grayden 2004.
  cite: 'doi:10.1023/B:JCNS.0000014108.03012.81',
  input: 'conductance',
  params: {
    cM: { value: 250, unit: 'pF', doc: 'membrane capacitance' },
    gL: { value: 16.6667, unit: 'nS', doc: 'leak conductance' },
    eL: { value: -70, unit: 'mV', doc: 'reversal potential of the leak' },
    vTh: { value: -55, unit: 'mV', doc: 'threshold' },
    vReset: { value: -60, unit: 'mV', doc: 'potential after a spike' },
    tRef: { value: 2, unit: 'ms', doc: 'absolute refractory time' },
    eExc: { value: 0, unit: 'mV', doc: 'excitatory reversal potential' },
    eInh: { value: -85, unit: 'mV', doc: 'inhibitory reversal potential' },
    tauSynE: { value: 0.2, unit: 'ms', doc: 'time constant of the excitatory conductance' },
    tauSynI: { value: 2, unit: 'ms', doc: 'time constant of the inhibitory conductance' },
    iE: { value: 0, unit: 'pA', doc: 'constant current' },
  },
  state: {
    v: { initial: 'eL', unit: 'mV', doc: 'membrane potential' },
    gE: { initial: 0, unit: 'nS', doc: 'excitatory conductance' },
    gI: { initial: 0, unit: 'nS', doc: 'inhibitory conductance (positive)' },
  },
  constants: [
    'pE = exp(-dt / tauSynE)',
    'pI = exp(-dt / tauSynI)',
    'halfE = sqrt(pE)',
    'halfI = sqrt(pI)',
    'h = dt / cM',
    'halfH = h / 2',
    'sixthH = h / 6',
    'third = 1 / 3',
    'leak = gL * eL',
  ],
  // The classical Runge–Kutta step for v, which obeys cM·dv/dt = a(t) − g(t)·v; conductances are exact at its start, middle and end.
  // Its slopes come as k1/2, k2/2, k3 and k4/6, which spares six products and a division.
  // Inhibitory weights arrive as negative numbers.
  step: [
    'a0 = leak + iExt + gE * eExc + gI * eInh',
    'g0 = gL + gE + gI',
    'midE = gE * halfE',
    'midI = gI * halfI',
    'a1 = leak + iExt + midE * eExc + midI * eInh',
    'g1 = gL + midE + midI',
    'endE = gE * pE',
    'endI = gI * pI',
    'a2 = leak + iExt + endE * eExc + endI * eInh',
    'g2 = gL + endE + endI',
    'half1 = halfH * (a0 - g0 * v)',
    'half2 = halfH * (a1 - g1 * (v + half1))',
    'k3 = h * (a1 - g1 * (v + half2))',
    'sixth4 = sixthH * (a2 - g2 * (v + k3))',
    'v = v + ((half1 + half2 + (half2 + k3)) * third + sixth4)',
    'gE = endE + exc',
    'gI = endI - inh',
  ],
  threshold: 'vTh',
  event: null,
  eventRefusal: 'with conductances v(t) has no closed form; run it on the grid clock (clock: "grid")',
  // Bellec et al. 2020, as in lif.
  psi: '0.3 / (vTh - eL) * max(0, 1 - abs((v - vTh) / (vTh - eL)))',
  aliases: {
    nest: {
      model: 'iaf_cond_exp',
      v: 'V_m',
      gE: 'g_ex',
      gI: 'g_in',
      cM: 'C_m',
      gL: 'g_L',
      eL: 'E_L',
      vTh: 'V_th',
      vReset: 'V_reset',
      tRef: 't_ref',
      eExc: 'E_ex',
      eInh: 'E_in',
      tauSynE: 'tau_syn_ex',
      tauSynI: 'tau_syn_in',
      iE: 'I_e',
    },
    brian: {
      v: 'v',
      gE: 'g_e',
      gI: 'g_i',
      cM: 'C_m',
      gL: 'g_L',
      eL: 'E_L',
      vTh: 'V_th',
      vReset: 'V_reset',
      tRef: 't_ref',
      eExc: 'E_e',
      eInh: 'E_i',
      tauSynE: 'tau_e',
      tauSynI: 'tau_i',
      iE: 'I_e',
    },
    pynn: {
      model: 'IF_cond_exp',
      v: 'v',
      gE: 'gsyn_exc',
      gI: 'gsyn_inh',
      cM: 'cm',
      eL: 'v_rest',
      vTh: 'v_thresh',
      vReset: 'v_reset',
      tRef: 'tau_refrac',
      eExc: 'e_rev_E',
      eInh: 'e_rev_I',
      tauSynE: 'tau_syn_E',
      tauSynI: 'tau_syn_I',
      iE: 'i_offset',
    },
    nir: {},
  },
});
