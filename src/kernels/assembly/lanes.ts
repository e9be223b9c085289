/** Functions of two doubles at a time that WebAssembly lacks, lane by lane the same bits as the scalar ones. */
import { log, pow } from './math';

// @ts-ignore: decorator
@inline
function both(a: f64, b: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(a), 1, b);
}

export function logV(x: v128): v128 {
  return both(log(f64x2.extract_lane(x, 0)), log(f64x2.extract_lane(x, 1)));
}

export function powV(x: v128, k: v128): v128 {
  return both(pow(f64x2.extract_lane(x, 0), f64x2.extract_lane(k, 0)), pow(f64x2.extract_lane(x, 1), f64x2.extract_lane(k, 1)));
}

/** −1, 0 or 1; 0 for NaN. */
export function signV(x: v128): v128 {
  const zero: v128 = f64x2.splat(0);
  const one: v128 = f64x2.splat(1);
  return f64x2.sub(v128.and(f64x2.gt(x, zero), one), v128.and(f64x2.lt(x, zero), one));
}
