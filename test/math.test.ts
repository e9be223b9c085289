import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, exp, log, pow, sin } from '../src/math.ts';

const golden = JSON.parse(readFileSync(new URL('golden/math.json', import.meta.url), 'utf8')) as {
  readonly [name in 'exp' | 'log' | 'sin' | 'cos']: readonly (readonly [number, number])[];
} & { readonly pow: readonly (readonly [number, number, number])[] };

const view = new DataView(new ArrayBuffer(8));
const ordinal = (x: number): bigint => {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
};
/** Doubles between two numbers: rounding correctly and being within 1 ulp of the truth differ by at most 1. */
const doublesApart = (a: number, b: number): number => Number(ordinal(a) - ordinal(b) < 0n ? ordinal(b) - ordinal(a) : ordinal(a) - ordinal(b));
const differ = (a: number, b: number): boolean => !Object.is(a, b);

describe('exp, log, sin, cos', () => {
  it.each([
    ['exp', exp],
    ['log', log],
    ['sin', sin],
    ['cos', cos],
  ] as const)('%s stays within one double of sixty digits', (name, f) => {
    const off = golden[name].filter(([x, y]) => doublesApart(f(x), y) > 1);
    expect(off).toEqual([]);
  });

  it('exp meets its ends, and its special values', () => {
    expect([exp(0), exp(-0), exp(Infinity), exp(-Infinity), exp(Number.NaN)]).toEqual([1, 1, Infinity, 0, Number.NaN]);
    expect([exp(709.782712893384), exp(709.7827128933841), exp(1e300)]).toEqual([1.7976931348622732e308, Infinity, Infinity]);
    expect([exp(-745.1332191019411), exp(-745.1332191019412), exp(-746), exp(-1e300)]).toEqual([5e-324, 0, 0, 0]);
  });

  it('log meets its ends, and its special values', () => {
    expect([log(1), log(0), log(-0), log(-1), log(Infinity), log(Number.NaN)]).toEqual([0, -Infinity, -Infinity, Number.NaN, Infinity, Number.NaN]);
    expect(log(5e-324)).toBe(-744.4400719213812);
  });

  it('sin and cos keep zero and refuse what they cannot reduce', () => {
    expect([sin(0), sin(-0), cos(0), cos(-0)]).toEqual([0, -0, 1, 1]);
    expect([sin(8e8), cos(-8e8), sin(Infinity), cos(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(sin(-0.3)).toBe(-sin(0.3));
  });

  it('exp rises wherever its argument does by more than rounding', () => {
    fc.assert(fc.property(fc.double({ min: -740, max: 709, noNaN: true }), (x) => exp(x) <= exp(x + Math.abs(x) * 1e-15 + 1e-15)));
  });
});

describe('pow', () => {
  const numbers = [0, -0, 1, -1, 2, -3.5, 1e300, Infinity, -Infinity, Number.NaN];

  it('is 1 at exponent 0, whatever the base', () => {
    expect(numbers.map((x) => pow(x, 0))).toEqual(numbers.map(() => 1));
  });

  it('is 0 at base 0 for positive exponents, Infinity for negative ones', () => {
    expect([0.5, 1, 2, 3.7, 5000].map((k) => pow(0, k))).toEqual([0, 0, 0, 0, 0]);
    expect([-0.5, -2, -5000].map((k) => pow(0, k))).toEqual([Infinity, Infinity, Infinity]);
  });

  it('multiplies for whole exponents', () => {
    for (const x of [0.1, -0.7, 3.3, 1.0000001]) {
      expect(pow(x, 1)).toBe(x);
      expect(pow(x, 2)).toBe(x * x);
      expect(pow(x, 3)).toBe(x * (x * x));
      expect(pow(x, 4)).toBe(x * x * (x * x));
      expect(pow(x, -2)).toBe(1 / (x * x));
    }
    expect([pow(2, 1023), pow(2, 1024), pow(2, -1024), pow(-2, 3), pow(1.5, 1024)]).toEqual([2 ** 1023, Infinity, 0, -8, 1.5 ** 512 * 1.5 ** 512]);
  });

  it('goes through log and exp for the rest, with the error it states', () => {
    const off = golden.pow.filter(([x, k, y]) => Math.abs(pow(x, k) - y) > (1 + Math.abs(k * Math.log(x))) * 2 ** -52 * y);
    expect(off).toEqual([]);
    expect([pow(-2, 0.5), pow(1, 1e9), pow(2, 2000)]).toEqual([Number.NaN, 1, Infinity]);
  });
});

it('does not depend on V8: its own functions give other last bits', () => {
  const arguments_ = Array.from({ length: 1000 }, (_, i) => -i / 300);
  expect(arguments_.filter((x) => differ(exp(x), Math.exp(x))).length).toBeGreaterThan(0);
});
