/** Counting into bins of equal width. */
import { niceStep } from './scale.ts';

export interface Histogram {
  readonly from: number;
  readonly width: number;
  /** Number of values in [from + i·width, from + (i + 1)·width); the last bin also holds its upper end. */
  readonly counts: Float64Array;
  readonly total: number;
}

/** Edges at multiples of a nice width that cover [lo, hi] in about `bins` bins. */
export const niceBins = (lo: number, hi: number, bins: number): { from: number; width: number; count: number } => {
  // All values alike: a few bins around the one, so that it is drawn as a bar and not as a wall.
  const spread = hi > lo ? hi - lo : (Math.abs(lo) || 1) * 0.2;
  const [low, high] = hi > lo ? [lo, hi] : [lo - spread / 2, hi + spread / 2];
  const width = niceStep(spread / bins);
  const first = Math.floor(low / width + 1e-9);
  return { from: first * width, width, count: Math.max(1, Math.ceil(high / width - 1e-9) - first) };
};

/** Values that are not finite are left out; `total` counts the others. */
export const histogram = (values: ArrayLike<number>, { from, width, count }: { from: number; width: number; count: number }): Histogram => {
  const counts = new Float64Array(count);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(count - 1, Math.max(0, Math.floor((value - from) / width + 1e-9)));
    counts[bin] = (counts[bin] as number) + 1;
    total++;
  }
  return { from, width, counts, total };
};

/** Least and greatest finite value of several arrays; [0, 0] if there is none. */
export const extent = (arrays: readonly ArrayLike<number>[]): [number, number] => {
  let low = Infinity;
  let high = -Infinity;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? [0, 0] : [low, high];
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
