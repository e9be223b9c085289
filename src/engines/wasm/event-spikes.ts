/** Spikes of an interval: taken from kernels in sorted chunks, merged into one list. */
import type { Spikes } from '../engine.ts';
import type { EventKernel } from './event-kernel.ts';

interface Out {
  readonly outTicks: Float64Array;
  readonly outFracs: Float64Array;
  readonly outIds: Uint32Array;
  readonly outOrder: Uint32Array;
}

/** What one kernel has found in the present interval. */
export class SpikeChunks {
  #chunks: Spikes[] = [];
  readonly #first: number;
  readonly #out: Out;

  /** @param first Global id of the slice's first neuron. */
  constructor(first: number, out: Out) {
    this.#first = first;
    this.#out = out;
  }

  /** Takes what the kernel holds, so that it has room again. */
  take(kernel: EventKernel): void {
    const count = kernel.emittedCount();
    if (count === 0) return;
    const { outTicks, outFracs, outIds, outOrder } = this.#out;
    const from = (kernel.sortSpikes() - outOrder.byteOffset) / 4;
    const chunk = { ids: new Uint32Array(count), ticks: new Float64Array(count), fracs: new Float64Array(count) };
    for (let k = 0; k < count; k++) {
      const j = outOrder[from + k] as number;
      chunk.ids[k] = this.#first + (outIds[j] as number);
      chunk.ticks[k] = outTicks[j] as number;
      chunk.fracs[k] = outFracs[j] as number;
    }
    kernel.taken();
    this.#chunks.push(chunk);
  }

  /** Every chunk since the last time. */
  drain(): Spikes[] {
    if (this.#chunks.length === 0) return this.#chunks;
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }
}

export const noSpikes: Spikes = { ids: new Uint32Array(0), ticks: new Float64Array(0), fracs: new Float64Array(0) };

/** Sorted lists as one, in (time, id) order. */
export const mergeSpikes = (lists: readonly Spikes[]): Spikes => {
  if (lists.length === 0) return noSpikes;
  if (lists.length === 1) return lists[0] as Spikes;
  const middle = lists.length >> 1;
  return mergeTwo(mergeSpikes(lists.slice(0, middle)), mergeSpikes(lists.slice(middle)));
};

const mergeTwo = (p: Spikes, q: Spikes): Spikes => {
  const count = p.ids.length + q.ids.length;
  const merged = { ids: new Uint32Array(count), ticks: new Float64Array(count), fracs: new Float64Array(count) };
  let [i, j] = [0, 0];
  for (let k = 0; k < count; k++) {
    const first = j === q.ids.length || (i < p.ids.length && isBefore(p, i, q, j));
    const from = first ? p : q;
    const at = first ? i++ : j++;
    merged.ids[k] = from.ids[at] as number;
    merged.ticks[k] = from.ticks[at] as number;
    merged.fracs[k] = from.fracs[at] as number;
  }
  return merged;
};

const isBefore = (p: Spikes, i: number, q: Spikes, j: number): boolean => {
  const ticks = (p.ticks[i] as number) - (q.ticks[j] as number);
  if (ticks !== 0) return ticks < 0;
  const fracs = (p.fracs[i] as number) - (q.fracs[j] as number);
  return fracs !== 0 ? fracs < 0 : (p.ids[i] as number) < (q.ids[j] as number);
};
