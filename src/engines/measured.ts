/** An engine that also says what its synapses transmit: of projections with rules by counters where they deliver, of static ones by their arrivals. */
import type { Plan } from '../network/plan.ts';
import type { Counts, PartitionEngine, RuleTimes, Spikes, StateColumn } from './engine.ts';
import { StaticTransmission } from './static-transmission.ts';
import { transmittedColumn } from './transmitted.ts';

/** `countsAll`: the engine counts static projections as well. */
export const measured = (plan: Plan, engine: PartitionEngine, countsAll: boolean): PartitionEngine => new MeasuredEngine(plan, engine, countsAll);

class MeasuredEngine implements PartitionEngine {
  readonly #engine: PartitionEngine;
  readonly #arrivals: StaticTransmission | null;
  /** Counters of the engine, by projection. */
  readonly #counters: ReadonlyMap<number, BigInt64Array>;
  readonly #names: ReadonlySet<string>;
  /** Since the last `transmitted`. */
  readonly #totals: BigInt64Array;
  #now = 0;

  constructor(plan: Plan, engine: PartitionEngine, countsAll: boolean) {
    this.#engine = engine;
    this.#totals = new BigInt64Array(2 * plan.projections.length);
    this.#arrivals = countsAll ? null : new StaticTransmission(plan, engine, this.#totals);
    const columns = new Map(engine.columns().map(({ name, data }) => [name, data]));
    const found = plan.projections.flatMap(({ name, index }) => {
      const own = `${name}.${transmittedColumn}`;
      const counter = columns.get(own) as BigInt64Array | undefined;
      return counter === undefined ? [] : [{ index, own, counter }];
    });
    this.#counters = new Map(found.map(({ index, counter }) => [index, counter]));
    this.#names = new Set(found.map(({ own }) => own));
  }

  transmitted(): BigInt64Array {
    this.#collect();
    const totals = this.#totals.slice();
    this.#totals.fill(0n);
    return totals;
  }

  #collect(): void {
    const totals = this.#totals;
    this.#arrivals?.settle(this.#now);
    for (const [projection, counter] of this.#counters) {
      for (const sign of [0, 1]) totals[2 * projection + sign] = (totals[2 * projection + sign] as bigint) + (counter[sign] as bigint);
      counter.fill(0n);
    }
  }

  get partition(): PartitionEngine['partition'] {
    return this.#engine.partition;
  }

  get structure(): PartitionEngine['structure'] {
    return this.#engine.structure;
  }

  advance(until: number): Spikes {
    this.#now = until;
    return this.#engine.advance(until);
  }

  receive(spikes: Spikes): void {
    this.#arrivals?.receive(spikes);
    this.#engine.receive(spikes);
  }

  ruleTimes(): readonly RuleTimes[] {
    return this.#engine.ruleTimes();
  }

  /** Counters are no state of the network: they are taken over, and not shown. */
  flush(): void {
    this.#engine.flush();
    this.#collect();
  }

  columns(): readonly StateColumn[] {
    return this.#engine.columns().filter(({ name }) => !this.#names.has(name));
  }

  restored(now: number, written?: string): void {
    this.#now = now;
    this.#engine.restored(now, written);
    this.#arrivals?.restored(now);
  }

  requeue(spikes: Spikes): void {
    this.#engine.requeue(spikes);
    this.#arrivals?.receive(spikes);
  }

  nextRuleTick(): number {
    return this.#engine.nextRuleTick();
  }

  partialSums(): BigInt64Array {
    return this.#engine.partialSums();
  }

  tick(sums: BigInt64Array): void {
    this.#engine.tick(sums);
  }

  signal(name: string, value: number, sums: BigInt64Array): void {
    this.#engine.signal(name, value, sums);
  }

  voltages(population: number, out: Float64Array): void {
    this.#engine.voltages(population, out);
  }

  silence(population: number, silent: boolean): void {
    this.#engine.silence(population, silent);
  }

  freeze(projection: number, frozen: boolean): void {
    this.#engine.freeze(projection, frozen);
  }

  freezeHomeostasis(population: number, frozen: boolean): void {
    this.#engine.freezeHomeostasis(population, frozen);
  }

  counts(): Counts {
    return this.#engine.counts();
  }
}
