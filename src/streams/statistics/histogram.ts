/** Counting into bins of equal width. */

export interface Bins {
  readonly from: number;
  readonly width: number;
  readonly count: number;
}

export interface Histogram {
  readonly from: number;
  readonly width: number;
  /** Number of values in [from + i·width, from + (i + 1)·width); the last bin also holds its upper end. */
  readonly counts: Float64Array;
  /** Numbers of values outside of the bins. */
  readonly below: number;
  readonly above: number;
  /** Number of all finite values. */
  readonly total: number;
}

/** Values that are not finite are left out. An edge reaches a billionth of a bin down, for values that rounding has put there. */
export const histogram = (values: ArrayLike<number>, { from, width, count }: Bins): Histogram => {
  const counts = new Float64Array(count);
  let [below, above, total] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    total++;
    const place = (value - from) / width + 1e-9;
    const bin = Math.floor(place);
    if (bin < 0) below++;
    else if (bin < count) counts[bin] = (counts[bin] as number) + 1;
    else if (place <= count + 2e-9) counts[count - 1] = (counts[count - 1] as number) + 1;
    else above++;
  }
  return { from, width, counts, below, above, total };
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
