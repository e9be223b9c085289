/** How spike counts vary, and vary together. Sums of counts and of their products are whole numbers, so nothing is lost by subtracting them in the end. */
import { ModelError } from '../../errors.ts';
import { type Signals, samplesOf } from './signals.ts';

/** Sums over n counts a and their squares. */
export interface Sums {
  readonly n: number;
  readonly a: number;
  readonly aa: number;
}

/** Variance without bias. */
export const varianceOf = ({ n, a, aa }: Sums): number => (aa - (a * a) / n) / (n - 1);

/** Variance over mean. */
export const fanoOf = (sums: Sums): number => varianceOf(sums) / (sums.a / sums.n);

/** Pearson's correlation of two neurons with the sum of the products of their counts. */
export const correlationOf = (one: Sums, other: Sums, products: number): number =>
  (products - (one.a * other.a) / one.n) / ((one.n - 1) * Math.sqrt(varianceOf(one) * varianceOf(other)));

const sumOf = (n: number, term: (i: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += term(i);
  return sum;
};

/**
 * Fano factor of a neuron's spike counts in windows of one length: variance over mean. 1 of a Poisson process; of a renewal process CV² in long windows
 * (Cox 1962, Renewal Theory).
 *
 * @returns NaN of fewer than two windows, or no spike
 */
export const fanoFactor = (counts: ArrayLike<number>): number => {
  const at = (i: number) => counts[i] as number;
  const n = counts.length;
  return fanoOf({ n, a: sumOf(n, at), aa: sumOf(n, (i) => at(i) ** 2) });
};

/**
 * Pearson's correlation of two series that were sampled together.
 *
 * @returns NaN where one of them does not vary
 * @throws ModelError `correlation` where their lengths differ
 */
export const correlation = (one: ArrayLike<number>, other: ArrayLike<number>): number => {
  const n = one.length;
  if (other.length !== n)
    throw new ModelError('correlation', `correlation: ${n} and ${other.length} numbers were given; give as many of the one as of the other.`, {
      one: n,
      other: other.length,
    });
  const means = [sumOf(n, (i) => one[i] as number) / n, sumOf(n, (i) => other[i] as number) / n] as const;
  const a = (i: number) => (one[i] as number) - means[0];
  const b = (i: number) => (other[i] as number) - means[1];
  return sumOf(n, (i) => a(i) * b(i)) / Math.sqrt(sumOf(n, (i) => a(i) ** 2) * sumOf(n, (i) => b(i) ** 2));
};

/** The population's counts and those of its neurons: `own` is the sum of the variances of single neurons. */
export const populationCorrelationOf = (neurons: number, own: number, together: number): number => (together - own) / ((neurons - 1) * own);

/**
 * Mean covariance of all pairs of neurons over their mean variance, from the variance of their sum: no pair is looked at. It is the mean correlation where all
 * variances are alike; 0 of independent neurons, 1 of copies, −1/(N − 1) at least.
 *
 * @param counts - one array per neuron, all of the same length
 * @returns NaN of one neuron, or where nothing varies
 * @throws ModelError `signals`
 */
export const populationCorrelation = (counts: Signals): number => {
  const n = samplesOf('populationCorrelation', counts, 2);
  const variance = (count: (i: number) => number) => varianceOf({ n, a: sumOf(n, count), aa: sumOf(n, (i) => count(i) ** 2) });
  const own = counts.reduce((sum, each) => sum + variance((i) => each[i] as number), 0);
  return populationCorrelationOf(
    counts.length,
    own,
    variance((i) => counts.reduce((sum, each) => sum + (each[i] as number), 0)),
  );
};
