/** Balancing of matrices: exact statements hold whatever the seed; means over seeds lie three of their standard errors or more inside their gates. */
import { expect, test } from 'vitest';
import { balancingExperiment } from '../../../src/cli/experiments/balancing.ts';
import { failing, quick, sound } from './quick.ts';

test('balancing saves what theory says, keeps eigenvalues, and answers a disturbance by resistance', async () => {
  const findings = await quick(balancingExperiment);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status !== 'open').length).toBeGreaterThan(60);
  expect(sound(findings.figures.get('balancing.svg'))).toBe(true);
}, 300_000);
