/** An engine around another: whoever adds something to engines says only what is different. */
import type { Counts, PartitionEngine, RuleTimes, Spikes, StateColumn } from './engine.ts';

export class DelegatingEngine implements PartitionEngine {
  protected readonly engine: PartitionEngine;

  constructor(engine: PartitionEngine) {
    this.engine = engine;
  }

  get partition(): PartitionEngine['partition'] {
    return this.engine.partition;
  }

  get structure(): PartitionEngine['structure'] {
    return this.engine.structure;
  }

  advance(until: number): Spikes {
    return this.engine.advance(until);
  }

  receive(spikes: Spikes): void {
    this.engine.receive(spikes);
  }

  nextRuleTick(): number {
    return this.engine.nextRuleTick();
  }

  partialSums(signal?: string): BigInt64Array {
    return this.engine.partialSums(signal);
  }

  tick(sums: BigInt64Array): void {
    this.engine.tick(sums);
  }

  signal(name: string, value: number, sums: BigInt64Array): void {
    this.engine.signal(name, value, sums);
  }

  flush(): void {
    this.engine.flush();
  }

  columns(): readonly StateColumn[] {
    return this.engine.columns();
  }

  ruleTimes(): readonly RuleTimes[] {
    return this.engine.ruleTimes();
  }

  restored(now: number, written?: string): void {
    this.engine.restored(now, written);
  }

  requeue(spikes: Spikes): void {
    this.engine.requeue(spikes);
  }

  voltages(population: number, out: Float64Array): void {
    this.engine.voltages(population, out);
  }

  silence(population: number, silent: boolean): void {
    this.engine.silence(population, silent);
  }

  freeze(projection: number, frozen: boolean): void {
    this.engine.freeze(projection, frozen);
  }

  freezeHomeostasis(population: number, frozen: boolean): void {
    this.engine.freezeHomeostasis(population, frozen);
  }

  counts(): Counts {
    return this.engine.counts();
  }
}
