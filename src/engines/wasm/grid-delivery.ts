/** A static projection on the grid clock: delivers spikes into the rings of its target population when they are emitted. */
import { compileFiles, type KernelHost } from '../../kernels/compile.ts';
import { type DeliveryShape, deliveryKernelFiles, printDeliveryKernel } from '../../kernels/delivery-kernel.ts';
import type { ProjectionColumns } from '../../network/partition.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../../network/plan.ts';
import type { GridRings } from './grid-rings.ts';
import type { PartitionMemory } from './memory.ts';

type Deliver = (spikes: number, count: number, slot: number, least: number) => number;

export class GridDelivery {
  readonly projection: PlannedProjection;
  readonly #columns: ProjectionColumns;
  readonly #rings: GridRings;
  readonly #deliver: Deliver;
  /** First cell of the slot per delay class, for spikes emitted at `#slotsFor`; null with one delay. */
  readonly #slots: Uint32Array | null;
  #slotsFor = -1;

  private constructor(projection: PlannedProjection, columns: ProjectionColumns, rings: GridRings, slots: Uint32Array | null, deliver: Deliver) {
    this.projection = projection;
    this.#columns = columns;
    this.#rings = rings;
    this.#slots = slots;
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
    const { rowStart, target, weight, delay } = columns;
    const counts = projection.commonWeight === null ? null : rings.countsOf(projection);
    const shape: DeliveryShape = {
      target: target instanceof Uint16Array ? 'u16' : 'u32',
      amount: counts === null ? { weights: weight instanceof Float32Array ? 'f32' : 'f64', sign: projection.sign } : { counts: counts.type },
      delay: delay === null ? null : delay instanceof Uint8Array ? 'u8' : 'u16',
    };
    const { source, globals } = printDeliveryKernel(shape);
    const module = await compileFiles({ 'delivery.ts': source }, deliveryKernelFiles, 'delivery.ts', host);
    const slots = delay === null ? null : memory.allocate(Uint32Array, projection.delays.length);
    const { deliver } = memory.instantiate<{ readonly deliver: Deliver }>(module, globals, {
      first: (plan.populations[projection.from] as PlannedPopulation).first,
      rowStart,
      targets: target,
      ...(delay === null || slots === null ? {} : { delays: delay, slots }),
      ...(counts === null ? { weights: weight ?? 0, exc: rings.exc ?? 0, inh: rings.inh ?? 0 } : { cells: counts.cells }),
    });
    return new GridDelivery(projection, columns, rings, slots, deliver);
  }

  /**
   * Delivers `count` spikes emitted at `tick`, their global ids at address `spikes`. Returns the number of synapses.
   * @param now What arrives at or before this tick has arrived already and is left out (after a restore).
   */
  deliver(spikes: number, count: number, tick: number, now: number): number {
    const { delays } = this.projection;
    const { slots: length, stride } = this.#rings;
    const least = this.#firstAfter(now - tick);
    if (least === delays.length) return 0;
    if (this.#slots === null) return this.#deliver(spikes, count, ((tick + (delays[0] as number)) % length) * stride, 0);
    if (this.#slotsFor !== tick) {
      for (let c = 0; c < delays.length; c++) this.#slots[c] = ((tick + (delays[c] as number)) % length) * stride;
      this.#slotsFor = tick;
    }
    return this.#deliver(spikes, count, 0, least);
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
