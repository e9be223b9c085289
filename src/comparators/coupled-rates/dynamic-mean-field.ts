/**
 * Coupled neuronal–synaptic dynamics without a network: what one unit of an infinitely large one does.
 *
 *     ẋ = −x + η(t) + k ∫₀^∞ (ds/p) e^(−s/p) C(s) φ(x(t − s)),    ⟨η(t) η(t + τ)⟩ = g² C(τ),    C(τ) = ⟨φ(x(t)) φ(x(t + τ))⟩
 *
 * Random weights make Gaussian noise η, plastic ones a delayed input of the unit to itself. C is found by iteration: paths of η are drawn, x follows, C is
 * estimated anew and mixed with the C before. Time is in units of the neuronal time constant.
 *
 * @see Clark & Abbott (2024) Physical Review X 14:021001, doi:10.1103/PhysRevX.14.021001; Sompolinsky, Crisanti & Sommers (1988) Physical Review Letters
 *   61:259, doi:10.1103/PhysRevLett.61.259 (k = 0)
 */
import { ModelError } from '../../errors.ts';
import { exp } from '../../math.ts';
import { normals } from '../../random.ts';
import { autocorrelation, halfWidth } from '../../streams/statistics/autocorrelation.ts';
import { Paths } from './paths.ts';
import { type Transfer, tanh } from './transfer.ts';

export interface MeanFieldOptions {
  /** Random weights have variance g²/N. */
  readonly g: number;
  /** Strength of plasticity: above 0 Hebbian, below 0 anti-Hebbian; 0 by default. */
  readonly k?: number;
  /** Time constant of plasticity; 2.5 by default. */
  readonly p?: number;
  /** What a unit gives for its x; tanh by default. */
  readonly phi?: Transfer;
  readonly seed?: string;
  /** Paths of one sweep; 800 by default. */
  readonly paths?: number;
  /** Length of a path; 300 by default. The half-width of C should be a tenth of it, or less. */
  readonly duration?: number;
  /** Step; 0.1 by default. */
  readonly dt?: number;
  /** Sweeps; 60 by default. */
  readonly iterations?: number;
  /** Sweeps at the end over which results are averaged; 20 by default. */
  readonly averaged?: number;
  /** Share of the C of a sweep in the C of the next; 0.4 by default. */
  readonly mixing?: number;
}

export interface DynamicMeanField {
  /** 0, dt, … up to half of the duration. */
  readonly lags: Float64Array;
  /** ⟨φ(t) φ(t + lag)⟩, mean over the sweeps averaged. */
  readonly cPhi: Float64Array;
  /** ⟨x(t) x(t + lag)⟩. */
  readonly cX: Float64Array;
  /** First lag at which C_φ is below half of C_φ(0); Infinity where it is not within the lags. */
  readonly halfWidth: number;
  /** C_φ(0) of each sweep: whether the iteration has settled. */
  readonly course: Float64Array;
}

/** Lags count in full up to the first share of the duration, and fade out up to the second. */
const [sure, longest] = [0.3, 0.5];

/** Time constants of plasticity for which a unit remembers itself. */
const remembered = 8;

type Numbers = Required<Omit<MeanFieldOptions, 'phi' | 'seed'>>;

const check = (given: Numbers): void => {
  const { g, k, p, paths, duration, dt, iterations, averaged, mixing } = given;
  const demand = (holds: boolean, option: keyof Numbers, wanted: string): void => {
    if (!holds)
      throw new ModelError('mean-field', `dynamicMeanField: ${option} is ${given[option]}, but must be ${wanted}.`, { [option]: given[option] });
  };
  const whole = (value: number, least: number) => Number.isInteger(value) && value >= least;
  demand(g >= 0 && g < Number.POSITIVE_INFINITY, 'g', '0 or more');
  demand(Number.isFinite(k), 'k', 'a finite number');
  demand(p > 0 && p < Number.POSITIVE_INFINITY, 'p', 'more than 0');
  demand(whole(paths, 2), 'paths', 'a whole number of 2 or more');
  demand(dt > 0 && dt <= 1, 'dt', 'in (0, 1], the time constant of a unit being 1');
  demand(duration >= 10 && duration < Number.POSITIVE_INFINITY, 'duration', '10 or more');
  demand(
    k === 0 || sure * duration >= remembered * p,
    'duration',
    `${Math.ceil((remembered * p) / sure)} or more, for a unit remembers itself for ${remembered} p = ${remembered * p}`,
  );
  demand(whole(iterations, 1), 'iterations', 'a whole number of 1 or more');
  demand(whole(averaged, 1) && averaged <= iterations, 'averaged', `a whole number from 1 to ${iterations}, the iterations`);
  demand(mixing > 0 && mixing <= 1, 'mixing', 'in (0, 1]');
};

