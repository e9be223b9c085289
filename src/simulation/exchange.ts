import type { Spikes } from '../engines/engine.ts';
import type { Barrier } from './barrier.ts';
import { merge, type Train } from './merge.ts';
import { SpikeList } from './spike-list.ts';

/** Spikes that one worker hands over in one round. */
export const roundCapacity = 8192;

const headerBytes = 64;
const segmentBytes = (capacity: number): number => headerBytes + capacity * (2 * Float64Array.BYTES_PER_ELEMENT + Uint32Array.BYTES_PER_ELEMENT);

/** Size of the shared block through which `count` workers exchange spikes. */
export const exchangeBytes = (count: number, capacity = roundCapacity): number => (count === 1 ? 0 : 2 * count * segmentBytes(capacity));

/** One worker's share of one half of the block: how many spikes it has this epoch, and up to `capacity` of them. */
interface Segment extends Train {
  readonly total: Int32Array;
}

const segmentAt = (buffer: SharedArrayBuffer, offset: number, capacity: number): Segment => ({
  length: 0,
  total: new Int32Array(buffer, offset, 1),
  ticks: new Float64Array(buffer, offset + headerBytes, capacity),
  fracs: new Float64Array(buffer, offset + headerBytes + 8 * capacity, capacity),
  ids: new Uint32Array(buffer, offset + headerBytes + 16 * capacity, capacity),
});

/**
 * Gives every worker the spikes of all, once per epoch.
 *
 * Each writes its own into its segment, all meet, each merges all segments. The block has two halves, used in turn: nobody can write a half again before
 * everyone has passed the barrier after it, hence has read it; so one barrier per epoch is enough. A worker with more spikes than a segment holds makes
 * everybody take further rounds, each with its barrier.
 */
export class Exchange {
  /** Whether a stop was requested, as all workers saw it at the last exchange. */
  stopping = false;
  readonly #barrier: Barrier;
  readonly #index: number;
  readonly #capacity: number;
  readonly #halves: readonly (readonly Segment[])[];
  readonly #heads: Int32Array;
  readonly #merged = new SpikeList();
  #round = 0;

  constructor(buffer: SharedArrayBuffer, index: number, barrier: Barrier, capacity = roundCapacity) {
    const { count } = barrier;
    this.#barrier = barrier;
    this.#index = index;
    this.#capacity = capacity;
    this.#heads = new Int32Array(count);
    const half = (h: number) =>
      Array.from({ length: count }, (_, worker) => segmentAt(buffer, (h * count + worker) * segmentBytes(capacity), capacity));
    this.#halves = count === 1 ? [] : [half(0), half(1)];
  }

  /** Hands over own spikes and returns everybody's in (tick, frac, id) order, as views that live until the next call. */
  swap(own: Spikes): Spikes {
    if (this.#barrier.count === 1) {
      this.stopping = this.#barrier.meet();
      return own;
    }
    const segments = this.#share(own, 0);
    let most = 0;
    for (const segment of segments) most = Math.max(most, segment.total[0] as number);
    if (most <= this.#capacity) merge(segments, this.#heads, this.#merged);
    else merge(this.#furtherRounds(own, segments, most), this.#heads, this.#merged);
    return this.#merged.view();
  }

  /** One round: own spikes from `start` on into the next half, then everybody's segments with the lengths they have in this round. */
  #share(own: Spikes, start: number): readonly Segment[] {
    const segments = this.#halves[this.#round++ & 1] as readonly Segment[];
    const mine = segments[this.#index] as Segment;
    const count = own.ids.length;
    const end = Math.min(count, start + this.#capacity);
    mine.total[0] = count;
    for (let i = start; i < end; i++) {
      mine.ids[i - start] = own.ids[i] as number;
      mine.ticks[i - start] = own.ticks[i] as number;
      mine.fracs[i - start] = own.fracs[i] as number;
    }
    this.stopping = this.#barrier.meet();
    for (const segment of segments) segment.length = Math.min(this.#capacity, Math.max(0, (segment.total[0] as number) - start));
    return segments;
  }

  #furtherRounds(own: Spikes, first: readonly Segment[], most: number): readonly Train[] {
    const whole = first.map(() => new SpikeList());
    const keep = (segments: readonly Segment[]) => {
      segments.forEach(({ ids, ticks, fracs, length }, worker) => {
        whole[worker]?.append({ ids: ids.subarray(0, length), ticks: ticks.subarray(0, length), fracs: fracs.subarray(0, length) });
      });
    };
    keep(first);
    for (let start = this.#capacity; start < most; start += this.#capacity) keep(this.#share(own, start));
    return whole;
  }
}
