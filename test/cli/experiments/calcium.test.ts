/** Graupner & Brunel 2012 and the output of their program. False alarms: gates are 4.5 standard errors wide, or 7. */
import { expect, test } from 'vitest';
import { calcium } from '../../../src/cli/experiments/calcium.ts';
import { failing, quick, sound } from './quick.ts';

test('calcium makes the curves, transitions and states of its model', async () => {
  const findings = await quick(calcium);
  expect(failing(findings)).toEqual([]);
  const of = (start: string) => findings.rows.filter(({ quantity }) => quantity.startsWith(start)).map(({ measured }) => measured);
  expect(of('signs by lag')).toEqual([1, 1, 1, 1, 1, 1]);
  expect(of('ρ after 75 pairs').map((rho) => rho.toFixed(3))).toEqual(['0.516', '0.680', '0.252', '0.680']);
  expect(sound(findings.figures.get('calcium.svg'))).toBe(true);
}, 240_000);
