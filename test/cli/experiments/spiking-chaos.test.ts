/**
 * One network of 300 neurons for half a minute: it is as chaotic as its rate model, and rests when its weights are frozen. With six other seeds C_x(0) of spikes was
 * 0.88 to 1.03 of that of rates (0.7 to 1.3 demanded), the freeze index 0.009 to 0.012 (0.05), the overlap 0.97 to 0.98 (0.93). The built experiment: it starts workers.
 */
import { expect, test } from 'vitest';
import { spikingChaos } from '../../../dist/cli/experiments/spiking-chaos.js';
import { failing, quick, sound } from './quick.ts';

test('chaos of a spiking network with Hebbian weights freezes with them', async () => {
  const findings = await quick(spikingChaos);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status === 'verified')).toHaveLength(5);
  expect(sound(findings.figures.get('spiking-chaos.svg'))).toBe(true);
}, 600_000);
