/**
 * Hebbian runaway: Zenke et al. 2013, with numbers computed before by another simulator; three seeds each saturated within half of the time allowed. The built
 * experiment: it reads a network file, which only Node itself does.
 */
import { expect, test } from 'vitest';
import { runaway } from '../../../dist/cli/experiments/runaway.js';
import { failing, quick, sound } from './quick.ts';

test('additive STDP saturates a network whose scaling is held, and not one that scales', async () => {
  const findings = await quick(runaway);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status === 'verified')).toHaveLength(5);
  expect(sound(findings.figures.get('runaway.svg'))).toBe(true);
}, 600_000);
