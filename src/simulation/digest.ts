import { createHash } from 'node:crypto';

/** Spikes as columns: time is ticks / perMs + fracs [ms]. */
interface Columns {
  readonly ids: Uint32Array;
  readonly ticks: Float64Array;
  readonly fracs: Float64Array;
}

export interface DigestState {
  /** Digest of the last whole second as hex; empty before the first. */
  readonly previous: string;
  /** The biological second under way. */
  readonly second: number;
  /** Bytes of its spikes so far. */
  readonly pending: Uint8Array;
}

const recordBytes = 12;

/**
 * The fingerprint of all spikes of a run: SHA-256 chained per biological second.
 *
 *     d₀ = '',   dₙ₊₁ = SHA-256(dₙ ‖ spikes of second n)
 *
 * Second n covers (n, n + 1] s (second 0 also time 0), every second counts, spikes or none, and so does the part of a second with which a run ends. Each spike is
 * its time as little-endian float64 [ms] and its global neuron id as little-endian uint32, in (time, id) order. So it does not depend on blocks, runs or checkpoints.
 */
export class SpikeDigest {
  readonly #perMs: number;
  readonly #secondTicks: number;
  #previous: Uint8Array;
  #second: number;
  #pending: Uint8Array[];
  #hash;
  #now: number;

  constructor(perMs: number, now = 0, { previous, second, pending }: DigestState = { previous: '', second: 0, pending: new Uint8Array(0) }) {
    this.#perMs = perMs;
    this.#secondTicks = 1000 * perMs;
    this.#previous = Buffer.from(previous, 'hex');
    this.#second = second;
    this.#pending = pending.length > 0 ? [pending] : [];
    this.#now = now;
    this.#hash = createHash('sha256').update(this.#previous).update(pending);
  }

  /** Takes the spikes after those of the block before, up to tick `upTo`. */
  take({ ids, ticks, fracs }: Columns, upTo: number): void {
    const bytes = new Uint8Array(ids.length * recordBytes);
    const view = new DataView(bytes.buffer);
    let start = 0;
    for (let i = 0; i < ids.length; i++) {
      const tick = ticks[i] as number;
      const frac = fracs[i] as number;
      if (this.#isLater(tick, frac)) {
        this.#add(bytes.subarray(start, i * recordBytes));
        start = i * recordBytes;
        do this.#endSecond();
        while (this.#isLater(tick, frac));
      }
      view.setFloat64(i * recordBytes, tick / this.#perMs + frac, true);
      view.setUint32(i * recordBytes + 8, ids[i] as number, true);
    }
    this.#add(bytes.subarray(start));
    while ((this.#second + 1) * this.#secondTicks <= upTo) this.#endSecond();
    this.#now = upTo;
  }

  /** Digest up to now as hex. */
  value(): string {
    const whole = this.#now === this.#second * this.#secondTicks && this.#previous.length > 0;
    return whole ? Buffer.from(this.#previous).toString('hex') : this.#hash.copy().digest('hex');
  }

  /** What it takes to go on later, elsewhere. */
  state(): DigestState {
    return { previous: Buffer.from(this.#previous).toString('hex'), second: this.#second, pending: Buffer.concat(this.#pending) };
  }

  /** Whether a time lies after the second under way. */
  #isLater(tick: number, frac: number): boolean {
    const end = (this.#second + 1) * this.#secondTicks;
    return tick > end || (tick === end && frac > 0);
  }

  #add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#hash.update(bytes);
    this.#pending.push(bytes);
  }

  #endSecond(): void {
    this.#previous = this.#hash.digest();
    this.#hash = createHash('sha256').update(this.#previous);
    this.#pending = [];
    this.#second++;
  }
}
