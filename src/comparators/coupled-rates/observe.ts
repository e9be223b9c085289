/** What a coupled network does: correlations, exponent and speed while its synapses learn, and what is left of it when they stop. Times in neuronal time constants. */
import { autocorrelation, halfWidth } from '../../streams/statistics/autocorrelation.ts';
import { participationRatio } from '../../streams/statistics/participation-ratio.ts';
import type { CoupledRates } from './network.ts';

/** A branch with frozen synapses. */
export interface Frozen {
  /** Root mean square of dx/dt over units and time, 100 to 200 after freezing. */
  readonly speed: number;
  /** Largest exponent of the units at fixed weights, over the same time. */
  readonly lambda: number;
  /** Cosine between activities at freezing and 200 later. */
  readonly overlap: number;
}

export interface Observed {
  /** ⟨φ(t)φ(t + τ)⟩ over units and time, at lags 0, `sample`, 2·`sample`, … up to half of the duration. */
  readonly cPhi: Float64Array;
  /** ⟨x²⟩. */
  readonly cX: number;
  /** Largest Lyapunov exponent. */
  readonly lambda: number;
  /** Root mean square of dx/dt over units and time. */
  readonly speed: number;
  /** First lag at which C_φ is below half of what it is at 0; Infinity where none is. */
  readonly halfWidth: number;
  /** Least C_φ(τ)/C_φ(0) up to a quarter of the duration: below 0 where activity swings back. */
  readonly least: number;
  /** Participation ratio of φ over the number of units; low by bias unless the duration is 50 half-widths or more. */
  readonly participation: number;
  /** Branches from equally spaced moments. */
  readonly frozen: readonly Frozen[];
}

export interface ObserveOptions {
  readonly duration: number;
  /** How often the run is branched into one with frozen synapses; 0 by default. */
  readonly freezes?: number;
  /** Time between samples of activity; 0.5 by default. */
  readonly sample?: number;
}

const [settle, until] = [100, 200];

const meanSquare = (values: Float64Array): number => values.reduce((sum, each) => sum + each * each, 0) / values.length;

const cosine = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, each, i) => sum + each * (b[i] as number), 0) / Math.sqrt(a.length * meanSquare(a) * b.length * meanSquare(b));

/** Root mean square speed of what `go` runs, over units and time; `go` is given what to call after every step. */
export const speedOf = (network: CoupledRates, go: (each: () => void) => void): number => {
  let [squares, steps] = [0, 0];
  go(() => {
    squares += network.speed ** 2;
    steps++;
  });
  return Math.sqrt(squares / steps);
};

/** What becomes of the present state when synapses stop: goes on for 200, and leaves the network frozen. */
export const observeFrozen = (network: CoupledRates): Frozen => {
  const before = network.phi();
  network.freeze();
  network.run(settle);
  let lambda = Number.NaN;
  const speed = speedOf(network, (each) => {
    lambda = network.lyapunov(until - settle, { each });
  });
  return { speed, lambda, overlap: cosine(before, network.phi()) };
};

/** Goes on for `duration`, from a state that should have settled, and says how it was; the network is left at the end of it, whatever its branches did. */
export const observe = (network: CoupledRates, { duration, freezes = 0, sample = 0.5 }: ObserveOptions): Observed => {
  const { n, dt } = network.options;
  const [steps, every] = [Math.round(duration / dt), Math.max(1, Math.round(sample / dt))];
  const samples = Math.ceil(steps / every);
  const activity = Array.from({ length: n }, () => new Float64Array(samples));
  const branches: ReturnType<CoupledRates['save']>[] = [];
  let [step, squares, lambda] = [0, 0, Number.NaN];
  const look = (): void => {
    // In the middle of as many equal stretches as there are branches.
    if (Math.floor((step / steps) * freezes + 0.5) > branches.length) branches.push(network.save());
    if (step % every === 0) {
      network.phi().forEach((each, i) => {
        (activity[i] as Float64Array)[step / every] = each;
      });
      squares += meanSquare(network.x);
    }
    step++;
  };
  const speed = speedOf(network, (count) => {
    const each = (): void => {
      count();
      look();
    };
    lambda = network.lyapunov(duration, { each });
  });
  const end = network.save();
  const frozen = branches.map((state) => {
    network.restore(state);
    return observeFrozen(network);
  });
  network.restore(end);
  const cPhi = autocorrelation(activity, { lags: samples >> 1, centred: false });
  const least = cPhi.subarray(0, 1 + (samples >> 2)).reduce((a, b) => Math.min(a, b)) / (cPhi[0] as number);
  const participation = participationRatio(activity) / n;
  return { cPhi, cX: squares / samples, lambda, speed, halfWidth: halfWidth(cPhi, every * dt), least, participation, frozen };
};
