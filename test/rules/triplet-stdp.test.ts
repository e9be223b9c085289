import { expect, it } from 'vitest';
import { pairStdp } from '../../src/rules/pair-stdp.ts';
import { tripletStdp } from '../../src/rules/triplet-stdp.ts';
import { weightAt } from './one-synapse.ts';
import { poissonTimes } from './statistics.ts';

const values = { a2Plus: 0.01, a2Minus: 0.02, a3Plus: 0.03, a3Minus: 0.04 };
const uses = [tripletStdp(values)];

it('counts a triplet post-pre-post with the slow postsynaptic trace before its last spike', () => {
  const weights = weightAt({ uses, spikes: [10, 35], arrivals: [25] }, [24, 30, 40]);
  const afterPre = 0.5 - 0.02 * Math.exp(-15 / 33.7);
  expect(weights[0]).toBe(0.5);
  expect(weights[1]).toBeCloseTo(afterPre, 14);
  expect(weights[2]).toBeCloseTo(afterPre + Math.exp(-10 / 16.8) * (0.01 + 0.03 * Math.exp(-25 / 125)), 14);
});

it('counts a triplet pre-post-pre with the slow presynaptic trace before its last arrival', () => {
  const weights = weightAt({ uses, arrivals: [10, 35], spikes: [25] }, [30, 40]);
  const afterPost = 0.5 + 0.01 * Math.exp(-15 / 16.8);
  expect(weights[0]).toBeCloseTo(afterPost, 14);
  expect(weights[1]).toBeCloseTo(afterPost - Math.exp(-10 / 33.7) * (0.02 + 0.04 * Math.exp(-25 / 101)), 14);
});

it('is pair STDP without its triplet terms', () => {
  const spiking = { arrivals: poissonTimes(30, 1000, 'a'), spikes: poissonTimes(30, 1000, 'b') };
  const times = Array.from({ length: 20 }, (_, i) => 50 * (i + 1));
  const pairs = [pairStdp({ tauPlus: 16.8, tauMinus: 33.7, aPlus: 0.01, aMinus: 0.02 })];
  expect(weightAt({ ...spiking, uses: [tripletStdp({ ...values, a3Plus: 0, a3Minus: 0 })] }, times)).toEqual(
    weightAt({ ...spiking, uses: pairs }, times),
  );
});
