import { expect, it } from 'vitest';
import { uniforms } from '../../../src/random.ts';
import { correlation, fanoFactor, populationCorrelation } from '../../../src/streams/statistics/counts.ts';
import { commonSource, countsOf, renewal } from '../trains.ts';

it('vary and correlate as one works out by hand', () => {
  expect(fanoFactor([1, 3, 2, 6])).toBeCloseTo(14 / 3 / 3, 14);
  expect(fanoFactor([2, 2, 2])).toBe(0);
  expect([fanoFactor([]), fanoFactor([4]), fanoFactor([0, 0])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 14);
  expect(correlation([1, 2, 3], [3, 1, -1])).toBeCloseTo(-1, 14);
  expect(correlation([1, 2, 3, 4], [1, -1, -1, 1])).toBeCloseTo(0, 14);
  expect(correlation([1, 1], [1, 2])).toBeNaN();
  expect(() => correlation([1], [1, 2])).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: correlation: 1 and 2 numbers were given; give as many of the one as of the other.]`,
  );
  // Copies, opposites, and three whose variances differ: covariances 1, 2, 2 over variances 1, 1, 4.
  expect(
    populationCorrelation([
      [0, 2],
      [0, 2],
      [0, 2],
    ]),
  ).toBeCloseTo(1, 14);
  expect(
    populationCorrelation([
      [0, 2],
      [2, 0],
    ]),
  ).toBeCloseTo(-1, 14);
  expect(
    populationCorrelation([
      [0, 2],
      [0, 2],
      [0, 4],
    ]),
  ).toBeCloseTo((1 + 2 + 2) / 3 / ((1 + 1 + 4) / 3), 14);
  expect(populationCorrelation([[0, 2]])).toBeNaN();
});

it.each([1, 2, 4])('of a renewal process with CV² = 1/%i vary by CV² in long windows, and as Poisson in short ones', (shape) => {
  const [duration, rate] = [4e6, 20];
  const times = renewal(uniforms(`fano-${shape}`), duration, rate, shape);
  const long = countsOf(times, 2000, duration);
  // Var N = CV²·m + (1 − 1/k²)/6 for a mean count of m = 40 (Cox 1962, §4.5: a gamma process in equilibrium), with a relative deviation of √(2/2000) of which there are five.
  const expected = 1 / shape + (1 - 1 / shape ** 2) / 6 / 40;
  expect(Math.abs(fanoFactor(long) / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / long.length));
  // In a window with 0.02 spikes there is hardly ever a second one: 1 − m, or above. Deviation √(2/n): 4e6 windows.
  expect(Math.abs(fanoFactor(countsOf(times, 1, duration)) - (shape === 1 ? 1 : 0.98))).toBeLessThan(0.004);
});

it.each([0, 0.05, 0.4])('of neurons with a common source correlate by its share %f, in bins of any width', (shared) => {
  const [neurons, duration, rate] = [20, 4e5, 20];
  const trains = commonSource(`common-${shared}`, neurons, duration, rate, shared);
  for (const bin of [5, 50]) {
    const counts = trains.map((times) => countsOf(times, bin, duration));
    const n = duration / bin;
    // Five deviations of a correlation of Poisson counts: (1 − ρ²)/√n or so, up to √(1 + 1/m) of it for few spikes m per bin and a common source.
    const m = (rate * bin) / 1000;
    const few = Math.sqrt(1 + shared / m);
    expect(Math.abs(correlation(counts[0] as Float64Array, counts[1] as Float64Array) - shared)).toBeLessThan((5 * few) / Math.sqrt(n));
    // The mean of all pairs is sharper: without a source by the root of their number, 190, with one by 2 or more (40 seeds).
    const sharper = shared === 0 ? Math.sqrt(190) : 2;
    expect(Math.abs(populationCorrelation(counts) - shared)).toBeLessThan((5 * few) / (Math.sqrt(n) * sharper));
  }
});
