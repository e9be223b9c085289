import { defineRule } from './define-rule.ts';

/**
 * Triplet STDP of nearest neighbours in its smallest form: depression by pairs, potentiation by triplets post–pre–post.
 *
 * An arrival lowers the weight by `aMinus · o1`; a spike of the target raises it by `aPlus · r1 · o2`, o2 as its previous spike left it. A spike
 * sets its own traces to 1 (`r1 = 1`) instead of adding 1, so only the last spike on each side counts: a target that fires once after a long
 * silence learns nothing, its second spike learns what arrived in between. All else as in `tripletStdp`. Defaults: Diehl & Cook's published
 * code, weights up to 1. There potentiation outweighs depression by far, so it wants `weightNormalization` beside it.
 *
 * @see Diehl & Cook (2015) Frontiers in Computational Neuroscience 9:99, doi:10.3389/fncom.2015.00099 (the update of their Brian code);
 *   Pfister & Gerstner (2006) Journal of Neuroscience 26:9673, doi:10.1523/JNEUROSCI.1425-06.2006 (minimal model, nearest-spike scheme)
 */
export const nearestTripletStdp = defineRule({
  name: 'nearestTripletStdp',
  doc: 'triplet STDP of nearest neighbours: pairs depress, triplets post-pre-post potentiate',
  cite: 'doi:10.3389/fncom.2015.00099',
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the fast postsynaptic trace' },
    tauY: { value: 40, unit: 'ms', doc: 'time constant of the slow postsynaptic trace' },
    aPlus: { value: 0.01, unit: 'weight', doc: 'potentiation of a post-pre-post triplet at zero lag' },
    aMinus: { value: 0.0001, unit: 'weight', doc: 'depression of a pair at zero lag' },
  },
  state: {
    r1: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace: of the last arrival' },
    o1: { of: 'post', decay: 'tauMinus', doc: 'fast postsynaptic trace: of the last spike of the target' },
    o2: { of: 'post', decay: 'tauY', doc: 'slow postsynaptic trace: of the last spike of the target' },
  },
  onPre: ['w -= aMinus * o1', 'r1 = 1'],
  onPost: ['w += aPlus * r1 * o2', 'o1 = 1', 'o2 = 1'],
});
