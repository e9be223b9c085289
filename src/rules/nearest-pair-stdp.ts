import { defineRule } from './define-rule.ts';

/**
 * Additive pair-based STDP of nearest neighbours: a spike pairs with the last one on the other side, not with all before it.
 *
 * The statements are those of `pairStdp`, but a spike sets its trace to 1 (`x = 1`) instead of adding 1 to it: an arrival lowers the
 * weight by `aMinus · exp(−Δ/tauMinus)`, Δ since the target's last spike; a spike of the target raises it by `aPlus · exp(−Δ/tauPlus)`, Δ since
 * the last arrival. A pair at the same instant sees the traces before it.
 *
 * @see Morrison, Diesmann & Gerstner (2008) Biological Cybernetics 98:459, doi:10.1007/s00422-008-0233-1
 *   (symmetric nearest-neighbour pairing)
 */
export const nearestPairStdp = defineRule({
  name: 'nearestPairStdp',
  doc: 'additive pair-based STDP, nearest neighbours',
  cite: 'doi:10.1007/s00422-008-0233-1',
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the postsynaptic trace' },
    aPlus: { value: 0.003, unit: 'weight', doc: 'potentiation of a pair at zero lag' },
    aMinus: { value: 0.00315, unit: 'weight', doc: 'depression of a pair at zero lag' },
  },
  state: {
    x: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace: of the last arrival' },
    y: { of: 'post', decay: 'tauMinus', doc: 'postsynaptic trace: of the last spike of the target' },
  },
  onPre: ['w -= aMinus * y', 'x = 1'],
  onPost: ['w += aPlus * x', 'y = 1'],
});
