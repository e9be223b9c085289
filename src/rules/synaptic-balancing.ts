import { defineRule } from './define-rule.ts';

/**
 * Synaptic balancing: a neuron whose outgoing synapses cost more than its incoming ones strengthens those it receives and weakens those it makes.
 *
 *     c = |J|^p of each synapse,  g = Σ c outgoing − Σ c incoming of each neuron,  dh/dt ∝ g,  J = D·J₀·D⁻¹ with D = diag(exp h)
 *
 * J₀ is `w` and is left alone; the factor D stands between it and what is delivered, so eigenvalues, products around cycles, signs and zeros of J are
 * kept whatever h is, at `bound` too. No synapse is touched between ticks. At a tick `h += eta · (out − in)/(out + in)`: the sum in place of a
 * constant needs no neuron to know another, has the same fixed points, and no tick raises the total cost as long as `eta` is at most 1/p (then
 * tanh(p·Δh) ≤ g/(out + in)). A neuron that lacks one of the two sums has no finite balance and keeps its h.
 *
 * Put it into the `synapse` list of every projection among which costs are to be balanced, with the same parameters and weights of the same unit: a
 * neuron has one h in all of them, read as `X.synapticBalancing.h`, sources of X first. Costs are summed in steps of 2⁻³⁰ `unit`^p and are at most 2²²
 * each. Thresholds stay as they are, so spikes do change (`rescale` moves them along). h may drift as a whole, which changes no weight.
 *
 * @see Stock, Harvey, Ocko & Ganguli (2022) PLoS Computational Biology 18:e1010418, doi:10.1371/journal.pcbi.1010418, eqs. 4–6
 */
export const synapticBalancing = defineRule({
  name: 'synapticBalancing',
  doc: 'balances the costs of incoming and outgoing synapses of each neuron',
  cite: 'doi:10.1371/journal.pcbi.1010418',
  params: {
    eta: { value: 0.2, unit: '', doc: 'step of h at a relative imbalance of 1' },
    p: { value: 2, unit: '', doc: 'power of the weight that a synapse costs' },
    unit: { value: 1, unit: 'weight', doc: 'weight that costs 1' },
    bound: { value: 10, unit: '', doc: 'largest magnitude of h' },
    period: { value: 1, unit: 's', doc: 'time between ticks' },
  },
  state: {
    incoming: { of: 'neuron', sum: 'abs(w / unit * post.d / pre.d) ^ p', over: 'incoming', quantum: 2 ** -30, doc: 'cost of its inputs' },
    outgoing: { of: 'neuron', sum: 'abs(w / unit * post.d / pre.d) ^ p', over: 'outgoing', quantum: 2 ** -30, doc: 'cost of its outputs' },
    h: { of: 'neuron', doc: 'logarithm of its factor' },
    d: { of: 'neuron', initial: 1, doc: 'its factor, exp(h)' },
  },
  every: {
    period: 'period',
    do: ['g = outgoing - incoming', 'h = incoming * outgoing > 0 ? clip(h + eta * g / (outgoing + incoming), -bound, bound) : h', 'd = exp(h)'],
  },
  factor: 'post.d / pre.d',
});
