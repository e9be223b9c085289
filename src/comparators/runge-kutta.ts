/** Ordinary differential equations with steps that keep an error: Dormand & Prince (1980) Journal of Computational and Applied Mathematics 6:19, order 5(4). */
import { InternalError } from '../errors.ts';

/** dy/dt at (t, y), written into `out`. */
export type Slope = (t: number, y: Float64Array, out: Float64Array) => void;

export interface Tolerance {
  /** Largest error of a step in a component: absolute + relative · |y|. */
  readonly absolute: number;
  readonly relative: number;
}

const nodes = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];
const stages = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
/** Of the fifth order less that of the fourth. */
const errors = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/** y + dt · Σ weights · slopes. */
const along = (y: Float64Array, dt: number, weights: readonly number[], slopes: readonly Float64Array[]): Float64Array =>
  y.map((each, i) => {
    let sum = 0;
    for (let s = 0; s < weights.length; s++) sum += (weights[s] as number) * ((slopes[s] as Float64Array)[i] as number);
    return each + dt * sum;
  });

/**
 * y at the end of [from, to], with y at its beginning.
 * @throws InternalError where steps become too small for time to go on
 */
export const integrate = (slope: Slope, y: Float64Array, from: number, to: number, { absolute, relative }: Tolerance): Float64Array => {
  const slopes = nodes.map(() => new Float64Array(y.length));
  const error = (now: Float64Array, next: Float64Array, dt: number): number => {
    let largest = 0;
    for (let i = 0; i < now.length; i++) {
      let sum = 0;
      for (let s = 0; s < errors.length; s++) sum += (errors[s] as number) * ((slopes[s] as Float64Array)[i] as number);
      const size = Math.max(Math.abs(now[i] as number), Math.abs(next[i] as number));
      // A step that leaves the numbers is the largest error; Math.max would keep NaN.
      const share = Math.abs(dt * sum) / (absolute + relative * size);
      largest = share <= largest ? largest : Number.isNaN(share) ? Number.POSITIVE_INFINITY : share;
    }
    return largest;
  };
  let [t, now] = [from, y];
  slope(t, now, slopes[0] as Float64Array);
  const steepest = (slopes[0] as Float64Array).reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  let dt = Math.min(to - from, 0.01 / Math.max(steepest, 1e-12));
  while (t < to) {
    dt = Math.min(dt, to - t);
    if (t + dt === t) throw new InternalError('Steps of an integration become too small.', { t, dt });
    for (let s = 1; s < nodes.length; s++)
      slope(t + (nodes[s] as number) * dt, along(now, dt, stages[s] as number[], slopes), slopes[s] as Float64Array);
    const next = along(now, dt, stages[6] as number[], slopes);
    const wrong = error(now, next, dt);
    if (wrong <= 1) {
      t = Math.min(t + dt, to);
      now = next;
      // The last stage is the first of the next step.
      (slopes[0] as Float64Array).set(slopes[6] as Float64Array);
    }
    dt *= Math.min(5, Math.max(0.2, 0.9 * wrong ** -0.2));
  }
  return now;
};
