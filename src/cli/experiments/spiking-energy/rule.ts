/** The readout's synapse: the gradient that its release descends. */
import { defineRule } from '../../../rules/define-rule.ts';

/**
 * The gradient of a readout's loss by the weight: the error of the target times what the synapse passed lately.
 *
 * `z` is the part of the target's potential that a weight of 1 mV makes: released / p at arrivals, decaying with `tauM` as the potential does. Whoever knows the
 * error of each target, softmax − 1 for the true class and softmax for the others, sets `error` and then broadcasts `trial`; the gradients are gathered and applied by
 * `gradientRelease`.
 *
 * @see Schug, Benzing & Steger (2021) eLife 10:e69884, doi:10.7554/eLife.69884, eq. 3
 */
export const readoutGradient = defineRule({
  name: 'readoutGradient',
  doc: 'gradient of the cross-entropy of an integrating readout, at the end of a trial',
  cite: 'doi:10.7554/eLife.69884',
  params: {
    tauM: { value: 20, unit: 'ms', doc: 'time constant of the readout' },
    unit: { value: 1, unit: 'weight', doc: 'unit of the potential that the softmax is of' },
  },
  state: {
    z: { of: 'synapse', decay: 'tauM', doc: 'what was passed lately' },
    error: { of: 'post', doc: 'derivative of the loss by the potential' },
  },
  onPre: ['z += release.pulse'],
  onSignal: { trial: ['w += unit * error * z'] },
  signed: true,
});
