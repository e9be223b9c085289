/**
 * Switching rules in spikes, short form. False alarms: means over two seeds, seven such pairs tried beforehand; the error after 100 trials was 0.08 to 0.16 (gate 0.25, sd 0.02),
 * rates 9.2 to 9.9 Hz (gate 8 to 12, sd 0.2) and shares of strong spines 0.444 to 0.449 (gate 0.4 to 0.5, sd 0.002): fewer than 1 in 1000 other seeds should fail.
 */
import { expect, test } from 'vitest';
import { magnitudes, spectralRadius, symmetry } from '../../../src/cli/experiments/spine-switching/weights.ts';
import { spineSwitching } from '../../../src/cli/experiments/spine-switching.ts';
import { failing, quick, sound } from './quick.ts';

test('all models learn, with about half of the recurrent spines strong', async () => {
  const findings = await quick(spineSwitching);
  expect(failing(findings)).toEqual([]);
  expect(sound(findings.figures.get('spine-switching.svg'))).toBe(true);
}, 600_000);

test('a rotation that grows amplifies by its eigenvalues, and is antisymmetric but for its diagonal', () => {
  expect(spectralRadius([0, -1.5, 1.5, 0])).toBeCloseTo(1.5, 3);
  expect(spectralRadius([0.5, 100, 0, 0.25])).toBeCloseTo(0.5, 2);
  expect(spectralRadius([0, 1, 0, 0])).toBe(0);
  expect(symmetry([0, -1, 1, 0])).toBe(-1);
  expect(symmetry([0, 2, 2, 0])).toBe(1);
  expect(magnitudes([0, -1, 2, 0])).toEqual([1, 2]);
});
