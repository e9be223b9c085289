/** All rules of a partition on the grid clock: those of projections, those that neurons own, their ticks and signals. */
import type { Plan } from '../../network/plan.ts';
import type { RuleTimes, Spikes, StateColumn } from '../engine.ts';
import { type RuledProjection, RuleEvents } from './grid-rule-events.ts';
import type { PartitionMemory } from './memory.ts';
import type { OwnedRules } from './owned-rules.ts';
import type { RuleInstance } from './rule-instance.ts';
import { RuleTicks } from './rule-ticks.ts';
import type { SpikeLog } from './spike-log.ts';

export class GridRules {
  readonly ticks: RuleTicks;
  readonly #events: RuleEvents;
  readonly #ruled: readonly RuledProjection[];
  readonly #owned: readonly OwnedRules[];

  constructor(plan: Plan, ruled: readonly RuledProjection[], owned: readonly OwnedRules[], memory: PartitionMemory) {
    this.#ruled = ruled;
    this.#owned = owned;
    this.#events = new RuleEvents(plan, ruled, memory);
    this.ticks = new RuleTicks(plan, this.#instances);
  }

  get #instances(): RuleInstance[] {
    return [...this.#owned, ...this.#ruled].map(({ instance }) => instance);
  }

  /** Synapses visited by arrivals and spikes so far. */
  get events(): number {
    return this.#events.events;
  }

  /** What comes first in step k. */
  duePosts(k: number): void {
    this.#events.duePosts(k);
  }

  /** Arrivals of step k. */
  arrive(k: number, log: SpikeLog): void {
    this.#events.arrive(k, log);
  }

  /** Handlers of the spikes of a population in step k: `count` local indices. */
  fired(population: number, fired: Uint32Array, count: number, k: number): void {
    for (const owned of this.#owned) if (owned.population === population) owned.fired(fired, count, k);
    this.#events.fired(population, fired, count, k);
  }

  remember(first: number, fired: Uint32Array, count: number, k: number): void {
    this.#events.remember(first, fired, count, k);
  }

  requeue(spikes: Spikes, now: number): void {
    this.#events.requeue(spikes, now);
  }

  tick(now: number, sums: BigInt64Array): void {
    const ticked = this.ticks.tick(now, sums);
    for (const owned of this.#owned) {
      if (ticked.has(owned.instance)) owned.updateInput(now);
      else owned.restored();
    }
  }

  signal(now: number, name: string, value: number, sums: BigInt64Array): void {
    this.ticks.signal(now, name, value, sums);
    for (const owned of this.#owned) owned.updateInput(now);
  }

  /** Synapses of a projection have come or gone. */
  recount(projection: number): void {
    this.#events.recount(projection);
  }

  freeze(projection: number, frozen: boolean, now: number): void {
    for (const { projection: own, instance } of this.#ruled) if (own.index === projection) instance.freeze(frozen, now);
  }

  freezeHomeostasis(population: number, frozen: boolean, now: number): void {
    for (const owned of this.#owned) {
      if (owned.population !== population) continue;
      owned.instance.freeze(frozen, now);
      owned.restored();
    }
  }

  flush(): void {
    for (const { run } of this.#instances) run.flush?.();
  }

  restored(): void {
    for (const owned of this.#owned) owned.restored();
  }

  times(): RuleTimes[] {
    return this.#instances.map(({ times }) => times);
  }

  columns(): StateColumn[] {
    return [...this.ticks.columns(), ...this.#owned.flatMap((owned) => owned.columns()), ...this.#ruled.flatMap(({ instance }) => instance.columns)];
  }
}
