/**
 * Product of dense matrices, C ← C + alpha·A·B, of T = f32 or f64: blocks of A and B are copied into panels in the order in which they are
 * read, and tiles of 6 rows by two vectors of C are summed in registers (Goto & van de Geijn 2008, ACM Transactions on Mathematical
 * Software 34:12, doi:10.1145/1356052.1356053). Twelve sums, two vectors of B and one of A are what fits into sixteen registers.
 *
 * An entry of C is summed over k in order within blocks of `depth`, the blocks one after the other: the same bits on every machine.
 */
import { plus } from './matrix-passes';

/** Rows of a tile. */
const tall: u32 = 6;
/** Terms of a block: a panel of B of this depth stays in the first-level cache. */
const depth: u32 = 256;
/** Rows of a block of A: it stays in the second-level cache. */
const blockRows: u32 = 96;
/** Columns of a block of B. */
const blockColumns: u32 = 512;
/** Bytes of a tile. */
const tileBytes: usize = 192;

/** Bytes that `gemm` needs to work in: a tile and two blocks, of doubles. */
export const gemmScratch: u32 = 192 + 8 * depth * (blockRows + blockColumns);

/** Columns of a tile: two vectors. */
// @ts-ignore: decorator
@inline
function wide<T>(): u32 {
  return <u32>(32 / sizeof<T>());
}

/** Copies `count` ≤ `width` rows of A (or columns of B) into a panel, term by term; zeros fill it up to `width`, and to an even number of terms. */
// @ts-ignore: decorator
@inline
function packPanel<T>(from: usize, across: usize, along: usize, count: u32, width: u32, terms: u32, to: usize): void {
  for (let t: u32 = 0; t < terms; t++, from += along) {
    let at = from;
    for (let i: u32 = 0; i < count; i++, at += across, to += sizeof<T>()) store<T>(to, load<T>(at));
    for (let i = count; i < width; i++, to += sizeof<T>()) store<T>(to, 0);
  }
  if (terms & 1) memory.fill(to, 0, <usize>width * sizeof<T>());
}

