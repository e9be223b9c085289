/** Closed form of scaling without input; other branches move by chance, 0.3 % in the mean of 100 neurons, so 2 % is 6 standard errors. */
import { expect, test } from 'vitest';
import { branchesExperiment } from '../../../src/cli/experiments/branches.ts';
import { failing, quick, sound } from './quick.ts';

test('only the branch that lost its input is scaled up', async () => {
  const findings = await quick(branchesExperiment);
  expect(failing(findings)).toEqual([]);
  expect(sound(findings.figures.get('branches.svg'))).toBe(true);
}, 120_000);
