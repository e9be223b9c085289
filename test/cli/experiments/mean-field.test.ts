/**
 * Stationary rates by theory against simulated networks over (g, η), single neurons and published rates: Brunel 2000; Fourcaud & Brunel 2002; Potjans & Diesmann 2014.
 * Gates are 8 % of rates that lie within 3 % of theory for five seeds. The built experiment: it reads a network file, which only Node itself does.
 */
import { expect, test } from 'vitest';
import { meanFieldExperiment } from '../../../dist/cli/experiments/mean-field.js';
import { failing, quick, sound } from './quick.ts';

test('rates of networks are those of theory, with delta and exponential synapses and with release that fails', async () => {
  const findings = await quick(meanFieldExperiment);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status === 'established')).toHaveLength(34);
  for (const figure of ['mean-field.svg', 'limits.svg', 'microcircuit.svg']) expect(sound(findings.figures.get(figure))).toBe(true);
}, 240_000);
