/** The spikes that a partition fires, in time order, as views of chunks that are never written twice: whoever keeps a view keeps its values. */
import type { Spikes } from '../engine.ts';

const chunkLength = 16_384;

export const noSpikes: Spikes = Object.freeze({ ids: new Uint32Array(0), ticks: new Float64Array(0), fracs: new Float64Array(0) });

export class SpikeBuffer {
  #ids = new Uint32Array(chunkLength);
  #ticks = new Float64Array(chunkLength);
  /** On the grid every time is a whole tick. */
  #zeros = new Float64Array(chunkLength);
  #from = 0;
  #to = 0;

  push(id: number, tick: number): void {
    if (this.#to === this.#ids.length) this.#renew();
    this.#ids[this.#to] = id;
    this.#ticks[this.#to++] = tick;
  }

  /** What was pushed since the last call. */
  take(): Spikes {
    const [from, to] = [this.#from, this.#to];
    if (from === to) return noSpikes;
    this.#from = to;
    return { ids: this.#ids.subarray(from, to), ticks: this.#ticks.subarray(from, to), fracs: this.#zeros.subarray(0, to - from) };
  }

  /** A new chunk that begins with what has not been taken. */
  #renew(): void {
    const pending = this.#to - this.#from;
    const length = Math.max(chunkLength, 2 * pending);
    const ids = new Uint32Array(length);
    const ticks = new Float64Array(length);
    ids.set(this.#ids.subarray(this.#from, this.#to));
    ticks.set(this.#ticks.subarray(this.#from, this.#to));
    if (length > this.#zeros.length) this.#zeros = new Float64Array(length);
    [this.#ids, this.#ticks, this.#from, this.#to] = [ids, ticks, 0, pending];
  }
}
