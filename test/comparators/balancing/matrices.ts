/** Random matrices to balance. */
import { normals } from '../../../src/random.ts';

/** Independent weights of variance 1/n, without self-connections. */
export const independent = (n: number, seed: string): Float64Array => {
  const normal = normals(seed);
  return Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 0 : normal() / Math.sqrt(n)));
};

/** Rows of lognormal scale. */
export const heterogeneous = (n: number, sigma: number, seed: string): Float64Array => {
  const normal = normals(seed);
  const scales = Array.from({ length: n }, () => Math.exp(sigma * normal()));
  return independent(n, `${seed} weights`).map((w, k) => w * (scales[Math.floor(k / n)] as number));
};
