import type { Spikes } from '../engines/engine.ts';

/** Views of the first n spikes are kept up to here: making three views costs more than an epoch of a small network may. */
const cachedViews = 1024;

/** A list of spikes that grows, as columns. */
export class SpikeList {
  length = 0;
  ids = new Uint32Array(0);
  ticks = new Float64Array(0);
  fracs = new Float64Array(0);
  #views: (Spikes | undefined)[] = [];

  /** Makes room for `length` spikes in all, keeping those there are. */
  reserve(length: number): void {
    if (length <= this.ids.length) return;
    const capacity = Math.max(256, length, 2 * this.ids.length);
    const { ids, ticks, fracs } = this;
    this.ids = new Uint32Array(capacity);
    this.ticks = new Float64Array(capacity);
    this.fracs = new Float64Array(capacity);
    this.ids.set(ids.subarray(0, this.length));
    this.ticks.set(ticks.subarray(0, this.length));
    this.fracs.set(fracs.subarray(0, this.length));
    this.#views = [];
  }

  append(spikes: Spikes): void {
    const count = spikes.ids.length;
    const start = this.length;
    this.reserve(start + count);
    const { ids, ticks, fracs } = this;
    // A loop: epochs have a handful of spikes, for which `set` costs more than copying.
    for (let i = 0; i < count; i++) {
      ids[start + i] = spikes.ids[i] as number;
      ticks[start + i] = spikes.ticks[i] as number;
      fracs[start + i] = spikes.fracs[i] as number;
    }
    this.length = start + count;
  }

  /** All of them, as views that live until the list next changes. */
  view(): Spikes {
    const { length } = this;
    const cached = length < cachedViews ? this.#views[length] : undefined;
    if (cached) return cached;
    const view = { ids: this.ids.subarray(0, length), ticks: this.ticks.subarray(0, length), fracs: this.fracs.subarray(0, length) };
    if (length < cachedViews) this.#views[length] = view;
    return view;
  }

  /** Copies of spikes [from, to). */
  copy(from: number, to: number): Spikes {
    return { ids: this.ids.slice(from, to), ticks: this.ticks.slice(from, to), fracs: this.fracs.slice(from, to) };
  }

  /** Forgets the first `count`. */
  drop(count: number): void {
    if (count === 0) return;
    this.ids.copyWithin(0, count, this.length);
    this.ticks.copyWithin(0, count, this.length);
    this.fracs.copyWithin(0, count, this.length);
    this.length -= count;
  }
}

/** Index of the first spike at `tick` or later, in spikes ordered by time. */
export const firstAt = (ticks: Float64Array, length: number, tick: number): number => {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ticks[middle] as number) < tick) low = middle + 1;
    else high = middle;
  }
  return low;
};
