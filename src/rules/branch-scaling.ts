import { defineRule } from './define-rule.ts';

/**
 * Homeostatic scaling of each dendritic branch: one factor ρ per branch on what arrives there, towards a target input.
 *
 * The sensor c of a branch is its input per time: `tauB · dc/dt = −c`, and `c += ρ·w/tauB` at each released arrival. ρ integrates the relative
 * error, `tauH · d ln ρ/dt = 1 − c/(rate·strength)`, kept within exp(±`bound`). It moves at ticks, by what the integral since the last one comes
 * to exactly: the area under c is what arrived, less what c gained times `tauB`. Ratios of weights are kept within a branch, not within a cell.
 *
 * The target is that of `strength` arriving at `rate`. A point neuron's branches are labels (`branches` of its population); factors of other
 * rules, such as `synapticScaling`, are not seen here, nor is a division by the release probability. Arrivals in an instant see the same ρ.
 *
 * @see Rabinowitch & Segev (2006) Journal of Neurophysiology 96:276, doi:10.1152/jn.00074.2006 (local against global homeostasis); Branco
 *   et al. (2008) Neuron 59:475, doi:10.1016/j.neuron.2008.07.006
 */
export const branchScaling = defineRule({
  name: 'branchScaling',
  doc: 'multiplicative scaling of each branch towards a target input',
  cite: 'doi:10.1152/jn.00074.2006',
  params: {
    rate: { value: 50, unit: 'Hz', doc: 'arrivals on a branch at which its factor rests' },
    strength: { value: 0.5, unit: 'weight', doc: 'their weight' },
    tauH: { value: 20, unit: 's', doc: 'time in which a silent branch is scaled up e-fold' },
    tauB: { value: 1, unit: 's', doc: 'time constant of the sensor' },
    bound: { value: 3, unit: '', doc: 'largest magnitude of ln ρ' },
    period: { value: 100, unit: 'ms', doc: 'time between ticks' },
  },
  state: {
    c: { of: 'branch', decay: 'tauB', initial: 'rate * strength', accumulates: true, doc: 'input of late, per time' },
    arrived: { of: 'branch', accumulates: true, doc: 'input since the last tick' },
    before: { of: 'branch', initial: 'rate * strength', doc: 'sensor at the last tick' },
    lnRho: { of: 'branch', doc: 'logarithm of the factor' },
  },
  onPre: ['amount = exp(lnRho) * w * release.released', 'c += amount / tauB', 'arrived += amount'],
  every: {
    period: 'period',
    do: [
      'area = arrived - tauB * (c - before)',
      'lnRho = clip(lnRho + (period - area / (rate * strength)) / tauH, -bound, bound)',
      'before = c',
      'arrived = 0',
    ],
  },
  factor: 'exp(lnRho)',
});
