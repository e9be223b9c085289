/**
 * Poisson counts of a step on the grid. A word of Philox4x32-10 per neuron: counter (id >> 2, stream, step low, step high), word id & 3;
 * the count is the least n with word < table[n] (engines/README.md, Randomness). Sixteen neighbouring neurons, four blocks, at a time.
 *
 * Blocks of one drive differ in one counter word, and steps in another. So half of each of the first two rounds is the same for all
 * blocks, and the other half the same in all steps: `prepareBlocks` does the latter once.
 */

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;

// @ts-ignore: decorator
@inline
function lows(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function highs(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 1, 3, 5, 7);
}

/** Per four blocks, 48 bytes at `out`: low half of M0·block, and both halves of M1 times what round one makes of its high half. */
export function prepareBlocks(key1: u32, block: u32, blocks: u32, high: u32, out: usize): void {
  const m0: v128 = i32x4.splat(M0);
  const m1: v128 = i32x4.splat(M1);
  for (let done: u32 = 0; done < blocks; done += 4, out += 48) {
    const ids: v128 = i32x4.add(i32x4.splat(block + done), i32x4(0, 1, 2, 3));
    const a: v128 = i64x2.extmul_low_i32x4_u(ids, m0);
    const b: v128 = i64x2.extmul_high_i32x4_u(ids, m0);
    const x2: v128 = v128.xor(highs(a, b), i32x4.splat(high ^ key1));
    const c: v128 = i64x2.extmul_low_i32x4_u(x2, m1);
    const d: v128 = i64x2.extmul_high_i32x4_u(x2, m1);
    v128.store(out, lows(a, b));
    v128.store(out, highs(c, d), 16);
    v128.store(out, lows(c, d), 32);
  }
}

/**
 * Sixteen words of four prepared blocks into 64 bytes at `out`: word w of block j at [w][j].
 * a, b, c: what round two makes of the step.
 */
// @ts-ignore: decorator
@inline
function words(key0: u32, key1: u32, prepared: usize, a: u32, b: u32, c: u32, out: usize): void {
  const m0: v128 = i32x4.splat(M0);
  const m1: v128 = i32x4.splat(M1);
  let x0: v128 = v128.xor(v128.load(prepared, 16), i32x4.splat(a));
  let x1: v128 = v128.load(prepared, 32);
  let x2: v128 = v128.xor(v128.load(prepared), i32x4.splat(b));
  let x3: v128 = i32x4.splat(c);
  let k0: u32 = key0 + 2 * W0;
  let k1: u32 = key1 + 2 * W1;
  for (let round: i32 = 2; round < 10; ++round) {
    const p: v128 = i64x2.extmul_low_i32x4_u(x0, m0);
    const q: v128 = i64x2.extmul_high_i32x4_u(x0, m0);
    const r: v128 = i64x2.extmul_low_i32x4_u(x2, m1);
    const s: v128 = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = v128.xor(v128.xor(highs(r, s), x1), i32x4.splat(k0));
    x2 = v128.xor(v128.xor(highs(p, q), x3), i32x4.splat(k1));
    x1 = lows(r, s);
    x3 = lows(p, q);
    k0 += W0;
    k1 += W1;
  }
  v128.store(out, x0);
  v128.store(out, x1, 16);
  v128.store(out, x2, 32);
  v128.store(out, x3, 48);
}

/** Rounds one and two of the counter words that are the same for all blocks of a step. */
// @ts-ignore: decorator
@inline
function firstProduct(low: u32): u64 {
  return <u64>M1 * <u64>low;
}

// @ts-ignore: decorator
@inline
function secondProduct(key0: u32, stream: u32, first: u64): u64 {
  return <u64>M0 * <u64>(<u32>(first >> 32) ^ stream ^ key0);
}

/** The least n with word < table[n], or `entries`. */
function countOf(word: u32, table: usize, entries: u32): u32 {
  let n: u32 = 0;
  let past: u32 = entries;
  while (n < past) {
    const middle: u32 = (n + past) >> 1;
    if (word < load<u32>(table + (<usize>middle << 2))) past = middle;
    else n = middle + 1;
  }
  return n;
}

/** A byte of the guide that says: these twelve bits do not decide. */
const UNDECIDED: u32 = 0x80808080;

// @ts-ignore: decorator
@inline
function guided(guide: usize, word: usize): u32 {
  // The upper half of the word, little-endian, without its lowest four bits.
  return <u32>load<u8>(guide + (<usize>load<u16>(word, 2) >> 4));
}

