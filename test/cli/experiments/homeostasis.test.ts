/**
 * Homeostatic scaling of a network: van Rossum et al. 2000, with numbers computed before by another simulator on a grid of 0.1 ms. Gates are 3 or more standard
 * deviations wide. The built experiment: it reads a network file, which only Node itself does.
 */
import { expect, test } from 'vitest';
import { homeostasis } from '../../../dist/cli/experiments/homeostasis.js';
import { failing, quick, sound } from './quick.ts';

test('a network settles at its target rate, recovers from a loss of input, and rings as theory says', async () => {
  const findings = await quick(homeostasis);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status === 'verified')).toHaveLength(6);
  expect(sound(findings.figures.get('homeostasis.svg'))).toBe(true);
}, 600_000);
