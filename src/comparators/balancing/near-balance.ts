/**
 * Balance seen from nearby: how fast it is approached, and what a disturbed synapse does to all others. Both follow from one network of conductances, c + cᵀ between each
 * two neurons: the Hessian of the total cost is p²·L, L its Laplacian.
 */
import { ModelError } from '../../errors.ts';
import { symmetricEigenvalues } from '../../streams/statistics/symmetric-eigenvalues.ts';
import { strongComponents } from './components.ts';
import { checkCosts, checkPositive } from './costs.ts';

/** L = diag(S·1) − S with S = c + cᵀ, n × n; self-connections have no part in it. ∂²C/∂h² = p²·L. */
export const laplacianOf = (costs: Float64Array, n: number): Float64Array => {
  checkCosts(costs, n);
  const laplacian = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const s = (costs[i * n + j] as number) + (costs[j * n + i] as number);
      laplacian[i * n + j] = -s;
      laplacian[i * (n + 1)] = (laplacian[i * (n + 1)] as number) + s;
    }
  return laplacian;
};

/**
 * Rates at which deviations from balance decay, p·λ/τ with λ the eigenvalues of L, ascending, n of them [1 / unit of tau]. The first is 0 (h as a whole changes
 * nothing), the second is how fast balance is reached in the end.
 *
 * @param costs - at balance, n × n
 */
export const balancingRates = (
  costs: Float64Array,
  n: number,
  { p = 2, tau = 1 }: { readonly p?: number; readonly tau?: number } = {},
): Float64Array => {
  checkPositive('a power p', p);
  checkPositive('a time constant tau', tau);
  return symmetricEigenvalues(laplacianOf(costs, n), n).map((lambda) => (p * lambda) / tau);
};

/**
 * What happens to balance when the synapse onto `to` from `from` is strengthened by a small share ε: the change of every neuron's h per ε once balance is found again, n
 * numbers of mean 0. Weights then move by Δhᵢ − Δhⱼ, the synapse itself by −c·R of that share. In first order of ε, and whatever p is.
 *
 * @param costs - at balance, n × n
 */
export const perturbationResponse = (costs: Float64Array, n: number, to: number, from: number): Float64Array => {
  const cost = costs[checkedPlace(n, to) * n + checkedPlace(n, from)] as number;
  if (cost === 0 || to === from) return new Float64Array(n);
  return potentials(laplacianOf(costs, n), n, from, to).map((u) => cost * u);
};

/** Effective resistance between two neurons, conductances c + cᵀ; Infinity where nothing connects them. */
export const effectiveResistance = (costs: Float64Array, n: number, a: number, b: number): number => {
  checkedPlace(n, a);
  checkedPlace(n, b);
  if (a === b) return 0;
  const laplacian = laplacianOf(costs, n);
  const component = strongComponents(n, (i, j) => (laplacian[i * n + j] as number) < 0);
  if (component[a] !== component[b]) return Number.POSITIVE_INFINITY;
  const u = potentials(laplacian, n, a, b);
  return (u[a] as number) - (u[b] as number);
};

const checkedPlace = (n: number, neuron: number): number => {
  if (Number.isInteger(neuron) && neuron >= 0 && neuron < n) return neuron;
  throw new ModelError('balancing-neuron', `There is no neuron ${neuron}: neurons are 0 to ${n - 1}.`, { neuron, n });
};

/** L⁺ (e_in − e_out) by conjugate gradients, which leave the range of L only by rounding. A path must join the two. */
const potentials = (laplacian: Float64Array, n: number, from: number, to: number): Float64Array => {
  const u = new Float64Array(n);
  const residual = new Float64Array(n);
  residual[from] = 1;
  residual[to] = -1;
  let direction: Float64Array = residual.slice();
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);
  let size = 2;
  for (let round = 0; round < 20 * n && size > 1e-30; round++) {
    const image = direction.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += (laplacian[i * n + j] as number) * (direction[j] as number);
      return sum;
    });
    const along = size / dot(direction, image);
    for (let i = 0; i < n; i++) {
      u[i] = (u[i] as number) + along * (direction[i] as number);
      residual[i] = (residual[i] as number) - along * (image[i] as number);
    }
    const next = dot(residual, residual);
    const share = next / size;
    direction = direction.map((each, i) => (residual[i] as number) + share * each);
    size = next;
  }
  return u;
};
