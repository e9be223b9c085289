/**
 * exp, log, pow, sin and cos: the one implementation. The host calls it through `src/math.ts`, kernels import this file,
 * so that the reference engine and WebAssembly get the same bits.
 *
 * Without tables: a kernel module may hold no static data. Without fused operations: WebAssembly has none, hence every
 * machine rounds alike.
 */

const LOG2_E: f64 = 1.4426950408889634;
/** ln 2 in two parts; the first has 33 bits, so k · LN2_HIGH is exact for every exponent k. */
const LN2_HIGH: f64 = 0.6931471804855391;
const LN2_LOW: f64 = 7.440617110012397e-11;
/** 1.5 · 2^52: added and subtracted, it rounds to the nearest integer and leaves that integer in the low bits. */
const ROUND: f64 = 6755399441055744.0;
/** Below this magnitude 2^k is a normal number, and so is the result. */
const EXP_PLAIN: f64 = 708.0;
const EXP_OVERFLOW: f64 = 709.782712893384;
const EXP_UNDERFLOW: f64 = -745.1332191019412;

/*
 * e^r = 1 + r + r²·q(r) on |r| <= ln 2 / 2: q by Remez for the least relative error of e^r, 5e-20 (2^-64).
 * The coefficients are rounded to double, which leaves 7e-19.
 */
const Q0: f64 = 0.5;
const Q1: f64 = 0.16666666666666682;
const Q2: f64 = 0.041666666666666095;
const Q3: f64 = 0.008333333333316982;
const Q4: f64 = 0.0013888888889116355;
const Q5: f64 = 0.00019841269896515596;
const Q6: f64 = 2.4801586925731813e-5;
const Q7: f64 = 2.75572347274011e-6;
const Q8: f64 = 2.755758227017098e-7;
const Q9: f64 = 2.5112084638646683e-8;
const Q10: f64 = 2.0826586278037133e-9;

/** e^x, within 0.8 ulp; 0 below -745.13, Infinity above 709.78; e^0 is 1 exactly. */
export function exp(x: f64): f64 {
  if (!(abs(x) < EXP_PLAIN)) return expFar(x);
  const shifted: f64 = x * LOG2_E + ROUND;
  const k: f64 = shifted - ROUND;
  return reinterpret<f64>(reinterpret<i64>(expReduced(x, k)) + (reinterpret<i64>(shifted) << 52));
}

/** e^(x − k·ln 2). By Estrin's scheme, whose short chains let the processor overlap them. */
// @ts-ignore: decorator
@inline
function expReduced(x: f64, k: f64): f64 {
  const high: f64 = x - k * LN2_HIGH;
  const low: f64 = k * LN2_LOW;
  const r: f64 = high - low;
  const r2: f64 = r * r;
  const r4: f64 = r2 * r2;
  const q: f64 =
    Q0 + r * Q1 + r2 * (Q2 + r * Q3) + r4 * (Q4 + r * Q5 + r2 * (Q6 + r * Q7) + r4 * (Q8 + r * Q9 + r2 * Q10));
  return 1.0 + (high - (low - r2 * q));
}

/** Where the scale 2^k is not a normal number: in two factors, so that a denormal result rounds once. */
function expFar(x: f64): f64 {
  if (x != x) return x;
  if (x > EXP_OVERFLOW) return Infinity;
  if (x < EXP_UNDERFLOW) return 0.0;
  const k: f64 = nearest(x * LOG2_E);
  const whole: i64 = <i64>k;
  const half: i64 = whole >> 1;
  const first: f64 = reinterpret<f64>((half + 1023) << 52);
  const second: f64 = reinterpret<f64>((whole - half + 1023) << 52);
  return expReduced(x, k) * first * second;
}

