import { defineRule } from './define-rule.ts';

/**
 * Additive pair-based STDP, all pairs, of what a synapse transmits instead of what arrives at it.
 *
 * As `pairStdp`, but an arrival counts as the pulse that passes: `released / p` under `bernoulliRelease` and `plasticRelease` (0 at a failure), 1 where no
 * rule releases. The mean change is that of `pairStdp` at any p; a synapse that fails learns nothing, and each has its own trace. Place it after the
 * rule that releases. With `plasticRelease` it is the local form of presynaptic consolidation: G is the STDP increment of an interval.
 *
 * @see Song, Miller & Abbott (2000) Nature Neuroscience 3:919, doi:10.1038/78829; Schug, Benzing & Steger (2021) eLife 10:e69884,
 *   doi:10.7554/eLife.69884, eq. 3 (updates contain released / p)
 */
export const releaseStdp = defineRule({
  name: 'releaseStdp',
  doc: 'additive pair-based STDP of released pulses, all pairs',
  cite: 'doi:10.7554/eLife.69884',
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the postsynaptic trace' },
    aPlus: { value: 0.003, unit: 'weight', doc: 'potentiation of a pair at zero lag' },
    aMinus: { value: 0.00315, unit: 'weight', doc: 'depression of a pair at zero lag' },
  },
  state: {
    x: { of: 'synapse', decay: 'tauPlus', doc: 'trace of released pulses' },
    y: { of: 'post', decay: 'tauMinus', doc: 'postsynaptic trace' },
  },
  onPre: ['w -= aMinus * y * release.pulse', 'x += release.pulse'],
  onPost: ['w += aPlus * x', 'y += 1'],
});
