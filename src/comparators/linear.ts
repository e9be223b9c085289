/** Linear equations in a few unknowns. */
import { InternalError } from '../errors.ts';

/**
 * x of A·x = b by elimination with row exchanges.
 *
 * @param matrix - n × n, row by row; left alone
 * @throws InternalError where the matrix is singular
 */
export const solveLinear = (matrix: Float64Array, b: Float64Array): Float64Array => {
  const n = b.length;
  const [a, x] = [matrix.slice(), b.slice()];
  const at = (i: number, j: number): number => a[i * n + j] as number;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) if (Math.abs(at(i, column)) > Math.abs(at(pivot, column))) pivot = i;
    if (at(pivot, column) === 0) throw new InternalError('Linear equations have no single solution.', { n, column });
    for (let k = 0; k < n; k++) [a[column * n + k], a[pivot * n + k]] = [at(pivot, k), at(column, k)];
    [x[column], x[pivot]] = [x[pivot] as number, x[column] as number];
    for (let i = column + 1; i < n; i++) {
      const factor = at(i, column) / at(column, column);
      if (factor === 0) continue;
      for (let k = column; k < n; k++) a[i * n + k] = at(i, k) - factor * at(column, k);
      x[i] = (x[i] as number) - factor * (x[column] as number);
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] as number;
    for (let k = i + 1; k < n; k++) sum -= at(i, k) * (x[k] as number);
    x[i] = sum / at(i, i);
  }
  return x;
};
