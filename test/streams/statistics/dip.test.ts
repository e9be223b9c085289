import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { dip, dipAmong, dipTest, uniformDips } from '../../../src/streams/statistics/dip.ts';

/** Samples with their dips by the definition: the least of linear programmes, one for each place of the mode (scipy 1.17, HiGHS). */
const byDefinition: readonly (readonly [readonly number[], number])[] = [
  [[-0.537, 0.294, 0.365, 0.446, 0.581], 0.09999999999999998],
  [[0.134, 0.203, 0.262, 0.28, 0.403, 0.453, 0.485, 0.75], 0.11249999999999999],
  [[-1.648, -1.112, 0.663, 2.043, 3.486, 3.622, 4.167, 4.647], 0.09889949357226335],
  [[-1.249, -1.072, -0.982, -0.818, -0.501, -0.314, -0.02, 0.054, 0.273, 0.732, 0.879, 0.914], 0.08688793538616833],
  [
    [0.006, 0.063, 0.165, 0.179, 0.212, 0.246, 0.262, 0.317, 0.375, 0.396, 0.421, 0.66, 0.673, 0.691, 0.769, 0.825, 0.827, 0.831, 0.886, 0.919],
    0.10798192771084296,
  ],
  [
    [-1.525, -1.001, -0.506, 0.014, 0.278, 0.47, 0.532, 0.589, 0.617, 0.666, 1.534, 2.749, 2.966, 3.159, 3.285, 3.595, 3.652, 3.823, 5.524, 6.548],
    0.1069607222046247,
  ],
  [
    [-1.525, -1.001, -0.506, 0.014, 0.278, 0.47, 0.532, 0.589, 0.617, 0.666, 1.534, 2.749, 2.966, 3.159, 3.285, 3.595, 3.652, 3.823, 5.524, 6.548],
    0.1069607222046247,
  ],
];

it.each(byDefinition)('is what the definition says of %o', (sample, expected) => {
  expect(dip(sample)).toBeCloseTo(expected, 12);
});

it('is least for evenly spread numbers and 1/4 for two far points', () => {
  expect(dip(Array.from({ length: 50 }, (_, i) => 3 * i - 7))).toBeCloseTo(1 / 100, 14);
  expect(dip([...Array.from({ length: 500 }, (_, i) => i * 1e-6), ...Array.from({ length: 500 }, (_, i) => 1 + i * 1e-6)])).toBeCloseTo(0.25, 3);
  expect(dip([1, 2])).toBe(0.25);
  expect(dip([])).toBe(0);
});

it('does not depend on place, scale, direction or order', () => {
  const random = seedrandom('dip');
  for (let n = 4; n < 60; n += 5) {
    const sample = Array.from({ length: n }, () => random() ** 2);
    const expected = dip(sample);
    expect(dip(sample.map((x) => 5 - 3 * x))).toBeCloseTo(expected, 12);
    expect(dip(sample.toReversed())).toBe(expected);
  }
});

it('finds two modes, and no more than one in a bell', () => {
  const random = seedrandom('modes');
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  expect(
    dipTest(
      Array.from({ length: 300 }, (_, i) => normal() + (i % 2 === 0 ? 0 : 6)),
      random,
      200,
    ).p,
  ).toBe(1 / 201);
  expect(dipTest(Array.from({ length: 300 }, normal), random, 200).p).toBeGreaterThan(0.5);
});

it('is judged among the same uniform samples, time and again', () => {
  const uniform = uniformDips(100, seedrandom('null'), 99);
  expect(uniform).toHaveLength(99);
  expect(uniform.every((each, i) => i === 0 || each >= (uniform[i - 1] as number))).toBe(true);
  const sample = Float64Array.from({ length: 100 }, seedrandom('one'));
  expect(dipAmong(sample, uniform)).toEqual(dipTest(sample, seedrandom('null'), 99));
});
