import { expect, it } from 'vitest';
import { nearestPairStdp } from '../../src/rules/nearest-pair-stdp.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { weightAt } from './one-synapse.ts';

const a = { aPlus: 0.03, aMinus: 0.02 };

it('pairs a spike of the target with the last arrival only', () => {
  const synapse = { arrivals: [10, 12, 15], spikes: [25] };
  const [nearest] = weightAt({ ...synapse, uses: [nearestPairStdp(a)] }, [30]);
  expect(nearest).toBeCloseTo(0.5 + 0.03 * Math.exp(-10 / 20), 14);
  const [all] = weightAt({ ...synapse, uses: [pairStdp(a)] }, [30]);
  expect(all).toBeCloseTo(0.5 + 0.03 * (Math.exp(-10 / 20) + Math.exp(-13 / 20) + Math.exp(-15 / 20)), 14);
});

it('pairs an arrival with the last spike of the target only', () => {
  const [nearest] = weightAt({ spikes: [10, 12, 15], arrivals: [25], uses: [nearestPairStdp(a)] }, [30]);
  expect(nearest).toBeCloseTo(0.5 - 0.02 * Math.exp(-10 / 20), 14);
});

it('pairs spikes at the same instant with those before them', () => {
  const [w] = weightAt({ arrivals: [10, 20], spikes: [10, 20], uses: [nearestPairStdp(a)] }, [30]);
  expect(w).toBeCloseTo(0.5 + (0.03 - 0.02) * Math.exp(-10 / 20), 14);
});
