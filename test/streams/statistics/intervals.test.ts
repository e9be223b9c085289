import { expect, it } from 'vitest';
import { uniforms } from '../../../src/random.ts';
import { cvIsi, Intervals, localVariation } from '../../../src/streams/statistics/intervals.ts';
import { renewal } from '../trains.ts';

it('of few spikes are what one works out by hand', () => {
  // Intervals 1, 3, 2: mean 2, variance 2/3; differences over sums 1/2 and −1/5.
  expect(cvIsi([4, 5, 8, 10])).toBeCloseTo(Math.sqrt(2 / 3) / 2, 14);
  expect(localVariation([4, 5, 8, 10])).toBeCloseTo((3 * (1 / 4 + 1 / 25)) / 2, 14);
  expect(cvIsi([3, 4, 5, 6])).toBe(0);
  expect(localVariation([3, 4, 5, 6])).toBe(0);
  expect([cvIsi([]), cvIsi([7]), localVariation([1, 2])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

it.each([1, 2, 4, 10])('of a gamma process of order %i: CV 1/√k, LV 3/(2k + 1)', (shape) => {
  const times = renewal(uniforms(`gamma-${shape}`), 2e6, 10, shape);
  const n = times.length;
  // Deviations: of a CV CV·√((1 + 1/k)/(2n)) or a little more, of an LV no more than 1.7·LV (100 seeds)/√n. Five of them: less than one seed in a million is a false alarm.
  const cv = 1 / Math.sqrt(shape);
  expect(Math.abs(cvIsi(times) - cv)).toBeLessThan((5 * cv * Math.sqrt(1 + 1 / shape)) / Math.sqrt(2 * n) + 1 / n);
  const lv = 3 / (2 * shape + 1);
  expect(Math.abs(localVariation(times) - lv)).toBeLessThan((5 * 1.7 * lv) / Math.sqrt(n));
});

it('a slow change of rate raises CV and hardly LV', () => {
  const random = uniforms('slow');
  const [slow, fast] = [renewal(random, 1e6, 5), renewal(random, 1e6, 45)];
  const both = Float64Array.from([...slow, ...fast.map((t) => t + 1e6)]);
  // A tenth of the intervals are nine times as long: ⟨I²⟩/⟨I⟩² − 1 = 2(0.1·81 + 0.9)/(0.9 + 0.9)² − 1.
  expect(Math.abs(cvIsi(both) - Math.sqrt((2 * 9) / 1.8 ** 2 - 1))).toBeLessThan(0.15);
  expect(Math.abs(localVariation(both) - 1)).toBeLessThan(0.03);
});

it('belong to the account in which they end', () => {
  const intervals = new Intervals(2);
  const spikes = [1, 2, 4, 5, 7, 8, 12];
  for (const t of spikes.slice(0, 3)) intervals.add(1, t);
  intervals.clear();
  for (const t of spikes.slice(3)) intervals.add(1, t);
  // 1, 2, 1, 4, after 2.
  expect(intervals.count).toBe(4);
  expect(intervals.cv()[0]).toBeNaN();
  expect(intervals.cv()[1]).toBeCloseTo(Math.sqrt(5.5 - 4) / 2, 14);
  expect(intervals.lv()[1]).toBeCloseTo((3 * (3 / 9 + 9 / 25)) / 4, 14);
  intervals.forget();
  intervals.add(1, 20);
  expect(intervals.count).toBe(0);
});
