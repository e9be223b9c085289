/** Columns of a recording, as far as its batches are whole: all together, or batch by batch. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type * as Arrow from 'apache-arrow';
import { ModelError } from '../errors.ts';
import { loadArrow, messageAt } from './arrow-stream.ts';

type Values = Float64Array | Uint32Array | Uint16Array;

interface Type<V extends Values = Values> {
  new (length: number): V;
}

type Types = Readonly<Record<string, Type>>;

export type ColumnsOf<T extends Types> = { readonly [K in keyof T]: T[K] extends Type<infer V> ? V : never };

/** Columns of the recordings of a run. */
export const recordingTypes = {
  spikes: { population: Uint16Array, neuron: Uint32Array, epoch: Float64Array, offset: Float64Array, timeMs: Float64Array },
  energy: { timeMs: Float64Array, projection: Uint16Array, sum: Float64Array, pC: Float64Array },
  states: {
    ...{ timeMs: Float64Array, variable: Uint16Array },
    ...{ source: Uint32Array, target: Uint32Array, ordinal: Uint16Array },
    ...{ state: Float64Array, w: Float64Array },
  },
  weights: { source: Uint32Array, target: Uint32Array, w: Float64Array, delay: Float64Array },
} as const satisfies Readonly<Record<string, Types>>;

export interface Recording<T extends Types> {
  /** The dictionary of its column of names; empty where it has none. */
  readonly names: readonly string[];
  /** Whether it ends as a complete one does; else its last batch may be missing. */
  readonly complete: boolean;
  readonly batches: number;
  /** Reads one batch. */
  batch(index: number): ColumnsOf<T>;
  close(): void;
}

/** Opens a recording. @throws ModelError if it cannot be read, or is not ours */
export const openRecording = async <T extends Types>(path: string, types: T): Promise<Recording<T>> => {
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
    const batch = (index: number): ColumnsOf<T> => {
      const { start, end } = batches[index] as (typeof batches)[number];
      const table = arrow.tableFromIPC([head, read(start, end - start)]);
      return Object.fromEntries(Object.entries(types).map(([name, Type]) => [name, columnOf(path, table, name, Type)])) as ColumnsOf<T>;
    };
    return { names: namesOf(arrow, head), complete, batches: batches.length, batch, close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
};

export interface Columns<T extends Types> {
  readonly columns: ColumnsOf<T>;
  readonly names: readonly string[];
  readonly complete: boolean;
}

/** Reads whole columns. @throws ModelError as `openRecording` */
export const readColumns = async <T extends Types>(path: string, types: T): Promise<Columns<T>> => {
  const recording = await openRecording(path, types);
  try {
    const parts = Array.from({ length: recording.batches }, (_, index) => recording.batch(index));
    const joined = Object.entries(types).map(([name, Type]) => [
      name,
      join(
        Type,
        parts.map((part) => part[name] as Values),
      ),
    ]);
    return { columns: Object.fromEntries(joined) as ColumnsOf<T>, names: recording.names, complete: recording.complete };
  } finally {
    recording.close();
  }
};

const join = (Type: Type, parts: readonly Values[]): Values => {
  const whole = new Type(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    (whole as Float64Array).set(part as Float64Array, at);
    at += part.length;
  }
  return whole;
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

const columnOf = (path: string, table: Arrow.Table, name: string, Type: Type): Values => {
  const child = table.getChild(name);
  if (!child)
    throw new ModelError('recordingDamaged', `${path} has no column '${name}': it is not a recording of Spikeloom.`, { path, column: name });
  return join(
    Type,
    child.data.map(({ values, length }) => (values as Float64Array).subarray(0, length)),
  );
};

/** The dictionary of the column of names, if there is one: read on the way to a first batch, which a header has not. */
const namesOf = (arrow: typeof Arrow, head: Uint8Array): readonly string[] => {
  const reader = arrow.RecordBatchReader.from(head).open();
  reader.next();
  const [dictionary] = reader.dictionaries.values();
  return dictionary ? [...dictionary].map(String) : [];
};
