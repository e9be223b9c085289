/**
 * The symmetry of thresholds and weights: powers of two change no bit, which no seed can change; others leave times of a feed-forward network within 1e-9 ms, where they
 * came to 1e-12 in every seed tried. The built experiment: it reads a network file, which only Node itself does.
 */
import { expect, test } from 'vitest';
import { gauge } from '../../../dist/cli/experiments/gauge.js';
import { failing, quick, sound } from './quick.ts';

test('thresholds and weights multiplied leave spikes as they are', async () => {
  const findings = await quick(gauge);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status === 'established')).toHaveLength(8);
  expect(sound(findings.figures.get('gauge.svg'))).toBe(true);
}, 600_000);
