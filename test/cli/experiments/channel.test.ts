/** Exact numbers: Zador 1998 for one synapse of one vesicle. False alarms: gates are at least 3.6 standard errors wide (3 in 10,000 seeds, strongly correlated rows). */
import { expect, test } from 'vitest';
import { channel } from '../../../src/cli/experiments/channel.ts';
import { failing, quick, sound } from './quick.ts';

test('a synapse carries as many bits as the formula says', async () => {
  const findings = await quick(channel);
  expect(failing(findings)).toEqual([]);
  const expected = Object.fromEntries(findings.rows.map(({ quantity, expected }) => [quantity, expected]));
  expect(expected['information, p 0.25 (bit per bin)']).toBeCloseTo(0.05638, 5);
  expect(expected['information, p 0.5 (bit per bin)']).toBeCloseTo(0.11866, 5);
  expect(expected['information, p 1 (bit per bin)']).toBeCloseTo(0.2864, 5);
  expect(expected['information, p 0.25 (bit per release)']).toBeCloseTo(4.51, 2);
  expect(expected['information, p 0.5 (bit per release)']).toBeCloseTo(4.75, 2);
  expect(expected['information, p 1 (bit per release)']).toBeCloseTo(5.73, 2);
  expect(sound(findings.figures.get('channel.svg'))).toBe(true);
}, 120_000);
