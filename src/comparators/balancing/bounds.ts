/** What balancing can save at least and at most, without balancing. */
import { eigenvalues } from '../../streams/statistics/eigenvalues.ts';
import { checkCosts, checkSquare, imbalancesOf, neuronCosts } from './costs.ts';

export interface ReductionBounds {
  /** |g|² / (2·M), M = 2·max Σⱼ (c + cᵀ)ᵢⱼ: the larger the imbalance, the more there is to save. */
  readonly least: number;
  /** Σ (cᵢⱼ − √(cᵢⱼ·cⱼᵢ)): every pair of neurons balanced by itself. */
  readonly most: number;
}

/** Bounds on C₀ − C*, the fall of the total cost (Stock et al. 2022). */
export const reductionBounds = (costs: Float64Array, n: number): ReductionBounds => {
  checkCosts(costs, n);
  const sums = neuronCosts(costs, n);
  const squares = imbalancesOf(sums).reduce((sum, g) => sum + g * g, 0);
  const busiest = sums.incoming.reduce(
    (most, each, i) => Math.max(most, each + (sums.outgoing[i] as number) - 2 * (costs[i * (n + 1)] as number)),
    0,
  );
  let most = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) most += (Math.sqrt(costs[i * n + j] as number) - Math.sqrt(costs[j * n + i] as number)) ** 2;
  return { least: squares === 0 ? 0 : squares / (4 * busiest), most };
};

/**
 * Below this no balancing can bring the total of J² (p = 2): Σ |λ|² over the eigenvalues of J (Schur's inequality), self-connections taken off.
 * @param weights - n × n
 */
export const spectralCost = (weights: Float64Array, n: number): number => {
  checkSquare('Weights', weights, n);
  const { re, im } = eigenvalues(weights, n);
  const squares = re.reduce((sum, x, k) => sum + x * x + (im[k] as number) ** 2, 0);
  let own = 0;
  for (let i = 0; i < n; i++) own += (weights[i * (n + 1)] as number) ** 2;
  return Math.max(0, squares - own);
};
