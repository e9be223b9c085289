/**
 * src/random.ts for kernels: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011) and what is made of its words, the same bits.
 * Blocks go to memory at `out`, four words each in order; four blocks at once for neighbouring counters.
 */
import { cos, log } from './math';

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;

/** One block: 16 bytes at `out`. */
export function philox(key0: u32, key1: u32, c0: u32, c1: u32, c2: u32, c3: u32, out: usize): void {
  for (let round: i32 = 0; round < 10; ++round) {
    const product0: u64 = <u64>c0 * M0;
    const product1: u64 = <u64>c2 * M1;
    c0 = <u32>(product1 >> 32) ^ c1 ^ key0;
    c1 = <u32>product1;
    c2 = <u32>(product0 >> 32) ^ c3 ^ key1;
    c3 = <u32>product0;
    key0 += W0;
    key1 += W1;
  }
  store<u32>(out, c0);
  store<u32>(out, c1, 4);
  store<u32>(out, c2, 8);
  store<u32>(out, c3, 12);
}

/** Word `which` of one block. */
export function philoxWord(key0: u32, key1: u32, c0: u32, c1: u32, c2: u32, c3: u32, which: u32): u32 {
  for (let round: i32 = 0; round < 10; ++round) {
    const product0: u64 = <u64>c0 * M0;
    const product1: u64 = <u64>c2 * M1;
    c0 = <u32>(product1 >> 32) ^ c1 ^ key0;
    c1 = <u32>product1;
    c2 = <u32>(product0 >> 32) ^ c3 ^ key1;
    c3 = <u32>product0;
    key0 += W0;
    key1 += W1;
  }
  return which < 2 ? (which == 0 ? c0 : c1) : which == 2 ? c2 : c3;
}

/** Blocks of counters (c0 … c0 + 3, c1, c2, c3): 64 bytes, block after block. Four neurons' blocks, in id order. */
export function philoxOverC0(key0: u32, key1: u32, c0: u32, c1: u32, c2: u32, c3: u32, out: usize): void {
  fourBlocks(key0, key1, i32x4.add(i32x4.splat(c0), i32x4(0, 1, 2, 3)), i32x4.splat(c1), c2, c3, out);
}

/** Blocks of counters (c0, c1 … c1 + 3, c2, c3): 64 bytes, block after block. The words of sixteen synapses of a row, in rank order. */
export function philoxOverC1(key0: u32, key1: u32, c0: u32, c1: u32, c2: u32, c3: u32, out: usize): void {
  fourBlocks(key0, key1, i32x4.splat(c0), i32x4.add(i32x4.splat(c1), i32x4(0, 1, 2, 3)), c2, c3, out);
}

/** One block a lane. */
// @ts-ignore: decorator
@inline
function fourBlocks(key0: u32, key1: u32, x0: v128, x1: v128, c2: u32, c3: u32, out: usize): void {
  const m0: v128 = i32x4.splat(M0);
  const m1: v128 = i32x4.splat(M1);
  let x2: v128 = i32x4.splat(c2);
  let x3: v128 = i32x4.splat(c3);
  for (let round: i32 = 0; round < 10; ++round) {
    const a: v128 = i64x2.extmul_low_i32x4_u(x0, m0);
    const b: v128 = i64x2.extmul_high_i32x4_u(x0, m0);
    const c: v128 = i64x2.extmul_low_i32x4_u(x2, m1);
    const d: v128 = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = v128.xor(v128.xor(v128.shuffle<i32>(c, d, 1, 3, 5, 7), x1), i32x4.splat(key0));
    x1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    x2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), x3), i32x4.splat(key1));
    x3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    key0 += W0;
    key1 += W1;
  }
  // From [word][block] to [block][word].
  const low01: v128 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
  const low23: v128 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
  const high01: v128 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
  const high23: v128 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(out, v128.shuffle<i64>(low01, low23, 1, 3), 16);
  v128.store(out, v128.shuffle<i64>(high01, high23, 0, 2), 32);
  v128.store(out, v128.shuffle<i64>(high01, high23, 1, 3), 48);
}

/** Word 0 of each lane's block, of counters (c0, c1, c2, 0): 16 bytes. Four neurons' next draws. */
export function philoxFirstWords(key0: u32, key1: u32, c0: v128, c1: u32, c2: v128, out: usize): void {
  const m0: v128 = i32x4.splat(M0);
  const m1: v128 = i32x4.splat(M1);
  let x0: v128 = c0;
  let x1: v128 = i32x4.splat(c1);
  let x2: v128 = c2;
  let x3: v128 = i32x4.splat(0);
  for (let round: i32 = 0; round < 10; ++round) {
    const a: v128 = i64x2.extmul_low_i32x4_u(x0, m0);
    const b: v128 = i64x2.extmul_high_i32x4_u(x0, m0);
    const c: v128 = i64x2.extmul_low_i32x4_u(x2, m1);
    const d: v128 = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = v128.xor(v128.xor(v128.shuffle<i32>(c, d, 1, 3, 5, 7), x1), i32x4.splat(key0));
    x1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    x2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), x3), i32x4.splat(key1));
    x3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    key0 += W0;
    key1 += W1;
  }
  v128.store(out, x0);
}

/** The word as a number in (0, 1). */
// @ts-ignore: decorator
@inline
export function uniform(word: u32): f64 {
  return (<f64>word + 0.5) * 2.3283064365386963e-10;
}

/** Whether the word says yes, with probability p. */
// @ts-ignore: decorator
@inline
export function bernoulli(word: u32, p: f64): bool {
  return p >= 1.0 || <f64>word < floor(p * 4294967296.0);
}

/** A standard normal number of two words (Box & Muller 1958). */
export function normal(word1: u32, word2: u32): f64 {
  return sqrt(-2.0 * log(uniform(word1))) * cos(6.283185307179586 * uniform(word2));
}
