/**
 * The loops against which the engine is measured, in AssemblyScript: what the same bytes cost where nothing else is done.
 * Written by hand, eight or four cells at a time, compiled with the flags that kernels have.
 */
export const limitsKernel = `
/** Sum of f64 cells: sequential reading. */
export function read(from: usize, cells: usize): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (let at = from, end = from + (cells << 3); at < end; at += 64) {
    a = f64x2.add(a, v128.load(at));
    b = f64x2.add(b, v128.load(at, 16));
    c = f64x2.add(c, v128.load(at, 32));
    d = f64x2.add(d, v128.load(at, 48));
  }
  const sum = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** x ← a·x + b over f64 cells: what a membrane update cannot be faster than. */
export function stream(from: usize, cells: usize): void {
  const a = f64x2.splat(0.995), b = f64x2.splat(0.001);
  for (let at = from, end = from + (cells << 3); at < end; at += 32) {
    v128.store(at, f64x2.add(f64x2.mul(v128.load(at), a), b));
    v128.store(at, f64x2.add(f64x2.mul(v128.load(at, 16), a), b), 16);
  }
}

@inline
function cellOf(i: u32, mask: u32): u32 {
  const x: u32 = i * 0x9e3779b1;
  return ((x ^ (x >> 15)) * 0x85ebca77) >> 3 & mask;
}

/** Adds 1 to f64 cells in random order; \`mask\` + 1 cells, a power of 2. */
export function update(from: usize, mask: u32, start: u32, count: u32): void {
  for (let i = start, end = start + count; i < end; i += 4) {
    const a = from + (<usize>cellOf(i, mask) << 3);
    f64.store(a, f64.load(a) + 1);
    const b = from + (<usize>cellOf(i + 1, mask) << 3);
    f64.store(b, f64.load(b) + 1);
    const c = from + (<usize>cellOf(i + 2, mask) << 3);
    f64.store(c, f64.load(c) + 1);
    const d = from + (<usize>cellOf(i + 3, mask) << 3);
    f64.store(d, f64.load(d) + 1);
  }
}

@inline
function addRows<W>(order: usize, rows: u32, length: u32, targets: usize, weights: usize, sums: usize): void {
  for (let r: u32 = 0; r < rows; r++) {
    const first: usize = <usize>load<u32>(order + (<usize>r << 2)) * <usize>length;
    let t: usize = targets + (first << 1), w: usize = weights + first * sizeof<W>();
    for (const end = t + (<usize>length << 1); t < end; t += 8, w += 4 * sizeof<W>()) {
      const a = sums + (<usize>load<u16>(t) << 3);
      f64.store(a, f64.load(a) + <f64>load<W>(w));
      const b = sums + (<usize>load<u16>(t, 2) << 3);
      f64.store(b, f64.load(b) + <f64>load<W>(w, sizeof<W>()));
      const c = sums + (<usize>load<u16>(t, 4) << 3);
      f64.store(c, f64.load(c) + <f64>load<W>(w, 2 * sizeof<W>()));
      const d = sums + (<usize>load<u16>(t, 6) << 3);
      f64.store(d, f64.load(d) + <f64>load<W>(w, 3 * sizeof<W>()));
    }
  }
}

/** Rows of \`length\` synapses (a multiple of 4), in the order given: 2-byte targets, weights of 4 or 8 bytes, added to f64 sums. */
export function addSingle(order: usize, rows: u32, length: u32, targets: usize, weights: usize, sums: usize): void {
  addRows<f32>(order, rows, length, targets, weights, sums);
}
export function addDouble(order: usize, rows: u32, length: u32, targets: usize, weights: usize, sums: usize): void {
  addRows<f64>(order, rows, length, targets, weights, sums);
}

/** The same without weights: one more in 2-byte cells. */
export function count(order: usize, rows: u32, length: u32, targets: usize, _weights: usize, cells: usize): void {
  for (let r: u32 = 0; r < rows; r++) {
    let t: usize = targets + (<usize>load<u32>(order + (<usize>r << 2)) * <usize>length << 1);
    for (const end = t + (<usize>length << 1); t < end; t += 8) {
      const a = cells + (<usize>load<u16>(t) << 1);
      store<u16>(a, load<u16>(a) + 1);
      const b = cells + (<usize>load<u16>(t, 2) << 1);
      store<u16>(b, load<u16>(b) + 1);
      const c = cells + (<usize>load<u16>(t, 4) << 1);
      store<u16>(c, load<u16>(c) + 1);
      const d = cells + (<usize>load<u16>(t, 6) << 1);
      store<u16>(d, load<u16>(d) + 1);
    }
  }
}

@inline
function step<T>(x: v128, m: v128, d: v128): v128 {
  return v128.add<T>(v128.mul<T>(x, m), d);
}

/** x ← a·x + b of twelve vectors that stay in registers, twice a turn: as fast as multiplying and adding can be. */
@inline
function multiplyAdd<T>(turns: u32, out: usize): void {
  const m = v128.splat<T>(<T>0.999), d = v128.splat<T>(<T>0.001);
  let a = d, b = d, c = d, e = d, f = d, g = d, h = d, i = d, j = d, k = d, l = d, n = d;
  for (; turns > 0; turns--) {
    a = step<T>(a, m, d); b = step<T>(b, m, d); c = step<T>(c, m, d); e = step<T>(e, m, d);
    f = step<T>(f, m, d); g = step<T>(g, m, d); h = step<T>(h, m, d); i = step<T>(i, m, d);
    j = step<T>(j, m, d); k = step<T>(k, m, d); l = step<T>(l, m, d); n = step<T>(n, m, d);
    a = step<T>(a, m, d); b = step<T>(b, m, d); c = step<T>(c, m, d); e = step<T>(e, m, d);
    f = step<T>(f, m, d); g = step<T>(g, m, d); h = step<T>(h, m, d); i = step<T>(i, m, d);
    j = step<T>(j, m, d); k = step<T>(k, m, d); l = step<T>(l, m, d); n = step<T>(n, m, d);
  }
  v128.store(out, v128.add<T>(v128.add<T>(v128.add<T>(a, b), v128.add<T>(c, e)), v128.add<T>(v128.add<T>(f, g), v128.add<T>(h, i))));
  v128.store(out, v128.add<T>(v128.add<T>(j, k), v128.add<T>(l, n)), 16);
}
export function multiplyAdd32(turns: u32, out: usize): void {
  multiplyAdd<f32>(turns, out);
}
export function multiplyAdd64(turns: u32, out: usize): void {
  multiplyAdd<f64>(turns, out);
}
`;
