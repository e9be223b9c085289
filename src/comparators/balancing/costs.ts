/**
 * What synapses cost, and what neurons pay: the terms in which balancing is said.
 *
 * Matrices are dense and row by row: entry i·n + j belongs to the synapse onto i from j. The cost of a synapse is c = a·|J|^p; a neuron pays `incoming` (its row) and
 * `outgoing` (its column), its imbalance is g = outgoing − incoming. J(h) = D·J·D⁻¹ with D = diag(exp h), so c(h) = c·exp(p·(hᵢ − hⱼ)), and
 * ∂C/∂hᵢ = −p·gᵢ. Self-connections change nothing and cost nothing here.
 *
 * @see Stock, Harvey, Ocko & Ganguli (2022) PLoS Computational Biology 18:e1010418, doi:10.1371/journal.pcbi.1010418
 */
import { ModelError } from '../../errors.ts';
import { exp, pow } from '../../math.ts';

/** @throws ModelError `balancing-size` unless there are n × n entries */
export const checkSquare = (what: string, matrix: ArrayLike<number>, n: number): void => {
  if (Number.isInteger(n) && n > 0 && matrix.length === n * n) return;
  throw new ModelError('balancing-size', `${what} of ${n} neurons must be ${n} × ${n} numbers, row by row; there are ${matrix.length}.`, {
    n,
    entries: matrix.length,
  });
};

/** @throws ModelError `balancing-size`, `balancing-entry` unless there are n × n finite numbers of 0 or more */
export const checkCosts = (costs: Float64Array, n: number): void => {
  checkSquare('Costs', costs, n);
  const wrong = costs.findIndex((c) => !(c >= 0 && c < Number.POSITIVE_INFINITY));
  if (wrong < 0) return;
  const [to, from] = [Math.floor(wrong / n), wrong % n];
  throw new ModelError('balancing-entry', `The cost of the synapse onto ${to} from ${from} is ${costs[wrong]}: costs are finite and 0 or more.`, {
    to,
    from,
    cost: costs[wrong],
  });
};

/** @throws ModelError `balancing-parameter` */
export const checkPositive = (name: string, value: number): void => {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new ModelError('balancing-parameter', `Balancing needs ${name} that is finite and above 0; it is ${value}.`, { name, value });
};

/**
 * Costs a·|J|^p of n × n weights, without their diagonal.
 *
 * @param gains - a: 1 by default; n of them, of the neurons that synapses come from, or n × n. With p = 2 and the mean slope of each neuron's response, the total cost
 *   is what noise in all neurons does to them through their synapses (Stock et al. 2022).
 * @throws ModelError `balancing-size`, `balancing-entry`, `balancing-parameter`
 */
export const synapticCosts = (weights: Float64Array, n: number, p = 2, gains?: ArrayLike<number>): Float64Array => {
  checkSquare('Weights', weights, n);
  checkPositive('a power p', p);
  if (gains && gains.length !== n && gains.length !== n * n)
    throw new ModelError('balancing-size', `Gains of ${n} neurons must be ${n} or ${n * n} numbers; there are ${gains.length}.`, {
      n,
      entries: gains.length,
    });
  const perNeuron = gains?.length === n;
  const costs = weights.map((weight, k) => {
    const gain = gains ? (gains[perNeuron ? k % n : k] as number) : 1;
    return k % (n + 1) === 0 ? 0 : gain * pow(Math.abs(weight), p);
  });
  checkCosts(costs, n);
  return costs;
};

/**
 * J(h) of weights, c(h) of costs with their p: every entry times exp(p·(hᵢ − hⱼ)). Eigenvalues and products around cycles stay.
 * @param h - logarithm of the factor of each neuron
 */
export const diagonalSimilarity = (matrix: Float64Array, h: ArrayLike<number>, p = 1): Float64Array => {
  const n = h.length;
  checkSquare('A matrix', matrix, n);
  const factors = Float64Array.from(h, (each) => exp(p * each));
  const scaled = new Float64Array(n * n);
  for (let i = 0, k = 0; i < n; i++)
    for (let j = 0; j < n; j++, k++) scaled[k] = ((matrix[k] as number) * (factors[i] as number)) / (factors[j] as number);
  return scaled;
};

/** A copy in which self-connections cost nothing. */
export const withoutDiagonal = (costs: Float64Array, n: number): Float64Array => costs.map((c, k) => (k % (n + 1) === 0 ? 0 : c));

export interface NeuronCosts {
  /** Of each neuron. */
  readonly incoming: Float64Array;
  readonly outgoing: Float64Array;
  /** Total cost C. */
  readonly cost: number;
  /** Largest |g|, relative to C; 0 where nothing costs. */
  readonly imbalance: number;
}

/** What the neurons of a matrix of costs pay. */
export const neuronCosts = (costs: Float64Array, n: number): NeuronCosts => {
  checkSquare('Costs', costs, n);
  const [incoming, outgoing] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0, k = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++, k++) {
      const c = costs[k] as number;
      sum += c;
      outgoing[j] = (outgoing[j] as number) + c;
    }
    incoming[i] = sum;
  }
  const cost = incoming.reduce((sum, each) => sum + each, 0);
  const largest = imbalancesOf({ incoming, outgoing }).reduce((most, g) => Math.max(most, Math.abs(g)), 0);
  return { incoming, outgoing, cost, imbalance: cost === 0 ? 0 : largest / cost };
};

/** g of each neuron: what its outputs cost more than its inputs. */
export const imbalancesOf = ({ incoming, outgoing }: Pick<NeuronCosts, 'incoming' | 'outgoing'>): Float64Array =>
  outgoing.map((each, i) => each - (incoming[i] as number));

/**
 * One step of fixed size: Δh = eta·g / cMax, cMax = the largest incoming and the largest outgoing cost together. Applied as J(h), never added to J, it stays on the
 * manifold of equal eigenvalues; C falls at every step for eta up to 1/p.
 */
export const balancingStep = (costs: Float64Array, n: number, eta: number): Float64Array => {
  const { incoming, outgoing } = neuronCosts(costs, n);
  const most = Math.max(...incoming) + Math.max(...outgoing);
  return imbalancesOf({ incoming, outgoing }).map((g) => (most === 0 ? 0 : (eta * g) / most));
};
