/** What an experiment is: a paper's question asked of the simulator, its numbers beside the expected ones, and its figures. */

/** How sure the expected number is: shown by others, computed by ourselves in another way, or unknown (then it is reported, never demanded). */
export type Status = 'established' | 'verified' | 'open';

/** One number that an experiment gives. */
export interface Row {
  /** What it is, with its unit: 'E rate, settled (Hz)'. */
  readonly quantity: string;
  readonly measured: number;
  /** The number aimed at, or the limit of a one-sided expectation; null where nothing is known. */
  readonly expected: number | null;
  /** Largest distance from `expected` that agrees; null where the expectation is one-sided or unknown. */
  readonly tolerance: number | null;
  readonly comparison: 'near' | 'above' | 'below' | 'none';
  readonly status: Status;
  /** Whether it came out as expected; true where nothing is. */
  readonly ok: boolean;
}

export interface Settings {
  /** What all randomness follows from. */
  readonly seed: string;
  /** The short form: fewer seeds, shorter runs. */
  readonly quick: boolean;
  readonly workers: number;
  /** Directory of the figures, and of whatever a long experiment keeps to go on from. */
  readonly out: string;
  /** Says what is going on: one short line at a time, `share` of the whole done where that is known. */
  readonly progress: (doing: string, share?: number) => void;
}

export interface Findings {
  readonly rows: readonly Row[];
  /** SVG text by file name. */
  readonly figures: ReadonlyMap<string, string>;
}

export interface Experiment {
  readonly name: string;
  /** What is asked, in a sentence. */
  readonly doc: string;
  /** Whose numbers and methods these are, with DOIs. */
  readonly cite: readonly string[];
  run(settings: Settings): Promise<Findings>;
}

/** Expected to be `expected` to within `tolerance`, both in the unit of the quantity. */
export const near = (quantity: string, measured: number, expected: number, tolerance: number, status: Status): Row => ({
  quantity,
  measured,
  expected,
  tolerance,
  comparison: 'near',
  status,
  ok: Math.abs(measured - expected) <= tolerance,
});

/** Expected inside [from, to]. */
export const within = (quantity: string, measured: number, from: number, to: number, status: Status): Row =>
  near(quantity, measured, (from + to) / 2, (to - from) / 2, status);

/** Expected above a limit. */
export const above = (quantity: string, measured: number, limit: number, status: Status): Row => ({
  quantity,
  measured,
  expected: limit,
  tolerance: null,
  comparison: 'above',
  status,
  ok: measured > limit,
});

/** Expected below a limit. */
export const below = (quantity: string, measured: number, limit: number, status: Status): Row => ({
  quantity,
  measured,
  expected: limit,
  tolerance: null,
  comparison: 'below',
  status,
  ok: measured < limit,
});

/** Of which nothing is known: reported as it came out. */
export const reported = (quantity: string, measured: number): Row => ({
  quantity,
  measured,
  expected: null,
  tolerance: null,
  comparison: 'none',
  status: 'open',
  ok: true,
});
