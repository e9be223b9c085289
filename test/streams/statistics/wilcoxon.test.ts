import { expect, it } from 'vitest';
import { signedRank } from '../../../src/streams/statistics/wilcoxon.ts';

it('has the published value of the depression data', () => {
  // Hollander & Wolfe (1973), p. 29, as in the documentation of R's wilcox.test: V = 40, p = 0.01953 (one-sided).
  const first = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const second = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
  const { sum, p } = signedRank(first.map((x, i) => x - second[i]!));
  expect(sum).toBe(40);
  expect(p).toBeCloseTo(10 / 512, 14);
});

it('is 1 in 2ⁿ where all differences have one sign, and 1 where all have the other', () => {
  const all = Array.from({ length: 10 }, (_, i) => i + 1);
  expect(signedRank(all)).toEqual({ sum: 55, p: 1 / 1024 });
  expect(signedRank(all.map((d) => -d))).toEqual({ sum: 0, p: 1 });
});

it('counts signs of all ways where ranks are shared, and leaves out pairs that do not differ', () => {
  // Ranks 1.5, 1.5 and 3: of 8 ways of signs, {3, 1.5, 1.5}, {3, 1.5} twice and {3}, {1.5, 1.5} reach 3 or more.
  expect(signedRank([0, 1, 1, -2])).toEqual({ sum: 3, p: 5 / 8 });
  expect(signedRank([])).toEqual({ sum: 0, p: 1 });
});
