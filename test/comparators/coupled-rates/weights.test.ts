import { expect, it } from 'vitest';
import { blockWeights, independentWeights, partlySymmetricWeights, sparseWeights } from '../../../src/comparators/coupled-rates/weights.ts';
import { momentsOf } from '../../../src/streams/statistics/moments.ts';

const n = 300;

/** Correlation of Jᵢⱼ with Jⱼᵢ. */
const symmetry = (j: Float64Array): number => {
  let [product, square] = [0, 0];
  j.forEach((weight, at) => {
    const [row, column] = [Math.floor(at / n), at % n];
    if (row === column) return;
    product += weight * (j[column * n + row] as number);
    square += weight * weight;
  });
  return product / square;
};

// Variances of 90,000 normal numbers: relative standard error 0.5 %; correlations of 45,000 pairs: 0.5 %. Bounds are five of them.
it('weights have variance g²/n, and are as symmetric as asked for', () => {
  expect(Math.abs((momentsOf(independentWeights(n, 2, 'a')).variance * n) / 4 - 1)).toBeLessThan(0.025);
  for (const eta of [-1, -0.5, 0, 0.5, 1]) {
    const j = partlySymmetricWeights(n, 1.5, eta, 'b');
    expect(Math.abs((momentsOf(j).variance * n) / 2.25 - 1)).toBeLessThan(0.035);
    expect(Math.abs(symmetry(j) - eta)).toBeLessThan(Math.abs(eta) === 1 ? 1e-12 : 0.025);
  }
});

it('sparse weights have as many connections as asked for, and the same variance', () => {
  const j = sparseWeights(n, 2, 30, 'c');
  const there = Array.from(j).filter((weight) => weight !== 0);
  // 9000 expected of 90,000, standard deviation 90.
  expect(Math.abs(there.length - 9000)).toBeLessThan(450);
  // Of 9000 normal numbers, together with their number: 1.5 % and 1 %.
  expect(Math.abs((momentsOf(j).variance * n) / 4 - 1)).toBeLessThan(0.1);
});

it('blocks of equal gains are no blocks', () => {
  const blocks = blockWeights(
    [100, 200],
    [
      [1.5, 1.5],
      [1.5, 1.5],
    ],
    'd',
  );
  const dense = independentWeights(n, 1.5, 'd');
  expect(Math.max(...blocks.map((weight, at) => Math.abs(weight - (dense[at] as number))))).toBeLessThan(1e-15);
});

it('the gain of a block is from the column class to the row class', () => {
  const j = blockWeights(
    [1, 2],
    [
      [0, 1],
      [0, 0],
    ],
    'e',
  );
  expect(Array.from(j, (weight) => weight !== 0)).toEqual([false, true, true, false, false, false, false, false, false]);
});

it('refuses impossible in-degrees, correlations and gains', () => {
  expect(() => sparseWeights(10, 1, 11, '')).toThrow('sparseWeights: inDegree is 11; it must be above 0 and at most n = 10.');
  expect(() => partlySymmetricWeights(10, 1, 2, '')).toThrow('partlySymmetricWeights: eta is 2; it must lie in [-1, 1].');
  expect(() => blockWeights([5, 5], [[1, 1]], '')).toThrow('blockWeights: 2 classes need 2 × 2 gains.');
});
