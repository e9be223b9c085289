import type { ColumnsOf, Recording } from '../simulation/read-columns.ts';

type Values = Float64Array | Uint32Array | Uint16Array;
type Types = Readonly<Record<string, { new (length: number): Values }>>;

/** A recording in order of time, read batch by batch: no more than one batch is held. */
export class Tape<T extends Types> {
  readonly #recording: Recording<T>;
  readonly #types: T;
  #batch = 0;
  #columns: ColumnsOf<T> | null = null;
  #row = 0;

  /** @param types - its columns, `timeMs` [ms] among them */
  constructor(recording: Recording<T>, types: T) {
    this.#recording = recording;
    this.#types = types;
  }

  get names(): readonly string[] {
    return this.#recording.names;
  }

  /** Rows from where it stands up to and including time `until` [ms]. */
  upTo(until: number): ColumnsOf<T> {
    const pieces: ColumnsOf<T>[] = [];
    for (let columns = this.#current(); columns !== null; columns = this.#current()) {
      const times = (columns as unknown as { timeMs: Float64Array }).timeMs;
      const end = after(times, this.#row, until);
      if (end > this.#row) pieces.push(slice(columns, this.#row, end));
      this.#row = end;
      if (end < times.length) break;
    }
    return join(this.#types, pieces);
  }

  /** Whether there is nothing left. */
  get done(): boolean {
    return this.#current() === null;
  }

  close(): void {
    this.#recording.close();
  }

  #current(): ColumnsOf<T> | null {
    const length = (this.#columns as { timeMs?: Float64Array } | null)?.timeMs?.length ?? 0;
    if (this.#columns !== null && this.#row < length) return this.#columns;
    this.#columns = this.#batch < this.#recording.batches ? this.#recording.batch(this.#batch++) : null;
    this.#row = 0;
    return this.#columns;
  }
}

/** The first row from `from` on that lies after a time. */
const after = (times: Float64Array, from: number, until: number): number => {
  let [low, high] = [from, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= until) low = middle + 1;
    else high = middle;
  }
  return low;
};

const slice = <T extends Types>(columns: ColumnsOf<T>, from: number, to: number): ColumnsOf<T> =>
  Object.fromEntries(
    Object.entries(columns as Record<string, Float64Array>).map(([name, column]) => [name, column.subarray(from, to)]),
  ) as ColumnsOf<T>;

const join = <T extends Types>(types: T, pieces: readonly ColumnsOf<T>[]): ColumnsOf<T> => {
  if (pieces.length === 1) return pieces[0] as ColumnsOf<T>;
  const whole = Object.entries(types).map(([name, Type]) => {
    const parts = pieces.map((piece) => (piece as Record<string, Float64Array>)[name] as Float64Array);
    const column = new Type(parts.reduce((sum, { length }) => sum + length, 0)) as Float64Array;
    let at = 0;
    for (const part of parts) {
      column.set(part, at);
      at += part.length;
    }
    return [name, column];
  });
  return Object.fromEntries(whole) as ColumnsOf<T>;
};
