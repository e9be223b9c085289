/** Shepherd et al. 2006, Stellwagen & Malenka 2006: what the knock-outs must do by construction. Nothing here is near a gate by chance: sums of TTX are exact, rates known to 2 %. */
import { expect, test } from 'vitest';
import { asymmetry } from '../../../src/cli/experiments/asymmetry.ts';
import { failing, quick, sound } from './quick.ts';

test('without Arc nothing is scaled down, without TNF-α nothing up', async () => {
  const findings = await quick(asymmetry);
  expect(failing(findings)).toEqual([]);
  expect(sound(findings.figures.get('asymmetry.svg'))).toBe(true);
}, 240_000);
