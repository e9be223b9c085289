import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../src/errors.ts';
import { bernoulli, domains, keyOf, normal, philox4x32, poissonCount, poissonTable, uniform } from '../src/random.ts';

const block = (...words: readonly [number, number, number, number, number, number]): string[] => {
  const out = new Uint32Array(4);
  philox4x32(...words, out);
  return [...out].map((word) => word.toString(16).padStart(8, '0'));
};

/** Philox4x32-10 as the paper writes it, with whole products. */
const plainBlock = (key: readonly [bigint, bigint], counter: readonly [bigint, bigint, bigint, bigint]): bigint[] => {
  const word = 0xffffffffn;
  let [k0, k1] = key;
  let [c0, c1, c2, c3] = counter;
  for (let round = 0; round < 10; round++) {
    const p0 = c0 * 0xd2511f53n;
    const p1 = c2 * 0xcd9e8d57n;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & word, (p0 >> 32n) ^ c3 ^ k1, p0 & word];
    k0 = (k0 + 0x9e3779b9n) & word;
    k1 = (k1 + 0xbb67ae85n) & word;
  }
  return [c0, c1, c2, c3];
};

describe('philox4x32', () => {
  it('gives the known answers of Random123 1.14', () => {
    expect(block(0, 0, 0, 0, 0, 0)).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
    expect(block(-1, -1, -1, -1, -1, -1)).toEqual(['408f276d', '41c83b0e', 'a20bc7c6', '6d5451fd']);
    expect(block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344)).toEqual(['d16cfe09', '94fdcceb', '5001e420', '24126ea1']);
  });

  it('equals whole-number arithmetic on 5,000 random counters', () => {
    const draw = seedrandom('philox');
    const out = new Uint32Array(4);
    for (let i = 0; i < 5000; i++) {
      const [k0, k1, c0, c1, c2, c3] = Array.from({ length: 6 }, () => draw.int32() >>> 0) as [number, number, number, number, number, number];
      philox4x32(k0, k1, c0, c1, c2, c3, out);
      const expected = plainBlock([BigInt(k0), BigInt(k1)], [BigInt(c0), BigInt(c1), BigInt(c2), BigInt(c3)]);
      expect([...out].map(BigInt)).toEqual(expected);
    }
  });

  it('writes where it is told, and takes signed and unsigned words alike', () => {
    const out = new Uint32Array(10);
    philox4x32(-5, 0, 0xfffffff0, 1, 2, 3, out, 4);
    philox4x32(0xfffffffb, 0, -16, 1, 2, 3, out, 0);
    expect([...out.slice(4, 8)]).toEqual([...out.slice(0, 4)]);
    expect([...out.slice(8)]).toEqual([0, 0]);
  });
});

describe('keys and words', () => {
  it('takes the key from seedrandom', () => {
    expect(keyOf('demo')).toEqual([1483733255, -290764889]);
    expect(keyOf('1')).not.toEqual(keyOf('2'));
  });

  it('numbers its domains', () => {
    expect(domains).toEqual({ wiring: 1, weight: 2, delay: 3, initial: 4, drive: 5, rule: 6, structure: 7 });
  });

  it('makes uniform numbers strictly between 0 and 1', () => {
    expect([uniform(0), uniform(0x80000000), uniform(0xffffffff), uniform(-1)]).toEqual([2 ** -33, 0.5 + 2 ** -33, 1 - 2 ** -33, 1 - 2 ** -33]);
  });

  it('says yes with probability p, always at 1 and never at 0', () => {
    expect([bernoulli(0xffffffff, 1), bernoulli(0, 0), bernoulli(0, 1e-9), bernoulli(0, 1e-10)]).toEqual([true, false, true, false]);
    expect([bernoulli(0x7fffffff, 0.5), bernoulli(0x80000000, 0.5), bernoulli(-1, 0.999)]).toEqual([true, false, false]);
  });

  it('makes normal numbers with the moments of the distribution', () => {
    const out = new Uint32Array(4);
    const sums = [0, 0, 0, 0];
    const n = 40_000;
    for (let i = 0; i < n; i++) {
      philox4x32(1, 2, i, 0, 0, 0, out);
      const z = normal(out[0] as number, out[1] as number);
      for (let power = 1; power <= 4; power++) sums[power - 1]! += z ** power / n;
    }
    // Four standard errors each, false alarm 1 in 4,000; the words are fixed anyway.
    expect(Math.abs(sums[0]!)).toBeLessThan(4 * Math.sqrt(1 / n));
    expect(Math.abs(sums[1]! - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(sums[2]!)).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(sums[3]! - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });
});

describe('Poisson counts', () => {
  const slow = (table: Uint32Array, word: number): number => {
    const n = table.findIndex((threshold) => word < threshold);
    return n < 0 ? table.length - 1 : n;
  };

  it('tabulates the distribution function', () => {
    const table = poissonTable(0.23);
    const e = 0.794533602503334;
    expect(table.length).toBe(8);
    expect(table[0]).toBe(Math.floor(e * 2 ** 32));
    expect(table[2]! / 2 ** 32).toBeCloseTo(e * (1 + 0.23 + 0.23 ** 2 / 2), 9);
    expect(table.at(-1)).toBe(0xffffffff);
  });

  it.each([0, 1e-9, 0.23, 1, 8, 100, 700])('finds the least n whose threshold exceeds the word (mean %d)', (lambda) => {
    const table = poissonTable(lambda);
    const draw = seedrandom(`poisson ${lambda}`);
    const words = [0, 1, 0xfffffffe, 0xffffffff, ...table, ...Array.from({ length: 500 }, () => draw.int32() >>> 0)];
    for (const word of words) expect(poissonCount(table, word)).toBe(slow(table, word));
  });

  it.each([0.23, 8, 100, 700])('counts with mean and variance %d', (lambda) => {
    const table = poissonTable(lambda);
    const draw = seedrandom(`moments ${lambda}`);
    const n = 20_000;
    const counts = Array.from({ length: n }, () => poissonCount(table, draw.int32()));
    const mean = counts.reduce((a, b) => a + b, 0) / n;
    const variance = counts.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    // Five standard errors.
    expect(Math.abs(mean - lambda)).toBeLessThan(5 * Math.sqrt(lambda / n));
    expect(Math.abs(variance - lambda)).toBeLessThan(5 * Math.sqrt((lambda + 2 * lambda ** 2) / n));
  });

  it('refuses means it cannot tabulate', () => {
    expect(() => poissonTable(701)).toThrow(ModelError);
    expect(() => poissonTable(-1)).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: A Poisson count with mean -1 per step cannot be drawn: the mean must lie in 0 … 700. Lower the rate or dt.]`,
    );
    expect(() => poissonTable(Number.NaN)).toThrow(ModelError);
  });
});
