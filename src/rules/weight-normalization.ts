import { defineRule } from './define-rule.ts';

/**
 * Normalization: every `period`, the weights of a projection onto each neuron are multiplied by one number, so that they sum to `total`.
 *
 *     w ← w · total / Σ w,    Σ over all synapses of the projection onto the neuron
 *
 * Ratios of weights are kept; bounds hold afterwards as after any write, so the sum is less where `total` needs weights above `wMax`.
 * A neuron without weight (Σ = 0) is left alone. Place it after the rules that learn; with `weightPrecision: 'single'` the sum is `total`
 * to 1e-7, otherwise to 1e-12. Defaults: 784 inputs with weights up to 1, and 0.35 s of image and 0.15 s of rest.
 *
 * @see Diehl & Cook (2015) Frontiers in Computational Neuroscience 9:99, doi:10.3389/fncom.2015.00099 (Brian code: sum 78 per neuron, per
 *   image); Oja (1982) Journal of Mathematical Biology 15:267 on why Hebbian learning needs one
 */
export const weightNormalization = defineRule({
  name: 'weightNormalization',
  doc: 'multiplicative normalization of the total weight onto each neuron',
  cite: 'doi:10.3389/fncom.2015.00099',
  params: {
    total: { value: 78, unit: 'weight', doc: 'sum of the weights onto a neuron' },
    period: { value: 500, unit: 'ms', doc: 'time between normalizations' },
  },
  state: { sum: { of: 'post', sum: 'w', doc: 'weight onto the neuron' } },
  every: { period: 'period', do: ['w *= sum > 0 ? total / sum : 1'] },
});
