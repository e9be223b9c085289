import { defineRule } from './define-rule.ts';

/**
 * Plasticity gated by wakefulness: what the other rules of the projection add to w counts in wake only.
 *
 * A broadcast of `sleep` with value 1 is falling asleep, with 0 waking; at the beginning it is awake. Traces go on in sleep, so a pair of spikes counts if its
 * second was in wake.
 *
 * @see Tononi & Cirelli (2014) Neuron 81:12, doi:10.1016/j.neuron.2013.12.025 (potentiation in wake; in sleep neuromodulators that it needs are low)
 */
export const wakefulPlasticity = defineRule({
  name: 'wakefulPlasticity',
  doc: 'learning of the other rules in wake only',
  cite: 'doi:10.1016/j.neuron.2013.12.025',
  params: {},
  state: { asleep: { of: 'signal', doc: '1 in sleep, 0 in wake' } },
  onSignal: { sleep: ['asleep = sleep'] },
  gain: '1 - asleep',
});
