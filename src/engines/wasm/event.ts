/** The event clock in WebAssembly: one partition, its populations run one after the other through each interval. */
import type { KernelHost } from '../../kernels/compile.ts';
import { type Allocate, buildPartition, type Columns } from '../../network/build.ts';
import type { Partition, ProjectionColumns } from '../../network/partition.ts';
import type { Plan } from '../../network/plan.ts';
import { type CommonWeight, commonWeightsOf } from '../common-weight.ts';
import type { Counts, PartitionEngine, RuleTimes, Spikes, StateColumn } from '../engine.ts';
import type { Changing } from '../structure/changing.ts';
import { type Structure, structureOf } from '../structure/structure.ts';
import { changingOf } from './changing.ts';
import { Cursors, SpikeRing } from './event-arrivals.ts';
import { EventPopulation } from './event-population.ts';
import { EventRules, eventSink, ProjectionRules } from './event-rules.ts';
import { mergeSpikes } from './event-spikes.ts';
import { type ColumnType, PartitionMemory } from './memory.ts';
import type { Slice } from './neuron-values.ts';
import { populationRules, projectionRules, type RuleInstance } from './rule-instance.ts';
import { RuleTicks } from './rule-ticks.ts';

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
  const rules: EventRules[] = [];
  for (const population of plan.populations) {
    const { index: at, homeostasis } = population;
    const onto = plan.projections.filter(({ to }) => to === at);
    const own = homeostasis === null ? null : await populationRules(plan, partition, population, homeostasis, memory, host);
    const cursors = new Cursors(onto, (projection) => partition.projections[projection.index] as ProjectionColumns, ringOf, plan.perMs, memory);
    const arrivals = { cursors, rules: new EventRules(own) };
    rules.push(arrivals.rules);
    populations.push(await EventPopulation.create(plan, population, partition.slices[at] as Slice, arrivals, memory, host));
  }
  const instances = new Map<number, RuleInstance>();
  const changing: (Changing | null)[] = [];
  for (const projection of plan.projections) {
    const { index: at, to, program } = projection;
    if (program === null) continue;
    const { sums } = populations[to] as EventPopulation;
    const instance = await projectionRules(plan, partition, projection, program, eventSink, sums, memory, host);
    instances.set(at, instance);
    const { lo, hi } = partition.slices[to] as Slice;
    const columns = partition.projections[at] as ProjectionColumns;
    const own = new ProjectionRules(projection, columns, hi - lo, instance);
    (rules[to] as EventRules).add(at, own);
    changing.push(changingOf(projection, columns, instance, () => own.recount()));
  }
  return new EventEngine(plan, partition, { populations, rules, instances, rings, structure: structureOf(plan, partition, changing) });
};

interface Parts {
  readonly populations: readonly EventPopulation[];
  /** Of each population. */
  readonly rules: readonly EventRules[];
  /** Rules of projections, by projection index. */
  readonly instances: ReadonlyMap<number, RuleInstance>;
  /** Spikes under way, by source population. */
  readonly rings: ReadonlyMap<number, SpikeRing>;
  readonly structure: Structure | undefined;
}

class EventEngine implements PartitionEngine {
  readonly partition: Partition;
  readonly #parts: Parts;
  readonly #ticks: RuleTicks;
  readonly #commonWeights: readonly CommonWeight[];
  /** Global id of the first neuron of each population. */
  readonly #firsts: readonly number[];
  #now = 0;

  constructor(plan: Plan, partition: Partition, parts: Parts) {
    this.partition = partition;
    this.#parts = parts;
    this.#ticks = new RuleTicks(plan, this.#instances());
    this.#commonWeights = commonWeightsOf(plan);
    this.#firsts = plan.populations.map(({ first }) => first);
  }

  get structure(): Structure | undefined {
    return this.#parts.structure;
  }

