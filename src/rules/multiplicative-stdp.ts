import { defineRule } from './define-rule.ts';

/**
 * Multiplicative pair-based STDP, all pairs: changes are proportional to the distance from the bound ahead.
 *
 * Every arrival takes the share `etaMinus · y` of the weight, every spike of the target goes the share `etaPlus · x` of the way to wMax;
 * x and y jump by 1 and decay with `tauPlus` and `tauMinus`. The projection needs bounds `[0, wMax]`. Weights of uncorrelated
 * neurons settle at `wMax / (1 + etaMinus tauMinus / (etaPlus tauPlus))`.
 *
 * @see Rubin, Lee & Sompolinsky (2001) Physical Review Letters 86:364, doi:10.1103/PhysRevLett.86.364
 */
export const multiplicativeStdp = defineRule({
  name: 'multiplicativeStdp',
  doc: 'pair-based STDP, all pairs, with changes proportional to the distance from the bounds',
  cite: 'doi:10.1103/PhysRevLett.86.364',
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the postsynaptic trace' },
    etaPlus: { value: 0.01, unit: '', doc: 'share of the way to wMax that a pair at zero lag goes' },
    etaMinus: { value: 0.01, unit: '', doc: 'share of the weight that a pair at zero lag takes' },
  },
  state: {
    x: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tauMinus', doc: 'postsynaptic trace' },
  },
  onPre: ['w -= etaMinus * w * y', 'x += 1'],
  onPost: ['w += etaPlus * (wMax - w) * x', 'y += 1'],
});
