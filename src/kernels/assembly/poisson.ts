/**
 * Poisson counts of a step on the grid: one Philox4x32-10 block serves four neighbouring neurons, and four blocks are computed at once.
 * Counter (id >> 2, stream, step low, step high), word id & 3; the count is the least n with word < table[n] (engines/README.md, Randomness).
 */

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;

/** Signed comparison sees words in their unsigned order when the top bit is flipped. */
const TOP: i32 = i32.MIN_VALUE;

/**
 * Words of blocks `block` … `block + 3` into 64 bytes at `out`: word w of block j, top bit flipped, at [w][j].
 */
function words(key0: u32, key1: u32, block: u32, stream: u32, low: u32, high: u32, out: usize): void {
  const m0: v128 = i32x4.splat(M0);
  const m1: v128 = i32x4.splat(M1);
  let x0: v128 = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
  let x1: v128 = i32x4.splat(stream);
  let x2: v128 = i32x4.splat(low);
  let x3: v128 = i32x4.splat(high);
  for (let round: i32 = 0; round < 10; ++round) {
    const a: v128 = i64x2.extmul_low_i32x4_u(x0, m0);
    const b: v128 = i64x2.extmul_high_i32x4_u(x0, m0);
    const c: v128 = i64x2.extmul_low_i32x4_u(x2, m1);
    const d: v128 = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = v128.xor(v128.xor(v128.shuffle<i32>(c, d, 1, 3, 5, 7), x1), i32x4.splat(key0));
    x2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), x3), i32x4.splat(key1));
    x1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    x3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    key0 += W0;
    key1 += W1;
  }
  const top: v128 = i32x4.splat(TOP);
  v128.store(out, v128.xor(x0, top));
  v128.store(out, v128.xor(x1, top), 16);
  v128.store(out, v128.xor(x2, top), 32);
  v128.store(out, v128.xor(x3, top), 48);
}

/** Bytes of sixteen counts in neuron order of four vectors [word][block] of counts below 256. */
// @ts-ignore: decorator
@inline
function packed(c0: v128, c1: v128, c2: v128, c3: v128): v128 {
  return v128.or(v128.or(c0, i32x4.shl(c1, 8)), v128.or(i32x4.shl(c2, 16), i32x4.shl(c3, 24)));
}

/**
 * Counts of neurons with one rate, as bytes. `table`: thresholds, top bit flipped, `entries` of them; a word at or above all gives `entries`.
 * `out` is where the neuron with id `block * 4` goes; whole groups of sixteen are written.
 */
export function poissonCommon(
  key0: u32, key1: u32, block: u32, blocks: u32, stream: u32, low: u32, high: u32, table: usize, entries: i32, scratch: usize, out: usize,
): void {
  for (let done: u32 = 0; done < blocks; done += 4) {
    words(key0, key1, block + done, stream, low, high, scratch);
    const x0: v128 = v128.load(scratch);
    const x1: v128 = v128.load(scratch, 16);
    const x2: v128 = v128.load(scratch, 32);
    const x3: v128 = v128.load(scratch, 48);
    let c0: v128 = i32x4.splat(0);
    let c1: v128 = c0;
    let c2: v128 = c0;
    let c3: v128 = c0;
    let n: i32 = 0;
    // A count is the number of thresholds passed: those seen less those that lie above the word.
    for (; n < entries; ++n) {
      const threshold: v128 = v128.load32_splat(table + (<usize>n << 2));
      const b0: v128 = i32x4.gt_s(threshold, x0);
      const b1: v128 = i32x4.gt_s(threshold, x1);
      const b2: v128 = i32x4.gt_s(threshold, x2);
      const b3: v128 = i32x4.gt_s(threshold, x3);
      if (i32x4.all_true(v128.and(v128.and(b0, b1), v128.and(b2, b3)))) break;
      c0 = i32x4.add(c0, b0);
      c1 = i32x4.add(c1, b1);
      c2 = i32x4.add(c2, b2);
      c3 = i32x4.add(c3, b3);
    }
    const seen: v128 = i32x4.splat(n);
    v128.store(out + (<usize>done << 2), packed(i32x4.add(seen, c0), i32x4.add(seen, c1), i32x4.add(seen, c2), i32x4.add(seen, c3)));
  }
}

/**
 * Counts of neurons that each have their own table: entry i of `tables` is the address of the thresholds of neuron `first + i`, preceded by their number.
 * Two bytes each.
 */
export function poissonEach(
  key0: u32, key1: u32, first: u32, n: u32, stream: u32, low: u32, high: u32, tables: usize, scratch: usize, out: usize,
): void {
  const end: u32 = first + n;
  for (let group: u32 = first & ~15; group < end; group += 16) {
    words(key0, key1, group >> 2, stream, low, high, scratch);
    const upto: u32 = min(group + 16, end);
    for (let id: u32 = max(group, first); id < upto; ++id) {
      const word: i32 = load<i32>(scratch + (<usize>(id & 3) << 4) + (<usize>((id - group) >> 2) << 2));
      const table: usize = <usize>load<u32>(tables + (<usize>(id - first) << 2));
      const entries: i32 = load<i32>(table);
      let count: i32 = 0;
      let past: i32 = entries;
      while (count < past) {
        const middle: i32 = (count + past) >> 1;
        if (word < load<i32>(table + 4 + (<usize>middle << 2))) past = middle;
        else count = middle + 1;
      }
      store<u16>(out + (<usize>(id - first) << 1), <u16>count);
    }
  }
}

/**
 * Neurons of a Poisson source that fire: those whose word is below their limit, p·2^32 rounded down (`limits`, f64 each; p >= 1 makes it 2^32).
 * Indices from 0 into `out`, ascending; returns how many.
 */
export function poissonFired(
  key0: u32, key1: u32, first: u32, n: u32, stream: u32, low: u32, high: u32, limits: usize, scratch: usize, out: usize,
): i32 {
  const start: usize = out;
  const end: u32 = first + n;
  for (let group: u32 = first & ~15; group < end; group += 16) {
    words(key0, key1, group >> 2, stream, low, high, scratch);
    const upto: u32 = min(group + 16, end);
    for (let id: u32 = max(group, first); id < upto; ++id) {
      const word: u32 = load<u32>(scratch + (<usize>(id & 3) << 4) + (<usize>((id - group) >> 2) << 2)) ^ <u32>TOP;
      if (<f64>word < load<f64>(limits + (<usize>(id - first) << 3))) {
        store<u32>(out, id - first);
        out += 4;
      }
    }
  }
  return <i32>((out - start) >> 2);
}
