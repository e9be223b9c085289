/** Random weight matrices, row by row, row i onto neuron i; self-connections cost nothing, so the diagonal is 0. */
import { normals, uniforms } from '../../../random.ts';

/** Weights of n neurons, all of a seed. */
export type Draw = (n: number, seed: string) => Float64Array;

const filled = (n: number, weight: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 0 : weight(Math.floor(k / n), k % n)));

/** Normal, of variance 1/n. */
export const independent: Draw = (n, seed) => {
  const normal = normals(seed);
  return filled(n, () => normal() / Math.sqrt(n));
};

/** U·Vᵀ/√(n·rank), U and V normal. */
export const lowRank =
  (rank: number): Draw =>
  (n, seed) => {
    const normal = normals(seed);
    const [u, v] = [0, 0].map(() => Float64Array.from({ length: n * rank }, normal)) as [Float64Array, Float64Array];
    return filled(n, (i, j) => {
      let sum = 0;
      for (let r = 0; r < rank; r++) sum += (u[i * rank + r] as number) * (v[j * rank + r] as number);
      return sum / Math.sqrt(n * rank);
    });
  };

/** Independent weights times lognormal factors of rows and columns. */
export const heterogeneous =
  (rows: number, columns: number): Draw =>
  (n, seed) => {
    const normal = normals(seed);
    const factors = (sigma: number) => Float64Array.from({ length: n }, () => Math.exp(sigma * normal()));
    const [row, column] = [factors(rows), factors(columns)];
    return filled(n, (i, j) => ((row[i] as number) * normal() * (column[j] as number)) / Math.sqrt(n));
  };

/** Lognormal magnitudes, all independent; signs cost nothing. */
export const lognormal =
  (sigma: number): Draw =>
  (n, seed) => {
    const normal = normals(seed);
    return filled(n, () => Math.exp(sigma * normal()));
  };

export interface Dale {
  /** Share of excitatory neurons. */
  readonly excitatory: number;
  /** Probability of a synapse. */
  readonly p: number;
  /** Inhibitory weights / excitatory ones. */
  readonly ratio: number;
  /** Of the logarithm of magnitudes. */
  readonly sigma: number;
}

/** Neurons that excite or inhibit all others, few of which they reach. */
export const sparseDale =
  ({ excitatory, p, ratio, sigma }: Dale): Draw =>
  (n, seed) => {
    const [normal, uniform] = [normals(seed), uniforms(`${seed} wiring`)];
    return filled(n, (_, j) => (uniform() >= p ? 0 : Math.exp(sigma * normal()) * (j < excitatory * n ? 1 : -ratio)));
  };
