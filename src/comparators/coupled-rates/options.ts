/** What a coupled network is made of: parameters, their defaults and their checks. */
import { ModelError } from '../../errors.ts';
import type { Precision } from '../../kernels/dense.ts';
import { type Transfer, tanh } from './transfer.ts';

/** Input from outside: bᵢ + uᵢ·cos(omega·t). */
export interface ExternalInput {
  /** bᵢ: one number for all units, or one each. 0 by default. */
  readonly constant?: number | ArrayLike<number>;
  /** uᵢ, likewise. */
  readonly amplitude?: number | ArrayLike<number>;
  /** Radians per neuronal time constant. */
  readonly omega?: number;
}

export interface CoupledRatesOptions {
  /** Number of units N. */
  readonly n: number;
  /** Standard deviation of the fixed weights times √N: Jᵢⱼ ~ N(0, g²/N), self-connections included. Not needed where `weights` are given. */
  readonly g?: number;
  /** Strength of plasticity: above 0 Hebbian, below anti-Hebbian, 0 none. */
  readonly k: number;
  /** Time constant of synapses, in those of neurons. 2.5 by default. */
  readonly p?: number;
  /** φ; tanh by default. */
  readonly phi?: Transfer;
  /** Step of time, in neuronal time constants. 0.05 by default. */
  readonly dt?: number;
  /** Of matrices; states of neurons are always double. 'float64' by default; 'float32' is twice as fast, and enough for statistics. */
  readonly precision?: Precision;
  /** J and the initial state follow from it. */
  readonly seed: string;
  /** J, n × n, row i onto unit i: sparse, in blocks, partly symmetric, whatever. */
  readonly weights?: ArrayLike<number>;
  /** Initial x: standard deviation of normal numbers, or the numbers. 1 by default. */
  readonly initial?: number | ArrayLike<number>;
  /** Whether A starts as (k/N)·φφᵀ, where the initial state would have it. False by default: A starts at 0. */
  readonly aligned?: boolean;
  readonly input?: ExternalInput;
}

/** Options with nothing missing. */
export interface Resolved {
  readonly n: number;
  readonly g: number;
  readonly k: number;
  readonly p: number;
  readonly phi: Transfer;
  readonly dt: number;
  readonly precision: Precision;
  readonly seed: string;
  readonly constant: Float64Array;
  readonly amplitude: Float64Array;
  readonly omega: number;
}

const refuse = (name: string, value: unknown, wanted: string): never => {
  throw new ModelError('coupled-rates', `coupledRates: ${name} is ${String(value)}; it must be ${wanted}.`, { [name]: value });
};

const each = (name: string, n: number, given: number | ArrayLike<number> = 0): Float64Array => {
  if (typeof given === 'number') return new Float64Array(n).fill(given);
  if (given.length !== n) refuse(`${name}.length`, given.length, `n = ${n}, or one number`);
  return Float64Array.from(given);
};

/** @throws ModelError that names the option, what it is and what it must be */
export const resolve = (options: CoupledRatesOptions): Resolved => {
  const { n, g = Number.NaN, k, p = 2.5, phi = tanh, dt = 0.05, precision = 'float64', seed, weights, input = {} } = options;
  if (!(Number.isInteger(n) && n > 0)) refuse('n', n, 'a whole number above 0');
  if (weights === undefined && !(g >= 0 && Number.isFinite(g))) refuse('g', options.g, 'a number of 0 or more, unless weights are given');
  if (weights !== undefined && weights.length !== n * n) refuse('weights.length', weights.length, `n² = ${n * n}`);
  if (!Number.isFinite(k)) refuse('k', k, 'a finite number');
  if (!(p > 0 && Number.isFinite(p))) refuse('p', p, 'above 0');
  if (!(dt > 0 && dt <= 1)) refuse('dt', dt, 'above 0 and at most 1');
  const omega = input.omega ?? 0;
  if (!Number.isFinite(omega)) refuse('input.omega', omega, 'a finite number');
  const [constant, amplitude] = [each('input.constant', n, input.constant), each('input.amplitude', n, input.amplitude)];
  return { n, g, k, p, phi, dt, precision, seed, constant, amplitude, omega };
};

/** Initial x of the options. */
export const initialOf = ({ n, initial = 1 }: CoupledRatesOptions, normal: () => number): Float64Array =>
  typeof initial === 'number' ? Float64Array.from({ length: n }, () => initial * normal()) : each('initial', n, initial);
