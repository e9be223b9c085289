import { defineRule } from './define-rule.ts';

/**
 * Additive pair-based STDP, all pairs.
 *
 * Every arrival lowers the weight by `aMinus · y`, every spike of the target raises it by `aPlus · x`; x and y jump by 1 at
 * arrivals and target spikes and decay in between. A pair at the same instant sees the traces before it.
 *
 * @see Song, Miller & Abbott (2000) Nature Neuroscience 3:919, doi:10.1038/78829; Morrison, Diesmann & Gerstner (2008)
 *   Biological Cybernetics 98:459, section 4.1 (all-to-all pairing)
 */
export const pairStdp = defineRule({
  name: 'pairStdp',
  doc: 'additive pair-based STDP, all pairs',
  cite: 'doi:10.1038/78829',
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the postsynaptic trace' },
    aPlus: { value: 0.003, unit: 'weight', doc: 'potentiation of a pair at zero lag' },
    aMinus: { value: 0.00315, unit: 'weight', doc: 'depression of a pair at zero lag' },
  },
  state: {
    x: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tauMinus', doc: 'postsynaptic trace' },
  },
  onPre: ['w -= aMinus * y', 'x += 1'],
  onPost: ['w += aPlus * x', 'y += 1'],
});
