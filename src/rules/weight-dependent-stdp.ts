import { defineRule } from './define-rule.ts';

/**
 * Pair-based STDP, all pairs, whose changes depend on the weight by a power: additive at 0, multiplicative at 1, Gütig's in between.
 *
 * Every spike of the target: `w += lambda · wMax · (1 − w/wMax)^muPlus · x`; every arrival: `w −= alpha · lambda · wMax · (w/wMax)^muMinus · y`.
 * x and y jump by 1 and decay with `tauPlus` and `tauMinus`. The projection needs bounds `[0, wMax]`. Where both powers are 1,
 * `multiplicativeStdp` is the same rule without calls of `pow`; where both are 0, `pairStdp` is.
 *
 * @see Gütig, Aharonov, Rotter & Sompolinsky (2003) Journal of Neuroscience 23:3697, doi:10.1523/JNEUROSCI.23-09-03697.2003; as NEST's
 *   `stdp_synapse`
 */
export const weightDependentStdp = defineRule({
  name: 'weightDependentStdp',
  doc: 'pair-based STDP, all pairs, weight-dependent by a power',
  cite: 'doi:10.1523/JNEUROSCI.23-09-03697.2003',
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the postsynaptic trace' },
    lambda: { value: 0.01, unit: '', doc: 'step size, in units of wMax' },
    alpha: { value: 1, unit: '', doc: 'depression in units of potentiation' },
    muPlus: { value: 0.4, unit: '', doc: 'power of the distance from wMax in potentiation, 0 to 1' },
    muMinus: { value: 0.4, unit: '', doc: 'power of the weight in depression, 0 to 1' },
  },
  state: {
    x: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tauMinus', doc: 'postsynaptic trace' },
  },
  onPre: ['w -= alpha * lambda * wMax * (w / wMax)^muMinus * y', 'x += 1'],
  onPost: ['w += lambda * wMax * (1 - w / wMax)^muPlus * x', 'y += 1'],
});
