/**
 * Randomness that is named, not drawn in turn: a word is a function of the network's key and of a counter that says what
 * it is for, so no result depends on who asks first. Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, SC11, "Parallel
 * random numbers: as easy as 1, 2, 3"); counters are listed in engines/README.md, "Randomness".
 */
import seedrandom from 'seedrandom';
import { ModelError } from './errors.ts';
import { cos, exp, log, sin } from './math.ts';

/** What a word is drawn for: XORed into key word 0, so that one counter serves each purpose independently. */
export const domains = { wiring: 1, weight: 2, delay: 3, initial: 4, drive: 5, rule: 6, structure: 7 } as const;

/** The Philox key of a seed: the first two `int32()` of `seedrandom(seed)`. */
export const keyOf = (seed: string): [number, number] => {
  const generator = seedrandom(seed);
  return [generator.int32(), generator.int32()];
};

const WORD = 2 ** 32;

/**
 * One block of Philox4x32-10: four words at `out[at]` … `out[at + 3]`, of key (k0, k1) and counter (c0, c1, c2, c3).
 * Arguments count modulo 2^32 (signed or unsigned alike). High halves of the 32 × 32 products come from 16-bit halves,
 * the widest that a double multiplies exactly.
 */
export const philox4x32 = (k0: number, k1: number, c0: number, c1: number, c2: number, c3: number, out: Uint32Array, at = 0): void => {
  let key0 = k0 | 0;
  let key1 = k1 | 0;
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  for (let round = 0; round < 10; round++) {
    // High half of x0 · 0xd2511f53, by schoolbook multiplication.
    let low = x0 & 0xffff;
    let high = x0 >>> 16;
    let cross = (Math.imul(0xd251, low) + (Math.imul(0x1f53, low) >>> 16)) | 0;
    let other = (Math.imul(0x1f53, high) + (cross & 0xffff)) | 0;
    const product0 = (Math.imul(0xd251, high) + (cross >>> 16) + (other >>> 16)) | 0;
    // High half of x2 · 0xcd9e8d57.
    low = x2 & 0xffff;
    high = x2 >>> 16;
    cross = (Math.imul(0xcd9e, low) + (Math.imul(0x8d57, low) >>> 16)) | 0;
    other = (Math.imul(0x8d57, high) + (cross & 0xffff)) | 0;
    const product1 = (Math.imul(0xcd9e, high) + (cross >>> 16) + (other >>> 16)) | 0;
    const low0 = Math.imul(x0, 0xd2511f53);
    x0 = product1 ^ x1 ^ key0;
    x1 = Math.imul(x2, 0xcd9e8d57);
    x2 = product0 ^ x3 ^ key1;
    x3 = low0;
    key0 = (key0 + 0x9e3779b9) | 0;
    key1 = (key1 + 0xbb67ae85) | 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
  out[at + 2] = x2;
  out[at + 3] = x3;
};

/** The word as a number in (0, 1): never 0, never 1. */
export const uniform = (word: number): number => ((word >>> 0) + 0.5) / WORD;

/** Whether the word says yes, with probability p (to 2^-32): always for p >= 1, never for p < 2^-32. */
export const bernoulli = (word: number, p: number): boolean => p >= 1 || word >>> 0 < Math.floor(p * WORD);

/** A standard normal number of two words (Box & Muller 1958). */
export const normal = (word1: number, word2: number): number => Math.sqrt(-2 * log(uniform(word1))) * cos(2 * Math.PI * uniform(word2));

/** Numbers in (0, 1), one after the other, all of the seed: for what an experiment or a rate model makes up itself. */
export const uniforms = (seed: string): (() => number) => {
  const [k0, k1] = keyOf(seed);
  const block = new Uint32Array(4);
  let drawn = 0;
  return () => {
    if (drawn % block.length === 0) philox4x32(k0, k1, drawn / block.length, 0, 0, 0, block);
    return uniform(block[drawn++ % block.length] as number);
  };
};

/** Standard normal numbers in the same way, two of each pair of uniform ones. */
export const normals = (seed: string): (() => number) => {
  const next = uniforms(seed);
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const [radius, angle] = [Math.sqrt(-2 * log(next())), 2 * Math.PI * next()];
    spare = radius * sin(angle);
    return radius * cos(angle);
  };
};

/** Largest mean for which e^-lambda is a normal number. */
const MAX_POISSON_MEAN = 700;

/**
 * Thresholds of a Poisson count by inversion: entry n is floor(P(count <= n) · 2^32), summed upwards from e^-lambda.
 * The table ends where a word cannot lie above (or the sum no longer grows); a word beyond it gives the last n.
 *
 * @param lambda - mean count (dimensionless, 0 … 700)
 * @throws ModelError `poisson-mean` outside that range
 */
export const poissonTable = (lambda: number): Uint32Array => {
  if (!(lambda >= 0 && lambda <= MAX_POISSON_MEAN)) {
    throw new ModelError(
      'poisson-mean',
      `A Poisson count with mean ${lambda} per step cannot be drawn: the mean must lie in 0 … ${MAX_POISSON_MEAN}. Lower the rate or dt.`,
      {
        lambda,
      },
    );
  }
  const thresholds: number[] = [];
  let term = exp(-lambda);
  let cdf = term;
  for (let n = 1; ; n++) {
    const threshold = Math.floor(cdf * WORD);
    thresholds.push(Math.min(threshold, WORD - 1));
    term = (term * lambda) / n;
    const grown = cdf + term;
    if (threshold >= WORD - 1 || (grown === cdf && n > lambda)) return Uint32Array.from(thresholds);
    cdf = grown;
  }
};

/** Tables longer than this are searched by bisection. */
const SHORT_TABLE = 16;

/** The least n with word < table[n]; the last n for words beyond the table. */
export const poissonCount = (table: Uint32Array, word: number): number => {
  const drawn = word >>> 0;
  const last = table.length - 1;
  let n = 0;
  if (last < SHORT_TABLE) {
    while (n < last && drawn >= (table[n] as number)) n++;
    return n;
  }
  let end = last;
  while (n < end) {
    const middle = (n + end) >> 1;
    if (drawn < (table[middle] as number)) end = middle;
    else n = middle + 1;
  }
  return n;
};
