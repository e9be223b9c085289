/** One protocol for spikes and rates: settle, go on, and every 100 time constants let a branch go on with its weights frozen. */
import { autocorrelation, halfWidth } from '../../../streams/statistics/autocorrelation.ts';
import { momentsOf } from '../../../streams/statistics/moments.ts';
import { participationRatio } from '../../../streams/statistics/participation-ratio.ts';
import type { System } from './system.ts';

/** Everything in units of the synaptic time constant. */
const sample = 0.2;
const length = 100;
/** x is low-passed with this, spikes being noise to it. */
const smoothing = 0.5;
/** Two windows of a branch over which x is averaged; their distance tells whether it moves. */
const [window, starts] = [10, [50, 90]] as const;

/** Distances of windows (as `plastic` below) up to this are rest: spikes alone make 0.005, chaos 0.15 or more. */
const resting = 0.05;

export interface Measured {
  /** ⟨x²⟩ of smoothed x, and its correlation at multiples of `step`. */
  readonly cX: number;
  readonly correlation: Float64Array;
  readonly step: number;
  readonly halfWidth: number;
  /** ⟨φ²⟩ of activity. */
  readonly activity: number;
  /** Mean of activity: rate / r0 − 1. */
  readonly meanActivity: number;
  /** Participation ratio of smoothed x, over the number of units. */
  readonly dimension: number;
  /** Distance of the two windows over √(2 N C_x): median over the branches, of what stayed plastic and of what was frozen. */
  readonly plastic: number;
  readonly frozen: number;
  /** Whether x drifts, so that freezing could stop it: some networks of this size come to rest by themselves, or go round a short cycle. */
  readonly moves: boolean;
  /** frozen / plastic: 1 where freezing changes nothing, near 0 where it stops the network; NaN where it does not move. */
  readonly index: number;
  /** Cosine of smoothed x at freezing and 100 later, mean. */
  readonly overlap: number;
}

/** What a system did for a while. */
interface Course {
  /** Smoothed x at every sample. */
  readonly x: readonly Float64Array[];
  readonly activity: readonly Float64Array[];
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

const meanOf = (rows: readonly Float64Array[]): Float64Array =>
  (rows[0] as Float64Array).map((_, i) => rows.reduce((sum, row) => sum + (row[i] as number), 0) / rows.length);

const distance = (a: Float64Array, b: Float64Array): number => Math.sqrt(a.reduce((sum, each, i) => sum + (each - (b[i] as number)) ** 2, 0));

const cosine = (a: Float64Array, b: Float64Array): number => {
  const product = (u: Float64Array, v: Float64Array): number => u.reduce((sum, each, i) => sum + each * (v[i] as number), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
};

/** Follows a system for a while; smoothed x goes on from where it was. */
export const follow = async (system: System, duration: number, from: Float64Array): Promise<Course> => {
  const share = 1 - Math.exp(-sample / smoothing);
  const [rows, activity]: [Float64Array[], Float64Array[]] = [[], []];
  let last = from;
  for (let s = 1; s <= Math.round(duration / sample); s++) {
    await system.run(sample);
    const x = await system.x();
    last = last.map((each, i) => each + share * ((x[i] as number) - each));
    rows.push(last);
    if (s % 5 === 0) activity.push(await system.activity());
  }
  return { x: rows, activity };
};

/** The two windows of a frozen branch alone: between them nobody looks. */
const still = async (system: System): Promise<readonly (readonly Float64Array[])[]> => {
  const windows: (readonly Float64Array[])[] = [];
  let now = 0;
  for (const start of starts) {
    await system.run(start - now);
    windows.push((await follow(system, window, await system.x())).x);
    now = start + window;
  }
  return windows;
};

const unitsOf = (rows: readonly Float64Array[]): Float64Array[] =>
  Array.from(rows[0] as Float64Array, (_, i) => Float64Array.from(rows, (row) => row[i] as number));

const squareOf = (rows: readonly Float64Array[]): number =>
  momentsOf(rows.map((row) => row.reduce((sum, each) => sum + each * each, 0) / row.length)).mean;

export interface Protocol {
  /** Time before anything is measured. */
  readonly settle: number;
  /** How many branches, one after the other. */
  readonly freezes: number;
  readonly progress?: (share: number) => void;
}

export const measure = async (system: System, { settle, freezes, progress }: Protocol): Promise<Measured> => {
  await system.run(settle);
  let last = await system.x();
  const [smoothed, activity]: [Float64Array[], Float64Array[]] = [[], []];
  const [plastic, frozen, overlaps]: [number[], number[], number[]] = [[], [], []];
  for (let freeze = 0; freeze < freezes; freeze++) {
    progress?.(freeze / freezes);
    const start = last;
    {
      await using branch = await system.fork();
      branch.freeze(true);
      const [first, second] = (await still(branch)) as [Float64Array[], Float64Array[]];
      frozen.push(distance(meanOf(first), meanOf(second)));
      overlaps.push(cosine(start, second.at(-1) as Float64Array));
    }
    const course = await follow(system, length, start);
    const [first, second] = starts.map((time) => meanOf(course.x.slice(time / sample, (time + window) / sample))) as [Float64Array, Float64Array];
    plastic.push(distance(first, second));
    smoothed.push(...course.x);
    activity.push(...course.activity);
    last = smoothed.at(-1) as Float64Array;
  }
  const units = unitsOf(smoothed);
  const correlation = autocorrelation(units, { centred: false });
  const cX = squareOf(smoothed);
  const unit = Math.sqrt(2 * system.n * cX);
  const moves = median(plastic) > resting * unit;
  return {
    ...{ cX, correlation, step: sample, halfWidth: halfWidth(autocorrelation(units), sample) },
    activity: squareOf(activity),
    meanActivity: momentsOf(activity.map((row) => row.reduce((sum, each) => sum + each, 0) / row.length)).mean,
    dimension: participationRatio(units) / system.n,
    plastic: median(plastic) / unit,
    frozen: median(frozen) / unit,
    moves,
    index: moves ? median(frozen) / median(plastic) : Number.NaN,
    overlap: momentsOf(overlaps).mean,
  };
};
