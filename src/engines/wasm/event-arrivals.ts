/** Spikes under way on the event clock: rings of one source population's spikes, and the cursors with which target populations read them. */
import type { ProjectionColumns } from '../../network/partition.ts';
import type { PlannedProjection } from '../../network/plan.ts';
import type { PartitionMemory } from './memory.ts';

const cursorBytes = 128;

/** Recent spikes of one population, in order. Layout of `cells` as kernels/assembly/event-queue.ts reads it. */
export class SpikeRing {
  readonly cells: Uint32Array;
  /** Where every cursor on this ring stands: what all have passed is free. */
  readonly #cursors: Uint32Array[] = [];
  readonly #memory: PartitionMemory;
  #ticks: Float64Array;
  #fracs: Float64Array;
  #ids: Uint32Array;
  /** Position from which on entries are still needed, as far as known. */
  #begin = 0;

  constructor(memory: PartitionMemory) {
    this.#memory = memory;
    this.cells = memory.allocate(Uint32Array, 8);
    [this.#ticks, this.#fracs, this.#ids] = this.#allocate(1024);
  }

  watch(cursor: Uint32Array): void {
    this.#cursors.push(cursor);
  }

  push(id: number, tick: number, frac: number): void {
    const end = this.cells[4] as number;
    if ((end - this.#begin) >>> 0 >= this.#ids.length) this.#makeRoom(end);
    const entry = end & (this.#ids.length - 1);
    this.#ticks[entry] = tick;
    this.#fracs[entry] = frac;
    this.#ids[entry] = id;
    this.cells[4] = end + 1;
  }

  clear(): void {
    this.cells[4] = 0;
    this.#begin = 0;
    for (const cursor of this.#cursors) cursor[1] = 0;
  }

  /** Forgets what all cursors have passed; twice the room if that is not half of it. */
  #makeRoom(end: number): void {
    const longest = Math.max(0, ...this.#cursors.map((cursor) => (end - (cursor[1] as number)) >>> 0));
    this.#begin = (end - longest) >>> 0;
    const size = this.#ids.length;
    if (longest <= size / 2) return;
    const [ticks, fracs, ids] = [this.#ticks, this.#fracs, this.#ids];
    [this.#ticks, this.#fracs, this.#ids] = this.#allocate(2 * size);
    for (let k = 0; k < longest; k++) {
      const position = (this.#begin + k) >>> 0;
      const [from, to] = [position & (size - 1), position & (2 * size - 1)];
      this.#ticks[to] = ticks[from] as number;
      this.#fracs[to] = fracs[from] as number;
      this.#ids[to] = ids[from] as number;
    }
  }

  #allocate(size: number): [Float64Array, Float64Array, Uint32Array] {
    const memory = this.#memory;
    const columns: [Float64Array, Float64Array, Uint32Array] = [
      memory.allocate(Float64Array, size),
      memory.allocate(Float64Array, size),
      memory.allocate(Uint32Array, size),
    ];
    for (const [k, { byteOffset }] of columns.entries()) this.cells[k] = byteOffset;
    this.cells[3] = size - 1;
    return columns;
  }
}

/** One cursor for each delay of each projection onto a population, and one for each `after` handler besides, as kernels/assembly/event-queue.ts reads them. */
export class Cursors {
  readonly address: number;
  readonly count: number;
  readonly heap: Uint32Array;
  /** Weights of the projections with one weight, in projection order. */
  readonly commonWeights: Float64Array;
  /** Projections with one weight, in order. */
  readonly #commons: readonly number[];
  readonly #view: DataView;

  constructor(
    onto: readonly PlannedProjection[],
    columnsOf: (projection: PlannedProjection) => ProjectionColumns,
    ringOf: (population: number) => SpikeRing,
    perMs: number,
    memory: PartitionMemory,
  ) {
    const commons = onto.filter(({ commonWeight }) => commonWeight !== null);
    this.#commons = commons.map(({ index }) => index);
    this.commonWeights = memory.allocate(Float64Array, commons.length);
    this.commonWeights.set(commons.map(({ commonWeight }) => commonWeight as number));
    this.count = onto.reduce((sum, { delays, program }) => sum + delays.length * (1 + (program?.after.length ?? 0)), 0);
    this.heap = memory.allocate(Uint32Array, this.count);
    const bytes = memory.allocate(Uint8Array, cursorBytes * this.count);
    this.address = bytes.byteOffset;
    let next = 0;
    for (const projection of onto) {
      const ring = ringOf(projection.from);
      const afters = projection.program?.after.map(({ delay }) => Math.round((projection.program?.params[delay]?.value as number) * perMs)) ?? [];
      for (const [delayClass, delay] of projection.delays.entries()) {
        for (const [k, after] of [0, ...afters].entries()) {
          const at = this.address + cursorBytes * next++;
          ring.watch(new Uint32Array(bytes.buffer, at, 2));
          const view = new DataView(bytes.buffer, at, cursorBytes);
          view.setUint32(0, ring.cells.byteOffset, true);
          view.setInt32(12, projection.index, true);
          view.setUint32(16, delayClass, true);
          view.setFloat64(64, delay + after, true);
          view.setInt32(96, k - 1, true);
          view.setFloat64(104, k === 0 ? delay : after, true);
          describeRows(view, projection, columnsOf(projection), commons.indexOf(projection));
        }
      }
    }
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Another weight for all synapses of a projection. */
  reweigh(projection: number, weight: number): void {
    this.commonWeights[this.#commons.indexOf(projection)] = weight;
    for (let at = 0; at < this.#view.byteLength; at += cursorBytes) {
      if (this.#view.getInt32(at + 12, true) === projection) this.#view.setFloat64(at + 72, weight, true);
    }
  }

  /** What is arriving at the cursor at an address. */
  arriving(cursor: number): Arriving {
    const [view, at] = [this.#view, cursor - this.address];
    const row = view.getUint32(at + 52, true) * view.getUint32(at + 20, true) + view.getUint32(at + 16, true);
    return {
      projection: view.getInt32(at + 12, true),
      row,
      handler: view.getInt32(at + 96, true),
      begin: view.getUint32(at + 56, true),
      end: view.getUint32(at + 60, true),
      tick: view.getFloat64(at + 80, true),
      frac: view.getFloat64(at + 88, true),
    };
  }
}

/** An arrival at the synapses [begin, end) of a row; `handler` −1, or which `after` handler is due. */
export interface Arriving {
  readonly projection: number;
  readonly row: number;
  readonly handler: number;
  readonly begin: number;
  readonly end: number;
  readonly tick: number;
  readonly frac: number;
}

const describeRows = (view: DataView, projection: PlannedProjection, columns: ProjectionColumns, common: number): void => {
  const { classes, rowStart, target, weight } = columns;
  view.setUint32(20, classes, true);
  view.setUint32(24, rowStart.byteOffset, true);
  view.setUint32(28, target.byteOffset, true);
  view.setUint32(32, target.BYTES_PER_ELEMENT, true);
  view.setUint32(36, weight?.byteOffset ?? 0, true);
  view.setUint32(40, weight?.BYTES_PER_ELEMENT ?? 1, true);
  view.setUint32(44, Math.max(common, 0), true);
  view.setInt32(48, projection.program ? 1 : 0, true);
  view.setFloat64(72, projection.commonWeight ?? (projection.sign || 1), true);
};
