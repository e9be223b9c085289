import { expect, it } from 'vitest';
import { binomialRelease } from '../../src/rules/binomial-release.ts';
import { tsodyksMarkram } from '../../src/rules/tsodyks-markram.ts';
import { tsodyksMarkramRelease } from '../../src/rules/tsodyks-markram-release.ts';
import { delivered } from './one-synapse.ts';
import { deviation, meanOf, poissonTimes } from './statistics.ts';

const regular = Array.from({ length: 300 }, (_, i) => 1 + i);
/** Means over arrivals of each of the independent synapses. */
const perSynapse = (rows: readonly (readonly number[])[]): number[] => (rows[0] ?? []).map((_, k) => meanOf(rows.map((row) => row[k] as number)));

// 100 synapses of 300 arrivals; 4.5 standard errors of 99 degrees of freedom: each check fails by chance in 2e-5 of seeds.
it('settles under regular spikes at the share of full sites that refilling keeps up with', () => {
  // Times are a hundredth of u = 0.5, tauRec = 800 ms at 10 Hz.
  const rows = delivered([tsodyksMarkramRelease({ n: 3, u: 0.5, tauRec: 8 })], regular, 1, 100).slice(50);
  const kept = Math.exp(-1 / 8);
  const expected = (0.5 * (1 - kept)) / (1 - 0.5 * kept);
  expect(expected).toBeCloseTo(0.1051, 4);
  expect(deviation(perSynapse(rows), expected)).toBeLessThan(4.5);
});

it.each([0, 40])('delivers on average what the deterministic synapse delivers, with tauFac %i ms', (tauFac) => {
  const arrivals = [...new Set(poissonTimes(100, 2000, 'irregular').map((time) => Math.round(time * 10) / 10))];
  const rows = delivered([tsodyksMarkramRelease({ n: 4, u: 0.3, tauRec: 80, tauFac })], arrivals, 1, 60);
  const mean = delivered([tsodyksMarkram({ u: 0.3, tauRec: 80, tauFac })], arrivals, 1).flat();
  expect(deviation(perSynapse(rows), meanOf(mean))).toBeLessThan(4.5);
});

it('is binomial release where every site is refilled at once', () => {
  const rows = delivered([tsodyksMarkramRelease({ n: 4, u: 0.3, tauRec: 0 })], regular, 1, 100);
  const conserving = delivered([binomialRelease({ n: 4, p: 0.3, conserve: 'strength' })], regular, 1, 100);
  expect(deviation(rows.flat(), 0.3)).toBeLessThan(4.5);
  expect(new Set(rows.flat().map((amount) => amount.toFixed(9)))).toEqual(new Set(conserving.flat().map((amount) => amount.toFixed(9))));
});

it('goes on as before while plasticity is frozen', () => {
  const uses = [tsodyksMarkramRelease({ n: 4, u: 0.3, tauRec: 20 })];
  expect(delivered(uses, regular, 1, 5, true)).toEqual(delivered(uses, regular, 1, 5));
});

it('runs dry where nothing is refilled: n sites release once each', () => {
  const rows = delivered([tsodyksMarkramRelease({ n: 4, u: 0.5, tauRec: 1e12 })], regular.slice(0, 60), 1, 20);
  for (const total of perSynapse(rows)) expect(total * 60).toBeCloseTo(1, 9);
});