// @ts-ignore: decorator
@inline
function four(guide: usize, word: usize, table: usize, entries: u32): u32 {
  const counts: u32 = guided(guide, word) | (guided(guide, word + 16) << 8) | (guided(guide, word + 32) << 16) | (guided(guide, word + 48) << 24);
  return counts & UNDECIDED ? exactly(word, table, entries) : counts;
}

function exactly(word: usize, table: usize, entries: u32): u32 {
  return (
    countOf(load<u32>(word), table, entries) |
    (countOf(load<u32>(word, 16), table, entries) << 8) |
    (countOf(load<u32>(word, 32), table, entries) << 16) |
    (countOf(load<u32>(word, 48), table, entries) << 24)
  );
}

/**
 * Counts of neurons with one rate, as bytes. `table`: `entries` thresholds; `guide`: the count by the upper twelve bits of a word, or 128 where they
 * do not decide. `out` is where word 0 of the first block goes; whole groups of sixteen are written.
 */
export function poissonCommon(
  key0: u32, key1: u32, prepared: usize, blocks: u32, stream: u32, low: u32, guide: usize, table: usize, entries: u32, scratch: usize, out: usize,
): void {
  const first: u64 = firstProduct(low);
  const second: u64 = secondProduct(key0, stream, first);
  const a: u32 = <u32>first ^ (key0 + W0);
  const b: u32 = <u32>(second >> 32) ^ (key1 + W1);
  for (const end: usize = out + (<usize>blocks << 2); out < end; out += 16, prepared += 48) {
    words(key0, key1, prepared, a, b, <u32>second, scratch);
    store<u32>(out, four(guide, scratch, table, entries));
    store<u32>(out, four(guide, scratch + 4, table, entries), 4);
    store<u32>(out, four(guide, scratch + 8, table, entries), 8);
    store<u32>(out, four(guide, scratch + 12, table, entries), 12);
  }
}

/**
 * Counts of neurons that each have their own table: entry i of `tables` is the address of the thresholds of neuron i, preceded by their number.
 * Two bytes each. `skip`: words of the first block that belong to nobody.
 */
export function poissonEach(
  key0: u32, key1: u32, prepared: usize, skip: u32, n: u32, stream: u32, low: u32, tables: usize, scratch: usize, out: usize,
): void {
  const first: u64 = firstProduct(low);
  const second: u64 = secondProduct(key0, stream, first);
  const a: u32 = <u32>first ^ (key0 + W0);
  const b: u32 = <u32>(second >> 32) ^ (key1 + W1);
  for (let i: u32 = 0; i < n; ++i) {
    const place: u32 = i + skip;
    if (i == 0 || (place & 15) == 0) words(key0, key1, prepared + <usize>(place >> 4) * 48, a, b, <u32>second, scratch);
    const word: u32 = load<u32>(scratch + (<usize>(place & 3) << 4) + (<usize>((place >> 2) & 3) << 2));
    const table: usize = <usize>load<u32>(tables + (<usize>i << 2));
    store<u16>(out + (<usize>i << 1), <u16>countOf(word, table + 4, load<u32>(table)));
  }
}

/**
 * Neurons of a Poisson source that fire: those whose word is below their limit, p·2^32 rounded down (`limits`, f64 each; p >= 1 makes it 2^32).
 * Indices from 0 into `out`, ascending; returns how many.
 */
export function poissonFired(
  key0: u32, key1: u32, prepared: usize, skip: u32, n: u32, stream: u32, low: u32, limits: usize, scratch: usize, out: usize,
): i32 {
  const first: u64 = firstProduct(low);
  const second: u64 = secondProduct(key0, stream, first);
  const a: u32 = <u32>first ^ (key0 + W0);
  const b: u32 = <u32>(second >> 32) ^ (key1 + W1);
  const start: usize = out;
  for (let i: u32 = 0; i < n; ++i) {
    const place: u32 = i + skip;
    if (i == 0 || (place & 15) == 0) words(key0, key1, prepared + <usize>(place >> 4) * 48, a, b, <u32>second, scratch);
    const word: u32 = load<u32>(scratch + (<usize>(place & 3) << 4) + (<usize>((place >> 2) & 3) << 2));
    if (<f64>word < load<f64>(limits + (<usize>i << 3))) {
      store<u32>(out, i);
      out += 4;
    }
  }
  return <i32>((out - start) >> 2);
}
