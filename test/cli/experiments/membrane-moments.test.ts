/** Campbell's theorem and Siegert's formula. False alarms: gates are 4.5 standard errors or more wide; finite weights move rates by 1 to 4 of their 8 %. */
import { expect, test } from 'vitest';
import { membraneMoments } from '../../../src/cli/experiments/membrane-moments.ts';
import { failing, quick, sound } from './quick.ts';

test('the membrane sees the variance of release, and fires accordingly', async () => {
  const findings = await quick(membraneMoments);
  expect(failing(findings)).toEqual([]);
  expect(sound(findings.figures.get('membrane-moments.svg'))).toBe(true);
}, 240_000);
