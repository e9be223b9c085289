/** The grid clock in WebAssembly: one partition, stepped population by population; static projections deliver at emission into rings. */
import type { Partition } from '../../network/partition.ts';
import type { Plan } from '../../network/plan.ts';
import { type CommonWeight, commonWeightsOf } from '../common-weight.ts';
import type { Counts, PartitionEngine, RuleTimes, Spikes, StateColumn } from '../engine.ts';
import type { Structure } from '../structure/structure.ts';
import type { GridDelivery } from './grid-delivery.ts';
import { GridNeurons } from './grid-neurons.ts';
import type { GridRings } from './grid-rings.ts';
import type { GridRules } from './grid-rules.ts';
import { GridSources } from './grid-sources.ts';
import type { PartitionMemory } from './memory.ts';
import { noSpikes, SpikeBuffer } from './spike-buffer.ts';
import { firstFrom, SpikeLog } from './spike-log.ts';

export type Cells = GridNeurons | GridSources;

interface Parts {
  readonly plan: Plan;
  readonly partition: Partition;
  readonly memory: PartitionMemory;
  readonly rings: readonly GridRings[];
  readonly cells: readonly Cells[];
  readonly deliveries: readonly GridDelivery[];
  readonly rules: GridRules | null;
  readonly structure: Structure | undefined;
}

export class GridEngine implements PartitionEngine {
  readonly partition: Partition;
  readonly #parts: Parts;
  readonly #spikes = new SpikeBuffer();
  readonly #log: SpikeLog;
  readonly #commonWeights: readonly CommonWeight[];
  /** Ids of one tick's spikes, where kernels read them. */
  #inbox: Uint32Array;
  /** First global id of each population's slice. */
  readonly #firstIds: readonly number[];
  /** How many of each population fired in the present step. */
  readonly #counts: number[];
  #now = 0;
  #fired = 0;
  #delivered = 0;

  constructor(parts: Parts) {
    const { plan, partition, memory } = parts;
    this.partition = partition;
    this.#parts = parts;
    this.#log = new SpikeLog(plan.horizonTicks);
    this.#commonWeights = commonWeightsOf(plan);
    this.#inbox = memory.allocate(Uint32Array, 4096);
    this.#firstIds = plan.populations.map(({ first, index }) => first + (partition.slices[index]?.lo ?? 0));
    this.#counts = plan.populations.map(() => 0);
  }

  get structure(): Structure | undefined {
    return this.#parts.structure;
  }

  advance(until: number): Spikes {
    for (let k = this.#now + 1; k <= until; k++) this.#step(k);
    this.#now = until;
    return this.#spikes.take();
  }

  #step(k: number): void {
    const { rules } = this.#parts;
    if (rules === null) {
      this.#stepCells(k, null);
    } else {
      rules.duePosts(k);
      this.#stepCells(k, GridSources);
      this.#tellRules(rules, k, GridSources);
      rules.arrive(k, this.#log);
      this.#stepCells(k, GridNeurons);
      this.#tellRules(rules, k, GridNeurons);
    }
    this.#emit(k);
  }

  /** Steps all populations, or those of one kind; counts who fired. */
  #stepCells(k: number, kind: typeof GridNeurons | typeof GridSources | null): void {
    const { cells } = this.#parts;
    for (let population = 0; population < cells.length; population++) {
      const own = cells[population] as Cells;
      if (kind === null || own instanceof kind) this.#counts[population] = own.step(k);
    }
  }

