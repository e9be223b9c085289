/** Balancing in continuous time, τ dh/dt = g: Stock, Harvey, Ocko & Ganguli (2022), eqs. 4–6; and what it does to two neurons, in closed form. */
import { ModelError } from '../../errors.ts';
import { exp } from '../../math.ts';
import { integrate } from '../runge-kutta.ts';
import { checkCosts, checkPositive, diagonalSimilarity, type NeuronCosts, neuronCosts, withoutDiagonal } from './costs.ts';

export interface FlowPoint extends NeuronCosts {
  /** In the unit of `tau`. */
  readonly t: number;
  /** Log factors, of mean 0. */
  readonly h: Float64Array;
}

export interface FlowOptions {
  /** Power of the costs; 2 by default. */
  readonly p?: number;
  /** Time constant; 1 by default. With costs of another unit than 1, h moves by `cost · time / tau`. */
  readonly tau?: number;
  /** Moments at which the flow is looked at, ascending, from 0 on. */
  readonly times: readonly number[];
  /** Largest error of h in a step, relative and absolute; 1e-10 by default. */
  readonly tolerance?: number;
}

/**
 * The flow from h = 0. Its state is h, n numbers, never J: what J keeps is kept whatever the error of h.
 *
 * @param costs - n × n, as `synapticCosts` makes them; left alone
 * @throws ModelError `balancing-size`, `balancing-entry`, `balancing-parameter`, `balancing-times`
 */
export const balancingFlow = (costs: Float64Array, n: number, { p = 2, tau = 1, times, tolerance = 1e-10 }: FlowOptions): FlowPoint[] => {
  checkCosts(costs, n);
  checkPositive('a power p', p);
  checkPositive('a time constant tau', tau);
  checkPositive('a tolerance', tolerance);
  checkTimes(times);
  const start = withoutDiagonal(costs, n);
  const slope = slopeOf(start, n, p, tau);
  let [at, h]: [number, Float64Array] = [0, new Float64Array(n)];
  return times.map((t) => {
    h = integrate(slope, h, at, t, { absolute: tolerance, relative: tolerance });
    at = t;
    return { t, h: h.slice(), ...neuronCosts(diagonalSimilarity(start, h, p), n) };
  });
};

const checkTimes = (times: readonly number[]): void => {
  const wrong = times.findIndex((t, i) => !(t >= (times[i - 1] ?? 0) && t < Number.POSITIVE_INFINITY));
  if (wrong < 0) return;
  throw new ModelError('balancing-times', `Times of a flow are finite, from 0 on and ascending; time ${wrong} is ${times[wrong]}.`, {
    times: [...times],
  });
};

/** g / τ of h: n exponentials, and one pass over the matrix. */
const slopeOf = (costs: Float64Array, n: number, p: number, tau: number) => {
  const factor = new Float64Array(n);
  const weighted = new Float64Array(n);
  return (_: number, h: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < n; i++) {
      factor[i] = exp(p * (h[i] as number));
      weighted[i] = 1 / (factor[i] as number);
    }
    out.fill(0);
    for (let i = 0; i < n; i++) {
      const own = factor[i] as number;
      let incoming = 0;
      for (let j = 0; j < n; j++) {
        const c = (costs[i * n + j] as number) * own * (weighted[j] as number);
        incoming += c;
        out[j] = (out[j] as number) + c;
      }
      out[i] = (out[i] as number) - incoming;
    }
    for (let i = 0; i < n; i++) out[i] = (out[i] as number) / tau;
  };
};

/**
 * Two neurons in closed form: costs c12 and c21 after a time t, c12·c21 being constant. With ln(c12/√(c12·c21)) = z,
 * tanh(z(t)/2) = tanh(z(0)/2)·exp(−4·p·√(c12·c21)·t/τ); a synapse without a way back decays as 1/(1 + 2·p·c·t/τ).
 *
 * @throws ModelError `balancing-entry`, `balancing-parameter`, `balancing-times`
 */
export const twoNeuronFlow = (
  c12: number,
  c21: number,
  { p = 2, tau = 1, t }: { readonly p?: number; readonly tau?: number; readonly t: number },
): readonly [c12: number, c21: number] => {
  checkCosts(Float64Array.of(0, c12, c21, 0), 2);
  checkPositive('a power p', p);
  checkPositive('a time constant tau', tau);
  checkTimes([t]);
  const alone = (c: number): number => c / (1 + (2 * p * c * t) / tau);
  if (c12 === 0 || c21 === 0) return [alone(c12), alone(c21)];
  const [a, b] = [Math.sqrt(c12), Math.sqrt(c21)];
  // e^z = (1 + u) / (1 − u) with u = tanh(z/2), written without the differences of like numbers.
  const gone = -Math.expm1((-4 * p * a * b * t) / tau);
  const ratio = (a * (2 - gone) + b * gone) / (a * gone + b * (2 - gone));
  return [a * b * ratio, (a * b) / ratio];
};
