/** Values of neurons or pairs, and what they come to. */
import { momentsOf } from '../statistics/moments.ts';

export interface Spread {
  /** Mean of the values that there are; NaN where there is none. */
  readonly mean: number;
  /** Its standard error, as if they were independent. */
  readonly error: number;
  /** Number of values that there are: those that are not NaN. */
  readonly known: number;
}

export const spreadOf = (values: Float64Array): Spread => {
  const { mean, error, count } = momentsOf(values.filter((value) => !Number.isNaN(value)));
  return { mean: count === 0 ? Number.NaN : mean, error, known: count };
};
