import { expect, it } from 'vitest';
import { normals } from '../../../src/random.ts';
import { autocorrelation, halfWidth } from '../../../src/streams/statistics/autocorrelation.ts';

it.each([true, false])('is the mean of products (centred: %s)', (centred) => {
  const random = normals('products');
  const signals = Array.from({ length: 3 }, (_, unit) => Array.from({ length: 37 }, () => unit + random()));
  const found = autocorrelation(signals, { lags: 20, centred });
  const expected = Array.from({ length: 21 }, (_, lag) => {
    const each = signals.map((signal) => {
      const mean = centred ? signal.reduce((sum, x) => sum + x, 0) / signal.length : 0;
      let sum = 0;
      for (let t = 0; t + lag < signal.length; t++) sum += ((signal[t] as number) - mean) * ((signal[t + lag] as number) - mean);
      return sum / (signal.length - lag);
    });
    return each.reduce((sum, x) => sum + x, 0) / each.length;
  });
  expect(found).toHaveLength(21);
  expected.forEach((value, lag) => {
    expect(found[lag]).toBeCloseTo(value, 12);
  });
});

/** Ornstein–Uhlenbeck signals of variance 1, sampled without error: x(t + 1) = ρ·x(t) + √(1 − ρ²)·noise with ρ = e^(−1/τ). */
const ornsteinUhlenbeck = (units: number, samples: number, tau: number, seed: string): Float64Array[] => {
  const random = normals(seed);
  const rho = Math.exp(-1 / tau);
  return Array.from({ length: units }, () => {
    let x = random();
    return Float64Array.from({ length: samples }, () => {
      const here = x;
      x = rho * x + Math.sqrt(1 - rho * rho) * random();
      return here;
    });
  });
};

it('of Ornstein–Uhlenbeck signals falls off as e^(−t/τ)', () => {
  const [units, samples, tau] = [40, 5000, 20];
  const found = autocorrelation(ornsteinUhlenbeck(units, samples, tau, 'memory'), { lags: 100, centred: false });
  // The deviation of C(l) is at most √(2(τ + ½)/(units · samples)) (Bartlett 1946): 0.0145. Four of them: 101 lags, of which about five are independent, leave the band in one seed of 3,000.
  const deviation = Math.sqrt((2 * (tau + 0.5)) / (units * samples));
  for (let lag = 0; lag <= 100; lag++) expect(Math.abs((found[lag] as number) - Math.exp(-lag / tau))).toBeLessThan(4 * deviation);
  // An error of C moves the half-width τ·ln 2 by 2τ as much. Noise common to C(0) and C(l) cancels: over 40 seeds its deviation was 0.35 of that; four of them, one seed of 10,000.
  expect(Math.abs(halfWidth(found) - tau * Math.log(2))).toBeLessThan(1.5 * deviation * 2 * tau);
  expect(halfWidth(found, 0.5)).toBe(halfWidth(found) / 2);
});

it('of a wave is a wave, whatever its phase, and a constant has none', () => {
  const wave = (phase: number) => Float64Array.from({ length: 1000 }, (_, t) => Math.SQRT2 * Math.sin((2 * Math.PI * t) / 50 + phase));
  const found = autocorrelation([wave(0.3), wave(2)], { lags: 50 });
  for (let lag = 0; lag <= 50; lag += 5) expect(found[lag]).toBeCloseTo(Math.cos((2 * Math.PI * lag) / 50), 2);
  expect(autocorrelation([new Float64Array(8).fill(3)], { lags: 2 })).toEqual(new Float64Array(3));
  expect(autocorrelation([new Float64Array(8).fill(3)], { lags: 2, centred: false }).every((c) => Math.abs(c - 9) < 1e-12)).toBe(true);
});

it('finds half-widths between lags', () => {
  expect(halfWidth([4, 3, 1, 0])).toBe(1.5);
  expect(halfWidth([4, 2, 2, 1])).toBe(2);
  expect(halfWidth([1, 0.9, 0.6])).toBe(Number.POSITIVE_INFINITY);
  expect(halfWidth([0, 0])).toBeNaN();
  expect(halfWidth([])).toBeNaN();
});

it('refuses what are not signals', () => {
  expect(() => autocorrelation([])).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: autocorrelation: no unit was given. Give one array of samples per unit.]`,
  );
  expect(() =>
    autocorrelation([
      [1, 2],
      [1, 2, 3],
    ]),
  ).toThrowErrorMatchingInlineSnapshot(`[ModelError: autocorrelation: unit 1 has 3 samples, unit 0 has 2. Sample all units together.]`);
  expect(() => autocorrelation([[1]])).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: autocorrelation: 1 samples per unit are too few: at least 2 are needed.]`,
  );
  expect(() => autocorrelation([[1, 2]], { lags: 2 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: autocorrelation: lags is 2, but 2 samples have lags 0 … 1.]`,
  );
});
