import { expect, it } from 'vitest';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { wakefulPlasticity } from '../../src/rules/wakeful-plasticity.ts';
import { weightAt } from './one-synapse.ts';

const arrivals = [10, 110, 210];
const spikes = [15, 115, 215];
const awake = [pairStdp()];
const gated = [pairStdp(), wakefulPlasticity()];

it('lets others learn in wake as if it were not there', () => {
  expect(weightAt({ arrivals, spikes, uses: gated }, [50, 150, 250])).toEqual(weightAt({ arrivals, spikes, uses: awake }, [50, 150, 250]));
});

it('keeps the weight in sleep, while traces go on', () => {
  const signals = [
    [60, 'sleep', 1],
    [160, 'sleep', 0],
  ] as const;
  const [before, after, later] = weightAt({ arrivals, spikes, signals, uses: gated }, [50, 159, 250]) as [number, number, number];
  expect(before).toBeGreaterThan(0.5);
  expect(after).toBe(before);
  const [, first, second] = weightAt({ arrivals, spikes, uses: awake }, [50, 159, 250]) as [number, number, number];
  expect(later - after).toBeCloseTo(second - first, 15);
});
