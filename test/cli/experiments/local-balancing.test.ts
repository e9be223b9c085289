/**
 * Balancing in spikes: the cost is that of matrix balancing because it depends on weights alone, and what a diagonal transformation keeps is kept whatever the seed.
 * Scaling shifts eigenvalues by a tenth of the largest, a hundred times the limit. The built experiment: it reads a network file, which only Node itself does.
 */
import { expect, test } from 'vitest';
import { localBalancing } from '../../../dist/cli/experiments/local-balancing.js';
import { failing, quick, sound } from './quick.ts';

test('a local rule reaches the least cost and keeps eigenvalues, cycles and signs', async () => {
  const findings = await quick(localBalancing);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status === 'established')).toHaveLength(8);
  expect(sound(findings.figures.get('local-balancing.svg'))).toBe(true);
}, 600_000);
