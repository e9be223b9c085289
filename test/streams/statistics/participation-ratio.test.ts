import { expect, it } from 'vitest';
import { normals } from '../../../src/random.ts';
import { participationRatio } from '../../../src/streams/statistics/participation-ratio.ts';

/** Waves of their own whole number of turns: uncorrelated to the last bit or so. */
const waves = (amplitudes: readonly number[], samples: number): Float64Array[] =>
  amplitudes.map((a, unit) => Float64Array.from({ length: samples }, (_, t) => 7 + a * Math.sin((2 * Math.PI * (unit + 1) * t) / samples)));

it('counts independent directions', () => {
  expect(participationRatio(waves([1, 1, 1, 1, 1], 64))).toBeCloseTo(5, 12);
  expect(participationRatio(waves([1, 2, 3], 64))).toBeCloseTo((1 + 4 + 9) ** 2 / (1 + 16 + 81), 12);
  const [one] = waves([1], 64) as [Float64Array];
  expect(participationRatio([one, one.map((x) => -3 * x), one.map((x) => x / 2)])).toBeCloseTo(1, 12);
  expect(participationRatio([[1, 1, 1]])).toBeNaN();
});

it('is the same of many units over few samples as the covariance says', () => {
  // Forty units that move in three of them.
  const basis = waves([3, 2, 1], 16);
  const random = normals('mix');
  const signals = Array.from({ length: 40 }, () => {
    const [a, b, c] = [random(), random(), random()];
    return Array.from({ length: 16 }, (_, t) => a * (basis[0]?.[t] as number) + b * (basis[1]?.[t] as number) + c * (basis[2]?.[t] as number));
  });
  let [trace, squares] = [0, 0];
  const means = signals.map((signal) => signal.reduce((sum, x) => sum + x, 0) / 16);
  signals.forEach((a, i) => {
    signals.forEach((b, j) => {
      const s = a.reduce((sum, x, t) => sum + (x - (means[i] as number)) * ((b[t] as number) - (means[j] as number)), 0);
      squares += s * s;
      if (i === j) trace += s;
    });
  });
  expect(participationRatio(signals)).toBeCloseTo(trace ** 2 / squares, 10);
});

it.each([
  [40, 400],
  [400, 40],
])('of %i units of noise over %i samples is N·n/(N + n)', (units, samples) => {
  const random = normals('noise');
  const found = participationRatio(Array.from({ length: units }, () => Array.from({ length: samples }, () => random())));
  // Over 50 seeds its deviation is 0.5 % and its mean 0.3 % low: 3 % is 5 deviations, less than one false alarm in 100,000.
  expect(Math.abs(found / ((units * (samples - 1)) / (units + samples - 1)) - 1)).toBeLessThan(0.03);
});
