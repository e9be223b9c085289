import type { Spikes } from '../engines/engine.ts';
import { firstAt, SpikeList } from './spike-list.ts';

/**
 * The spikes of all partitions, as every worker keeps them: those that can still arrive somewhere (emitted at most `horizonTicks` ago), which checkpoints and
 * interventions need, and those not yet handed to the main thread.
 */
export class SpikeLog {
  readonly #horizonTicks: number;
  readonly #list = new SpikeList();
  #sent = 0;
  /** Spikes ever logged. */
  total = 0;

  constructor(horizonTicks: number) {
    this.#horizonTicks = horizonTicks;
  }

  append(spikes: Spikes): void {
    this.#list.append(spikes);
    this.total += spikes.ids.length;
  }

  /** Takes spikes of before a checkpoint: they can still arrive but were handed on long ago. */
  restore(spikes: Spikes): void {
    this.#list.append(spikes);
    this.#sent = this.#list.length;
  }

  get unsent(): number {
    return this.#list.length - this.#sent;
  }

  /** Copies of the spikes not handed out before. */
  take(now: number): Spikes {
    const spikes = this.#list.copy(this.#sent, this.#list.length);
    this.skip(now);
    return spikes;
  }

  /** Counts all spikes as handed out, and forgets those that can do nothing any more. */
  skip(now: number): void {
    this.#sent = this.#list.length;
    const old = firstAt(this.#list.ticks, this.#sent, now - this.#horizonTicks);
    // Moving what is left is worth it only once most of the list is old.
    if (2 * old < this.#sent) return;
    this.#list.drop(old);
    this.#sent -= old;
  }

  /** Spikes that can still act: emitted at `now − horizonTicks` or later. */
  recent(now: number): Spikes {
    return this.#list.copy(firstAt(this.#list.ticks, this.#list.length, now - this.#horizonTicks), this.#list.length);
  }
}