  /** Every rule kernel: those of populations, then those of projections, each in order. */
  #instances(): RuleInstance[] {
    const { rules, instances } = this.#parts;
    return [...rules.flatMap(({ own }) => own ?? []), ...instances.values()];
  }

  advance(until: number): Spikes {
    const { populations } = this.#parts;
    for (const population of populations) population.advance(until);
    this.#now = until;
    return mergeSpikes(populations.flatMap((population) => population.spikes.drain()));
  }

  receive({ ids, ticks, fracs }: Spikes): void {
    if (ids.length === 0) return;
    const { rings, populations } = this.#parts;
    let population = 0;
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k] as number;
      population = this.#populationOf(id, population);
      rings.get(population)?.push(id - (this.#firsts[population] as number), ticks[k] as number, fracs[k] as number);
    }
    for (const { kernel } of populations) kernel.resume();
  }

  requeue(spikes: Spikes): void {
    this.receive(spikes);
    for (const { kernel } of this.#parts.populations) kernel.skip(this.#now);
    this.#awaitPosts(spikes);
  }

  /** Own spikes whose post handlers wait for a dendritic delay. */
  #awaitPosts({ ids, ticks, fracs }: Spikes): void {
    const { slices } = this.partition;
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k] as number;
      const population = this.#populationOf(id, 0);
      const { lo, hi } = slices[population] as Slice;
      const neuron = id - (this.#firsts[population] as number) - lo;
      if (neuron < 0 || neuron >= hi - lo) continue;
      for (const rules of (this.#parts.rules[population] as EventRules).onto)
        rules.awaitAfter(this.#now, neuron, ticks[k] as number, fracs[k] as number);
    }
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
    return this.#ticks.next(this.#now);
  }

  partialSums(): BigInt64Array {
    return this.#ticks.partialSums(this.#now);
  }

  tick(sums: BigInt64Array): void {
    this.#ticks.tick(this.#now, sums);
    for (const population of this.#parts.populations) population.rulesActed();
  }

  signal(name: string, value: number, sums: BigInt64Array): void {
    this.#ticks.signal(this.#now, name, value, sums);
    for (const population of this.#parts.populations) population.rulesActed();
  }

  flush(): void {
    for (const population of this.#parts.populations) population.flush();
    for (const { run } of this.#instances()) run.flush?.();
  }

  columns(): readonly StateColumn[] {
    const rules = this.#instances().flatMap(({ columns }) => columns);
    const weights = this.#commonWeights.map(({ column }) => column);
    const columns = [...this.#parts.populations.flatMap((population) => population.columns()), ...weights, ...rules, ...this.#ticks.columns()];
    return this.structure?.shown(columns) ?? columns;
  }

  ruleTimes(): readonly RuleTimes[] {
    return this.#instances().map(({ times }) => times);
  }

  restored(now: number, written?: string): void {
    this.#now = now;
    for (const ring of this.#parts.rings.values()) ring.clear();
    for (const weight of this.#commonWeights) if (weight.take()) this.#parts.populations[weight.projection.to]?.reweigh(weight);
    for (const population of this.#parts.populations) population.restored(now, written);
  }

  voltages(population: number, out: Float64Array): void {
    (this.#parts.populations[population] as EventPopulation).voltages(out);
  }

  silence(population: number, silent: boolean): void {
    (this.#parts.populations[population] as EventPopulation).silence(silent);
  }

  freeze(projection: number, frozen: boolean): void {
    this.#parts.instances.get(projection)?.freeze(frozen, this.#now);
    this.structure?.freeze(projection, frozen);
  }

  freezeHomeostasis(population: number, frozen: boolean): void {
    this.#parts.rules[population]?.own?.freeze(frozen, this.#now);
  }

  counts(): Counts {
    const { populations, rules } = this.#parts;
    let [spikes, synapticEvents] = [0, 0];
    for (const { kernel } of populations) {
      spikes += kernel.spikeCount();
      synapticEvents += kernel.deliveredCount();
    }
    for (const { events } of rules) synapticEvents += events;
    return { spikes, synapticEvents };
  }
}