/** `exp` of both lanes, the same bits as the scalar one. */
export function expV(x: v128): v128 {
  const plain: v128 = f64x2.lt(f64x2.abs(x), f64x2.splat(EXP_PLAIN));
  if (!i64x2.all_true(plain)) {
    const first: f64 = exp(f64x2.extract_lane(x, 0));
    const second: f64 = exp(f64x2.extract_lane(x, 1));
    return f64x2.replace_lane(f64x2.splat(first), 1, second);
  }
  const shifted: v128 = f64x2.add(f64x2.mul(x, f64x2.splat(LOG2_E)), f64x2.splat(ROUND));
  const k: v128 = f64x2.sub(shifted, f64x2.splat(ROUND));
  const high: v128 = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low: v128 = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r: v128 = f64x2.sub(high, low);
  const r2: v128 = f64x2.mul(r, r);
  const r4: v128 = f64x2.mul(r2, r2);
  const q01: v128 = linearV(r, Q0, Q1);
  const q23: v128 = linearV(r, Q2, Q3);
  const q45: v128 = linearV(r, Q4, Q5);
  const q67: v128 = linearV(r, Q6, Q7);
  const q89: v128 = linearV(r, Q8, Q9);
  const upper: v128 = f64x2.add(q89, f64x2.mul(r2, f64x2.splat(Q10)));
  const middle: v128 = f64x2.add(f64x2.add(q45, f64x2.mul(r2, q67)), f64x2.mul(r4, upper));
  const q: v128 = f64x2.add(f64x2.add(q01, f64x2.mul(r2, q23)), f64x2.mul(r4, middle));
  const reduced: v128 = f64x2.add(f64x2.splat(1.0), f64x2.sub(high, f64x2.sub(low, f64x2.mul(r2, q))));
  return i64x2.add(reduced, i64x2.shl(shifted, 52));
}

// @ts-ignore: decorator
@inline
function linearV(r: v128, a: f64, b: f64): v128 {
  return f64x2.add(f64x2.splat(a), f64x2.mul(r, f64x2.splat(b)));
}

/*
 * Logarithm after fdlibm's e_log.c (Sun Microsystems 1993, freely usable with this notice preserved):
 * x = 2^k·(1 + f), sqrt(1/2) < 1 + f < sqrt(2); s = f/(2 + f); log(1 + f) = f − f²/2 + s·(f²/2 + R(s²)).
 */
const L1: f64 = 6.666666666666735130e-1;
const L2: f64 = 3.999999999940941908e-1;
const L3: f64 = 2.857142874366239149e-1;
const L4: f64 = 2.222219843214978396e-1;
const L5: f64 = 1.818357216161805012e-1;
const L6: f64 = 1.531383769920937332e-1;
const L7: f64 = 1.479819860511658591e-1;
const LOG_LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LOG_LN2_LOW: f64 = 1.90821492927058770002e-10;

/** Natural logarithm, within 1 ulp; -Infinity at 0, NaN below. */
export function log(x: f64): f64 {
  if (!(x > 0.0)) return x == 0.0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  let bits: i64 = reinterpret<i64>(x);
  let exponent: i64 = 0;
  if (bits < 0x0010000000000000) {
    bits = reinterpret<i64>(x * 18014398509481984.0);
    exponent = -54;
  }
  // Adding what lies between sqrt(1/2) and 1 makes the exponent field count from sqrt(1/2).
  const moved: i64 = bits + (0x3ff0000000000000 - 0x3fe6a09e00000000);
  exponent += (moved >> 52) - 1023;
  const mantissa: f64 = reinterpret<f64>((moved & 0x000fffffffffffff) + 0x3fe6a09e00000000);
  const k: f64 = <f64>exponent;
  const f: f64 = mantissa - 1.0;
  const half: f64 = 0.5 * f * f;
  const s: f64 = f / (2.0 + f);
  const z: f64 = s * s;
  const z2: f64 = z * z;
  const even: f64 = z2 * (L2 + z2 * (L4 + z2 * L6));
  const odd: f64 = z * (L1 + z2 * (L3 + z2 * (L5 + z2 * L7)));
  return k * LOG_LN2_HIGH - (half - (s * (half + (odd + even)) + k * LOG_LN2_LOW) - f);
}

/**
 * x^k. `x^0` is 1 and `0^k` is 0 for k > 0, for every x and k; a whole k up to 1024 in magnitude is repeated squaring
 * (`x^2` is `x * x` to the bit); anything else is exp(k·log x), with a relative error of about |k·log x| · 2^-53,
 * NaN for negative x.
 */
