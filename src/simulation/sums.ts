import { fitting } from '../engines/joined-sums.ts';
import type { Barrier } from './barrier.ts';

/** Sums that one worker hands over in one round. */
export const sumsCapacity = 4096;
/** Shared bytes for the sums of `count` workers: two halves in turn, as for spikes. */
export const sumsBytes = (count: number): number => (count === 1 ? 0 : 2 * count * sumsCapacity * BigInt64Array.BYTES_PER_ELEMENT);

/** Adds up, over all workers, the fixed-point sums that rules declare. Integers: the result does not depend on the order or the split. */
export class Sums {
  readonly #barrier: Barrier;
  readonly #index: number;
  readonly #halves: readonly (readonly BigInt64Array[])[];
  #round = 0;

  constructor(buffer: SharedArrayBuffer, byteOffset: number, index: number, barrier: Barrier) {
    this.#barrier = barrier;
    this.#index = index;
    const { count } = barrier;
    const share = (half: number, worker: number) => new BigInt64Array(buffer, byteOffset + 8 * sumsCapacity * (half * count + worker), sumsCapacity);
    this.#halves = count === 1 ? [] : [0, 1].map((half) => Array.from({ length: count }, (_, worker) => share(half, worker)));
  }

  /** @returns totals over all workers, whose `own` must have the same length; every worker calls this at the same point */
  total(own: BigInt64Array): BigInt64Array {
    if (this.#barrier.count === 1 || own.length === 0) return own;
    const totals = new BigInt64Array(own.length);
    for (let start = 0; start < own.length; start += sumsCapacity) {
      const shares = this.#halves[this.#round++ & 1] as readonly BigInt64Array[];
      const part = own.subarray(start, start + sumsCapacity);
      (shares[this.#index] as BigInt64Array).set(part);
      this.#barrier.meet();
      for (let i = 0; i < part.length; i++) {
        let sum = 0n;
        for (const share of shares) sum = fitting(sum + (share[i] as bigint));
        totals[start + i] = sum;
      }
    }
    return totals;
  }
}
