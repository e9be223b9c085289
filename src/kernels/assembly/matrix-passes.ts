/** Single passes over a dense matrix (row by row) of T = f32 or f64: what they cost is reading it, so each reads it once. */

// @ts-ignore: decorator
@inline
export function plus<T>(sum: v128, a: v128, b: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(a, b));
}

/** Sum over the lanes, in order. */
// @ts-ignore: decorator
@inline
export function total<T>(x: v128): T {
  if (sizeof<T>() === 8) return <T>(v128.extract_lane<T>(x, 0) + v128.extract_lane<T>(x, 1));
  return <T>(v128.extract_lane<T>(x, 0) + v128.extract_lane<T>(x, 1) + v128.extract_lane<T>(x, 2) + v128.extract_lane<T>(x, 3));
}

/** Bytes of a row's whole vectors. */
// @ts-ignore: decorator
@inline
function vectors<T>(n: u32): usize {
  return (<usize>n * sizeof<T>()) & ~15;
}

/** One entry of A·x: the row at `a`. */
// @ts-ignore: decorator
@inline
function rowTimes<T>(n: u32, a: usize, x: usize): T {
  const end = <usize>n * sizeof<T>();
  const whole = vectors<T>(n);
  let s = v128.splat<T>(0);
  let at: usize = 0;
  for (; at < whole; at += 16) s = plus<T>(s, v128.load(a + at), v128.load(x + at));
  let sum = total<T>(s);
  for (; at < end; at += sizeof<T>()) sum += load<T>(a + at) * load<T>(x + at);
  return sum;
}

/** y ← A·x, A of m × n: four rows at a time, so that x is read a quarter as often. */
export function multiply<T>(m: u32, n: u32, a: usize, x: usize, y: usize): void {
  const row = <usize>n * sizeof<T>();
  const whole = vectors<T>(n);
  for (; m >= 4; m -= 4, a += 4 * row, y += 4 * sizeof<T>()) {
    let s0 = v128.splat<T>(0), s1 = s0, s2 = s0, s3 = s0;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const b = v128.load(x + at);
      const p = a + at;
      s0 = plus<T>(s0, v128.load(p), b);
      s1 = plus<T>(s1, v128.load(p + row), b);
      s2 = plus<T>(s2, v128.load(p + 2 * row), b);
      s3 = plus<T>(s3, v128.load(p + 3 * row), b);
    }
    let t0 = total<T>(s0), t1 = total<T>(s1), t2 = total<T>(s2), t3 = total<T>(s3);
    for (; at < row; at += sizeof<T>()) {
      const b = load<T>(x + at);
      const p = a + at;
      t0 += load<T>(p) * b;
      t1 += load<T>(p + row) * b;
      t2 += load<T>(p + 2 * row) * b;
      t3 += load<T>(p + 3 * row) * b;
    }
    store<T>(y, t0);
    store<T>(y, t1, sizeof<T>());
    store<T>(y, t2, 2 * sizeof<T>());
    store<T>(y, t3, 3 * sizeof<T>());
  }
  for (; m > 0; m--, a += row, y += sizeof<T>()) store<T>(y, rowTimes<T>(n, a, x));
}

/** y ← y + four rows of A, each times its entry of x. */
// @ts-ignore: decorator
@inline
function addFourRows<T>(n: u32, a: usize, x: usize, y: usize): void {
  const row = <usize>n * sizeof<T>();
  const whole = vectors<T>(n);
  const b0 = load<T>(x), b1 = load<T>(x, sizeof<T>()), b2 = load<T>(x, 2 * sizeof<T>()), b3 = load<T>(x, 3 * sizeof<T>());
  const x0 = v128.splat<T>(b0), x1 = v128.splat<T>(b1), x2 = v128.splat<T>(b2), x3 = v128.splat<T>(b3);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const p = a + at;
    let s = plus<T>(v128.load(y + at), v128.load(p), x0);
    s = plus<T>(s, v128.load(p + row), x1);
    s = plus<T>(s, v128.load(p + 2 * row), x2);
    v128.store(y + at, plus<T>(s, v128.load(p + 3 * row), x3));
  }
  for (; at < row; at += sizeof<T>()) {
    const p = a + at;
    store<T>(y + at, load<T>(y + at) + load<T>(p) * b0 + load<T>(p + row) * b1 + load<T>(p + 2 * row) * b2 + load<T>(p + 3 * row) * b3);
  }
}

/** y ← y + a row of A times its entry of x. */
// @ts-ignore: decorator
@inline
function addRow<T>(n: u32, a: usize, x: usize, y: usize): void {
  const row = <usize>n * sizeof<T>();
  const b = load<T>(x);
  for (let at: usize = 0; at < row; at += sizeof<T>()) store<T>(y + at, load<T>(y + at) + load<T>(a + at) * b);
}

/** y ← Aᵀ·x, A of m × n. */
export function multiplyTransposed<T>(m: u32, n: u32, a: usize, x: usize, y: usize): void {
  const row = <usize>n * sizeof<T>();
  memory.fill(y, 0, row);
  for (; m >= 4; m -= 4, a += 4 * row, x += 4 * sizeof<T>()) addFourRows<T>(n, a, x, y);
  for (; m > 0; m--, a += row, x += sizeof<T>()) addRow<T>(n, a, x, y);
}

/** A ← decay·A + gain·u·vᵀ, A of m × n. */
export function rankOne<T>(m: u32, n: u32, a: usize, decay: T, gain: T, u: usize, v: usize): void {
  const end = <usize>n * sizeof<T>();
  const whole = vectors<T>(n);
  const d = v128.splat<T>(decay);
  for (; m > 0; m--, a += end, u += sizeof<T>()) {
    const each: T = gain * load<T>(u);
    const s = v128.splat<T>(each);
    let at: usize = 0;
    for (; at < whole; at += 16) v128.store(a + at, plus<T>(v128.mul<T>(v128.load(a + at), d), s, v128.load(v + at)));
    for (; at < end; at += sizeof<T>()) store<T>(a + at, decay * load<T>(a + at) + each * load<T>(v + at));
  }
}

/** x ← factor·x over `count` numbers. */
export function rescale<T>(count: u32, x: usize, factor: T): void {
  const end = x + <usize>count * sizeof<T>();
  const whole = x + vectors<T>(count);
  const f = v128.splat<T>(factor);
  for (; x < whole; x += 16) v128.store(x, v128.mul<T>(v128.load(x), f));
  for (; x < end; x += sizeof<T>()) store<T>(x, factor * load<T>(x));
}

/** Σ x² over `count` numbers, summed in T by vectors, these in double precision. */
export function sumOfSquares<T>(count: u32, x: usize): f64 {
  const end = x + <usize>count * sizeof<T>();
  const whole = x + vectors<T>(count);
  let sum: f64 = 0;
  for (; x < whole; x += 16) {
    const v = v128.load(x);
    sum += <f64>total<T>(v128.mul<T>(v, v));
  }
  for (; x < end; x += sizeof<T>()) sum += <f64>load<T>(x) * <f64>load<T>(x);
  return sum;
}
