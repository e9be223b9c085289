/** What differs between a case and a run: the greatest error, and the first difference in words. */
import type { SpikeList } from './case-file.ts';

export interface Difference {
  readonly maxError: number;
  /** Null where nothing differs by more than the tolerance. */
  readonly firstDifference: string | null;
}

export const worst = (differences: readonly Difference[]): Difference => ({
  maxError: Math.max(0, ...differences.map(({ maxError }) => maxError)),
  firstDifference: differences.find(({ firstDifference }) => firstDifference !== null)?.firstDifference ?? null,
});

const byTime = ({ senders, times }: SpikeList): (readonly [number, number])[] =>
  times.map((time, i) => [time, senders[i] as number] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);

/** Spikes on a grid: the same steps and senders, in order of (step, sender). The error is 0 or, where they part, infinite. */
export const compareGridSpikes = (expected: SpikeList, actual: SpikeList, resolution: number): Difference => {
  const onGrid = (list: SpikeList) => byTime({ ...list, times: list.times.map((time) => Math.round(time / resolution)) });
  const [theirs, ours] = [onGrid(expected), onGrid(actual)];
  const offGrid = actual.times.find((time) => Math.abs(time / resolution - Math.round(time / resolution)) > 1e-6);
  if (offGrid !== undefined) return { maxError: Infinity, firstDifference: `a spike at ${offGrid} ms, off the grid of ${resolution} ms` };
  const name = (spike: readonly [number, number] | undefined) =>
    spike === undefined ? 'no spike' : `neuron ${spike[1]} at ${Number((spike[0] * resolution).toFixed(9))} ms`;
  for (let i = 0; i < Math.max(theirs.length, ours.length); i++) {
    const [a, b] = [theirs[i], ours[i]];
    if (a?.[0] !== b?.[0] || a?.[1] !== b?.[1]) return { maxError: Infinity, firstDifference: `spike ${i}: expected ${name(a)}, got ${name(b)}` };
  }
  return { maxError: 0, firstDifference: null };
};

/** Off-grid spikes: neuron by neuron the same number, each within the tolerance [ms]. */
export const compareSpikeTimes = (expected: SpikeList, actual: SpikeList, neurons: number, tolerance: number): Difference => {
  const perNeuron = (list: SpikeList) => {
    const trains: number[][] = Array.from({ length: neurons }, () => []);
    for (const [time, sender] of byTime(list)) trains[sender]?.push(time);
    return trains;
  };
  const [theirs, ours] = [perNeuron(expected), perNeuron(actual)];
  let maxError = 0;
  const differences: { readonly at: number; readonly text: string }[] = [];
  for (const [neuron, train] of theirs.entries()) {
    const own = ours[neuron] ?? [];
    for (let i = 0; i < Math.max(train.length, own.length); i++) {
      const [a, b] = [train[i], own[i]];
      const error = a === undefined || b === undefined ? Infinity : Math.abs(a - b);
      maxError = Math.max(maxError, error);
      if (error <= tolerance) continue;
      const time = (value: number | undefined) => (value === undefined ? 'no spike' : `${value} ms`);
      differences.push({ at: Math.min(a ?? Infinity, b ?? Infinity), text: `neuron ${neuron}, spike ${i}: expected ${time(a)}, got ${time(b)}` });
      break;
    }
  }
  const [first] = differences.sort((a, b) => a.at - b.at);
  return { maxError, firstDifference: first?.text ?? null };
};

/** Numbers in the same places, `name` saying what the i-th is. Where one is missing the error is infinite. */
export const compareNumbers = (
  expected: readonly number[],
  actual: ArrayLike<number>,
  tolerance: number,
  name: (i: number) => string,
): Difference => {
  let maxError = 0;
  let firstDifference: string | null = null;
  for (let i = 0; i < Math.max(expected.length, actual.length); i++) {
    const error = Math.abs((expected[i] ?? Number.NaN) - (actual[i] ?? Number.NaN));
    const counted = Number.isNaN(error) ? Infinity : error;
    maxError = Math.max(maxError, counted);
    if (counted > tolerance) firstDifference ??= `${name(i)}: expected ${expected[i]}, got ${actual[i]}`;
  }
  return { maxError, firstDifference };
};

/** Mean over neurons of the coefficient of variation of their interspike intervals, of those with at least `least` spikes: seven gives the figures of the cases to 0.001. */
export const meanCv = ({ senders, times }: SpikeList, from: number, to: number, least = 7): number => {
  const trains = new Map<number, number[]>();
  for (const [i, time] of times.entries()) {
    const sender = senders[i] as number;
    if (sender < from || sender > to) continue;
    const train = trains.get(sender);
    if (train === undefined) trains.set(sender, [time]);
    else train.push(time);
  }
  const values = [...trains.values()]
    .filter((train) => train.length >= least)
    .map((train) => cv(train.slice(1).map((time, i) => time - (train[i] as number))));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

const cv = (intervals: readonly number[]): number => {
  const mean = intervals.reduce((sum, value) => sum + value, 0) / intervals.length;
  return Math.sqrt(intervals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / intervals.length) / mean;
};
