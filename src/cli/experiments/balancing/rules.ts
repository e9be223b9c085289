/** One matrix balanced step by step: by factors, as the rule is, and by additions, as it must not be. */
import { balancingStep, diagonalSimilarity, neuronCosts, synapticCosts } from '../../../comparators/balancing/costs.ts';
import { distances, type Eigenvalues, eigenvalues } from '../../../streams/statistics/eigenvalues.ts';

export type Form = 'multiplicative' | 'additive';

export interface Stepped {
  readonly form: Form;
  readonly eta: number;
  /** Time in τ, and C / C₀, after each step. */
  readonly time: readonly number[];
  readonly course: readonly number[];
  /** Largest |g| / C at the end. */
  readonly imbalance: number;
  /** Largest distance of an eigenvalue from where it was. */
  readonly drift: number;
}

/** J + dt·(gᵢ − gⱼ)·J instead of J·exp(dt·(gᵢ − gⱼ)): right to first order in the step, and no transformation any more. */
const added = (weights: Float64Array, step: Float64Array): Float64Array => {
  const n = step.length;
  return weights.map((w, k) => w * (1 + (step[Math.floor(k / n)] as number) - (step[k % n] as number)));
};

export const stepped = (weights: Float64Array, n: number, spectrum: Eigenvalues, form: Form, eta: number): Stepped => {
  let now = weights;
  let costs = synapticCosts(now, n);
  let sums = neuronCosts(costs, n);
  const start = sums.cost;
  const [time, course] = [[0], [1]];
  while (sums.imbalance > 3e-12 && time.length < 200_000) {
    const step = balancingStep(costs, n, eta);
    time.push((time.at(-1) as number) + eta / (Math.max(...sums.incoming) + Math.max(...sums.outgoing)));
    now = form === 'additive' ? added(now, step) : diagonalSimilarity(now, step);
    costs = synapticCosts(now, n);
    sums = neuronCosts(costs, n);
    course.push(sums.cost / start);
  }
  return { form, eta, time, course, imbalance: sums.imbalance, drift: Math.max(...distances(spectrum, eigenvalues(now, n))) };
};
