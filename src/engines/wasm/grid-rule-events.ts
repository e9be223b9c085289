/**
 * Rules on the grid clock: which rows, spikes and handlers each projection's kernel gets in a step, in the order of engines/README.md,
 * "Order at one instant". Everything that is due follows from the log of spikes, so nothing is queued.
 */
import { inDegreesOf, type ProjectionColumns } from '../../network/partition.ts';
import type { Plan, PlannedProjection } from '../../network/plan.ts';
import type { Spikes } from '../engine.ts';
import type { PartitionMemory } from './memory.ts';
import type { RuleInstance } from './rule-instance.ts';
import { firstFrom, SpikeLog } from './spike-log.ts';

/** A projection with rules, as far as delivering to it goes. */
export interface RuledProjection {
  readonly projection: PlannedProjection;
  readonly instance: RuleInstance;
  readonly columns: ProjectionColumns;
  /** Global ids of the source population: [first, first + size). */
  readonly first: number;
  readonly size: number;
  /** Global ids of the targets' slice: [firstTarget, firstTarget + targets). */
  readonly firstTarget: number;
  readonly targets: number;
}

/** Rows of one delay: what was emitted `delay` ticks ago arrives now. */
interface Arrivals {
  readonly ruled: RuledProjection;
  readonly delayClass: number;
  readonly delay: number;
}

/** Handlers that run `ticks` after an arrival. */
interface Afters {
  readonly ruled: RuledProjection;
  readonly ticks: number;
  /** Their list indices, ascending. */
  readonly indices: readonly number[];
}

const aftersOf = (ruled: RuledProjection, perMs: number): Afters[] => {
  const { after, params } = ruled.instance.program;
  const delays = after.map(({ delay }) => Math.round((params[delay]?.value as number) * perMs));
  return [...new Set(delays)].map((ticks) => ({ ruled, ticks, indices: delays.flatMap((delay, index) => (delay === ticks ? [index] : [])) }));
};

export class RuleEvents {
  /** Synapses visited by arrivals and spikes so far. */
  events = 0;
  readonly #ruled: readonly RuledProjection[];
  readonly #arrivals: readonly Arrivals[];
  readonly #afters: readonly Afters[];
  readonly #dendritic: readonly RuledProjection[];
  readonly #inDegree = new Map<RuledProjection, Uint32Array>();
  readonly #memory: PartitionMemory;
  /** Spikes of this partition, for posts that come late; null where none do. */
  readonly #own: SpikeLog | null;
  /** List of rows or targets for a kernel. */
  #list: Uint32Array;

  constructor(plan: Plan, ruled: readonly RuledProjection[], memory: PartitionMemory) {
    this.#ruled = ruled;
    this.#memory = memory;
    this.#list = memory.allocate(Uint32Array, 1024);
    // Emitted earlier comes first: the longest delay, then the projection.
    this.#arrivals = ruled
      .flatMap((one) => one.projection.delays.map((delay, delayClass) => ({ ruled: one, delayClass, delay })))
      .sort((a, b) => b.delay - a.delay || a.ruled.projection.index - b.ruled.projection.index);
    this.#afters = ruled
      .flatMap((one) => aftersOf(one, plan.perMs))
      .sort((a, b) => b.ticks - a.ticks || a.ruled.projection.index - b.ruled.projection.index);
    this.#dendritic = ruled.filter(({ projection }) => projection.dendriticTicks > 0);
    this.#own = this.#dendritic.length > 0 ? new SpikeLog(plan.horizonTicks) : null;
    for (const one of ruled) this.#recount(one);
  }

  /** Synapses of a projection have come or gone. */
  recount(projection: number): void {
    for (const one of this.#ruled) if (one.projection.index === projection) this.#recount(one);
  }

  #recount(one: RuledProjection): void {
    this.#inDegree.set(one, inDegreesOf(one.columns, one.targets));
  }

