import { expect, it } from 'vitest';
import { normals } from '../../../src/random.ts';
import { distances, type Eigenvalues, eigenvalues } from '../../../src/streams/statistics/eigenvalues.ts';

const matrix = (n: number, entry: (i: number, j: number) => number) =>
  Float64Array.from({ length: n * n }, (_, k) => entry(Math.floor(k / n), k % n));
const gauss = (n: number, seed: string, deviation = 1) => {
  const random = normals(seed);
  return matrix(n, () => deviation * random());
};
const sizes = ({ re, im }: Eigenvalues) => re.map((x, k) => Math.hypot(x, im[k] as number));

it('of a companion matrix are its roots', () => {
  const roots = eigenvalues(Float64Array.of(0, 1, 0, 0, 0, 1, 6, -11, 6), 3);
  expect([...roots.re].sort((a, b) => a - b).map((x) => Math.round(x * 1e9) / 1e9)).toEqual([1, 2, 3]);
});

it('of any matrix sum up to its traces', () => {
  const [n, w] = [30, gauss(30, 'traces')];
  const { re, im } = eigenvalues(w, n);
  expect(re.reduce((sum, x) => sum + x, 0)).toBeCloseTo(
    Array.from({ length: n }, (_, i) => w[i * (n + 1)] as number).reduce((sum, x) => sum + x, 0),
    11,
  );
  const squares = w.reduce((sum, each, k) => sum + each * (w[(k % n) * n + Math.floor(k / n)] as number), 0);
  expect(re.reduce((sum, x, k) => sum + x * x - (im[k] as number) ** 2, 0)).toBeCloseTo(squares, 10);
});

it('of a circulant matrix are the transform of its first row', () => {
  const n = 24;
  const random = normals('ring');
  const row = Float64Array.from({ length: n }, () => random());
  const found = eigenvalues(
    matrix(n, (i, j) => row[(j - i + n) % n] as number),
    n,
  );
  const angle = (k: number, j: number) => (2 * Math.PI * k * j) / n;
  const expected = {
    re: Float64Array.from(row, (_, k) => row.reduce((sum, x, j) => sum + x * Math.cos(angle(k, j)), 0)),
    im: Float64Array.from(row, (_, k) => row.reduce((sum, x, j) => sum + x * Math.sin(angle(k, j)), 0)),
  };
  expect(Math.max(...distances(found, expected))).toBeLessThan(1e-12);
});

it('of symmetric and antisymmetric matrices are real and imaginary', () => {
  const [n, w] = [40, gauss(40, 'both')];
  const other = (i: number, j: number) => w[j * n + i] as number;
  const symmetric = eigenvalues(
    matrix(n, (i, j) => (w[i * n + j] as number) + other(i, j)),
    n,
  );
  expect(Math.max(...symmetric.im.map(Math.abs))).toBeLessThan(1e-12);
  const antisymmetric = eigenvalues(
    matrix(n, (i, j) => (w[i * n + j] as number) - other(i, j)),
    n,
  );
  expect(Math.max(...antisymmetric.re.map(Math.abs))).toBeLessThan(1e-12);
});

it('of many independent normal numbers fill a circle evenly (Girko 1985)', () => {
  const [n, g] = [100, 1.5];
  const radii = sizes(eigenvalues(gauss(n, 'circle', g / Math.sqrt(n)), n));
  // Eigenvalues keep their distances: the number inside a radius r < g has the variance 2·√(n/π)·r/g (Kostlan 1992, twice for pairs of conjugates). Four deviations.
  for (const share of [0.25, 0.5, 0.75]) {
    const inside = radii.filter((r) => r < g * Math.sqrt(share)).length;
    expect(Math.abs(inside - n * share)).toBeLessThan(4 * Math.sqrt(2 * Math.sqrt((n * share) / Math.PI)));
  }
  expect(Math.max(...radii) / g).toBeGreaterThan(0.92);
  expect(Math.max(...radii) / g).toBeLessThan(1.2);
});

it('lie nearest pairs apart', () => {
  const spectrum = (re: number[], im: number[]) => ({ re: Float64Array.from(re), im: Float64Array.from(im) });
  expect([...distances(spectrum([1, 5, 0], [0, 0, 2]), spectrum([0, 4, 1.5], [2, 0, 0]))]).toEqual([0, 0.5, 1]);
});
