/**
 * Synaptic balancing of a weight matrix: what the spiking rules `synapticBalancing` and `activityBalancing` are held against.
 *
 * Matrices are dense and row by row: entry i·n + j belongs to the synapse onto i from j. The cost of a synapse is c = |J|^p; a neuron pays `incoming` (its row) and
 * `outgoing` (its column), its imbalance is g = outgoing − incoming. J(h) = D·J·D⁻¹ with D = diag(exp h), so c(h) = c·exp(p·(hᵢ − hⱼ)), and
 * dC/dhᵢ = −p·gᵢ. Self-connections change nothing and cost nothing here.
 *
 * @see Stock, Harvey, Ocko & Ganguli (2022) PLoS Computational Biology 18:e1010418, doi:10.1371/journal.pcbi.1010418; Osborne (1960) Journal of the ACM
 *   7:338, doi:10.1145/321043.321048 (balancing by sweeps)
 */
import { exp, log, pow } from '../math.ts';

/** Costs |J|^p of a matrix of n × n weights, without its diagonal. */
export const costsOf = (weights: Float64Array, n: number, p = 2): Float64Array =>
  weights.map((weight, k) => (k % (n + 1) === 0 ? 0 : pow(Math.abs(weight), p)));

/** J(h) for weights, c(h) for costs with their p: every entry times exp(p·(hᵢ − hⱼ)). */
export const transformed = (matrix: Float64Array, h: ArrayLike<number>, p = 1): Float64Array => {
  const n = h.length;
  return matrix.map((entry, k) => entry * exp(p * ((h[Math.floor(k / n)] as number) - (h[k % n] as number))));
};

export interface Sums {
  readonly incoming: Float64Array;
  readonly outgoing: Float64Array;
  /** Total cost C. */
  readonly cost: number;
  /** Largest |g|, relative to C. */
  readonly imbalance: number;
}

/** What the neurons of a matrix of costs pay. */
export const sumsOf = (costs: Float64Array, n: number): Sums => {
  const [incoming, outgoing] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const c = costs[i * n + j] as number;
      incoming[i] = (incoming[i] as number) + c;
      outgoing[j] = (outgoing[j] as number) + c;
    }
  }
  const cost = incoming.reduce((sum, each) => sum + each, 0);
  const imbalance = incoming.reduce((most, each, i) => Math.max(most, Math.abs((outgoing[i] as number) - each)), 0) / cost;
  return { incoming, outgoing, cost, imbalance: cost === 0 ? 0 : imbalance };
};

/**
 * One step of fixed size: Δh = eta·g / cMax, cMax = the largest incoming and the largest outgoing cost together. Applied as J(h), never added to J, it stays on the
 * manifold of equal eigenvalues; C falls at every step for eta up to 1/p.
 */
export const stepOf = (costs: Float64Array, n: number, eta: number): Float64Array => {
  const { incoming, outgoing } = sumsOf(costs, n);
  const most = Math.max(...incoming) + Math.max(...outgoing);
  return incoming.map((each, i) => (eta * ((outgoing[i] as number) - each)) / most);
};

export interface Balance extends Sums {
  /** Log factors, of mean 0 over the neurons that moved. */
  readonly h: Float64Array;
  /** Neurons without incoming or without outgoing cost: they have no finite balance, and stay at h = 0 before the mean is taken off. */
  readonly unbalanced: readonly number[];
  readonly sweeps: number;
  /** Whether all others are balanced to the tolerance. False where costs between components that have no way back fall for ever. */
  readonly converged: boolean;
}

/**
 * The least total cost that transformations J(h) can reach: sweeps over the neurons, each balanced exactly in its turn.
 *
 * @param costs - n × n, as `costsOf` makes them; left alone
 * @param options - `p`: power of the costs, `tolerance`: largest |g| that ends the sweeps, relative to the total cost, `most`: number of sweeps at most
 */
export const balance = (
  costs: Float64Array,
  n: number,
  options: { readonly p?: number; readonly tolerance?: number; readonly most?: number } = {},
): Balance => {
  const { p = 2, tolerance = 1e-12, most = 10_000 } = options;
  const c = costs.slice();
  for (let i = 0; i < n; i++) c[i * (n + 1)] = 0;
  const first = sumsOf(c, n);
  const balanceable = (i: number): boolean => (first.incoming[i] as number) > 0 && (first.outgoing[i] as number) > 0;
  const neurons = Array.from({ length: n }, (_, i) => i);
  const movable = neurons.filter(balanceable);
  const h = new Float64Array(n);
  const residual = ({ incoming, outgoing, cost }: Sums): number =>
    movable.reduce((largest, i) => Math.max(largest, Math.abs((outgoing[i] as number) - (incoming[i] as number))), 0) / cost;
  let sweeps = 0;
  let sums = first;
  while (sums.cost > 0 && residual(sums) > tolerance && sweeps < most) {
    for (const i of movable) h[i] = (h[i] as number) + balanceNeuron(c, n, i) / p;
    sweeps++;
    sums = sumsOf(c, n);
  }
  const mean = movable.reduce((sum, i) => sum + (h[i] as number), 0) / Math.max(1, movable.length);
  const converged = sums.cost === 0 || residual(sums) <= tolerance;
  return { ...sums, h: h.map((each) => each - mean), unbalanced: neurons.filter((i) => !balanceable(i)), sweeps, converged };
};

/** Multiplies a row and divides a column so that their sums meet; returns the logarithm of the factor. */
const balanceNeuron = (c: Float64Array, n: number, i: number): number => {
  let [incoming, outgoing] = [0, 0];
  for (let j = 0; j < n; j++) {
    incoming += c[i * n + j] as number;
    outgoing += c[j * n + i] as number;
  }
  const factor = Math.sqrt(outgoing / incoming);
  for (let j = 0; j < n; j++) {
    c[i * n + j] = (c[i * n + j] as number) * factor;
    c[j * n + i] = (c[j * n + i] as number) / factor;
  }
  return log(factor);
};
