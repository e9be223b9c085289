import type { Barrier } from './barrier.ts';

/** Any column of state. */
export type Column = Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array | BigInt64Array;

export const columnTypes = { Float64Array, Float32Array, Uint32Array, Int32Array, Uint16Array, Uint8Array, BigInt64Array } as const;
export type ColumnType = keyof typeof columnTypes;

/** A column over part of a buffer, shared or not. */
export const columnOver = (type: ColumnType, buffer: ArrayBufferLike, byteOffset = 0, length?: number): Column =>
  new (columnTypes[type] as new (buffer: ArrayBufferLike, byteOffset: number, length?: number) => Column)(buffer, byteOffset, length);

export const typeOf = (column: Column): ColumnType => column.constructor.name as ColumnType;
export const bytesPer = (type: ColumnType): number => columnTypes[type].BYTES_PER_ELEMENT;

/** Bytes gathered at a time: large enough for a disk, small enough to stay in cache. */
const windowBytes = 2 ** 21;
/** Rows whose lengths workers tell each other at a time. */
const rowsAtOnce = 2 ** 14;

/** Size of the shared block for windows and row tables of `count` workers. */
export const stagingBytes = (count: number): number => 2 * windowBytes + 2 * count * (rowsAtOnce + 1) * Uint32Array.BYTES_PER_ELEMENT;

/** One stretch of own synapses, `length` from `own` on, at place `at` of the present window. */
type Stretch = (own: number, at: number, length: number) => void;

interface Walk {
  readonly begin: (length: number) => void;
  readonly stretch: Stretch;
  readonly end: (length: number) => void;
}

/**
 * Copies between the columns of all workers and one canonical order that does not depend on how the network is split: row by row, and within a row worker
 * by worker, which is by target. All workers call the same methods in the same order. Nothing is ever held whole: a column passes in windows.
 *
 * Windows and row tables have two halves used in turn, so one barrier per use is enough (see Exchange).
 */
export class Lockstep {
  readonly index: number;
  readonly count: number;
  readonly #barrier: Barrier;
  readonly #buffer: SharedArrayBuffer;
  readonly #tables: readonly (readonly Uint32Array[])[];
  #window = 0;
  #table = 0;

  constructor(buffer: SharedArrayBuffer, index: number, barrier: Barrier) {
    this.index = index;
    this.count = barrier.count;
    this.#barrier = barrier;
    this.#buffer = buffer;
    const table = (half: number, worker: number) =>
      new Uint32Array(buffer, 2 * windowBytes + 4 * (rowsAtOnce + 1) * (half * this.count + worker), rowsAtOnce + 1);
    this.#tables = [0, 1].map((half) => Array.from({ length: this.count }, (_, worker) => table(half, worker)));
  }

  /**
   * Gathers columns with one element per synapse.
   * @param rowStart - own row r is [rowStart[r], rowStart[r + 1])
   * @param fields - own columns, all of the same length
   * @param take - given every window in canonical order, as one view per field, valid during the call; only on worker 0
   */
  gather(rowStart: Uint32Array, fields: readonly Column[], take: (views: readonly Column[]) => void): void {
    const width = fields.reduce((sum, field) => sum + field.BYTES_PER_ELEMENT, 0);
    const capacity = 8 * Math.floor(windowBytes / (8 * width));
    let views: readonly Column[] = [];
    this.#walk(rowStart, capacity, {
      begin: (length) => {
        views = this.#viewsOf(fields, capacity, length);
      },
      stretch: (own, at, length) => {
        for (let f = 0; f < fields.length; f++) copy(fields[f] as Column, own, views[f] as Column, at, length);
      },
      end: () => {
        this.#barrier.meet();
        if (this.index === 0) take(views);
      },
    });
  }

  /** The reverse: `read` is asked for every window in canonical order, on every worker, and own elements are copied from it. */
  scatter(rowStart: Uint32Array, column: Column, read: (length: number) => Column): void {
    const capacity = 8 * Math.floor(windowBytes / (8 * column.BYTES_PER_ELEMENT));
    let view: Column;
    this.#walk(rowStart, capacity, {
      begin: (length) => {
        view = read(length);
      },
      stretch: (own, at, length) => copy(view, at, column, own, length),
      end: () => {},
    });
  }

  /** How many synapses of each row lie with the workers before this one. */
  before(rowStart: Uint32Array): Uint32Array {
    const rows = rowStart.length - 1;
    const lower = new Uint32Array(rows);
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const block = Math.min(rowsAtOnce, rows - first);
      const { before } = this.#publish(rowStart, first, block);
      for (let row = 0; row < block; row++) lower[first + row] = before(row);
    }
    return lower;
  }

  /** Total over workers of a count below 2³². */
  total(own: number): number {
    const { starts } = this.#publish(Uint32Array.of(0, own), 0, 1);
    return starts(1);
  }

  meet(): void {
    this.#barrier.meet();
  }

  #viewsOf(fields: readonly Column[], capacity: number, length: number): readonly Column[] {
    const half = this.#window++ & 1;
    let offset = half * windowBytes;
    return fields.map((field) => {
      const view = columnOver(typeOf(field), this.#buffer, offset, length);
      offset += capacity * field.BYTES_PER_ELEMENT;
      return view;
    });
  }

  #walk(ownStart: Uint32Array, capacity: number, { begin, stretch, end }: Walk): void {
    // Alone, the own order is the canonical one: one long row.
    const rowStart = this.count === 1 ? Uint32Array.of(0, ownStart[ownStart.length - 1] as number) : ownStart;
    const rows = rowStart.length - 1;
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const block = Math.min(rowsAtOnce, rows - first);
      const { starts, before } = this.#publish(rowStart, first, block);
      const last = starts(block);
      let row = 0;
      for (let from = starts(0); from < last; from += capacity) {
        const to = Math.min(from + capacity, last);
        begin(to - from);
        for (; row < block; row++) {
          const own = rowStart[first + row] as number;
          const length = (rowStart[first + row + 1] as number) - own;
          const at = starts(row) + before(row);
          const low = Math.max(at, from);
          const high = Math.min(at + length, to);
          if (low < high) stretch(own + low - at, low - from, high - low);
          // A row that goes on beyond this window is looked at again in the next.
          if (starts(row + 1) > to) break;
        }
        end(to - from);
      }
    }
  }

  /** Tells all workers where own rows `first` to `first + block` start, and learns theirs. */
  #publish(rowStart: Uint32Array, first: number, block: number) {
    const tables = this.#tables[this.#table++ & 1] as readonly Uint32Array[];
    (tables[this.index] as Uint32Array).set(rowStart.subarray(first, first + block + 1));
    this.#barrier.meet();
    const { index } = this;
    /** Where a row starts in the canonical order: after all earlier rows of all workers. */
    const starts = (row: number): number => {
      let sum = 0;
      for (let worker = 0; worker < tables.length; worker++) sum += (tables[worker] as Uint32Array)[row] as number;
      return sum;
    };
    /** How much of a row belongs to the workers before this one. */
    const before = (row: number): number => {
      let sum = 0;
      for (let worker = 0; worker < index; worker++) {
        const table = tables[worker] as Uint32Array;
        sum += (table[row + 1] as number) - (table[row] as number);
      }
      return sum;
    };
    return { starts, before };
  }
}

/** Copies `length` elements between columns of the same type; short stretches, which sparse networks have by the million, without making views. */
const copy = (from: Column, start: number, to: Column, at: number, length: number): void => {
  if (length > 24) (to as Float64Array).set((from as Float64Array).subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[start + i] as number & bigint;
};
