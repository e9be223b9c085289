/** Binomial release: del Castillo & Katz 1954. False alarms: gates are 4.5 standard errors or more wide, 31 of them: under 1 in 1000 seeds. */
import { expect, test } from 'vitest';
import { releaseStatistics } from '../../../src/cli/experiments/release-statistics.ts';
import { failing, quick, sound } from './quick.ts';

test('release has the moments, failures and independence of the binomial', async () => {
  const findings = await quick(releaseStatistics);
  expect(failing(findings)).toEqual([]);
  const failures = findings.rows.find(({ quantity }) => quantity === 'failures, N 10, p 0.1');
  expect(failures?.expected).toBeCloseTo(0.349, 3);
  expect(sound(findings.figures.get('release-statistics.svg'))).toBe(true);
}, 120_000);
