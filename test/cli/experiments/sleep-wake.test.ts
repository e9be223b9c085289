/**
 * Sleep and wake: Tononi & Cirelli 2014, with numbers computed before by another simulator. The built experiment: it reads a network file, which only Node
 * itself does.
 */
import { expect, test } from 'vitest';
import { sleepWake } from '../../../dist/cli/experiments/sleep-wake.js';
import { ratioChange } from '../../../src/cli/experiments/sleep-wake.ts';
import { failing, quick, sound } from './quick.ts';

test('the change of ratios is that beyond what is common to a neuron', () => {
  const before = { onto: Uint32Array.of(0, 1, 0, 1), w: Float64Array.of(1, 1, 3, 1) };
  expect(ratioChange(before, { ...before, w: Float64Array.of(2, 0.5, 6, 0.5) })).toBe(0);
  // The sum of neuron 0 grows by a half, one of its two synapses to three times what it was.
  expect(ratioChange(before, { ...before, w: Float64Array.of(3, 1, 3, 1) })).toBeCloseTo(1, 14);
});

test('rates hold where nights scale by rate and fall where they take a fixed share, and weights grow by day and shrink by night', async () => {
  const findings = await quick(sleepWake);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status === 'verified')).toHaveLength(6);
  expect(sound(findings.figures.get('sleep-wake.svg'))).toBe(true);
}, 600_000);
