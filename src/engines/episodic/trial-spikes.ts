/** The spikes of all partitions since a trial began, and those before it that arrive in it, in order of time and id. */
import type { Spikes } from '../engine.ts';

export class TrialSpikes {
  length = 0;
  ids = new Uint32Array(1024);
  ticks = new Float64Array(1024);

  add({ ids, ticks }: Spikes): void {
    this.#reserve(this.length + ids.length);
    // Few at a time, most times none: a loop costs less than views would.
    for (let i = 0; i < ids.length; i++) {
      this.ids[this.length] = ids[i] as number;
      this.ticks[this.length++] = ticks[i] as number;
    }
  }

  clear(): void {
    this.length = 0;
  }

  /** Forgets what was emitted at `tick` or before. */
  forget(tick: number): void {
    let first = 0;
    while (first < this.length && (this.ticks[first] as number) <= tick) first++;
    this.ids.copyWithin(0, first, this.length);
    this.ticks.copyWithin(0, first, this.length);
    this.length -= first;
  }

  /** How often each of `count` neurons from id `first` on fired after `tick`. */
  counts(first: number, count: number, tick: number): Uint32Array {
    const counts = new Uint32Array(count);
    for (let i = 0; i < this.length; i++) {
      const neuron = (this.ids[i] as number) - first;
      if (neuron >= 0 && neuron < count && (this.ticks[i] as number) > tick) counts[neuron] = (counts[neuron] as number) + 1;
    }
    return counts;
  }

  #reserve(length: number): void {
    if (length <= this.ids.length) return;
    const [ids, ticks] = [new Uint32Array(2 * length), new Float64Array(2 * length)];
    ids.set(this.ids.subarray(0, this.length));
    ticks.set(this.ticks.subarray(0, this.length));
    this.ids = ids;
    this.ticks = ticks;
  }
}
