/** Checks of values that may be a number, a distribution or a list. */
import type { Distribution, NeuronValue } from '../description.ts';
import { support } from '../draws.ts';
import { demand } from './words.ts';

/** What numbers are allowed, in words and as a test. */
export interface Range {
  readonly words: string;
  holds(value: number): boolean;
}

export const above0: Range = { words: 'above 0', holds: (value) => value > 0 };
export const from0: Range = { words: '0 or more', holds: (value) => value >= 0 };

/** A value per neuron: listed values have the population's size; numbers are in range. Drawn values are checked when they are drawn. */
export const checkPerNeuron = (value: NeuronValue, size: number, where: string, range?: Range): void => {
  if (typeof value === 'number') {
    checkRange(value, where, range);
    return;
  }
  if (!Array.isArray(value)) {
    checkDistribution(value as Distribution, where);
    return;
  }
  demand(value.length === size, 'length', () => `${where} lists ${value.length} values for ${size} neurons. Give one per neuron.`, {
    length: value.length,
    size,
  });
  value.forEach((each: number, i) => {
    checkRange(each, `${where}[${i}]`, range);
  });
};

const checkRange = (value: number, where: string, range: Range | undefined): void =>
  demand(range === undefined || range.holds(value), 'range', () => `${where} is ${value}, but must be ${range?.words}.`, { value });

export const checkDistribution = (of: Distribution, where: string): void => {
  checkEnds(of, where);
  const [low, high] = support(of);
  demand(Number.isFinite(low) && Number.isFinite(high), 'range', () => `${where} can be infinite. Clip the distribution with { min, max }.`);
};

const checkEnds = (of: Distribution, where: string): void => {
  if (of.distribution === 'uniform') {
    const { low, high } = of;
    demand(low <= high, 'range', () => `${where}: low, ${low}, lies above high, ${high}.`, { low, high });
  } else {
    const { min, max } = of;
    demand(min === undefined || max === undefined || min <= max, 'range', () => `${where}: min, ${min}, lies above max, ${max}.`, { min, max });
  }
};

/** Spike times: after 0, each later than the one before. */
export const checkTimes = (times: readonly number[], where: string): void => {
  times.forEach((time, i) => {
    demand(time > 0, 'time', () => `${where}[${i}] is ${time} ms, but spikes come after 0: time 0 is the initial state.`, { time });
    const before = i === 0 ? 0 : (times[i - 1] as number);
    demand(time > before, 'order', () => `${where}[${i}] is ${time} ms, after ${before} ms. Times must ascend, without repeats.`, { time, before });
  });
};
