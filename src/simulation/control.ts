/** The few shared cells through which workers and the main thread agree, each on its own cache line. */

const line = 16;

export const cells = {
  /** How many workers have arrived at the barrier. */
  arrived: 0,
  /** Counts barriers passed. */
  generation: line,
  /** How many workers sleep at the barrier: nobody needs waking where this is 0. */
  sleepers: 2 * line,
  /** Whether the last worker to arrive saw a stop request: so all stop at the same epoch. */
  decision: 3 * line,
  /** Set by the main thread: stop at the next epoch. */
  stop: 4 * line,
  /** Set by whoever fails: everybody leaves at once. */
  abort: 5 * line,
  /** Blocks of spikes that the main thread is done with: what bounds the memory of a slow recorder. */
  taken: 6 * line,
} as const;

/** Places in the shared progress block. */
export const progress = { tick: 0, spikes: 1 } as const;

/** Memory that all workers of a simulation and its main thread share. */
export interface SharedBlocks {
  readonly control: SharedArrayBuffer;
  readonly progress: SharedArrayBuffer;
  readonly exchange: SharedArrayBuffer;
  readonly staging: SharedArrayBuffer;
}

export const controlBytes = 7 * line * Int32Array.BYTES_PER_ELEMENT;
export const progressBytes = 2 * Float64Array.BYTES_PER_ELEMENT;

/** Thrown by a worker that leaves because another one failed: never the error to report. */
export class Aborted extends Error {}

/** Tells every worker to leave, wherever it waits. */
export const abort = (control: Int32Array): void => {
  Atomics.store(control, cells.abort, 1);
  Atomics.notify(control, cells.generation);
  Atomics.notify(control, cells.taken);
};

export const throwIfAborted = (control: Int32Array): void => {
  if (Atomics.load(control, cells.abort) !== 0) throw new Aborted('Another worker failed.');
};
