/** What balancing saves on average in large random matrices, from the distribution of weights alone. */
import { exp, log } from '../../math.ts';
import { checkPositive } from './costs.ts';

/** ln Γ(x) for x > 0, relative error below 1e-13: Stirling's series, from 10 upwards. */
const logGamma = (x: number): number => {
  let [at, shift] = [x, 0];
  for (; at < 10; at++) shift += log(at);
  const square = 1 / (at * at);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / at;
  return (at - 0.5) * log(at) - at + 0.5 * log(2 * Math.PI) + series - shift;
};

/** Mean of |u|^q, u of `rank` independent standard normal numbers. */
const radialMoment = (rank: number, q: number): number => exp((q / 2) * log(2) + logGamma((rank + q) / 2) - logGamma(rank / 2));

/**
 * 1 − C* / C₀ of n neurons whose costs are independent of each other: `variance` / (2·`mean`²·n), in first order. A neuron's sums scatter by chance; balancing takes that away.
 * @param mean - of a cost, with its `variance`
 */
export const fluctuationSaving = (mean: number, variance: number, n: number): number => variance / (2 * mean * mean * n);

/** The same of independent normal weights: 1/n for p = 2, (π/2 − 1)/(2·n) for p = 1. */
export const gaussianSaving = (n: number, p = 2): number => {
  checkPositive('a power p', p);
  const mean = radialMoment(1, p);
  return fluctuationSaving(mean, radialMoment(1, 2 * p) - mean * mean, n);
};

/** C of pairs balanced each by itself / C₀ of independent normal weights, for n → ∞: 2/π for p = 2. Balancing does not come near. */
export const gaussianPairFloor = (p = 2): number => {
  checkPositive('a power p', p);
  return radialMoment(1, p / 2) ** 2 / radialMoment(1, p);
};

/**
 * C* / C₀ of U·Vᵀ with normal U and V of n × `rank`, n → ∞: [(E|u|^(p/2))² / E|u|^p]², 4/π² for rank 1 and p = 2, 1 − 1/rank for large ranks. Rows and columns then differ in
 * length only, and balancing makes both of neuron i √(|uᵢ|·|vᵢ|).
 */
export const lowRankRatio = (rank: number, p = 2): number => {
  checkPositive('a power p', p);
  checkPositive('a rank', rank);
  return (radialMoment(rank, p / 2) ** 2 / radialMoment(rank, p)) ** 2;
};

/** C* / C₀ of independent weights times lognormal factors of their rows and columns, n → ∞: exp(−p²·(σ² of rows + σ² of columns)/4). */
export const heterogeneousRatio = (sigmaRows: number, sigmaColumns: number, p = 2): number => {
  checkPositive('a power p', p);
  return exp((-p * p * (sigmaRows ** 2 + sigmaColumns ** 2)) / 4);
};
