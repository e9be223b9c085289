/** Random quantities: drawn per neuron or per synapse, clipped to `min` and `max` (and weights to the projection's `bounds`). */
import type { Distribution } from '../description.ts';

type Of<D extends Distribution['distribution']> = Extract<Distribution, { distribution: D }>;

/** Normal with `mean` and standard deviation `sd`. */
export const normal = (mean: number, sd: number, clip: Pick<Of<'normal'>, 'min' | 'max'> = {}): Of<'normal'> => ({
  distribution: 'normal',
  mean,
  sd,
  ...clip,
});

/** Lognormal: `scale` · exp(mu + sigma · N(0, 1)); `scale` (1) carries the unit. */
export const lognormal = (mu: number, sigma: number, options: Pick<Of<'lognormal'>, 'scale' | 'min' | 'max'> = {}): Of<'lognormal'> => ({
  distribution: 'lognormal',
  mu,
  sigma,
  ...options,
});

/** Uniform between `low` and `high`. */
export const uniform = (low: number, high: number): Of<'uniform'> => ({ distribution: 'uniform', low, high });
