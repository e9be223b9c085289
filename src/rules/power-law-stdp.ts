import { defineRule } from './define-rule.ts';

/**
 * Pair-based STDP, all pairs, whose potentiation grows with a power of the weight and whose depression is proportional to it.
 *
 * Every spike of the target: `w += lambda · w0 · (w/w0)^mu · x`; every arrival: `w −= alpha · lambda · w · y`. x and y jump by 1 and decay with
 * `tauPlus` and `tauMinus`. It needs no upper bound: weights of uncorrelated neurons settle at `w0 (tauPlus / (alpha tauMinus))^(1/(1 − mu))`.
 *
 * @see Morrison, Aertsen & Diesmann (2007) Neural Computation 19:1437, doi:10.1162/neco.2007.19.6.1437; as NEST's
 *   `stdp_pl_synapse_hom`, where w0 is 1 pA
 */
export const powerLawStdp = defineRule({
  name: 'powerLawStdp',
  doc: 'pair-based STDP, all pairs: potentiation by a power of the weight, multiplicative depression',
  cite: 'doi:10.1162/neco.2007.19.6.1437',
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the postsynaptic trace' },
    lambda: { value: 0.1, unit: '', doc: 'step size, in units of w0' },
    alpha: { value: 0.0513, unit: '', doc: 'depression in units of potentiation, at w = w0' },
    mu: { value: 0.4, unit: '', doc: 'power of the weight in potentiation' },
    w0: { value: 1, unit: 'weight', doc: 'reference weight' },
  },
  state: {
    x: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tauMinus', doc: 'postsynaptic trace' },
  },
  onPre: ['w -= alpha * lambda * w * y', 'x += 1'],
  onPost: ['w += lambda * w0 * (w / w0)^mu * x', 'y += 1'],
});
