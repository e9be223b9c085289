/**
 * Neurons whose threshold rises by dTheta at each of their spikes and relaxes: threshold vTh + theta,
 * tauTheta · dtheta/dt = −theta. One for each kind of input; everything else is that of the neuron without adaptation.
 */
import { defineNeuron } from './define-neuron.ts';
import { lif } from './lif.ts';
import { lifConductance } from './lif-conductance.ts';
import { lifExponential } from './lif-exponential.ts';
import type { NeuronModel } from './model.ts';

// Defaults: the slow threshold of the MAT model, Kobayashi, Tsubo & Shinomoto 2009, regular spiking (alpha_2, tau_2).
const cite = 'doi:10.3389/neuro.10.009.2009';
const adaptation = {
  dTheta: { value: 2, unit: 'mV', doc: 'rise of the threshold at a spike' },
  tauTheta: { value: 200, unit: 'ms', doc: 'time constant with which the threshold relaxes' },
} as const;
const theta = { initial: 0, unit: 'mV', doc: 'what past spikes have added to the threshold', onSpike: 'dTheta' } as const;

/** What adaptation adds to a model, in every part but its name and words. */
const adaptive = <const M extends NeuronModel>({ model }: { readonly model: M }) => ({
  cite,
  input: model.input,
  params: { ...model.params, ...adaptation } as M['params'] & typeof adaptation,
  state: { ...model.state, theta },
  constants: [...model.constants, 'pTheta = exp(-dt / tauTheta)'],
  step: [...model.step, 'theta = theta * pTheta'],
  threshold: 'vTh + theta',
  event: model.event === null ? null : { ...model.event, adaptation: 'tauTheta' },
  ...(model.eventRefusal === undefined ? {} : { eventRefusal: model.eventRefusal }),
  // Bellec et al. 2020, as in lif, about the threshold of the moment.
  psi: '0.3 / (vTh - eL) * max(0, 1 - abs((v - vTh - theta) / (vTh - eL)))',
});

/** Adaptive threshold, delta input: `lif` with theta. */
export const adaptiveLif = defineNeuron({
  name: 'adaptiveLif',
  doc: 'Leaky integrate-and-fire neuron with delta input and a threshold that adapts.',
  ...adaptive(lif),
  aliases: { nest: {}, brian: { ...lif.model.aliases.brian, theta: 'theta', dTheta: 'd_theta', tauTheta: 'tau_theta' }, pynn: {}, nir: {} },
});

/** Adaptive threshold, exponential currents: `lifExponential` with theta. */
export const adaptiveLifExponential = defineNeuron({
  name: 'adaptiveLifExponential',
  doc: 'Leaky integrate-and-fire neuron with exponential synaptic currents and a threshold that adapts.',
  ...adaptive(lifExponential),
  // NEST's mat2_psc_exp has two such thresholds and no reset, hence no alias.
  aliases: {
    nest: {},
    brian: { ...lifExponential.model.aliases.brian, theta: 'theta', dTheta: 'd_theta', tauTheta: 'tau_theta' },
    pynn: {},
    nir: {},
  },
});

/** Adaptive threshold, exponential conductances: `lifConductance` with theta; grid clock only. */
export const adaptiveLifConductance = defineNeuron({
  name: 'adaptiveLifConductance',
  doc: 'Leaky integrate-and-fire neuron with exponential synaptic conductances and a threshold that adapts.',
  ...adaptive(lifConductance),
  aliases: {
    nest: {},
    brian: { ...lifConductance.model.aliases.brian, theta: 'theta', dTheta: 'd_theta', tauTheta: 'tau_theta' },
    pynn: {},
    nir: {},
  },
});
