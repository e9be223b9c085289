/** Eigenvalues of a real symmetric matrix: Householder's tridiagonal form, then QL steps with shifts (Golub & Van Loan, Matrix Computations, §8.3). */
import { InternalError } from '../../errors.ts';

/** The tridiagonal form of the same eigenvalues: its diagonal, and the entries beside it. `a` is used up. */
const tridiagonal = (a: Float64Array, n: number): readonly [Float64Array, Float64Array] => {
  const at = (i: number, j: number): number => a[i * n + j] as number;
  const side = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    // A reflection v of what stands below the diagonal: all but the first of it becomes 0.
    const v = Float64Array.from({ length: n - k - 1 }, (_, i) => at(k + 1 + i, k));
    const norm = Math.hypot(...v);
    const first = v[0] as number;
    const alpha = first > 0 ? -norm : norm;
    side[k] = alpha;
    const beta = norm * (norm + Math.abs(first));
    if (beta === 0) continue;
    v[0] = first - alpha;
    const w = new Float64Array(v.length);
    for (let i = 0; i < v.length; i++) {
      let sum = 0;
      for (let j = 0; j < v.length; j++) sum += at(k + 1 + i, k + 1 + j) * (v[j] as number);
      w[i] = sum / beta;
    }
    const half = w.reduce((sum, each, i) => sum + each * (v[i] as number), 0) / (2 * beta);
    for (let i = 0; i < v.length; i++) w[i] = (w[i] as number) - half * (v[i] as number);
    for (let i = 0; i < v.length; i++)
      for (let j = 0; j < v.length; j++) {
        const k1 = (k + 1 + i) * n + k + 1 + j;
        a[k1] = (a[k1] as number) - (v[i] as number) * (w[j] as number) - (w[i] as number) * (v[j] as number);
      }
  }
  return [Float64Array.from({ length: n }, (_, i) => at(i, i)), side];
};

/** One QL step with rows `first` to `last` of the tridiagonal form (d, e), shifted near its first eigenvalue. */
const step = (d: Float64Array, e: Float64Array, first: number, last: number): void => {
  const [d0, d1, e0] = [d[first] as number, d[first + 1] as number, e[first] as number];
  const lean = (d1 - d0) / (2 * e0);
  const r0 = Math.hypot(lean, 1);
  let g = (d[last] as number) - d0 + e0 / (lean + (lean >= 0 ? r0 : -r0));
  let [s, c, p] = [1, 1, 0];
  for (let i = last - 1; i >= first; i--) {
    const [f, b] = [s * (e[i] as number), c * (e[i] as number)];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = (d[i + 1] as number) - p;
      e[last] = 0;
      return;
    }
    [s, c] = [f / r, g / r];
    const below = (d[i + 1] as number) - p;
    const turned = ((d[i] as number) - below) * s + 2 * c * b;
    p = s * turned;
    d[i + 1] = below + p;
    g = c * turned - b;
  }
  d[first] = (d[first] as number) - p;
  e[first] = g;
  e[last] = 0;
};

/**
 * Eigenvalues of a symmetric n × n matrix given row by row, ascending; errors about 1e-15 of the largest. About 3·n³ operations.
 * @throws InternalError where the iteration does not end, which no matrix of finite numbers has been seen to cause
 */
export const symmetricEigenvalues = (matrix: Float64Array, n: number): Float64Array => {
  const [d, e] = tridiagonal(matrix.slice(), n);
  for (let first = 0; first < n; first++) {
    for (let tries = 0; ; tries++) {
      let last = first;
      while (last < n - 1 && Math.abs(e[last] as number) > 1e-16 * (Math.abs(d[last] as number) + Math.abs(d[last + 1] as number))) last++;
      if (last === first) break;
      if (tries > 100) throw new InternalError('Eigenvalues: the QL iteration does not converge.', { n, first });
      step(d, e, first, last);
    }
  }
  return d.sort();
};
