/** Reading recordings back, also those of a run that was killed, or that is still going on. */
import { join } from 'node:path';
import { readColumns, recordingTypes } from './read-columns.ts';
import { type Receipt, readReceipt } from './receipt.ts';

/** Spikes in (time, global id) order, as columns. */
export interface RecordedSpikes {
  /** Index into `populations`. */
  readonly population: Uint16Array;
  readonly populations: readonly string[];
  /** Neuron within its population. */
  readonly neuron: Uint32Array;
  /** Whole ticks of 1 / perMs ms, and the remainder [ms]. */
  readonly epoch: Float64Array;
  readonly offset: Float64Array;
  readonly timeMs: Float64Array;
  /** Whether the file ends as a complete one does; else its last batch may be missing. */
  readonly complete: boolean;
}

/** A snapshot of a projection's weights, in (source, target) order. */
export interface RecordedWeights {
  readonly projection: string;
  readonly atMs: number;
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly w: Float64Array;
  /** [ms] */
  readonly delay: Float64Array;
}

/** What projections transmitted, bin by bin: a row per bin and projection, in order of time. */
export interface RecordedEnergy {
  /** End of the bin [ms]; the first begins where measuring began, each other where the one before ended. */
  readonly timeMs: Float64Array;
  /** Index into `projections`. */
  readonly projection: Uint16Array;
  readonly projections: readonly string[];
  /** Sizes of all amounts transmitted in the bin, in the unit of the target's input (mV, pA, nS). */
  readonly sum: Float64Array;
  /** The charge of these [pC]. */
  readonly pC: Float64Array;
  readonly complete: boolean;
}

/** Changes of synapses' states, in (time, variable, source, target, ordinal) order. */
export interface RecordedTransitions {
  readonly timeMs: Float64Array;
  /** Index into `variables`. */
  readonly variable: Uint16Array;
  /** `EE.spineSwitching.strong`. */
  readonly variables: readonly string[];
  /** Neurons within their populations; `ordinal` counts synapses between the same two. */
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly ordinal: Uint16Array;
  /** The new state, and the weight it begins with, in the unit of the target's input, with its sign. */
  readonly state: Float64Array;
  readonly w: Float64Array;
  readonly complete: boolean;
}

export interface RecordedRun {
  readonly receipt: Receipt;
  /** Null where no spikes were recorded. */
  readonly spikes: RecordedSpikes | null;
  /** Null where energy was not recorded. */
  readonly energy: RecordedEnergy | null;
  /** Null where states of synapses were not recorded. */
  readonly states: RecordedTransitions | null;
  /** Reads snapshots one at a time: they may be large. In order of time. */
  readonly weights: readonly { readonly projection: string; readonly atMs: number; readonly read: () => Promise<RecordedWeights> }[];
}

/**
 * Reads a run directory.
 * @throws ModelError if it holds no run, or recordings that are not ours
 */
export const readRun = async (directory: string): Promise<RecordedRun> => {
  const receipt = readReceipt(directory);
  const { spikes, weights, energy, states } = receipt.recordings;
  return {
    receipt,
    spikes: spikes ? await readSpikes(join(directory, spikes.file)) : null,
    energy: energy ? await readEnergy(join(directory, energy.file)) : null,
    states: states ? await readTransitions(join(directory, states.file)) : null,
    weights: weights.map(({ file, projection, atMs }) => ({
      projection,
      atMs,
      read: async () => ({ projection, atMs, ...(await readColumns(join(directory, file), recordingTypes.weights)).columns }),
    })),
  };
};

/** Reads `spikes.arrow` as far as its batches are whole. */
export const readSpikes = async (path: string): Promise<RecordedSpikes> => {
  const { columns, names, complete } = await readColumns(path, recordingTypes.spikes);
  return { ...columns, populations: names, complete };
};

const readEnergy = async (path: string): Promise<RecordedEnergy> => {
  const { columns, names, complete } = await readColumns(path, recordingTypes.energy);
  return { ...columns, projections: names, complete };
};

const readTransitions = async (path: string): Promise<RecordedTransitions> => {
  const { columns, names, complete } = await readColumns(path, recordingTypes.states);
  return { ...columns, variables: names, complete };
};
