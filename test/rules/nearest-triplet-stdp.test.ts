import { expect, it } from 'vitest';
import { nearestTripletStdp } from '../../src/rules/nearest-triplet-stdp.ts';
import { weightAt } from './one-synapse.ts';

const uses = [nearestTripletStdp({ aPlus: 0.03, aMinus: 0.02 })];

it('learns nothing from a spike that follows no other', () => {
  expect(weightAt({ uses, arrivals: [20], spikes: [25] }, [30])).toEqual([0.5]);
});

it('counts a triplet post-pre-post, its slow trace as the spike before left it', () => {
  const [paired, after] = weightAt({ uses, spikes: [10, 35], arrivals: [25] }, [30, 40]);
  expect(paired).toBeCloseTo(0.5 - 0.02 * Math.exp(-15 / 20), 14);
  expect(after).toBeCloseTo((paired as number) + 0.03 * Math.exp(-10 / 20) * Math.exp(-25 / 40), 14);
});

it('takes the last spike on each side only', () => {
  const [before, after] = weightAt({ uses, spikes: [5, 10, 35], arrivals: [20, 22, 25] }, [30, 40]);
  expect(before).toBeCloseTo(0.5 - 0.02 * (Math.exp(-10 / 20) + Math.exp(-12 / 20) + Math.exp(-15 / 20)), 14);
  expect((after as number) - (before as number)).toBeCloseTo(0.03 * Math.exp(-10 / 20) * Math.exp(-25 / 40), 14);
});

it('reads traces as they were before spikes at the same instant', () => {
  const [w] = weightAt({ uses, arrivals: [10, 20], spikes: [10, 20] }, [30]);
  expect(w).toBeCloseTo(0.5 - 0.02 * Math.exp(-10 / 20) + 0.03 * Math.exp(-10 / 20) * Math.exp(-10 / 40), 14);
});
