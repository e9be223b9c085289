import { defineRule } from './define-rule.ts';

/**
 * Asymmetric homeostatic scaling: a neuron's own Arc scales it down, TNF-α of its glial domain scales the whole domain up.
 *
 *     tauC · dc/dt   = −c,                            c += 1/tauC at each spike: the mean of c is the firing rate
 *     tauArc · dA/dt = −A + max(c/target − 1, 0)      of each neuron
 *     tauTnf · dT/dt = −T + max(1 − ⟨c⟩/target, 0)    of each domain, ⟨c⟩ its mean
 *     d ln α/dt      = T/tauUp − min(A, 1)/tauDown
 *
 * A and T go in steps of `period`, exactly for inputs constant in between; α, kept within exp(±`bound`), multiplies all that excites the
 * neuron, and moves at ticks only. `arc: 0` and `tnf: 0` are the knock-outs. Time constants are a thousandth of those in hours (4, 12, 73, 40).
 * Place it in `homeostasis`; `domains` of the population says how its neurons are grouped (by default all are one domain).
 *
 * @see Shepherd et al. (2006) Neuron 52:475, doi:10.1016/j.neuron.2006.08.034 (Arc); Stellwagen & Malenka (2006) Nature 440:1054,
 *   doi:10.1038/nature04671 (glial TNF-α)
 */
export const arcTnf = defineRule({
  name: 'arcTnf',
  doc: 'scaling down by a neuron’s own Arc, up by TNF-α of its glial domain',
  cite: 'doi:10.1038/nature04671',
  params: {
    target: { value: 5, unit: 'Hz', doc: 'firing rate at which nothing moves' },
    tauC: { value: 2, unit: 's', doc: 'time constant of the calcium sensor' },
    tauArc: { value: 14.4, unit: 's', doc: 'time constant of Arc' },
    tauTnf: { value: 43.2, unit: 's', doc: 'time constant of TNF-α' },
    tauUp: { value: 262.8, unit: 's', doc: 'time in which TNF-α of 1 scales up e-fold' },
    tauDown: { value: 144, unit: 's', doc: 'time in which Arc of 1 or more scales down e-fold' },
    arc: { value: 1, unit: '', doc: '1; 0 where Arc is knocked out' },
    tnf: { value: 1, unit: '', doc: '1; 0 where TNF-α is knocked out' },
    bound: { value: 3, unit: '', doc: 'largest magnitude of ln α' },
    period: { value: 1, unit: 's', doc: 'time between ticks' },
  },
  state: {
    c: { of: 'post', decay: 'tauC', initial: 'target', doc: 'calcium, in units of the firing rate' },
    A: { of: 'post', doc: 'level of Arc' },
    lnAlpha: { of: 'post', doc: 'logarithm of the factor' },
    activity: { of: 'domain', sum: 'c', quantum: 2 ** -40, doc: 'calcium of the domain' },
    neurons: { of: 'domain', sum: '1', quantum: 1, doc: 'neurons of the domain' },
    T: { of: 'domain', doc: 'level of TNF-α' },
  },
  onPost: ['c += 1 / tauC'],
  every: {
    period: 'period',
    do: [
      'T += (tnf * max(1 - activity / (neurons * target), 0) - T) * (1 - exp(-period / tauTnf))',
      'A += (arc * max(c / target - 1, 0) - A) * (1 - exp(-period / tauArc))',
      'lnAlpha = clip(lnAlpha + period * (T / tauUp - min(A, 1) / tauDown), -bound, bound)',
    ],
  },
  factor: 'exp(lnAlpha)',
});
