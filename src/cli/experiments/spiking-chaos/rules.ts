/** Rules of a spiking network whose slow currents are the variables of a rate model. */
import { defineRule } from '../../../rules/define-rule.ts';

/**
 * Weights that follow the product of the activities at their ends, both as filtered spike trains relative to a rate r0:
 *
 *     tauA · dw/dt = −w + strength · φ(source) · φ(target),    φ = u/r0 − 1,    tauF · du/dt = −u, u += 1/tauF at each spike
 *
 * in steps of `period`, exactly for activities constant in between.
 */
export const activityProduct = defineRule({
  name: 'activityProduct',
  doc: 'weights follow the product of the activities at their ends',
  cite: 'doi:10.1103/PhysRevX.14.021001',
  params: {
    strength: { value: 0.001, unit: 'weight', doc: 'weight between two neurons that fire at twice r0' },
    r0: { value: 62.5, unit: 'Hz', doc: 'rate that counts as no activity' },
    tauF: { value: 20, unit: 'ms', doc: 'time constant with which spike trains are filtered' },
    tauA: { value: 250, unit: 'ms', doc: 'time constant of the weights' },
    period: { value: 5, unit: 'ms', doc: 'time between changes' },
  },
  state: {
    u: { of: 'pre', decay: 'tauF', initial: 'r0', doc: 'filtered spike train of the source' },
    v: { of: 'post', decay: 'tauF', initial: 'r0', doc: 'filtered spike train of the target' },
  },
  onPre: ['u += 1 / tauF'],
  onPost: ['v += 1 / tauF'],
  every: {
    period: 'period',
    do: ['share = 1 - exp(-period / tauA)', 'source = u / r0 - 1', 'target = v / r0 - 1', 'w += share * (strength * source * target - w)'],
  },
  signed: true,
});

/** The sum of a neuron's weights in all projections that have this rule, for rules after it on the same synapse: `weightSum.total`. */
export const weightSum = defineRule({
  name: 'weightSum',
  doc: 'sum of the weights onto a neuron',
  cite: 'doi:10.1103/PhysRevX.14.021001',
  params: { period: { value: 5, unit: 'ms', doc: 'time between sums' } },
  state: { sum: { of: 'neuron', sum: 'w', over: 'incoming', quantum: 1e-12, doc: 'weight onto the neuron' } },
  onPre: ['total = post.sum'],
  // Sums are taken before ticks, so there must be one.
  every: { period: 'period', do: ['latest = sum'] },
  signed: true,
});

/** Each spike of a clock takes off what the weights onto the neuron bring while their sources fire at r0: what is left are deviations from r0. */
export const centred = defineRule({
  name: 'centred',
  doc: 'takes off the mean input at a rate of r0',
  cite: 'doi:10.1103/PhysRevX.14.021001',
  params: {
    r0: { value: 62.5, unit: 'Hz', doc: 'rate that counts as no activity' },
    period: { value: 5, unit: 'ms', doc: 'time between the spikes of the clock' },
  },
  onPre: ['deliver(-weightSum.total * r0 * period)'],
  signed: true,
});