  /** Post handlers of spikes whose dendritic delay is over at step k. */
  duePosts(k: number): void {
    const own = this.#own;
    if (own === null) return;
    for (const ruled of this.#dendritic) {
      const { dendriticTicks } = ruled.projection;
      const { ids } = own;
      const end = own.end(k - dendriticTicks);
      const from = firstFrom(ids, own.start(k - dendriticTicks), end, ruled.firstTarget);
      const to = firstFrom(ids, from, end, ruled.firstTarget + ruled.targets);
      if (to === from) continue;
      const list = this.#listOf(to - from);
      for (let i = from; i < to; i++) list[i - from] = (ids[i] as number) - ruled.firstTarget;
      this.#post(ruled, to - from, k);
    }
  }

  /** Spikes of a population in step k: `count` local indices in `fired`. Post handlers without a dendritic delay run now. */
  fired(population: number, fired: Uint32Array, count: number, k: number): void {
    for (const ruled of this.#ruled) {
      if (ruled.projection.to !== population) continue;
      if (ruled.projection.dendriticTicks > 0) continue;
      const list = this.#listOf(count);
      for (let i = 0; i < count; i++) list[i] = fired[i] as number;
      this.#post(ruled, count, k);
    }
  }

  /** Remembers spikes of a population slice in step k; `first`: its first global id. Populations come in order. */
  remember(first: number, fired: Uint32Array, count: number, k: number): void {
    if (this.#own === null) return;
    for (let i = 0; i < count; i++) this.#own.push(first + (fired[i] as number), k, k);
  }

  /** Pre handlers and deliveries of what arrives at step k, then the handlers that are due some time after an arrival. */
  arrive(k: number, log: SpikeLog): void {
    for (const { ruled, delayClass, delay } of this.#arrivals) {
      const { first, size, instance, columns } = ruled;
      const { classes, rowStart } = columns;
      const { ids } = log;
      const end = log.end(k - delay);
      const from = firstFrom(ids, log.start(k - delay), end, first);
      const to = firstFrom(ids, from, end, first + size);
      if (to === from) continue;
      const list = this.#listOf(to - from);
      for (let i = from; i < to; i++) {
        const row = ((ids[i] as number) - first) * classes + delayClass;
        list[i - from] = row;
        this.events += (rowStart[row + 1] as number) - (rowStart[row] as number);
      }
      instance.run.arriveAll(list.byteOffset, to - from, k, 0);
    }
    for (const afters of this.#afters) this.#arriveLate(afters, k, log);
  }

  /** Takes the spikes of which posts may still be due. Those of other partitions do no harm. */
  requeue(spikes: Spikes, now: number): void {
    this.#own?.clear();
    this.#own?.add(spikes, now);
  }

  /** Handlers of one projection after one delay: by source, then delay class, then list index. */
  #arriveLate({ ruled, ticks, indices }: Afters, k: number, log: SpikeLog): void {
    const { first, size, instance, columns, projection } = ruled;
    const { classes, rowStart } = columns;
    const { ids } = log;
    const rows: number[] = [];
    projection.delays.forEach((delay, delayClass) => {
      const emitted = k - ticks - delay;
      const end = log.end(emitted);
      for (let i = firstFrom(ids, log.start(emitted), end, first); i < end && (ids[i] as number) < first + size; i++) {
        rows.push(((ids[i] as number) - first) * classes + delayClass);
      }
    });
    rows.sort((a, b) => a - b);
    for (const row of rows) {
      for (const index of indices) {
        (instance.run[`after${index}`] as (row: number, tick: number, frac: number) => void)(row, k, 0);
        this.events += (rowStart[row + 1] as number) - (rowStart[row] as number);
      }
    }
  }

  /** Post handlers of the `count` targets listed. */
  #post(ruled: RuledProjection, count: number, k: number): void {
    const list = this.#list;
    const inDegree = this.#inDegree.get(ruled) as Uint32Array;
    for (let i = 0; i < count; i++) this.events += inDegree[list[i] as number] as number;
    ruled.instance.run.postAll(list.byteOffset, count, k, 0);
  }

  #listOf(count: number): Uint32Array {
    if (count > this.#list.length) this.#list = this.#memory.allocate(Uint32Array, 2 * count);
    return this.#list;
  }
}
