/** Tsodyks, Pawelzik & Markram 1998, and ourselves by another program (0.1047 and 0.0991). False alarms: gates are 4.5 standard errors or more wide. */
import { expect, test } from 'vitest';
import { shortTermDepression } from '../../../src/cli/experiments/short-term-depression.ts';
import { failing, quick, sound } from './quick.ts';

test('resources and sites release what theory says', async () => {
  const findings = await quick(shortTermDepression);
  expect(failing(findings)).toEqual([]);
  const expected = (name: string) => findings.rows.find(({ quantity }) => quantity === name)?.expected;
  expect(expected('full sites before a regular spike, 10 Hz')).toBeCloseTo(0.2103, 4);
  expect(expected('release per site, regular spikes, 10 Hz')).toBeCloseTo(0.1051, 4);
  expect(expected('release per site, Poisson spikes at 10 Hz, sites')).toBeCloseTo(0.1, 9);
  expect(sound(findings.figures.get('short-term-depression.svg'))).toBe(true);
}, 240_000);
