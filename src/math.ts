/**
 * `exp log pow sin cos` with the same bits on every machine, in the reference engine and in kernels: V8's own differ from
 * those of other engines, and from WebAssembly's, in the last bit. All floors up to the engines use these, never `Math`'s.
 *
 * One small WebAssembly module (source: kernels/assembly/math.ts, made by kernels/build.mjs), instantiated at import.
 */
import { mathWasm } from './math.wasm.ts';

type Unary = (x: number) => number;

// atob, not Buffer: this floor also loads where there is no node.
const bytes = Uint8Array.from(atob(mathWasm), (character) => character.charCodeAt(0));
const functions = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as {
  readonly exp: Unary;
  readonly log: Unary;
  readonly sin: Unary;
  readonly cos: Unary;
  readonly pow: (x: number, k: number) => number;
};

/** e^x within 0.8 ulp; `exp(0)` is 1. 0 below -745.13, Infinity above 709.78. */
export const exp = functions.exp;

/** Natural logarithm within 1 ulp; -Infinity at 0, NaN below. */
export const log = functions.log;

/**
 * x^k: `x^0 = 1` for every x, `0^k = 0` for k > 0; whole k up to 1024 in magnitude by repeated squaring, so that
 * `pow(x, 2)` is `x * x`; else exp(k·log x), relative error about |k·log x| · 2^-53, NaN for negative x.
 */
export const pow = functions.pow;

/** Sine of x radians within 1 ulp for |x| < 8e8; NaN beyond. */
export const sin = functions.sin;

/** Cosine of x radians within 1 ulp for |x| < 8e8; NaN beyond. */
export const cos = functions.cos;
