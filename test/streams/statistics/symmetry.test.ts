import { expect, it } from 'vitest';
import { normals, uniforms } from '../../../src/random.ts';
import { symmetry } from '../../../src/streams/statistics/symmetry.ts';

/** Synapses of a matrix with row i onto neuron i; 0: none. */
const synapses = (n: number, entry: (i: number, j: number) => number) => {
  const all = Array.from({ length: n * n }, (_, k) => ({ source: Math.floor(k / n), target: k % n, w: entry(k % n, Math.floor(k / n)) }));
  const kept = all.filter(({ w }) => w !== 0);
  return {
    source: Uint32Array.from(kept, ({ source }) => source),
    target: Uint32Array.from(kept, ({ target }) => target),
    w: Float64Array.from(kept, ({ w }) => w),
  };
};
const gauss = (n: number, seed: string) => {
  const random = normals(seed);
  const w = Float64Array.from({ length: n * n }, random);
  return (i: number, j: number) => w[i * n + j] as number;
};

it('is 1, −1 and 0 of symmetric, antisymmetric and one-way weights', () => {
  const w = gauss(12, 'parts');
  const symmetric = symmetry(synapses(12, (i, j) => w(i, j) + w(j, i)));
  expect(symmetric.index).toBeCloseTo(1, 14);
  expect(symmetric.correlation).toBeCloseTo(1, 14);
  expect(symmetric.reciprocal).toBe(1);
  expect(symmetry(synapses(12, (i, j) => w(i, j) - w(j, i))).index).toBeCloseTo(-1, 14);
  expect(symmetry(synapses(12, (i, j) => (i < j ? w(i, j) : 0)))).toEqual({ index: 0, correlation: Number.NaN, reciprocal: 0 });
  expect(symmetry(synapses(3, () => 0)).index).toBeNaN();
});

it('is what its parts say: (‖S‖² − ‖A‖²)/‖W‖² without the diagonal', () => {
  const [n, w] = [15, gauss(15, 'norms')];
  let [s, a] = [0, 0];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      if (i !== j) {
        s += ((w(i, j) + w(j, i)) / 2) ** 2;
        a += ((w(i, j) - w(j, i)) / 2) ** 2;
      }
  expect(symmetry(synapses(n, w)).index).toBeCloseTo((s - a) / (s + a), 13);
});

it.each([-0.5, 0, 0.3])('of weights with correlation %f is it (the elliptic law’s τ)', (tau) => {
  const n = 200;
  const [one, other] = [gauss(n, `a${tau}`), gauss(n, `b${tau}`)];
  // w(ij) = x, w(ji) = τ·x + √(1 − τ²)·y.
  const found = symmetry(synapses(n, (i, j) => (i <= j ? one(i, j) : tau * one(j, i) + Math.sqrt(1 - tau * tau) * other(j, i))));
  // Deviation of both at most 1/√(pairs) = 0.0071; five.
  expect(Math.abs(found.index - tau)).toBeLessThan(0.036);
  expect(Math.abs(found.correlation - tau)).toBeLessThan(0.036);
});

it('finds partners of sparse synapses in any order, adds up those of one pair, and leaves out a neuron’s own', () => {
  const random = uniforms('sparse');
  const [n, p] = [200, 0.2];
  const drawn = synapses(n, () => (random() < p ? random() : 0));
  const ordered = symmetry(drawn);
  // 40,000 · 0.2 connections: deviation of the share √(2·0.2·0.8/8000) = 0.0063; five.
  expect(Math.abs(ordered.reciprocal - p)).toBeLessThan(0.032);
  const order = [...drawn.w.keys()].sort((a, b) => ((a * 7919) % 8011) - ((b * 7919) % 8011));
  const shuffled = symmetry({
    source: Uint32Array.from(order, (k) => drawn.source[k] as number),
    target: Uint32Array.from(order, (k) => drawn.target[k] as number),
    w: Float64Array.from(order, (k) => drawn.w[k] as number),
  });
  expect(shuffled).toEqual(ordered);
  // 0 → 1 twice, with 1 and 2; 1 → 0 with 3; 2 → 1 alone; 2 → 2.
  expect(symmetry({ source: Uint32Array.of(0, 0, 1, 2, 2), target: Uint32Array.of(1, 1, 0, 1, 2), w: Float64Array.of(1, 2, 3, 4, 5) })).toEqual({
    index: (2 * 3 * 3) / (9 + 9 + 16),
    correlation: Number.NaN,
    reciprocal: 2 / 3,
  });
});
