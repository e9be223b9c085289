/** A static projection on the grid clock: delivers spikes when they are emitted, into rings or lists of its target population. */
import { compileFiles, type KernelHost } from '../../kernels/compile.ts';
import {
  type DeliveryShape,
  deliveryKernelFiles,
  type EnqueueShape,
  printDeliveryKernel,
  printEnqueueKernel,
  underWayKernelFiles,
} from '../../kernels/delivery-kernel.ts';
import type { ProjectionColumns } from '../../network/partition.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../../network/plan.ts';
import type { GridRings } from './grid-rings.ts';
import type { GridUnderWay } from './grid-under-way.ts';
import type { PartitionMemory } from './memory.ts';

/** Delivers `count` spikes emitted at `tick`, their global ids at address `spikes`, in delay classes from `least` on. Returns the number of synapses. */
type Deliver = (spikes: number, count: number, tick: number, least: number) => number;

interface Parts {
  readonly projection: PlannedProjection;
  readonly columns: ProjectionColumns;
  /** First global id of the sources. */
  readonly first: number;
  readonly rings: GridRings;
  readonly memory: PartitionMemory;
  readonly host: KernelHost;
}

export class GridDelivery {
  readonly projection: PlannedProjection;
  readonly #columns: ProjectionColumns;
  readonly #deliver: Deliver;

  private constructor(projection: PlannedProjection, columns: ProjectionColumns, deliver: Deliver) {
    this.projection = projection;
    this.#columns = columns;
    this.#deliver = deliver;
  }

  static async create(
    plan: Plan,
    projection: PlannedProjection,
    columns: ProjectionColumns,
    rings: GridRings,
    memory: PartitionMemory,
    host: KernelHost,
  ): Promise<GridDelivery> {
    const { first } = plan.populations[projection.from] as PlannedPopulation;
    const parts = { projection, columns, first, rings, memory, host };
    const { underWay } = rings;
    const deliver = await (underWay !== null && projection.commonWeight === null ? intoLists(parts, underWay) : intoRings(parts));
    return new GridDelivery(projection, columns, deliver);
  }

  /** @param now What arrives at or before this tick has arrived already and is left out (after a restore). */
  deliver(spikes: number, count: number, tick: number, now: number): number {
    const least = this.#firstAfter(now - tick);
    return least === this.projection.delays.length ? 0 : this.#deliver(spikes, count, tick, least);
  }

  /** Synapses of a source's row (index within its population) that see a spike later than `age` ticks after its emission. */
  pending(source: number, age: number): number {
    const { rowStart, delay } = this.#columns;
    const [from, to] = [rowStart[source] as number, rowStart[source + 1] as number];
    const least = this.#firstAfter(age);
    if (delay === null) return least === 0 ? to - from : 0;
    let count = 0;
    for (let synapse = from; synapse < to; synapse++) if ((delay[synapse] as number) >= least) count++;
    return count;
  }

  /** First delay class longer than `age` ticks. */
  #firstAfter(age: number): number {
    const { delays } = this.projection;
    let least = 0;
    while (least < delays.length && (delays[least] as number) <= age) least++;
    return least;
  }
}

const delayType = ({ delay }: ProjectionColumns): 'u8' | 'u16' | null => (delay === null ? null : delay instanceof Uint8Array ? 'u8' : 'u16');
const targetType = ({ target }: ProjectionColumns): 'u16' | 'u32' => (target instanceof Uint16Array ? 'u16' : 'u32');
const weightType = ({ weight }: ProjectionColumns): 'f32' | 'f64' => (weight instanceof Float32Array ? 'f32' : 'f64');

/** A table of where each delay class arrives, written anew for each tick of emission. */
const arrivals = (table: Uint32Array, delays: readonly number[], at: (tick: number) => number) => {
  let writtenFor = -1;
  return (tick: number): void => {
    if (writtenFor === tick) return;
    for (let c = 0; c < delays.length; c++) table[c] = at(tick + (delays[c] as number));
    writtenFor = tick;
  };
};

/** Sums, and counts of a projection with one weight, in [slot][target]. */
const intoRings = async ({ projection, columns, first, rings, memory, host }: Parts): Promise<Deliver> => {
  const { rowStart, target, weight, delay } = columns;
  const { delays } = projection;
  const counts = projection.commonWeight === null ? null : rings.countsOf(projection);
  const shape: DeliveryShape = {
    target: targetType(columns),
    amount: counts === null ? { weights: weightType(columns), sign: projection.sign } : { counts: counts.type },
    delay: delayType(columns),
  };
  const { source, globals } = printDeliveryKernel(shape);
  const module = await compileFiles({ 'delivery.ts': source }, deliveryKernelFiles, 'delivery.ts', host);
  const slots = memory.allocate(Uint32Array, delays.length);
  const kernel = memory.instantiate<{ deliver(spikes: number, count: number, slot: number, least: number): number }>(module, globals, {
    first,
    rowStart,
    targets: target,
    ...(delay === null ? {} : { delays: delay, slots }),
    ...(counts === null ? { weights: weight ?? 0, exc: rings.exc ?? 0, inh: rings.inh ?? 0 } : { cells: counts.cells }),
  });
  const write = arrivals(slots, delays, (tick) => (tick % rings.slots) * rings.stride);
  return (spikes, count, tick, least) => {
    write(tick);
    return kernel.deliver(spikes, count, slots[0] as number, least);
  };
};

/** Amounts into lists per slot. */
const intoLists = async ({ projection, columns, first, memory, host }: Parts, underWay: GridUnderWay): Promise<Deliver> => {
  const { rowStart, target, weight, delay } = columns;
  const { delays, sign } = projection;
  const shape: EnqueueShape = { target: targetType(columns), weights: weightType(columns), sign, record: underWay.record, delay: delayType(columns) };
  const { source, globals } = printEnqueueKernel(shape);
  const module = await compileFiles({ 'enqueue.ts': source }, underWayKernelFiles, 'enqueue.ts', host);
  const slots = memory.allocate(Uint32Array, delays.length);
  const events = memory.allocate(Uint32Array, 1);
  const kernel = memory.instantiate<{ enqueue(spikes: number, count: number, least: number): number }>(module, globals, {
    first,
    classes: delays.length,
    rowStart,
    targets: target,
    weights: weight ?? 0,
    delays: delay ?? 0,
    slots,
    exc: underWay.exc,
    inh: underWay.inh,
    pool: underWay.pool,
    events,
  });
  const longestRow = rowStart.reduce((most, start, row) => Math.max(most, start - (rowStart[row - 1] ?? 0)), 0);
  const write = arrivals(slots, delays, (tick) => underWay.listAt(tick));
  return (spikes, count, tick, least) => {
    write(tick);
    events[0] = 0;
    for (let done = 0; ; underWay.grow(longestRow)) {
      done += kernel.enqueue(spikes + Uint32Array.BYTES_PER_ELEMENT * done, count - done, least);
      if (done === count) return events[0] as number;
    }
  };
};
