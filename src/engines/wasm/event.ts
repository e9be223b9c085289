/** The event clock in WebAssembly: one partition, its populations run one after the other through each interval. */
import { InternalError } from '../../errors.ts';
import type { KernelHost } from '../../kernels/compile.ts';
import { type Allocate, buildPartition, type Columns } from '../../network/build.ts';
import type { Partition } from '../../network/partition.ts';
import type { Plan } from '../../network/plan.ts';
import type { Counts, PartitionEngine, Spikes, StateColumn } from '../engine.ts';
import { Cursors, SpikeRing } from './event-arrivals.ts';
import { EventPopulation } from './event-population.ts';
import { mergeSpikes } from './event-spikes.ts';
import { type ColumnType, PartitionMemory } from './memory.ts';

const types = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array, f64: Float64Array } as const;

/**
 * Builds partition `index` of `count` and the engine that runs it on the event clock.
 *
 * @throws ModelError where the partition does not fit into a memory
 */
export const createWasmEventEngine = async (plan: Plan, index: number, count: number, host: KernelHost): Promise<PartitionEngine> => {
  const memory = new PartitionMemory(count);
  const allocate: Allocate = <T extends keyof Columns>(type: T, length: number): Columns[T] =>
    memory.allocate(types[type] as unknown as ColumnType<Columns[T] & Float64Array>, length);
  const partition = buildPartition(plan, index, count, { allocate });
  const rings = new Map<number, SpikeRing>();
  const ringOf = (population: number): SpikeRing => {
    const ring = rings.get(population) ?? new SpikeRing(memory);
    rings.set(population, ring);
    return ring;
  };
  const populations: EventPopulation[] = [];
  for (const population of plan.populations) {
    const onto = plan.projections.filter(({ to }) => to === population.index);
    const cursors = new Cursors(onto, (projection) => partition.projections[projection.index]!, ringOf, memory);
    populations.push(await EventPopulation.create(plan, population, partition.slices[population.index]!, cursors, memory, host));
  }
  return new EventEngine(plan, partition, populations, rings, memory);
};

class EventEngine implements PartitionEngine {
  readonly partition: Partition;
  readonly #plan: Plan;
  readonly #populations: readonly EventPopulation[];
  readonly #rings: ReadonlyMap<number, SpikeRing>;
  readonly #scratch: Float64Array;
  /** Global id of the first neuron of each population. */
  readonly #firsts: readonly number[];
  #now = 0;

  constructor(
    plan: Plan,
    partition: Partition,
    populations: readonly EventPopulation[],
    rings: ReadonlyMap<number, SpikeRing>,
    memory: PartitionMemory,
  ) {
    this.#plan = plan;
    this.partition = partition;
    this.#populations = populations;
    this.#rings = rings;
    this.#scratch = memory.allocate(Float64Array, Math.max(0, ...partition.slices.map(({ lo, hi }) => hi - lo)));
    this.#firsts = plan.populations.map(({ first }) => first);
  }

  advance(until: number): Spikes {
    for (const population of this.#populations) population.advance(until);
    this.#now = until;
    return mergeSpikes(this.#populations.flatMap((population) => population.spikes.drain()));
  }

  receive({ ids, ticks, fracs }: Spikes): void {
    if (ids.length === 0) return;
    let population = 0;
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k] as number;
      population = this.#populationOf(id, population);
      this.#rings.get(population)?.push(id - (this.#firsts[population] as number), ticks[k] as number, fracs[k] as number);
    }
    for (const { kernel } of this.#populations) kernel.resume();
  }

  requeue(spikes: Spikes): void {
    this.receive(spikes);
    for (const { kernel } of this.#populations) kernel.skip(this.#now);
  }

  /** Neighbouring spikes are often of one population: looked at first. */
  #populationOf(id: number, guess: number): number {
    const firsts = this.#firsts;
    let population = guess;
    while (id < (firsts[population] as number)) population--;
    while (population + 1 < firsts.length && id >= (firsts[population + 1] as number)) population++;
    return population;
  }

  nextRuleTick(): number {
    return Number.POSITIVE_INFINITY;
  }

  partialSums(): BigInt64Array {
    return new BigInt64Array(0);
  }

  tick(_sums: BigInt64Array): void {
    throw new InternalError('A network without rules was ticked.');
  }

  signal(_name: string, _value: number, _sums: BigInt64Array): void {}

  flush(): void {
    for (const population of this.#populations) population.flush();
  }

  columns(): readonly StateColumn[] {
    return this.#populations.flatMap((population) => population.columns());
  }

  restored(now: number): void {
    this.#now = now;
    for (const ring of this.#rings.values()) ring.clear();
    for (const population of this.#populations) population.restored(now);
  }

  voltages(population: number, out: Float64Array): void {
    (this.#populations[population] as EventPopulation).voltages(out, this.#scratch);
  }

  silence(population: number, silent: boolean): void {
    (this.#populations[population] as EventPopulation).silence(silent);
  }

  freeze(_projection: number, _frozen: boolean): void {}

  counts(): Counts {
    let [spikes, synapticEvents] = [0, 0];
    for (const { kernel } of this.#populations) {
      spikes += kernel.spikeCount();
      synapticEvents += kernel.deliveredCount();
    }
    return { spikes, synapticEvents };
  }

  get plan(): Plan {
    return this.#plan;
  }
}
