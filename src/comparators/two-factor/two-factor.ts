/** Synaptic strength as a product of two factors, each with an equilibrium of its own: a Hebbian one per synapse and a homeostatic one per neuron. */
import { ModelError } from '../../errors.ts';
import { integrate } from '../runge-kutta.ts';

/** What the input of a neuron is, synapse by synapse. */
export interface TwoFactorInput {
  /** Mean rates (in units of their usual mean). */
  readonly mean: Float64Array;
  /** Covariances, n × n, row by row. */
  readonly covariance: Float64Array;
}

export interface TwoFactorParameters {
  /** Extent of each synapse, fixed: strength is `extent · ρ · H`. */
  readonly extent: Float64Array;
  /** Output at which the homeostatic factor rests. */
  readonly target: number;
  /** Covariance of input and output that neither potentiates nor depresses: the set-point of the Hebbian factor. */
  readonly threshold: number;
  /** Least (at H = 1) and largest Hebbian factor. */
  readonly rhoMin: number;
  readonly rhoMax: number;
  /** Time constants of the Hebbian factor and of what drives the homeostatic one, in one unit [days in the paper]. */
  readonly tauRho: number;
  readonly tauH: number;
}

export interface TwoFactorState {
  /** Hebbian factors. */
  readonly rho: Float64Array;
  /** What drives the homeostatic factor, `H = max(1, h)`. */
  readonly h: number;
}

export interface TwoFactorResult extends TwoFactorState {
  readonly time: number;
  /** The homeostatic factor. */
  readonly homeostatic: number;
  readonly weights: Float64Array;
  /** Output: Σ mean · weight. */
  readonly output: number;
}

/** Values of the authors' program; `extent` is left to the caller. */
export const twoFactorDefaults = { target: 1, threshold: 0.6, rhoMin: 0.7, rhoMax: 1, tauRho: 0.2, tauH: 4 } as const;

const positivePart = (x: number): number => Math.max(0, x);

/** What an output short of the target drives the homeostatic factor to: nothing until it is 5 % short, 2 at most. */
const drive = (x: number): number => (x > 1.05 ? 1 + Math.tanh(x - 1) : 0);

const homeostaticOf = (h: number): number => Math.max(1, h);

const weightsOf = ({ extent }: TwoFactorParameters, rho: Float64Array, h: number): Float64Array =>
  rho.map((each, i) => homeostaticOf(h) * each * (extent[i] as number));

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);

const check = ({ extent, ...numbers }: TwoFactorParameters, { mean, covariance }: TwoFactorInput, { rho }: TwoFactorState): void => {
  const n = extent.length;
  if (mean.length !== n || rho.length !== n || covariance.length !== n * n) {
    const sizes = `extent ${n}, mean ${mean.length}, rho ${rho.length}, covariance ${covariance.length}`;
    throw new ModelError('sizes', `twoFactor needs n extents, means and factors, and n × n covariances; here they are: ${sizes}.`, { n });
  }
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new ModelError('option', `Parameter ${name} of twoFactor is ${value}; it is a number above 0.`, { [name]: value });
  }
};

/**
 * State after `duration` of constant input statistics:
 *
 *     tauRho · dρ/dt = (rhoMax − ρ)₊ (C − threshold)₊ − (ρ − rhoMin/√H)₊ (threshold − C)₊,   C = covariance · w,   w = extent · ρ · H
 *     tauH · dh/dt = −h + F(H · target / output),   F(x) = 1 + tanh(x − 1) where x > 1.05, else 0,   H = max(1, h)
 *
 * Both factors can stand still while the other does not: ρ at its bounds, H at 1. Deprived of input the neuron loses synapses quickly and regains drive slowly, for
 * all of them; when input comes back, H is still up and strengths overshoot.
 *
 * @throws ModelError for sizes that do not match and parameters that cannot be
 * @see Toyoizumi, Kaneko, Stryker & Miller (2014) Neuron 84:497, doi:10.1016/j.neuron.2014.09.036, and the authors' program (ModelDB 180791)
 */
export const twoFactor = (parameters: TwoFactorParameters, input: TwoFactorInput, state: TwoFactorState, duration: number): TwoFactorResult => {
  check(parameters, input, state);
  const { target, threshold, rhoMin, rhoMax, tauRho, tauH } = parameters;
  const { mean, covariance } = input;
  const n = mean.length;
  const slope = (_: number, y: Float64Array, out: Float64Array): void => {
    const [rho, h] = [y.subarray(0, n), y[n] as number];
    const weights = weightsOf(parameters, rho, h);
    const homeostatic = homeostaticOf(h);
    for (let i = 0; i < n; i++) {
      const excess = dot(covariance.subarray(i * n, (i + 1) * n), weights) - threshold;
      const each = rho[i] as number;
      const [up, down] = [
        positivePart(rhoMax - each) * positivePart(excess),
        positivePart(each - rhoMin / Math.sqrt(homeostatic)) * positivePart(-excess),
      ];
      out[i] = (up - down) / tauRho;
    }
    out[n] = (drive((homeostatic * target) / dot(mean, weights)) - h) / tauH;
  };
  const end = integrate(slope, Float64Array.from([...state.rho, state.h]), 0, duration, { absolute: 1e-8, relative: 1e-6 });
  const [rho, h] = [end.slice(0, n), end[n] as number];
  const weights = weightsOf(parameters, rho, h);
  return { time: duration, rho, h, homeostatic: homeostaticOf(h), weights, output: dot(mean, weights) };
};
