import { createHash, type Hash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CheckpointBody, type ColumnEntry, type Facts, magic, manifestText, type Snapshot } from './checkpoint.ts';
import { cannotWrite, makeDirectory } from './files.ts';
import { bytesPer, type Column, type ColumnType, columnOver, typeOf } from './lockstep.ts';
import { storedRows } from './rewire.ts';
import { isShared, rowStartOf, storedColumns, type WorkerState } from './worker-state.ts';

/** Where columns go, one after the other, in windows. */
interface Sink {
  begin(name: string, type: ColumnType, length: number): void;
  write(window: Column): void;
  end(): void;
  finish(body: Omit<CheckpointBody, 'columns'>): Snapshot;
  /** Removes what was written, after a failure. */
  discard(): void;
}

/**
 * Writes a checkpoint of the present state; every worker calls this, worker 0 writes.
 * @param target - the directory to make, or null to gather into shared memory
 * @param pending - spikes' bytes of the second under way, for the digest
 * @returns the checkpoint, on worker 0
 * @throws ModelError `cannotWrite`; whatever stood at `target` before is then still there
 */
export const writeCheckpoint = (state: WorkerState, target: string | null, facts: Facts, pending: Uint8Array): Snapshot | null => {
  const { engine, lockstep, log, now, plan } = state;
  engine.flush();
  const sink = lockstep.index > 0 ? null : target === null ? new MemorySink() : new FileSink(target);
  try {
    writeColumns(state, sink);
    if (sink === null) return null;
    const { ids, ticks, fracs } = log.recent(now);
    const own = { 'recent.ids': ids, 'recent.ticks': ticks, 'recent.fracs': fracs, 'digest.pending': pending };
    for (const [name, column] of Object.entries(own)) writeWhole(sink, name, column);
    const { silenced, frozen, heldFactors, touched } = state;
    const marked = {
      silenced: [...silenced],
      frozen: [...frozen],
      ...(heldFactors.size > 0 ? { heldFactors: [...heldFactors] } : {}),
      touched: [...touched],
    };
    return sink.finish({ facts, tick: now, timeMs: now / plan.perMs, ...marked });
  } catch (error) {
    sink?.discard();
    throw error;
  }
};

const writeColumns = (state: WorkerState, sink: Sink | null): void => {
  for (const { rowStart, columns } of storedRows(state)) for (const { name, data } of columns) writeDivided(state, sink, name, rowStart, data);
  for (const column of storedColumns(state)) {
    if (isShared(column)) {
      if (sink) writeWhole(sink, column.name, column.data);
      continue;
    }
    writeDivided(state, sink, column.name, rowStartOf(state, column), column.data);
  }
};

/** A column of which every worker has its part. */
const writeDivided = ({ lockstep }: WorkerState, sink: Sink | null, name: string, rowStart: Uint32Array, own: Column): void => {
  const length = lockstep.total(own.length);
  sink?.begin(name, typeOf(own), length);
  lockstep.gather(rowStart, [own], ([window]) => sink?.write(window as Column));
  sink?.end();
};

const writeWhole = (sink: Sink, name: string, column: Column): void => {
  sink.begin(name, typeOf(column), column.length);
  sink.write(column);
  sink.end();
};

class MemorySink implements Sink {
  readonly #columns: Record<string, SharedArrayBuffer> = {};
  readonly #entries: ColumnEntry[] = [];
  #column: Column = new Uint8Array(0);
  #filled = 0;

  begin(name: string, type: ColumnType, length: number): void {
    const buffer = new SharedArrayBuffer(length * bytesPer(type));
    this.#columns[name] = buffer;
    this.#entries.push({ name, type, length, sha256: null });
    this.#column = columnOver(type, buffer);
    this.#filled = 0;
  }

  write(window: Column): void {
    (this.#column as Float64Array).set(window as Float64Array, this.#filled);
    this.#filled += window.length;
  }

  end(): void {}

  finish(body: Omit<CheckpointBody, 'columns'>): Snapshot {
    return { body: { ...body, columns: this.#entries }, from: this.#columns };
  }

  discard(): void {}
}

class FileSink implements Sink {
  readonly #target: string;
  readonly #temporary: string;
  readonly #file: number;
  readonly #entries: ColumnEntry[] = [];
  #entry = { name: '', type: 'Uint8Array' as ColumnType, length: 0 };
  #hash: Hash = createHash('sha256');

  constructor(target: string) {
    this.#target = target;
    this.#temporary = `${target}.partial`;
    makeDirectory(dirname(target));
    this.#file = cannotWrite(target, () => {
      rmSync(this.#temporary, { recursive: true, force: true });
      mkdirSync(this.#temporary);
      return openSync(join(this.#temporary, 'state.bin'), 'w');
    });
    this.#writeAll(magic);
  }

  begin(name: string, type: ColumnType, length: number): void {
    this.#entry = { name, type, length };
    this.#hash = createHash('sha256');
  }

  write(window: Column): void {
    const bytes = new Uint8Array(window.buffer, window.byteOffset, window.byteLength);
    this.#hash.update(bytes);
    this.#writeAll(bytes);
  }

  end(): void {
    this.#entries.push({ ...this.#entry, sha256: this.#hash.digest('hex') });
  }

  /** Only now, with everything on the disk, does the checkpoint get its name. */
  finish(facts: Omit<CheckpointBody, 'columns'>): Snapshot {
    const body = { ...facts, columns: this.#entries };
    cannotWrite(this.#target, () => {
      fsyncSync(this.#file);
      closeSync(this.#file);
      writeFileSync(join(this.#temporary, 'manifest.json'), manifestText(body), { flush: true });
      const replaced = `${this.#target}.replaced`;
      rmSync(replaced, { recursive: true, force: true });
      if (existsSync(this.#target)) renameSync(this.#target, replaced);
      renameSync(this.#temporary, this.#target);
      rmSync(replaced, { recursive: true, force: true });
    });
    return { body, from: this.#target };
  }

  discard(): void {
    rmSync(this.#temporary, { recursive: true, force: true });
  }

  #writeAll(bytes: Uint8Array): void {
    cannotWrite(this.#target, () => {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    });
  }
}
