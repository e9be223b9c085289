/** Campbell's theorem and Siegert's formula. False alarms: gates are 4.5 standard errors or more wide; finite weights move rates by 1 to 4 of their 8 %. */
import { expect, test } from 'vitest';
import { membraneMoments } from '../../../src/cli/experiments/membrane-moments.ts';
import { siegertRate } from '../../../src/cli/experiments/siegert.ts';
import { failing, quick, sound } from './quick.ts';

test('the membrane sees the variance of release, and fires accordingly', async () => {
  const findings = await quick(membraneMoments);
  expect(failing(findings)).toEqual([]);
  expect(sound(findings.figures.get('membrane-moments.svg'))).toBe(true);
}, 240_000);

test('Siegert’s formula goes over into the rate without noise', () => {
  const neuron = { tauM: 20, tRef: 2, vTh: 20, vReset: 10 };
  const noiseless = 1000 / (2 + 20 * Math.log((30 - 10) / (30 - 20)));
  expect(siegertRate(30, 0.01, neuron)).toBeCloseTo(noiseless, 3);
  // By quadrature with 30 digits of √π ∫ e^(u²) (1 + erf u) du.
  expect(siegertRate(15, 5, neuron)).toBeCloseTo(16.15344656505592, 9);
  // With its mean at threshold a neuron is no exception.
  expect(siegertRate(20, 2, neuron)).toBeCloseTo((siegertRate(20 - 1e-6, 2, neuron) + siegertRate(20 + 1e-6, 2, neuron)) / 2, 6);
});
