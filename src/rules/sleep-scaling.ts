import { defineRule } from './define-rule.ts';

/**
 * Scaling down in sleep: one factor α per neuron on all its excitatory input, drives included, that falls while it sleeps and fires above `target`.
 *
 * `tauSleep · d ln α/dt = −clip(c/target − 1, 0, 1)` while the last broadcast of `sleep` was 1, nothing after a broadcast of 0, which is waking: at the
 * beginning it is awake. c [Hz] is calcium as in `synapticScaling`: `tauC · dc/dt = −c`, and `c += 1/tauC` at each spike. Between events this is solved in
 * closed form; no synapse is touched, so ratios of weights stay as they are, to the last bit. ln α never rises, and stays above −`bound`.
 *
 * `step` is how far ln α falls at each broadcast of 1 whatever the rate is, and `feedback: 0` leaves only that. Steps alone are no homeostasis: what a network
 * gains in wake is not what a step takes, and recurrence multiplies the difference.
 *
 * @see Tononi & Cirelli (2014) Neuron 81:12, doi:10.1016/j.neuron.2013.12.025 (synapses grow in wake, and are renormalised in sleep); de Vivo et al. (2017)
 *   Science 355:507, doi:10.1126/science.aah5982 (interfaces of axons and spines are 18 % smaller after sleep, in proportion to size)
 */
export const sleepScaling = defineRule({
  name: 'sleepScaling',
  doc: 'scaling down in sleep of all excitatory input of neurons that fire above a target rate',
  cite: 'doi:10.1016/j.neuron.2013.12.025',
  params: {
    target: { value: 5, unit: 'Hz', doc: 'firing rate at and below which nothing is scaled' },
    tauSleep: { value: 100, unit: 's', doc: 'time of sleep in which a neuron at twice the target or more is scaled down e-fold' },
    tauC: { value: 2, unit: 's', doc: 'time constant of the calcium sensor' },
    feedback: { value: 1, unit: '', doc: '1; 0 where the rate is not looked at' },
    step: { value: 0, unit: '', doc: 'how far ln α falls on falling asleep, whatever the rate' },
    bound: { value: 3, unit: '', doc: 'largest magnitude of ln α' },
  },
  state: {
    c: { of: 'post', decay: 'tauC', initial: 'target', doc: 'calcium, in units of the firing rate' },
    lnAlpha: { of: 'post', doc: 'logarithm of the factor as of the last spike or broadcast' },
    asleep: { of: 'signal', doc: '1 in sleep, 0 in wake' },
  },
  advance: ['lnAlpha = max(lnAlpha - asleep * feedback * (integral(min(c, 2 * target)) - integral(min(c, target))) / (target * tauSleep), -bound)'],
  onPost: ['c += 1 / tauC'],
  onSignal: { sleep: ['lnAlpha = max(lnAlpha - sleep * step, -bound)', 'asleep = sleep'] },
  factor: 'exp(max(lnAlpha - asleep * feedback * (integral(min(c, 2 * target)) - integral(min(c, target))) / (target * tauSleep), -bound))',
});