const faded = (c: Float64Array, duration: number, dt: number): Float64Array =>
  c.map((each, lag) => {
    const beyond = (lag * dt) / duration - sure;
    return beyond <= 0 ? each : (each * (1 + Math.cos((Math.PI * beyond) / (longest - sure)))) / 2;
  });

/** Weights of φ from now backwards, k C(s) e^(−s/p) ds/p, by the trapezium rule. */
const memoryOf = (c: Float64Array, k: number, p: number, dt: number): Float64Array => {
  if (k === 0) return new Float64Array(0);
  const length = Math.min(Math.ceil((remembered * p) / dt), c.length);
  return Float64Array.from({ length }, (_, s) => ((k * (c[s] as number) * exp((-s * dt) / p) * dt) / p) * (s === 0 ? 0.5 : 1));
};

const addShare = (sum: Float64Array, one: Float64Array, share: number): void => {
  for (let lag = 0; lag < sum.length; lag++) sum[lag] = (sum[lag] as number) + share * (one[lag] as number);
};

/**
 * Dynamic mean-field theory of coupled neuronal–synaptic dynamics (see above), by simulation of many single units: no network, no finite size. At k = 0 it
 * differs from the exact solution by less than half a percent with the defaults. Takes half a second to a second per sweep.
 *
 * @throws ModelError `mean-field` for an option out of its range
 */
export const dynamicMeanField = (options: MeanFieldOptions): DynamicMeanField => {
  const { phi = tanh, seed = '1', ...others } = options;
  const numbers = { k: 0, p: 2.5, paths: 800, duration: 300, dt: 0.1, iterations: 60, averaged: 20, mixing: 0.4, ...others };
  check(numbers);
  const { g, k, p, paths, duration, dt, iterations, averaged, mixing } = numbers;
  const steps = Math.round(duration / dt);
  const lags = Math.floor(steps * longest);
  const normal = normals(`${seed} mean field`);
  const sweep = new Paths(paths, steps, k === 0 ? 0 : Math.ceil((remembered * p) / dt));
  sweep.begin(() => 2 * normal());
  const correlationOf = (which: 'x' | 'phi') => autocorrelation(sweep.signals(which, Math.round(steps / 3)), { lags, centred: false });
  // Any correlation that decays will do to begin with.
  let c = Float64Array.from({ length: lags + 1 }, (_, lag) => 0.5 * exp((-lag * dt) / 5));
  const [cPhi, cX, course] = [new Float64Array(lags + 1), new Float64Array(lags + 1), new Float64Array(iterations)];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const acting = faded(c, duration, dt);
    sweep.goOn();
    sweep.draw(
      acting.map((each) => g * g * each),
      normal,
    );
    sweep.integrate(memoryOf(acting, k, p, dt), phi.value, dt);
    const found = correlationOf('phi');
    course[iteration] = found[0] as number;
    c = c.map((each, lag) => each + mixing * ((found[lag] as number) - each));
    if (iteration < iterations - averaged) continue;
    addShare(cPhi, found, 1 / averaged);
    addShare(cX, correlationOf('x'), 1 / averaged);
  }
  return { lags: cPhi.map((_, lag) => lag * dt), cPhi, cX, halfWidth: halfWidth(cPhi, dt), course };
};