/** The same for a whole panel whose terms lie side by side: rows of B as they are. */
// @ts-ignore: decorator
@inline
function packRows(from: usize, along: usize, terms: u32, to: usize): void {
  for (let t: u32 = 0; t < terms; t++, from += along, to += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
  if (terms & 1) memory.fill(to, 0, 32);
}

/** The tile of two panels: `terms` (even) products each. */
function multiplyPanels<T>(terms: u32, a: usize, b: usize, tile: usize): void {
  const zero = v128.splat<T>(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero;
  let r0 = zero, r1 = zero, r2 = zero, r3 = zero, r4 = zero, r5 = zero;
  for (; terms > 0; terms -= 2, a += 12 * sizeof<T>(), b += 64) {
    let b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load_splat<T>(a); s0 = plus<T>(s0, x, b0); r0 = plus<T>(r0, x, b1);
    x = v128.load_splat<T>(a, 1 * sizeof<T>()); s1 = plus<T>(s1, x, b0); r1 = plus<T>(r1, x, b1);
    x = v128.load_splat<T>(a, 2 * sizeof<T>()); s2 = plus<T>(s2, x, b0); r2 = plus<T>(r2, x, b1);
    x = v128.load_splat<T>(a, 3 * sizeof<T>()); s3 = plus<T>(s3, x, b0); r3 = plus<T>(r3, x, b1);
    x = v128.load_splat<T>(a, 4 * sizeof<T>()); s4 = plus<T>(s4, x, b0); r4 = plus<T>(r4, x, b1);
    x = v128.load_splat<T>(a, 5 * sizeof<T>()); s5 = plus<T>(s5, x, b0); r5 = plus<T>(r5, x, b1);
    b0 = v128.load(b, 32), b1 = v128.load(b, 48);
    x = v128.load_splat<T>(a, 6 * sizeof<T>()); s0 = plus<T>(s0, x, b0); r0 = plus<T>(r0, x, b1);
    x = v128.load_splat<T>(a, 7 * sizeof<T>()); s1 = plus<T>(s1, x, b0); r1 = plus<T>(r1, x, b1);
    x = v128.load_splat<T>(a, 8 * sizeof<T>()); s2 = plus<T>(s2, x, b0); r2 = plus<T>(r2, x, b1);
    x = v128.load_splat<T>(a, 9 * sizeof<T>()); s3 = plus<T>(s3, x, b0); r3 = plus<T>(r3, x, b1);
    x = v128.load_splat<T>(a, 10 * sizeof<T>()); s4 = plus<T>(s4, x, b0); r4 = plus<T>(r4, x, b1);
    x = v128.load_splat<T>(a, 11 * sizeof<T>()); s5 = plus<T>(s5, x, b0); r5 = plus<T>(r5, x, b1);
  }
  v128.store(tile, s0); v128.store(tile, r0, 16);
  v128.store(tile, s1, 32); v128.store(tile, r1, 48);
  v128.store(tile, s2, 64); v128.store(tile, r2, 80);
  v128.store(tile, s3, 96); v128.store(tile, r3, 112);
  v128.store(tile, s4, 128); v128.store(tile, r4, 144);
  v128.store(tile, s5, 160); v128.store(tile, r5, 176);
}

/** Adds alpha times a tile to `rows` × `columns` of C, whose rows are `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function addTile<T>(tile: usize, rows: u32, columns: u32, alpha: T, c: usize, stride: usize): void {
  if (columns === wide<T>()) {
    const a = v128.splat<T>(alpha);
    for (let i: u32 = 0; i < rows; i++, tile += 32, c += stride) {
      v128.store(c, plus<T>(v128.load(c), a, v128.load(tile)));
      v128.store(c, plus<T>(v128.load(c, 16), a, v128.load(tile, 16)), 16);
    }
    return;
  }
  for (let i: u32 = 0; i < rows; i++, tile += 32, c += stride) {
    for (let j: usize = 0; j < <usize>columns * sizeof<T>(); j += sizeof<T>()) store<T>(c + j, load<T>(c + j) + alpha * load<T>(tile + j));
  }
}

/**
 * C (m × n, row by row) plus alpha times the product of A (m × k) and B (k × n). `aDown`, `aAlong`: bytes from a row of A to the next, and from an
 * entry to the next in its row; likewise B: so both may be transposed. `scratch`: aligned, `gemmScratch` bytes.
 */
export function gemm<T>(
  m: u32, n: u32, k: u32, alpha: T,
  a: usize, aDown: usize, aAlong: usize,
  b: usize, bDown: usize, bAlong: usize,
  c: usize, scratch: usize,
): void {
  const stride: usize = <usize>n * sizeof<T>();
  const aPanels = scratch + tileBytes;
  const bPanels = aPanels + 8 * depth * blockRows;
  for (let j: u32 = 0; j < n; j += blockColumns) {
    const columns = min(blockColumns, n - j);
    for (let t: u32 = 0; t < k; t += depth) {
      const terms = min(depth, k - t);
      const even = (terms + 1) & ~1;
      for (let jj: u32 = 0; jj < columns; jj += wide<T>()) {
        const from = b + <usize>t * bDown + <usize>(j + jj) * bAlong;
        const to = bPanels + <usize>jj * even * sizeof<T>();
        const count = min(wide<T>(), columns - jj);
        if (count === wide<T>() && bAlong === sizeof<T>()) packRows(from, bDown, terms, to);
        else packPanel<T>(from, bAlong, bDown, count, wide<T>(), terms, to);
      }
      for (let i: u32 = 0; i < m; i += blockRows) {
        const rows = min(blockRows, m - i);
        for (let ii: u32 = 0; ii < rows; ii += tall) {
          const from = a + <usize>(i + ii) * aDown + <usize>t * aAlong;
          packPanel<T>(from, aDown, aAlong, min(tall, rows - ii), tall, terms, aPanels + <usize>ii * even * sizeof<T>());
        }
        for (let jj: u32 = 0; jj < columns; jj += wide<T>()) {
          const panel = bPanels + <usize>jj * even * sizeof<T>();
          for (let ii: u32 = 0; ii < rows; ii += tall) {
            multiplyPanels<T>(even, aPanels + <usize>ii * even * sizeof<T>(), panel, scratch);
            const to = c + <usize>(i + ii) * stride + <usize>(j + jj) * sizeof<T>();
            addTile<T>(scratch, min(tall, rows - ii), min(wide<T>(), columns - jj), alpha, to, stride);
          }
        }
      }
    }
  }
}
