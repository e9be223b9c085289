import { defineRule } from './define-rule.ts';

/**
 * Triplet STDP, all spikes: pairs count for more the more recently their own side fired before.
 *
 * Every arrival: `w −= o1 (a2Minus + a3Minus · r2)`; every spike of the target: `w += r1 (a2Plus + a3Plus · o2)`, r2 and o2 being read before the
 * spike itself. r1, r2 jump by 1 at arrivals, o1, o2 at spikes of the target; they decay with `tauPlus`, `tauX`, `tauMinus`, `tauY`. Under Poisson spikes
 * `dw/dt = νpre νpost (a2Plus τ₊ − a2Minus τ₋ + a3Plus τ₊ τy νpost − a3Minus τ₋ τx νpre)`. Defaults: visual cortex, all-to-all, full model.
 *
 * @see Pfister & Gerstner (2006) Journal of Neuroscience 26:9673, doi:10.1523/JNEUROSCI.1425-06.2006; as NEST's
 *   `stdp_triplet_synapse`
 */
export const tripletStdp = defineRule({
  name: 'tripletStdp',
  doc: 'triplet STDP, all spikes',
  cite: 'doi:10.1523/JNEUROSCI.1425-06.2006',
  params: {
    tauPlus: { value: 16.8, unit: 'ms', doc: 'time constant of the fast presynaptic trace' },
    tauX: { value: 101, unit: 'ms', doc: 'time constant of the slow presynaptic trace' },
    tauMinus: { value: 33.7, unit: 'ms', doc: 'time constant of the fast postsynaptic trace' },
    tauY: { value: 125, unit: 'ms', doc: 'time constant of the slow postsynaptic trace' },
    a2Plus: { value: 5e-10, unit: 'weight', doc: 'potentiation of a pair at zero lag' },
    a2Minus: { value: 7e-3, unit: 'weight', doc: 'depression of a pair at zero lag' },
    a3Plus: { value: 6.2e-3, unit: 'weight', doc: 'potentiation of a post-pre-post triplet at zero lag' },
    a3Minus: { value: 2.3e-4, unit: 'weight', doc: 'depression of a pre-post-pre triplet at zero lag' },
  },
  state: {
    r1: { of: 'pre', decay: 'tauPlus', doc: 'fast presynaptic trace' },
    r2: { of: 'pre', decay: 'tauX', doc: 'slow presynaptic trace' },
    o1: { of: 'post', decay: 'tauMinus', doc: 'fast postsynaptic trace' },
    o2: { of: 'post', decay: 'tauY', doc: 'slow postsynaptic trace' },
  },
  onPre: ['w -= o1 * (a2Minus + a3Minus * r2)', 'r1 += 1', 'r2 += 1'],
  onPost: ['w += r1 * (a2Plus + a3Plus * o2)', 'o1 += 1', 'o2 += 1'],
});
