/**
 * Random draws of rules: Philox4x32-10 with counter (source, rank >> 2, event, purpose), word rank & 3, so that one block
 * serves four neighbouring synapses (engines/README.md, Randomness).
 */
import { cos, log } from './math';

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;
const TWO_PI: f64 = 6.283185307179586;
const PER_WORD: f64 = 2.3283064365386963e-10;

/** Word `which` of one block. */
export function word(key0: u32, key1: u32, c0: u32, c1: u32, c2: u32, c3: u32, which: u32): u32 {
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

/** Words of `blocks` blocks from `block` on, in order, at `out`; groups of four blocks are written whole. */
export function words(out: usize, key0: u32, key1: u32, source: u32, block: u32, blocks: u32, event: u32, purpose: u32): void {
  const m0: v128 = i32x4.splat(M0);
  const m1: v128 = i32x4.splat(M1);
  for (let done: u32 = 0; done < blocks; done += 4) {
    let k0: u32 = key0;
    let k1: u32 = key1;
    let x0: v128 = i32x4.splat(source);
    let x1: v128 = i32x4.add(i32x4.splat(block + done), i32x4(0, 1, 2, 3));
    let x2: v128 = i32x4.splat(event);
    let x3: v128 = i32x4.splat(purpose);
    for (let round: i32 = 0; round < 10; ++round) {
      const a: v128 = i64x2.extmul_low_i32x4_u(x0, m0);
      const b: v128 = i64x2.extmul_high_i32x4_u(x0, m0);
      const c: v128 = i64x2.extmul_low_i32x4_u(x2, m1);
      const d: v128 = i64x2.extmul_high_i32x4_u(x2, m1);
      x0 = v128.xor(v128.xor(v128.shuffle<i32>(c, d, 1, 3, 5, 7), x1), i32x4.splat(k0));
      x2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), x3), i32x4.splat(k1));
      x1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
      x3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
      k0 += W0;
      k1 += W1;
    }
    // From one vector per word to one vector per block.
    const a: v128 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
    const b: v128 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
    const c: v128 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
    const d: v128 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
    const at: usize = out + (<usize>done << 4);
    v128.store(at, v128.shuffle<i64>(a, b, 0, 2));
    v128.store(at, v128.shuffle<i64>(a, b, 1, 3), 16);
    v128.store(at, v128.shuffle<i64>(c, d, 0, 2), 32);
    v128.store(at, v128.shuffle<i64>(c, d, 1, 3), 48);
  }
}

/** The word as a number in (0, 1). */
export function uniform(word: u32): f64 {
  return (<f64>word + 0.5) * PER_WORD;
}

/** Whether the word says yes, with probability p. */
// @ts-ignore: decorator
@inline
export function below(word: u32, p: f64): bool {
  return <f64>word < threshold(p);
}

/** Words below this say yes. */
// @ts-ignore: decorator
@inline
export function threshold(p: f64): f64 {
  return p >= 1.0 ? 4294967296.0 : floor(p * 4294967296.0);
}

/** A standard normal number of two words. */
export function normal(word1: u32, word2: u32): f64 {
  return sqrt(-2.0 * log(uniform(word1))) * cos(TWO_PI * uniform(word2));
}
