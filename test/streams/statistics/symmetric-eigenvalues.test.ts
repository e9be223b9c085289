import { expect, it } from 'vitest';
import { distances, eigenvalues } from '../../../src/streams/statistics/eigenvalues.ts';
import { symmetricEigenvalues } from '../../../src/streams/statistics/symmetric-eigenvalues.ts';
import { independent } from '../../comparators/balancing/matrices.ts';

it('a path has those of cosines, random symmetric matrices those that the general method finds', () => {
  const n = 40;
  // The Laplacian of a path of n neurons has 2 − 2·cos(π·k/n).
  const path = Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return i === j ? (i === 0 || i === n - 1 ? 1 : 2) : Math.abs(i - j) === 1 ? -1 : 0;
  });
  for (const [k, lambda] of symmetricEigenvalues(path, n).entries())
    expect(Math.abs(lambda - 2 + 2 * Math.cos((Math.PI * k) / n))).toBeLessThan(1e-13);
  const w = independent(n, 'symmetric');
  const symmetric = w.map((each, k) => each + (w[(k % n) * n + Math.floor(k / n)] as number));
  const found = symmetricEigenvalues(symmetric, n);
  expect(Math.max(...distances(eigenvalues(symmetric, n), { re: found, im: new Float64Array(n) }))).toBeLessThan(1e-12);
  expect(symmetricEigenvalues(new Float64Array(9), 3)).toEqual(new Float64Array(3));
  expect(symmetricEigenvalues(Float64Array.of(5), 1)).toEqual(Float64Array.of(5));
});
