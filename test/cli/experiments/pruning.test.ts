/**
 * Closed forms, exact comparisons, and numbers of synapses: 3,600 of them, a standard error of 1.3 % of their mean, so 6 % is 4.5 of these; 4,000 formed, 1.6 %, so 8 %
 * is 5. Who falls silent is drawn from the seed, and known to theory. Creation over removal drifts by 6 % in 50 visits (root mean square of six seeds), so 35 % is 5.
 */
import { expect, test } from 'vitest';
import { separation } from '../../../src/cli/experiments/pruned-network.ts';
import { pruning } from '../../../src/cli/experiments/pruning.ts';
import { failing, quick, sound } from './quick.ts';

test('synapses rest where creation balances removal, accumulate without microglia, and those used least go', async () => {
  const findings = await quick(pruning);
  expect(failing(findings)).toEqual([]);
  expect(sound(findings.figures.get('pruning.svg'))).toBe(true);
}, 240_000);

test('separation is the share of pairs in order, ties counted half', () => {
  expect(separation([1, 2], [3, 4])).toBe(1);
  expect(separation([3, 4], [1, 2])).toBe(0);
  expect(separation([1, 3], [2, 3])).toBe((1 + 1 + 0 + 0.5) / 4);
});
