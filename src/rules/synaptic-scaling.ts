import { defineRule } from './define-rule.ts';

/**
 * Homeostatic scaling: one factor α per neuron on all its excitatory input, drives included, that brings its rate to `target`.
 *
 * A calcium sensor c [Hz] has the firing rate as its mean: `tauC · dc/dt = −c`, and `c += 1/tauC` at each spike. α integrates the
 * relative error, `tauH · d ln α/dt = clip(1 − c/target, −1, 1)`, so a silent neuron is scaled up e-fold in `tauH`, and none faster down.
 * Between spikes this is solved in closed form; no synapse is touched, so ratios of weights stay as they are, to the last bit.
 *
 * In `homeostasis` it acts on all that excites the neuron, in a projection's `synapse` list on that projection alone. |ln α| is kept
 * within `bound` where it is read and at each spike; a neuron that never reaches its target stays there. The sensor starts at `target`,
 * that is without an error. Under `silence` ln α rises by `(T − tauC·(c0/target)·(1 − exp(−T/tauC)))/tauH` in a time T, if c0 ≤ 2 · `target`.
 *
 * With κ = d ln rate / d ln α it is overdamped where `tauH > 4·κ·tauC` (κ is near 20 in a recurrent network) and rings otherwise.
 *
 * @see van Rossum, Bi & Turrigiano (2000) Journal of Neuroscience 20:8812, doi:10.1523/JNEUROSCI.20-23-08812.2000 (integral term, on ln w);
 *   Turrigiano et al. (1998) Nature 391:892, doi:10.1038/36103
 */
export const synapticScaling = defineRule({
  name: 'synapticScaling',
  doc: 'multiplicative scaling of all excitatory input towards a target rate',
  cite: 'doi:10.1523/JNEUROSCI.20-23-08812.2000',
  params: {
    target: { value: 5, unit: 'Hz', doc: 'firing rate at which the factor rests' },
    tauH: { value: 200, unit: 's', doc: 'time in which a silent neuron is scaled up e-fold' },
    tauC: { value: 2, unit: 's', doc: 'time constant of the calcium sensor' },
    bound: { value: 3, unit: '', doc: 'largest magnitude of ln α' },
  },
  state: {
    c: { of: 'post', decay: 'tauC', initial: 'target', doc: 'calcium, in units of the firing rate' },
    lnAlpha: { of: 'post', doc: 'logarithm of the factor as of the last spike' },
  },
  advance: ['lnAlpha = clip(lnAlpha + (elapsed - integral(min(c, 2 * target)) / target) / tauH, -bound, bound)'],
  onPost: ['c += 1 / tauC'],
  factor: 'exp(clip(lnAlpha + (elapsed - integral(min(c, 2 * target)) / target) / tauH, -bound, bound))',
});
