/** Rates, slopes and regularity under white noise, against quadrature with 20 to 40 digits (mpmath 1.3) of `√π ∫ e^(u²) (1 + erf u) du` and Brunel's double integral. */
import { describe, expect, test } from 'vitest';
import { intervalVariation } from '../../../src/comparators/mean-field/interval.ts';
import { siegert, siegertRate } from '../../../src/comparators/mean-field/siegert.ts';

const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);
const neuron = (tauM: number, tRef: number, vTh: number, vReset: number) => ({ tauM, tRef, vTh, vReset });
const usual = neuron(20, 2, 20, 10);

describe('the rate', () => {
  test.each([
    [15, 5, usual, 16.153446565055923],
    [20, 2, usual, 21.15459298923766],
    [14, 3.2, neuron(10, 2, 15, 0), 35.929729298125295],
    [25, 4, neuron(20, 2, 20, 19.999), 499.2780492727814],
    // Far above threshold, or next to no noise.
    [30, 0.01, usual, 63.04003199591368],
    [20.5, 0.001, usual, 15.90067576851127],
    [30, 0.5, neuron(20, 0, 20, 10), 72.23199374362746],
    [1e4, 1, neuron(10, 2, 15, 0), 496.27514212897086],
    // Nothing but noise.
    [10, 100, usual, 216.87367631140458],
    [10, 1e4, usual, 493.8085574633438],
    // Far below threshold, and below the reset too.
    [19.99, 0.05, usual, 7.930228141858933],
    [-50, 10, usual, 3.134462154944082e-9],
    [0, 2, usual, 3.8080152322934845e-20],
    [-1000, 60, usual, 6.31306916347614e-61],
    [0, 1, usual, 5.507076100400632e-85],
    [5, 0.45, usual, 3.529026329340106e-239],
  ])('at mean %d mV, deviation %d mV is right to 12 digits', (mean, deviation, of, expected) => {
    expect(relative(siegertRate(mean, deviation, of), expected)).toBeLessThan(1e-12);
  });

  test('goes over into that without noise, above threshold and below', () => {
    const noiseless = 1000 / (2 + 20 * Math.log((30 - 10) / (30 - 20)));
    expect(siegertRate(30, 0, usual)).toBeCloseTo(noiseless, 10);
    expect(siegertRate(30, 1e-7, usual)).toBeCloseTo(noiseless, 8);
    expect([0, 1e-9, 0.3].map((deviation) => siegertRate(5, deviation, usual))).toEqual([0, 0, 0]);
    expect(siegertRate(20, 0, usual)).toBe(0);
  });

  test('has the slopes of the function itself', () => {
    for (const [mean, deviation, of, byMean, byDeviation] of [
      [15, 5, usual, 2.944765955245, 4.313477780399],
      [0, 2, usual, 1.884566136959e-19, 1.884566136959e-18],
      [30, 0.5, neuron(20, 0, 20, 10), 5.194821684427, 0.3876883573056],
      [14, 3.2, neuron(10, 2, 15, 0), 5.73166517338, 5.916182841843],
    ] as const) {
      const found = siegert(mean, deviation, of);
      expect(relative(found.byMean, byMean)).toBeLessThan(1e-11);
      expect(relative(found.byDeviation, byDeviation)).toBeLessThan(1e-11);
    }
  });
});

describe('the coefficient of variation', () => {
  test.each([
    [15, 5, usual, 0.8358131991],
    [14, 3.2, neuron(10, 2, 15, 0), 0.498596896],
    [5, 4, usual, 1.002312225],
    [30, 0.5, usual, 0.05444698529],
    [10, 100, usual, 1.893903646],
  ])('at mean %d mV, deviation %d mV is right to 9 digits', (mean, deviation, of, expected) => {
    expect(relative(intervalVariation(mean, deviation, of), expected)).toBeLessThan(1e-9);
  });

  test('is that of a Poisson process where spikes are rare, 0 without noise and unknown in silence', () => {
    expect(intervalVariation(0, 2, usual)).toBeCloseTo(1, 3);
    expect(intervalVariation(30, 0, usual)).toBe(0);
    expect(intervalVariation(0, 0.1, usual)).toBeNaN();
  });
});
