import { defineRule } from './define-rule.ts';

/**
 * Homeostatic scaling of inhibition: one factor β per neuron on a projection, smaller where the neuron is quiet, larger where it is active.
 *
 * A calcium sensor c [Hz] has the firing rate as its mean: `tauC · dc/dt = −c`, and `c += 1/tauC` at each spike. β follows the error,
 * `tauH · d ln β/dt = −clip(1 − c/target, −1, 1)`, in closed form between spikes, and |ln β| is kept within `bound`. No weight is touched.
 *
 * Put it into the `synapse` list of an inhibitory projection; it sees its target's spikes `dendriticDelay` late. Beside `synapticScaling` two
 * integrals of one error make a line of fixed points: let `tauH` be at least five times as long here, and report where β goes.
 *
 * @see Kilman, van Rossum & Turrigiano (2002) Journal of Neuroscience 22:1328, doi:10.1523/JNEUROSCI.22-04-01328.2002 (two days of silence
 *   reduce inhibitory amplitudes); controller as in `synapticScaling`
 */
export const inhibitoryScaling = defineRule({
  name: 'inhibitoryScaling',
  doc: 'multiplicative scaling of inhibitory input towards a target rate',
  cite: 'doi:10.1523/JNEUROSCI.22-04-01328.2002',
  params: {
    target: { value: 5, unit: 'Hz', doc: 'firing rate at which the factor rests' },
    tauH: { value: 1000, unit: 's', doc: 'time in which inhibition of a silent neuron falls e-fold' },
    tauC: { value: 2, unit: 's', doc: 'time constant of the calcium sensor' },
    bound: { value: 3, unit: '', doc: 'largest magnitude of ln β' },
  },
  state: {
    c: { of: 'post', decay: 'tauC', initial: 'target', doc: 'calcium, in units of the firing rate' },
    lnBeta: { of: 'post', doc: 'logarithm of the factor as of the last spike' },
  },
  advance: ['lnBeta = clip(lnBeta - (elapsed - integral(min(c, 2 * target)) / target) / tauH, -bound, bound)'],
  onPost: ['c += 1 / tauC'],
  factor: 'exp(clip(lnBeta - (elapsed - integral(min(c, 2 * target)) / target) / tauH, -bound, bound))',
});