  #tellRules(rules: GridRules, k: number, kind: typeof GridNeurons | typeof GridSources): void {
    const { cells } = this.#parts;
    for (let population = 0; population < cells.length; population++) {
      const count = this.#counts[population] as number;
      const own = cells[population] as Cells;
      if (count > 0 && own instanceof kind) rules.fired(population, own.fired, count, k);
    }
  }

  /** Spikes of the step, in order of ids. */
  #emit(k: number): void {
    const { cells, rules } = this.#parts;
    for (let population = 0; population < cells.length; population++) {
      const count = this.#counts[population] as number;
      if (count === 0) continue;
      const first = this.#firstIds[population] as number;
      const { fired } = cells[population] as Cells;
      for (let i = 0; i < count; i++) this.#spikes.push(first + (fired[i] as number), k);
      rules?.remember(first, fired, count, k);
      this.#fired += count;
    }
  }

  receive(spikes: Spikes): void {
    this.#log.add(spikes, this.#now);
    this.#deliver(spikes);
  }

  requeue(spikes: Spikes): void {
    this.#parts.rules?.requeue(spikes, this.#now);
    this.#replace(spikes);
  }

  /** Puts these spikes under way instead of those that are. */
  #replace(spikes: Spikes): void {
    this.#delivered -= this.#underWay();
    this.#log.clear();
    for (const ring of this.#parts.rings) ring.clear();
    this.receive(spikes);
  }

  /** Delivers tick by tick, projection by projection, in the order of ids: the order in which sums are formed. */
  #deliver({ ids, ticks }: Spikes): void {
    for (let from = 0; from < ids.length; ) {
      const tick = ticks[from] as number;
      let to = from;
      while (to < ids.length && ticks[to] === tick) to++;
      this.#deliverTick(ids, from, to, tick);
      from = to;
    }
  }

  #deliverTick(ids: Uint32Array, from: number, to: number, tick: number): void {
    const { plan, deliveries, memory } = this.#parts;
    const count = to - from;
    if (count > this.#inbox.length) this.#inbox = memory.allocate(Uint32Array, 2 * count);
    const inbox = this.#inbox;
    for (let i = 0; i < count; i++) inbox[i] = ids[from + i] as number;
    for (let d = 0; d < deliveries.length; d++) {
      const delivery = deliveries[d] as GridDelivery;
      const { first, size } = plan.populations[delivery.projection.from] as { first: number; size: number };
      const begin = firstFrom(inbox, 0, count, first);
      const end = firstFrom(inbox, begin, count, first + size);
      if (end > begin) this.#delivered += delivery.deliver(inbox.byteOffset + 4 * begin, end - begin, tick, this.#now);
    }
  }

  nextRuleTick(): number {
    return this.#parts.rules?.ticks.next(this.#now) ?? Number.POSITIVE_INFINITY;
  }

  partialSums(): BigInt64Array {
    return this.#parts.rules?.ticks.partialSums(this.#now) ?? new BigInt64Array(0);
  }

  tick(sums: BigInt64Array): void {
    this.#parts.rules?.tick(this.#now, sums);
    this.#currentsChanged();
  }

  signal(name: string, value: number, sums: BigInt64Array): void {
    this.#parts.rules?.signal(this.#now, name, value, sums);
    this.#currentsChanged();
  }

  #currentsChanged(): void {
    for (const own of this.#parts.cells) if (own instanceof GridNeurons) own.currents.changed();
  }

  flush(): void {
    const { cells, rules } = this.#parts;
    rules?.flush();
    for (const own of cells) if (own instanceof GridNeurons) own.flush(this.#now);
  }

  columns(): readonly StateColumn[] {
    const { cells, rules } = this.#parts;
    const columns = [...cells.flatMap((own) => own.columns()), ...this.#commonWeights.map(({ column }) => column), ...(rules?.columns() ?? [])];
    return this.structure?.shown(columns) ?? columns;
  }

  ruleTimes(): readonly RuleTimes[] {
    return this.#parts.rules?.times() ?? [];
  }

  restored(now: number): void {
    const { cells, rules } = this.#parts;
    // What is under way comes by `requeue`, and delivers what the columns now say.
    this.#replace(noSpikes);
    rules?.requeue(noSpikes, now);
    this.#now = now;
    rules?.restored();
    for (const own of cells) own.restored(now);
    for (const weight of this.#commonWeights) {
      const onto = cells[weight.projection.to];
      if (weight.take() && onto instanceof GridNeurons) onto.reweigh(weight);
    }
    this.#currentsChanged();
  }

  voltages(population: number, out: Float64Array): void {
    const own = this.#parts.cells[population];
    if (own instanceof GridNeurons) own.voltages(this.#now, out);
  }

  silence(population: number, silent: boolean): void {
    (this.#parts.cells[population] as Cells).silent = silent;
  }

  freeze(projection: number, frozen: boolean): void {
    this.#parts.rules?.freeze(projection, frozen, this.#now);
    this.structure?.freeze(projection, frozen);
  }

  freezeHomeostasis(population: number, frozen: boolean): void {
    this.#parts.rules?.freezeHomeostasis(population, frozen, this.#now);
  }

  counts(): Counts {
    return { spikes: this.#fired, synapticEvents: this.#delivered - this.#underWay() + (this.#parts.rules?.events ?? 0) };
  }

  /** Synaptic events delivered into rings whose time has not come. */
  #underWay(): number {
    const { plan, deliveries } = this.#parts;
    const { ids } = this.#log;
    let pending = 0;
    for (let age = 0; age < plan.horizonTicks; age++) {
      const [from, to] = [this.#log.start(this.#now - age), this.#log.end(this.#now - age)];
      for (const delivery of deliveries) {
        const { first, size } = plan.populations[delivery.projection.from] as { first: number; size: number };
        for (let i = firstFrom(ids, from, to, first), end = firstFrom(ids, i, to, first + size); i < end; i++) {
          pending += delivery.pending((ids[i] as number) - first, age);
        }
      }
    }
    return pending;
  }
}
