/** The spikes of the whole network that may still act, by the tick of their emission: what arrives later looks here. */
import type { Spikes } from '../engine.ts';

export class SpikeLog {
  readonly #horizon: number;
  #ids: Uint32Array = new Uint32Array(1024);
  #to = 0;
  /** Where the spikes of tick t begin and end, at t modulo the length. */
  readonly #ticks: Float64Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  /** @param horizon Ticks after its emission at which a spike is forgotten. */
  constructor(horizon: number) {
    this.#horizon = horizon;
    // One interval of at most `horizon` ticks is added before anything is dropped.
    const length = 2 * horizon + 2;
    this.#ticks = new Float64Array(length).fill(-1);
    this.#starts = new Uint32Array(length);
    this.#ends = new Uint32Array(length);
  }

  /** Global ids, which stay valid until the next `add`. */
  get ids(): Uint32Array {
    return this.#ids;
  }

  /** Adds spikes in time order, none later than `now`, and forgets what is too old then. */
  add({ ids, ticks }: Spikes, now: number): void {
    this.#makeRoom(ids.length, now);
    for (let i = 0; i < ids.length; i++) this.#put(ids[i] as number, ticks[i] as number);
  }

  /** Adds one spike. */
  push(id: number, tick: number, now: number): void {
    this.#makeRoom(1, now);
    this.#put(id, tick);
  }

  #put(id: number, tick: number): void {
    const slot = tick % this.#ticks.length;
    if (this.#ticks[slot] !== tick) {
      this.#ticks[slot] = tick;
      this.#starts[slot] = this.#to;
    }
    this.#ids[this.#to++] = id;
    this.#ends[slot] = this.#to;
  }

  /** Where the ids of spikes emitted at `tick` begin and end in `ids`. */
  start(tick: number): number {
    const slot = tick % this.#ticks.length;
    return tick >= 0 && this.#ticks[slot] === tick ? (this.#starts[slot] as number) : 0;
  }

  end(tick: number): number {
    const slot = tick % this.#ticks.length;
    return tick >= 0 && this.#ticks[slot] === tick ? (this.#ends[slot] as number) : 0;
  }

  clear(): void {
    this.#ticks.fill(-1);
    this.#to = 0;
  }

  #makeRoom(count: number, now: number): void {
    if (this.#to + count <= this.#ids.length) return;
    let oldest = this.#to;
    for (let slot = 0; slot < this.#ticks.length; slot++) {
      const tick = this.#ticks[slot] as number;
      if (tick < now - 2 * this.#horizon) this.#ticks[slot] = -1;
      else oldest = Math.min(oldest, this.#starts[slot] as number);
    }
    const kept = this.#to - oldest;
    const target = 2 * (kept + count) > this.#ids.length ? new Uint32Array(4 * (kept + count)) : this.#ids;
    target.set(this.#ids.subarray(oldest, this.#to));
    this.#ids = target;
    this.#to = kept;
    for (let slot = 0; slot < this.#ticks.length; slot++) {
      if (this.#ticks[slot] === -1) continue;
      this.#starts[slot] = (this.#starts[slot] as number) - oldest;
      this.#ends[slot] = (this.#ends[slot] as number) - oldest;
    }
  }
}

/** First index in [from, to) whose id is at least `id`; ids ascend there. */
export const firstFrom = (ids: Uint32Array, from: number, to: number, id: number): number => {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return low;
};
