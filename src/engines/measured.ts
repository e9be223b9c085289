/** An engine that also says what its synapses transmit: of projections with rules by counters where they deliver, of static ones by their arrivals. */
import type { Plan } from '../network/plan.ts';
import { DelegatingEngine } from './delegating.ts';
import type { PartitionEngine, Spikes, StateColumn } from './engine.ts';
import { StaticTransmission } from './static-transmission.ts';
import { transmittedColumn } from './transmitted.ts';

/** `countsAll`: the engine counts static projections as well. */
export const measured = (plan: Plan, engine: PartitionEngine, countsAll: boolean): PartitionEngine => new MeasuredEngine(plan, engine, countsAll);

class MeasuredEngine extends DelegatingEngine {
  readonly #arrivals: StaticTransmission | null;
  /** Counters of the engine, by projection. */
  readonly #counters: ReadonlyMap<number, BigInt64Array>;
  readonly #names: ReadonlySet<string>;
  /** Since the last `transmitted`. */
  readonly #totals: BigInt64Array;
  #now = 0;

  constructor(plan: Plan, engine: PartitionEngine, countsAll: boolean) {
    super(engine);
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

  override advance(until: number): Spikes {
    this.#now = until;
    return this.engine.advance(until);
  }

  override receive(spikes: Spikes): void {
    this.#arrivals?.receive(spikes);
    this.engine.receive(spikes);
  }

  /** Counters are no state of the network: they are taken over, and not shown. */
  override flush(): void {
    this.engine.flush();
    this.#collect();
  }

  override columns(): readonly StateColumn[] {
    return this.engine.columns().filter(({ name }) => !this.#names.has(name));
  }

  override restored(now: number, written?: string): void {
    this.#now = now;
    this.engine.restored(now, written);
    this.#arrivals?.restored(now);
  }

  override requeue(spikes: Spikes): void {
    this.engine.requeue(spikes);
    this.#arrivals?.receive(spikes);
  }
}
