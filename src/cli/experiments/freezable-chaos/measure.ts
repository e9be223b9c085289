/** What one network does: correlations, exponent and speed while its synapses learn, and what is left when they stop. */
import { type CoupledRates, coupledRates } from '../../../comparators/coupled-rates/network.ts';
import { autocorrelation, halfWidth } from '../../../streams/statistics/autocorrelation.ts';
import { participationRatio } from '../../../streams/statistics/participation-ratio.ts';

/** Parameters of a network; times in neuronal time constants. */
export interface Setting {
  readonly n: number;
  readonly g: number;
  readonly k: number;
  readonly p: number;
}

/** How long to look. */
export interface Span {
  readonly transient: number;
  readonly duration: number;
  /** Times at which the run is branched into one with frozen synapses. */
  readonly freezes: number;
}

/** A branch with frozen synapses. */
export interface Frozen {
  /** Root mean square of dx/dt, 100 to 200 after freezing. */
  readonly speed: number;
  /** Largest exponent of the units at fixed weights. */
  readonly lambda: number;
  /** Cosine between activities at freezing and 200 later. */
  readonly overlap: number;
}

export interface Measured {
  /** ⟨φ(t)φ(t + τ)⟩ over units and time, every `sample`. */
  readonly cPhi: Float64Array;
  /** ⟨x²⟩. */
  readonly cX: number;
  readonly lambda: number;
  /** Root mean square of dx/dt over units and time. */
  readonly speed: number;
  /** First lag at which C_φ is below half of what it is at 0. */
  readonly halfWidth: number;
  /** Least C_φ(τ)/C_φ(0) up to a quarter of the duration: below 0 where activity swings back. */
  readonly least: number;
  /** Participation ratio of φ over the number of units. */
  readonly participation: number;
  readonly frozen: readonly Frozen[];
}

/** Time between samples of activity. */
export const sample = 0.5;
/** Below this speed a network stands still. */
export const still = 1e-3;
const [settle, until] = [100, 200];

export const networkOf = (setting: Setting, seed: string): CoupledRates => coupledRates({ ...setting, seed, precision: 'float32' });

const meanSquare = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, each) => sum + each * each, 0) / values.length;

const cosine = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, each, i) => sum + each * (b[i] as number), 0) / Math.sqrt(a.length * meanSquare(a) * b.length * meanSquare(b));

/** Root mean square speed of the stretch that `go` runs, calling back after every step. */
export const speedOf = (network: CoupledRates, go: (each: () => void) => void): number => {
  let [squares, steps] = [0, 0];
  go(() => {
    squares += network.speed ** 2;
    steps++;
  });
  return Math.sqrt(squares / steps);
};

/** What becomes of a state when its synapses stop; the network is left frozen, and later. */
export const freeze = (network: CoupledRates): Frozen => {
  const before = network.phi();
  network.freeze();
  network.run(settle);
  let lambda = Number.NaN;
  const speed = speedOf(network, (each) => {
    lambda = network.lyapunov(until - settle, { each });
  });
  return { speed, lambda, overlap: cosine(before, network.phi()) };
};

export const measure = (setting: Setting, seed: string, { transient, duration, freezes }: Span): Measured => {
  const network = networkOf(setting, seed);
  const { n, dt } = network.options;
  network.run(transient);
  const every = Math.round(sample / dt);
  const activity = Array.from({ length: n }, () => new Float64Array(Math.floor(duration / sample)));
  const saved: ReturnType<CoupledRates['save']>[] = [];
  let [step, squares, lambda] = [0, 0, Number.NaN];
  const steps = Math.round(duration / dt);
  const look = (): void => {
    // In the middle of as many equal stretches as there are freezes.
    if (Math.floor((step / steps) * freezes + 0.5) > saved.length) saved.push(network.save());
    if (step++ % every !== 0 || step / every > duration / sample) return;
    const at = Math.floor(step / every);
    network.phi().forEach((each, i) => {
      (activity[i] as Float64Array)[at] = each;
    });
    squares += meanSquare(network.x);
  };
  const speed = speedOf(network, (each) => {
    const both = (): void => {
      each();
      look();
    };
    lambda = network.lyapunov(duration, { each: both });
  });
  const samples = Math.floor(duration / sample);
  const cPhi = autocorrelation(activity, { lags: samples >> 1, centred: false });
  return {
    cPhi,
    cX: squares / samples,
    lambda,
    speed,
    halfWidth: halfWidth(cPhi, sample),
    least: Math.min(...cPhi.subarray(0, samples >> 2)) / (cPhi[0] as number),
    participation: participationRatio(activity) / n,
    frozen: saved.map((state) => {
      network.restore(state);
      return freeze(network);
    }),
  };
};
