import { describe, expect, test } from 'vitest';
import { compareGridSpikes, compareNumbers, compareSpikeTimes, meanCv, worst } from '../../../src/cli/reference/compare.ts';

const spikes = (...list: readonly (readonly [number, number])[]) => ({
  senders: list.map(([sender]) => sender),
  times: list.map(([, time]) => time),
});

describe('spikes on the grid', () => {
  const expected = spikes([3, 1.2], [0, 1.2], [1, 2.5]);

  test('agree whatever their order within a step and the last bit of their times', () => {
    expect(compareGridSpikes(expected, spikes([0, 1.2000000000000002], [3, 1.2], [1, 2.5]), 0.1)).toEqual({ maxError: 0, firstDifference: null });
  });

  test('differ by a step, a sender, a spike too many or too few', () => {
    const first = (...list: readonly (readonly [number, number])[]) => compareGridSpikes(expected, spikes(...list), 0.1).firstDifference;
    expect(first([0, 1.2], [3, 1.2], [1, 2.6])).toBe('spike 2: expected neuron 1 at 2.5 ms, got neuron 1 at 2.6 ms');
    expect(first([0, 1.2], [2, 1.2], [1, 2.5])).toBe('spike 1: expected neuron 3 at 1.2 ms, got neuron 2 at 1.2 ms');
    expect(first([0, 1.2], [3, 1.2])).toBe('spike 2: expected neuron 1 at 2.5 ms, got no spike');
    expect(first([0, 1.2], [3, 1.2], [1, 2.5], [1, 9])).toBe('spike 3: expected no spike, got neuron 1 at 9 ms');
    expect(first([0, 1.23], [3, 1.2], [1, 2.5])).toBe('a spike at 1.23 ms, off the grid of 0.1 ms');
  });
});

describe('spike times off the grid', () => {
  const expected = spikes([0, 1.25], [1, 1.5], [0, 4]);

  test('agree within the tolerance', () => {
    const { maxError, firstDifference } = compareSpikeTimes(expected, spikes([0, 1.25], [1, 1.5 + 5e-10], [0, 4]), 2, 1e-9);
    expect(maxError).toBeCloseTo(5e-10, 12);
    expect(firstDifference).toBeNull();
  });

  test('report the earliest difference of any neuron', () => {
    expect(compareSpikeTimes(expected, spikes([0, 1.25], [0, 4.1]), 2, 1e-9)).toEqual({
      maxError: Infinity,
      firstDifference: 'neuron 1, spike 0: expected 1.5 ms, got no spike',
    });
  });
});

test('numbers are compared place by place, and a missing one is infinitely wrong', () => {
  expect(compareNumbers([1, 2], [1, 2.5], 0.1, (i) => `w${i}`)).toEqual({ maxError: 0.5, firstDifference: 'w1: expected 2, got 2.5' });
  expect(compareNumbers([1, 2], [1], 0.1, (i) => `w${i}`)).toEqual({ maxError: Infinity, firstDifference: 'w1: expected 2, got undefined' });
  expect(compareNumbers([1], [Number.NaN], 0.1, (i) => `w${i}`).maxError).toBe(Infinity);
  expect(worst([])).toEqual({ maxError: 0, firstDifference: null });
});

test('the mean CV leaves out neurons with few spikes', () => {
  const regular = Array.from({ length: 10 }, (_, i) => [0, i * 10] as const);
  const alternating = Array.from({ length: 10 }, (_, i) => [1, i * 10 + (i % 2) * 5] as const);
  const few = [
    [2, 1],
    [2, 90],
  ] as const;
  expect(meanCv(spikes(...regular, ...few), 0, 2)).toBe(0);
  // Intervals of 15 and 5 ms: five of one, four of the other.
  expect(meanCv(spikes(...alternating), 0, 2)).toBeCloseTo(Math.sqrt((5 * (15 - 95 / 9) ** 2) / 9 + (4 * (5 - 95 / 9) ** 2) / 9) / (95 / 9), 12);
});
