/** Reading recordings back, also those of a run that was killed, or that is still going on. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type * as Arrow from 'apache-arrow';
import { ModelError } from '../errors.ts';
import { loadArrow, messageAt } from './arrow-stream.ts';
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

type Values = Float64Array | Uint32Array | Uint16Array;

interface Columns {
  readonly columns: Readonly<Record<string, Values>>;
  readonly names: readonly string[];
  readonly complete: boolean;
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
      read: async () => {
        const { columns } = await readColumns(join(directory, file), {
          source: Uint32Array,
          target: Uint32Array,
          w: Float64Array,
          delay: Float64Array,
        });
        return { projection, atMs, ...columns } as unknown as RecordedWeights;
      },
    })),
  };
};

/** Reads `spikes.arrow` as far as its batches are whole. */
export const readSpikes = async (path: string): Promise<RecordedSpikes> => {
  const types = { population: Uint16Array, neuron: Uint32Array, epoch: Float64Array, offset: Float64Array, timeMs: Float64Array };
  const { columns, names, complete } = await readColumns(path, types);
  return { ...(columns as unknown as Omit<RecordedSpikes, 'populations' | 'complete'>), populations: names, complete };
};

const readEnergy = async (path: string): Promise<RecordedEnergy> => {
  const types = { timeMs: Float64Array, projection: Uint16Array, sum: Float64Array, pC: Float64Array };
  const { columns, names, complete } = await readColumns(path, types);
  return { ...(columns as unknown as Omit<RecordedEnergy, 'projections' | 'complete'>), projections: names, complete };
};

const readTransitions = async (path: string): Promise<RecordedTransitions> => {
  const synapse = { source: Uint32Array, target: Uint32Array, ordinal: Uint16Array };
  const { columns, names, complete } = await readColumns(path, {
    ...{ timeMs: Float64Array, variable: Uint16Array },
    ...synapse,
    ...{ state: Float64Array, w: Float64Array },
  });
  return { ...(columns as unknown as Omit<RecordedTransitions, 'variables' | 'complete'>), variables: names, complete };
};

type Types = Readonly<Record<string, { new (length: number): Values }>>;

/** Reads columns batch by batch, so that no more than one batch is ever held twice. */
const readColumns = async (path: string, types: Types): Promise<Columns> => {
  const arrow = await loadArrow();
  const file = openFile(path);
  try {
    const read = (at: number, length: number): Uint8Array => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, at));
    };
    const { header, batches, complete } = scan(arrow, fstatSync(file).size, read);
    if (header === 0) throw new ModelError('recordingDamaged', `${path} is not an Arrow stream, or is cut within its schema.`, { path });
    const head = read(0, header);
    const parts = batches.map(({ start, end }) => arrow.tableFromIPC([head, read(start, end - start)]));
    const rows = parts.reduce((sum, { numRows }) => sum + numRows, 0);
    const columns: Record<string, Values> = {};
    for (const [name, Type] of Object.entries(types)) columns[name] = gather(path, parts, name, new Type(rows));
    return { columns, names: namesOf(arrow, head), complete };
  } finally {
    closeSync(file);
  }
};

const openFile = (path: string): number => {
  try {
    return openSync(path, 'r');
  } catch {
    throw new ModelError('recordingMissing', `Cannot read ${path}: the recording is missing, or may not be read.`, { path });
  }
};

/** Finds the messages of a stream: where its header ends, and its whole batches. */
const scan = (arrow: typeof Arrow, size: number, read: (at: number, length: number) => Uint8Array) => {
  const batches: { readonly start: number; readonly end: number }[] = [];
  let header = 0;
  for (let at = 0; ; ) {
    const message = messageAt(arrow, at, size, read);
    if (message === null || message.kind === 'end') return { header, batches, complete: message !== null };
    if (message.kind === 'batch') batches.push(message);
    else if (batches.length === 0) header = message.end;
    at = message.end;
  }
};

const gather = (path: string, parts: readonly Arrow.Table[], name: string, column: Values): Values => {
  let at = 0;
  for (const part of parts) {
    const child = part.getChild(name);
    if (!child)
      throw new ModelError('recordingDamaged', `${path} has no column '${name}': it is not a recording of Spikeloom.`, { path, column: name });
    for (const { values, length } of child.data) {
      (column as Float64Array).set((values as Float64Array).subarray(0, length), at);
      at += length;
    }
  }
  return column;
};

/** The dictionary of the population column, if there is one: read on the way to a first batch, which a header has not. */
const namesOf = (arrow: typeof Arrow, head: Uint8Array): readonly string[] => {
  const reader = arrow.RecordBatchReader.from(head).open();
  reader.next();
  const [dictionary] = reader.dictionaries.values();
  return dictionary ? [...dictionary].map(String) : [];
};
