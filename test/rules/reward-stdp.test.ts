import { expect, it } from 'vitest';
import { rewardStdp } from '../../src/rules/reward-stdp.ts';
import { weightAt } from './one-synapse.ts';

const pair = { arrivals: [10, 2000], spikes: [20] };
const e0 = 0.003 * Math.exp(-10 / 20);

it('learns nothing without dopamine', () => {
  expect(weightAt({ ...pair, uses: [rewardStdp()] }, [2001])[0]).toBe(0.5);
});

it('turns eligibility into weight by its product with dopamine, in closed form', () => {
  const signals = [[320, 'dopamine', 2]] as const;
  const [before, w] = weightAt({ ...pair, uses: [rewardStdp()], signals }, [320, 2000]) as [number, number];
  expect(before).toBe(0.5);
  const T = 1 / (1 / 500 + 1 / 200);
  const e = e0 * Math.exp(-300 / 500);
  expect(w).toBeCloseTo(0.5 + 0.001 * e * 2 * T * (1 - Math.exp(-1680 / T)), 14);
});

it('unlearns below the baseline, for eligibility of either sign', () => {
  const uses = [rewardStdp({ b: 0.5 })];
  const lost = 0.001 * 0.5 * 500 * (1 - Math.exp(-1980 / 500));
  expect(weightAt({ ...pair, uses }, [2000])[0]).toBeCloseTo(0.5 - e0 * lost, 14);
  const backwards = { spikes: [10], arrivals: [20, 2000] };
  expect(weightAt({ ...backwards, uses }, [2000])[0]).toBeCloseTo(0.5 + 0.00315 * Math.exp(-10 / 20) * lost, 14);
});

it('is the same whether or not it is looked at by events that change nothing', () => {
  const signals = [[320, 'dopamine', 2]] as const;
  const often = [...signals, ...Array.from({ length: 100 }, (_, i) => [330 + 10 * i, 'dopamine', 0] as const)];
  const [once] = weightAt({ ...pair, uses: [rewardStdp({ b: 0.1 })], signals }, [2000]);
  const [many] = weightAt({ ...pair, uses: [rewardStdp({ b: 0.1 })], signals: often }, [2000]);
  expect(many).toBeCloseTo(once as number, 13);
});
