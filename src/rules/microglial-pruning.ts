import { defineRule } from './define-rule.ts';

/**
 * Microglia eat little-used synapses, and new ones form: structural plasticity by complement tags.
 *
 * The usage u of a synapse counts released spikes that a spike of the target follows within `window`, forgotten with `tauU` (releases closer together than that count
 * once). Every `period` a synapse is tagged (C1q, C3) where u is below `share` of the mean over the target's synapses, and loses its tags elsewhere; tagged twice or more
 * in a row it is eaten with probability `pE`. Synapses of more than `large` times the mean weight are spared; a factor on all input of a neuron, such as scaling, cancels
 * in this. Each neuron forms new synapses at a rate `rC`, from sources without one to it, so that their number rests at rC over the rate at which each is removed.
 *
 * `pE: 0` is an animal without microglia: synapses accumulate at `rC`. The projection declares room for them (`spare`).
 *
 * @see Stevens et al. (2007) Cell 131:1164, doi:10.1016/j.cell.2007.10.036; Paolicelli et al. (2011) Science 333:1456, doi:10.1126/science.1202529;
 *   Schafer et al. (2012) Neuron 74:691, doi:10.1016/j.neuron.2012.03.026 (by activity and complement); the thresholds are a model
 */
export const microglialPruning = defineRule({
  name: 'microglialPruning',
  doc: 'removes synapses that are little used, and forms new ones',
  cite: 'doi:10.1016/j.neuron.2012.03.026',
  params: {
    period: { value: 60, unit: 's', doc: 'time between visits of microglia' },
    tauU: { value: 60, unit: 's', doc: 'time constant of usage' },
    window: { value: 20, unit: 'ms', doc: 'time in which a spike must follow a release' },
    share: { value: 0.2, unit: '', doc: 'share of the mean usage below which a synapse is tagged' },
    large: { value: 2, unit: '', doc: 'multiple of the mean weight above which a synapse is spared' },
    pE: { value: 0.5, unit: '', doc: 'probability that a synapse tagged twice in a row is eaten' },
    rC: { value: 0.05, unit: 'Hz', doc: 'rate at which a neuron forms synapses' },
  },
  state: {
    recent: { of: 'synapse', decay: 'window', doc: 'above exp(-1) for `window` after a release, until a spike follows' },
    u: { of: 'synapse', decay: 'tauU', doc: 'how much the synapse was used of late' },
    tags: { of: 'synapse', doc: 'visits in a row at which it was little used' },
    eaten: { of: 'synapse', doc: 'whether it goes' },
    count: { of: 'post', sum: '1', doc: 'synapses of the neuron' },
    sumU: { of: 'post', sum: 'u', doc: 'their usage' },
    sumW: { of: 'post', sum: 'w', doc: 'their weights' },
  },
  onPre: ['recent = release.released > 0 ? 1 : recent'],
  onPost: ['follows = recent > exp(-1)', 'u += follows', 'recent = follows ? 0 : recent'],
  every: {
    period: 'period',
    do: [
      'tags = u * count < share * sumU ? tags + 1 : 0',
      'spared = w * count > large * sumW',
      'attacked ~ Bernoulli(pE)',
      'eaten = attacked * (tags >= 2) * (1 - spared)',
    ],
  },
  structural: { remove: 'eaten', create: 'rC * period' },
});
