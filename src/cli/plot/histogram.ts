/** Bins that are nice to look at, and what stands beside them. */
import type { Bins } from '../../streams/statistics/histogram.ts';
import { niceStep } from './scale.ts';

/** Edges at multiples of a nice width that cover [lo, hi] in about `bins` bins. */
export const niceBins = (lo: number, hi: number, bins: number): Bins => {
  // All values alike: a few bins around the one, so that it is drawn as a bar and not as a wall.
  const spread = hi > lo ? hi - lo : (Math.abs(lo) || 1) * 0.2;
  const [low, high] = hi > lo ? [lo, hi] : [lo - spread / 2, hi + spread / 2];
  const width = niceStep(spread / bins);
  const first = Math.floor(low / width + 1e-9);
  return { from: first * width, width, count: Math.max(1, Math.ceil(high / width - 1e-9) - first) };
};

/** Mean and standard deviation (of the population, not of a sample) of the finite values. */
export const moments = (values: ArrayLike<number>): { n: number; mean: number; sd: number } => {
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    n++;
    const difference = value - mean;
    mean += difference / n;
    squares += difference * (value - mean);
  }
  return { n, mean, sd: n === 0 ? 0 : Math.sqrt(squares / n) };
};
