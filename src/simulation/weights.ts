import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { InternalError } from '../errors.ts';
import { uniforms } from '../random.ts';
import { streamEncoder } from './arrow-stream.ts';
import { cannotWrite } from './files.ts';
import { bytesPer, type Column, columnOver } from './lockstep.ts';
import { synapsesBySource, type Weights } from './synapses.ts';
import { columnsOf, type WorkerState } from './worker-state.ts';

/** Every synapse of a projection in (source, target, ordinal) order. */
export interface WeightTable {
  readonly projection: string;
  /** Neurons within their populations. */
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  /** In the unit of the target's input, with its sign. */
  readonly w: Float64Array;
  /** Axonal delay [ms]. */
  readonly delay: Float64Array;
}

/** The weights as the engine has them, in row order. */
export const weightsOf = (state: WorkerState, index: number): Weights => {
  const { name, commonWeight, sign } = state.plan.projections[index] as WorkerState['plan']['projections'][number];
  const column = columnsOf(state).find((candidate) => candidate.name === `${name}.w`);
  if (column && commonWeight === null) return column.data as Float64Array | Float32Array;
  // `0 −` keeps −0 away.
  if (column) return sign < 0 ? 0 - (column.data[0] as number) : (column.data[0] as number);
  if (commonWeight !== null) return commonWeight;
  throw new InternalError(`The engine shows no weights of projection '${name}'.`);
};

/**
 * SHA-256 of a projection's weights as stored (little-endian, in its precision), in (source, target, ordinal) order. Of a weight common to all: of that one number.
 * Every worker calls this; worker 0 has the answer.
 */
export const weightDigest = (state: WorkerState, index: number): string => {
  state.engine.flush();
  const weights = weightsOf(state, index);
  const hash = createHash('sha256');
  if (typeof weights === 'number') hash.update(new Uint8Array(Float64Array.of(weights).buffer));
  else {
    const { starts, w } = synapsesBySource(state, index, weights, { columns: ['w'] });
    state.lockstep.gather(starts, [w as Column], ([window]) =>
      hash.update(new Uint8Array((window as Column).buffer, (window as Column).byteOffset, (window as Column).byteLength)),
    );
  }
  return hash.digest('hex');
};

/**
 * A projection's synapses in shared memory, on worker 0; every worker calls this.
 * @param synapses - how many to take (`placesOf`); null: all
 */
export const weightTable = (state: WorkerState, index: number, synapses: number | null): WeightTable => {
  const rows = state.engine.partition.projections[index]?.rowStart ?? new Uint32Array(1);
  const all = state.lockstep.total(rows[rows.length - 1] as number);
  const picked = Math.min(all, synapses ?? all);
  const whole = (['Uint32Array', 'Uint32Array', 'Float64Array', 'Float64Array'] as const).map((type) =>
    columnOver(type, new SharedArrayBuffer(state.lockstep.index === 0 ? picked * bytesPer(type) : 0)),
  );
  const places = picked < all ? placesOf(all, picked) : new Uint32Array(0);
  let seen = 0;
  let taken = 0;
  gatherTable(state, index, (views) => {
    const { length } = views[0] as Column;
    if (picked === all) {
      whole.forEach((column, field) => {
        (column as Float64Array).set(views[field] as Float64Array, seen);
      });
    }
    for (; picked < all && taken < picked; taken++) {
      const place = (places[taken] as number) - seen;
      if (place >= length) break;
      whole.forEach((column, field) => {
        column[taken] = (views[field] as Column)[place] as number;
      });
    }
    seen += length;
  });
  const [source, target, w, delay] = whole as [Uint32Array, Uint32Array, Float64Array, Float64Array];
  return { projection: state.plan.projections[index]?.name ?? '', source, target, w, delay };
};

/**
 * Places of `picked` among `all` synapses, in order: one drawn from each of so many equal stretches, always the same. Evenly spaced ones could all be of the same
 * neurons where rows are equally long.
 */
export const placesOf = (all: number, picked: number): Uint32Array => {
  const draw = uniforms('synapses');
  return Uint32Array.from({ length: picked }, (_, i) => Math.floor(((i + draw()) * all) / picked));
};

/**
 * Writes a projection's synapses to an Arrow stream; every worker calls this, worker 0 writes.
 * @returns how many synapses, on worker 0
 */
export const writeWeights = async (state: WorkerState, index: number, path: string): Promise<number> => {
  const partial = `${path}.partial`;
  if (state.lockstep.index > 0) {
    gatherTable(state, index, () => {});
    return 0;
  }
  const { header, batch, end } = await streamEncoder([
    { name: 'source', type: 'u32' },
    { name: 'target', type: 'u32' },
    { name: 'w', type: 'f64' },
    { name: 'delay', type: 'f64' },
  ]);
  const file = cannotWrite(path, () => openSync(partial, 'w'));
  const write = (bytes: Uint8Array): void =>
    cannotWrite(path, () => {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    });
  let synapses = 0;
  try {
    write(header);
    gatherTable(state, index, (views) => {
      synapses += (views[0] as Column).length;
      // Copies: the encoder may keep to buffers of its own only.
      write(batch(views.map((view) => view.slice()) as Float64Array[]));
    });
    write(end);
    cannotWrite(path, () => renameSync(partial, path));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return synapses;
};

const gatherTable = (state: WorkerState, index: number, take: (views: readonly Column[]) => void): void => {
  state.engine.flush();
  const table = synapsesBySource(state, index, weightsOf(state, index), { columns: ['source', 'target', 'w', 'delay'], signed: true });
  state.lockstep.gather(table.starts, [table.source, table.target, table.w, table.delay] as Column[], take);
};
