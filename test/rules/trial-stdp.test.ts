import { expect, it } from 'vitest';
import { trialStdp } from '../../src/rules/trial-stdp.ts';
import { weightAt } from './one-synapse.ts';

const decay = (ms: number) => Math.exp(-ms / 20);
const play = {
  arrivals: [10, 30],
  spikes: [15, 40],
  signals: [[100, 'trialEnd', 1] as const, [200, 'trialEnd', 1] as const],
  bounds: [-9, 9] as const,
};
/** All pairs of the two arrivals and two spikes. */
const expected = 0.01 * (decay(5) + decay(30) + decay(10)) - 0.0105 * decay(15);

it('adds up all pairs of a trial and applies them at its end', () => {
  const uses = [trialStdp({ lambda: 0.5, delta: 0.9, signed: true })];
  expect(weightAt({ ...play, uses }, [50, 99], 'trialStdp.pairs')).toEqual([expect.closeTo(expected, 14), expect.closeTo(expected, 14)]);
  const [before, after] = weightAt({ ...play, uses }, [99, 100]) as [number, number];
  expect(before).toBe(0.5);
  expect(after).toBeCloseTo(0.9 * 0.5 + 0.5 * expected, 14);
});

it('begins anew with each trial: without pairs w only decays', () => {
  const uses = [trialStdp({ lambda: 0.5, delta: 0.9, signed: true })];
  const [first, second] = weightAt({ ...play, uses }, [100, 200]) as [number, number];
  expect(second).toBeCloseTo(0.9 * first, 14);
});
