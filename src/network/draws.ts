/**
 * Numbers drawn for a network: a value is named by (domain, stream, place in the stream), never by who draws it or when,
 * so that any partition can draw its own share. One word gives one value.
 */
import { exp } from '../math.ts';
import type { Distribution } from '../neurons/model.ts';
import { type domains, philox4x32 } from '../random.ts';
import { normalQuantile } from './normal-quantile.ts';

export type Domain = (typeof domains)[keyof typeof domains];
export type Key = readonly [number, number];

/** 2⁻³². */
export const PER_WORD = 2 ** -32;

/** In (0, 1): the middle of the word's interval. The same as `uniform` of random.ts, for words known to be unsigned. */
const share = (word: number): number => (word + 0.5) * PER_WORD;

/** The largest magnitude of a normal number made of one word: 6.34. */
const NORMAL_LIMIT = -normalQuantile(share(0));

type Clip = { readonly min?: number; readonly max?: number };

const clipped = (value: number, { min, max }: Clip): number => {
  const above = min !== undefined && value < min ? min : value;
  return max !== undefined && above > max ? max : above;
};

/** The value of each distribution at a standard normal or uniform number. */
const normalValue = (of: Extract<Distribution, { distribution: 'normal' }>, z: number): number => clipped(of.mean + of.sd * z, of);
const lognormalValue = (of: Extract<Distribution, { distribution: 'lognormal' }>, z: number): number =>
  clipped((of.scale ?? 1) * exp(of.mu + of.sigma * z), of);
const uniformValue = (of: Extract<Distribution, { distribution: 'uniform' }>, u: number): number => of.low + (of.high - of.low) * u;

/** The least and the greatest value that a distribution can give here. */
export const support = (of: Distribution): readonly [number, number] => {
  switch (of.distribution) {
    case 'normal':
      return [normalValue(of, -NORMAL_LIMIT), normalValue(of, NORMAL_LIMIT)];
    case 'lognormal': {
      const ends = [lognormalValue(of, -NORMAL_LIMIT), lognormalValue(of, NORMAL_LIMIT)];
      return [Math.min(...ends), Math.max(...ends)];
    }
    case 'uniform':
      return [of.low, of.high];
  }
};

/** The value of a normal or lognormal distribution at a standard normal number. */
export const valueAtNormal = (of: Extract<Distribution, { distribution: 'normal' | 'lognormal' }>, z: number): number =>
  of.distribution === 'normal' ? normalValue(of, z) : lognormalValue(of, z);

/** The value of a distribution by one word. */
export const valueByWord = (of: Distribution, word: number): number => {
  switch (of.distribution) {
    case 'normal':
      return normalValue(of, normalQuantile(share(word)));
    case 'lognormal':
      return lognormalValue(of, normalQuantile(share(word)));
    case 'uniform':
      return uniformValue(of, share(word));
  }
};

/** Streams of Philox words: word k of a stream is lane k mod 4 of counter (stream, k div 4, owner, purpose). */
export class Words {
  readonly #key0: number;
  readonly #key1: number;
  readonly #owner: number;
  readonly #purpose: number;
  readonly #block = new Uint32Array(4);
  #stream = 0;
  #next = 0;

  constructor(key: Key, of: Domain, owner: number, purpose: number) {
    this.#key0 = key[0] ^ of;
    this.#key1 = key[1];
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

  /** The first words of a stream; `out` has room for a multiple of four. */
  fill(stream: number, count: number, out: Uint32Array): void {
    const key0 = this.#key0;
    const key1 = this.#key1;
    const owner = this.#owner;
    const purpose = this.#purpose;
    for (let at = 0; at < count; at += 4) philox4x32(key0, key1, stream, at >>> 2, owner, purpose, out, at);
  }
}

/** One of 0 … n − 1, by a word; the bias, n / 2³², is below what any simulation can see. */
export const below = (word: number, n: number): number => Math.floor(word * n * PER_WORD);

/** Values 0, 1, 2 … of a stream, one word each. */
export class Draws {
  readonly #words: Words;
  #room = new Uint32Array(64);

  constructor(key: Key, of: Domain, owner: number, purpose = 0) {
    this.#words = new Words(key, of, owner, purpose);
  }

  fill(of: Distribution, stream: number, count: number, out: Float64Array): void {
    if (count + 3 > this.#room.length) this.#room = new Uint32Array(2 * count + 4);
    const words = this.#room;
    this.#words.fill(stream, count, words);
    switch (of.distribution) {
      case 'normal':
        for (let i = 0; i < count; i++) out[i] = normalValue(of, normalQuantile(share(words[i] as number)));
        break;
      case 'lognormal':
        for (let i = 0; i < count; i++) out[i] = lognormalValue(of, normalQuantile(share(words[i] as number)));
        break;
      case 'uniform':
        for (let i = 0; i < count; i++) out[i] = uniformValue(of, share(words[i] as number));
        break;
    }
  }
}
