/**
 * Numbers drawn for a network: a value is named by (domain, stream, place in the stream), never by who draws it or when,
 * so that any partition can draw its own share.
 */
import { exp } from '../math.ts';
import type { Distribution } from '../neurons/model.ts';
import { type domains, normal, philox4x32, uniform } from '../random.ts';

export type Domain = (typeof domains)[keyof typeof domains];
export type Key = readonly [number, number];

const WORD = 2 ** -32;

/** The largest magnitude of a normal number made of two 32-bit words: 6.76. */
const NORMAL_LIMIT = normal(0, 0);

/** The value that two words give. */
export const drawn = (of: Distribution, first: number, second: number): number => {
  switch (of.distribution) {
    case 'normal':
      return clip(of.mean + of.sd * normal(first, second), of);
    case 'lognormal':
      return clip((of.scale ?? 1) * exp(of.mu + of.sigma * normal(first, second)), of);
    case 'uniform':
      return of.low + (of.high - of.low) * uniform(first);
  }
};

const clip = (value: number, to: { readonly min?: number; readonly max?: number }): number =>
  Math.min(Math.max(value, to.min ?? Number.NEGATIVE_INFINITY), to.max ?? Number.POSITIVE_INFINITY);

/** The least and the greatest value that a distribution can give here. */
export const support = (of: Distribution): readonly [number, number] => {
  switch (of.distribution) {
    case 'normal':
      return [clip(of.mean - of.sd * NORMAL_LIMIT, of), clip(of.mean + of.sd * NORMAL_LIMIT, of)];
    case 'lognormal': {
      const ends = [-NORMAL_LIMIT, NORMAL_LIMIT].map((end) => clip((of.scale ?? 1) * exp(of.mu + of.sigma * end), of));
      return [Math.min(...ends), Math.max(...ends)];
    }
    case 'uniform':
      return [of.low, of.high];
  }
};

/** One stream of Philox words: counter (stream, block, owner, purpose). */
export class Words {
  readonly #key0: number;
  readonly #key1: number;
  readonly #owner: number;
  readonly #purpose: number;
  readonly #block = new Uint32Array(4);
  #stream = 0;
  #next = 0;

  constructor(key: Key, of: Domain, owner: number, purpose: number) {
    this.#key0 = (key[0] ^ of) >>> 0;
    this.#key1 = key[1] >>> 0;
    this.#owner = owner;
    this.#purpose = purpose;
  }

  /** Goes to the first word of a stream. */
  start(stream: number): void {
    this.#stream = stream;
    this.#next = 0;
  }

  next(): number {
    const lane = this.#next & 3;
    if (lane === 0) philox4x32(this.#key0, this.#key1, this.#stream, this.#next >>> 2, this.#owner, this.#purpose, this.#block);
    this.#next++;
    return this.#block[lane] as number;
  }

  /** One of 0 … n − 1; the bias, n / 2³², is below what any simulation can see. */
  below(n: number): number {
    return Math.floor(this.next() * n * WORD);
  }
}

/** Values 0, 1, 2 … of a stream, two words each. */
export class Draws {
  readonly #words: Words;

  constructor(key: Key, of: Domain, owner: number, purpose = 0) {
    this.#words = new Words(key, of, owner, purpose);
  }

  fill(of: Distribution, stream: number, count: number, out: Float64Array): void {
    const words = this.#words;
    words.start(stream);
    for (let i = 0; i < count; i++) {
      const first = words.next();
      out[i] = drawn(of, first, words.next());
    }
  }
}
