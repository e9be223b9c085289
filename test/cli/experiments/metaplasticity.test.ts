/** Critical time constant: Zenke, Hennequin & Gerstner 2013 in the mean field. False alarms: drifts are gated at 4.5 standard errors or more. */
import { expect, test } from 'vitest';
import { metaplasticity } from '../../../src/cli/experiments/metaplasticity.ts';
import { failing, quick, sound } from './quick.ts';

test('weights drift as theory says, and the mean field is stable where τθ·a < 1', async () => {
  const findings = await quick(metaplasticity);
  expect(failing(findings)).toEqual([]);
  const [critical] = findings.rows;
  expect(critical).toMatchObject({ quantity: 'critical τθ·a, mean field', expected: 1, tolerance: 0.05, status: 'verified' });
  expect(sound(findings.figures.get('metaplasticity.svg'))).toBe(true);
}, 240_000);
