/**
 * TTX and the rank-order plot: Turrigiano et al. 1998, with numbers computed before by other programs. What is exact is demanded to rounding; slopes of samples at 4
 * standard errors. The built experiment: it reads a network file, which only Node itself does.
 */
import { expect, test } from 'vitest';
import { ttxScaling } from '../../../dist/cli/experiments/ttx-scaling.js';
import { failing, quick, sound } from './quick.ts';

test('silenced neurons scale up by the closed form, in proportion, and come back to their target rate', async () => {
  const findings = await quick(ttxScaling);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status !== 'open')).toHaveLength(7 + 3 * 4);
  expect(sound(findings.figures.get('ttx-scaling.svg'))).toBe(true);
}, 600_000);
