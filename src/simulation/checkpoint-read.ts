import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Spikes, StateColumn } from '../engines/engine.ts';
import { ModelError } from '../errors.ts';
import { type ColumnEntry, checkIdentity, damagedColumn, magic, type Snapshot, truncated } from './checkpoint.ts';
import { bytesPer, type Column, columnOver, typeOf } from './lockstep.ts';
import { restoreRows, rowNames } from './rewire.ts';
import { isShared, rowStartOf, storedColumns, type WorkerState } from './worker-state.ts';

/** Where columns come from, in the order of the manifest. */
interface Source {
  /** Starts a column; the function returned reads its next `length` elements, as a view valid until the next read. */
  open(entry: ColumnEntry): (length: number) => Column;
  /** Called when a column has been read to its end. */
  check(): void;
  close(): void;
}

/**
 * Puts a fresh engine into the state of a checkpoint, on any number of workers; every worker calls this.
 * @throws ModelError if the bytes are not those written, or the columns not those of this network
 */
export const restoreCheckpoint = (state: WorkerState, snapshot: Snapshot): void => {
  const { engine, lockstep, log, plan, silenced, frozen, heldFactors, touched } = state;
  const { body } = snapshot;
  checkIdentity(snapshot, { ...body.facts.identity, seed: plan.seed, clock: plan.clock, perMs: plan.perMs });
  for (const name of body.touched) touched.add(name);
  // Freezing homeostasis brings it up to now, so it comes before the columns are read.
  for (const population of body.heldFactors ?? []) heldFactors.add(plan.populations[population]?.index as number);
  for (const population of heldFactors) engine.freezeHomeostasis(population, true);
  let columns = columnsByName(state);
  const rows = rowNames(state);
  checkColumns(body.columns, columns, [...extra, ...rows]);
  const source = typeof snapshot.from === 'string' ? new FileSource(snapshot.from, lockstep.index === 0) : new MemorySource(snapshot.from);
  const own = new Map<string, Column>();
  try {
    for (const entry of body.columns) {
      const read = source.open(entry);
      const column = columns.get(entry.name);
      if (column) readColumn(state, column, entry, read);
      else own.set(entry.name, read(entry.length).slice());
      source.check();
      if (entry.name !== rows.at(-1)) continue;
      restoreRows(state, own);
      columns = columnsByName(state);
    }
  } finally {
    source.close();
  }
  // Nobody goes on before worker 0 has found all checksums right.
  lockstep.meet();
  state.now = body.tick;
  engine.restored(body.tick);
  const recent = { ids: own.get('recent.ids'), ticks: own.get('recent.ticks'), fracs: own.get('recent.fracs') } as Spikes;
  engine.requeue(recent);
  log.restore(recent);
  for (const population of body.silenced) silenced.add(plan.populations[population]?.index as number);
  for (const projection of body.frozen) frozen.add(plan.projections[projection]?.index as number);
  for (const population of silenced) engine.silence(population, true);
  for (const projection of frozen) engine.freeze(projection, true);
};

const columnsByName = (state: WorkerState): ReadonlyMap<string, StateColumn> => new Map(storedColumns(state).map((column) => [column.name, column]));

const readColumn = (state: WorkerState, column: StateColumn, entry: ColumnEntry, read: (length: number) => Column): void => {
  const { lockstep } = state;
  const expected = isShared(column) ? column.data.length : lockstep.total(column.data.length);
  if (expected !== entry.length) {
    throw new ModelError('checkpointNetwork', `The checkpoint's column '${entry.name}' has ${entry.length} values, this network's has ${expected}.`, {
      column: entry.name,
    });
  }
  if (isShared(column)) (column.data as Float64Array).set(read(entry.length) as Float64Array);
  else lockstep.scatter(rowStartOf(state, column), column.data, read);
};

/** Columns that the manifest has beside those of the engine. */
const extra = ['recent.ids', 'recent.ticks', 'recent.fracs', 'digest.pending'];

const checkColumns = (entries: readonly ColumnEntry[], columns: ReadonlyMap<string, StateColumn>, besides: readonly string[]): void => {
  const stored = new Map(entries.map((entry) => [entry.name, entry.type]));
  const missing = [
    ...[...columns.values()].filter(({ name, data }) => stored.get(name) !== typeOf(data)).map(({ name }) => name),
    ...besides.filter((name) => !stored.has(name)),
  ];
  const unknown = entries.filter(({ name }) => !columns.has(name) && !besides.includes(name)).map(({ name }) => name);
  if (missing.length === 0 && unknown.length === 0) return;
  throw new ModelError(
    'checkpointColumns',
    `The checkpoint does not fit this engine: ${[...missing.map((name) => `'${name}' is missing`), ...unknown.map((name) => `'${name}' is unknown`)].join(', ')}. Resume it with the engine and the Spikeloom that wrote it.`,
    { missing, unknown },
  );
};

class MemorySource implements Source {
  readonly #columns: Readonly<Record<string, SharedArrayBuffer>>;

  constructor(columns: Readonly<Record<string, SharedArrayBuffer>>) {
    this.#columns = columns;
  }

  open({ name, type }: ColumnEntry): (length: number) => Column {
    const column = columnOver(type, this.#columns[name] as SharedArrayBuffer);
    let at = 0;
    return (length) => {
      at += length;
      return column.subarray(at - length, at);
    };
  }

  check(): void {}
  close(): void {}
}

class FileSource implements Source {
  readonly #path: string;
  readonly #file: number;
  readonly #verify: boolean;
  #position = magic.length;
  #finish: () => void = () => {};

  /** @param verify - whether to check checksums: one worker is enough */
  constructor(directory: string, verify: boolean) {
    this.#path = join(directory, 'state.bin');
    this.#verify = verify;
    this.#file = openSync(this.#path, 'r');
    const head = new Uint8Array(magic.length);
    readSync(this.#file, head, 0, head.length, 0);
    if (!head.every((byte, i) => byte === magic[i])) throw damagedColumn(this.#path, 'magic');
  }

  open({ name, type, sha256 }: ColumnEntry): (length: number) => Column {
    const hash = createHash('sha256');
    this.#finish = () => {
      if (this.#verify && hash.digest('hex') !== sha256) throw damagedColumn(this.#path, name);
    };
    let buffer = new ArrayBuffer(0);
    return (length) => {
      const bytes = length * bytesPer(type);
      if (buffer.byteLength < bytes) buffer = new ArrayBuffer(bytes);
      const view = new Uint8Array(buffer, 0, bytes);
      this.#fill(view);
      if (this.#verify) hash.update(view);
      return columnOver(type, buffer, 0, length);
    };
  }

  check(): void {
    this.#finish();
  }

  close(): void {
    closeSync(this.#file);
  }

  #fill(view: Uint8Array): void {
    for (let done = 0; done < view.length; ) {
      const count = readSync(this.#file, view, done, view.length - done, this.#position);
      if (count === 0) throw truncated(this.#path, this.#position + view.length - done, this.#position);
      done += count;
      this.#position += count;
    }
  }
}
