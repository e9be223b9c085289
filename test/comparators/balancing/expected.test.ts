import { expect, it } from 'vitest';
import {
  fluctuationSaving,
  gaussianPairFloor,
  gaussianSaving,
  heterogeneousRatio,
  lowRankRatio,
} from '../../../src/comparators/balancing/expected.ts';

it('has the closed forms of normal weights', () => {
  expect(gaussianSaving(50, 2)).toBeCloseTo(1 / 50, 14);
  expect(gaussianSaving(50, 1)).toBeCloseTo((Math.PI / 2 - 1) / 100, 14);
  expect(gaussianSaving(10, 3)).toBeCloseTo((15 / (8 / Math.PI) - 1) / 20, 13);
  expect(gaussianPairFloor(2)).toBeCloseTo(2 / Math.PI, 13);
  expect(fluctuationSaving(2, 8, 10)).toBe(0.1);
});

it('goes from 4/π² at rank 1 to 1 − 1/r at large ranks', () => {
  expect(lowRankRatio(1)).toBeCloseTo(4 / Math.PI ** 2, 13);
  expect(lowRankRatio(2)).toBeCloseTo((Math.PI / 4) ** 2, 13);
  for (const [rank, printed] of [
    [4, 0.781],
    [16, 0.94],
    [64, 0.985],
  ] as const)
    expect(Math.abs(lowRankRatio(rank) - printed)).toBeLessThan(0.001);
  expect((1 - lowRankRatio(5000)) * 5000).toBeCloseTo(1, 3);
  expect(heterogeneousRatio(0.25, 0.25)).toBeCloseTo(Math.exp(-2 / 16), 14);
  expect(() => lowRankRatio(0)).toThrow('Balancing needs a rank that is finite and above 0; it is 0.');
});