export function pow(x: f64, k: f64): f64 {
  if (k == 0.0) return 1.0;
  if (abs(k) <= 1024.0 && nearest(k) == k) {
    const whole: f64 = powWhole(x, <i32>abs(k));
    return k < 0.0 ? 1.0 / whole : whole;
  }
  if (x == 0.0) return k > 0.0 ? 0.0 : k < 0.0 ? Infinity : NaN;
  return exp(k * log(x));
}

function powWhole(x: f64, count: i32): f64 {
  let result: f64 = count & 1 ? x : 1.0;
  let square: f64 = x;
  for (let rest: i32 = count >> 1; rest > 0; rest >>= 1) {
    square *= square;
    if (rest & 1) result *= square;
  }
  return result;
}

/*
 * pi/2 in four parts. The first three have 24 bits, so that their products with the number of quarter turns are exact
 * for up to 2^29 of them (|x| < 8.4e8); together they have 125 bits.
 */
const QUARTERS_PER_RADIAN: f64 = 0.6366197723675814;
const PI_2A: f64 = 1.570796251296997;
const PI_2B: f64 = 7.549789415861596e-8;
const PI_2C: f64 = 5.390302529957765e-15;
const PI_2D: f64 = 3.2820035428735005e-22;
const TURN_LIMIT: f64 = 8.0e8;

/** Sine of x radians, within 1 ulp for |x| < 8e8. Beyond that NaN: better no digit than wrong ones. */
export function sin(x: f64): f64 {
  // Keeps -0.
  if (x == 0.0) return x;
  return sinOfQuarters(x, 0);
}

/** Cosine of x radians, within 1 ulp for |x| < 8e8, NaN beyond. */
export function cos(x: f64): f64 {
  return sinOfQuarters(x, 1);
}

/** sin(x + quarters·pi/2): Cody and Waite's reduction, the rounding errors of its subtractions kept (Knuth's two-sum). */
function sinOfQuarters(x: f64, quarters: i32): f64 {
  if (!(abs(x) < TURN_LIMIT)) return NaN;
  const n: f64 = nearest(x * QUARTERS_PER_RADIAN);
  const first: f64 = x - n * PI_2A;
  const partB: f64 = n * PI_2B;
  const second: f64 = first - partB;
  const errorB: f64 = differenceError(first, partB, second);
  const partC: f64 = n * PI_2C;
  const third: f64 = second - partC;
  const low: f64 = errorB + differenceError(second, partC, third) - n * PI_2D;
  const r: f64 = third + low;
  const rest: f64 = third - r + low;
  const turn: i32 = (<i32>n + quarters) & 3;
  const value: f64 = turn & 1 ? cosReduced(r, rest) : sinReduced(r, rest);
  return turn & 2 ? -value : value;
}

/** (a − b) − difference, exactly, where difference is the rounded a − b. */
function differenceError(a: f64, b: f64, difference: f64): f64 {
  const seen: f64 = difference - a;
  return a - (difference - seen) - (b + seen);
}

/** fdlibm's k_sin.c: sine of r + rest on |r| <= pi/4. */
function sinReduced(r: f64, rest: f64): f64 {
  const z: f64 = r * r;
  const cube: f64 = z * r;
  const tail: f64 =
    8.33333333332248946124e-3 +
    z * (-1.98412698298579493134e-4 + z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return r - (z * (0.5 * rest - cube * tail) - rest - cube * -1.66666666666666324348e-1);
}

/** fdlibm's k_cos.c (FreeBSD's form): cosine of r + rest on |r| <= pi/4. */
function cosReduced(r: f64, rest: f64): f64 {
  const z: f64 = r * r;
  const tail: f64 =
    z * (4.16666666666666019037e-2 + z * (-1.38888888888741095749e-3 + z * 2.48015872894767294178e-5)) +
    z * z * z * z * (-2.75573143513906633035e-7 + z * (2.08757232129817482790e-9 + z * -1.13596475577881948265e-11));
  const half: f64 = 0.5 * z;
  const near: f64 = 1.0 - half;
  return near + (1.0 - near - half + (z * tail - r * rest));
}
