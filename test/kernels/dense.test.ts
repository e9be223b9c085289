import { expect, it } from 'vitest';
import { ModelError } from '../../src/errors.ts';
import { Dense, type Matrix, type Precision } from '../../src/kernels/dense.ts';
import { normals } from '../../src/random.ts';

const precisions: readonly Precision[] = ['float32', 'float64'];
const epsilon = { float32: 2 ** -23, float64: 2 ** -52 } as const;

const filled = <P extends Precision>(dense: Dense<P>, rows: number, columns: number, seed: string): Matrix<P> => {
  const next = normals(seed);
  return dense.matrix(rows, columns, Float64Array.from({ length: rows * columns }, next));
};

const at = ({ columns, values }: Matrix, i: number, j: number, transposed = false): number =>
  (transposed ? values[j * columns + i] : values[i * columns + j]) as number;

/** alpha·A·B + beta·C summed in double precision, and the rounding that n terms of size about 1 may leave. */
const naive = (a: Matrix, b: Matrix, k: number, i: number, j: number, ta: boolean, tb: boolean): number => {
  let sum = 0;
  for (let t = 0; t < k; t++) sum += at(a, i, t, ta) * at(b, t, j, tb);
  return sum;
};

// Sizes below, at and above those of tiles (6 × 8 or 4), panels (256 terms) and blocks (96 rows, 512 columns).
const sizes = [
  [1, 1, 1],
  [5, 7, 3],
  [6, 8, 2],
  [7, 9, 257],
  [97, 11, 256],
  [96, 513, 5],
  [101, 37, 515],
] as const;

it.each(precisions)('gemm gives the products of all four transpositions (%s)', (precision) => {
  for (const [m, n, k] of sizes) {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const dense = new Dense(precision);
      const a = transposeA ? filled(dense, k, m, 'a') : filled(dense, m, k, 'a');
      const b = transposeB ? filled(dense, n, k, 'b') : filled(dense, k, n, 'b');
      const c = filled(dense, m, n, 'c');
      const before = Array.from(c.values);
      dense.gemm(a, b, c, { alpha: -0.5, beta: 2, transposeA, transposeB });
      const error = Array.from(c.values).reduce((most, value, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        return Math.max(most, Math.abs(value - (2 * (before[at] as number) - 0.5 * naive(a, b, k, i, j, transposeA, transposeB))));
      }, 0);
      expect(error, `${m} × ${n} × ${k}`).toBeLessThan(epsilon[precision] * (4 + 2 * k));
    }
  }
});

it('gemm overwrites whatever C holds, unless beta says otherwise', () => {
  const dense = new Dense('float64');
  const c = dense.matrix(2, 2, [Number.NaN, Number.POSITIVE_INFINITY, 0, 1]);
  dense.gemm(dense.matrix(2, 2, [1, 2, 3, 4]), dense.matrix(2, 2, [0, 1, 1, 0]), c);
  expect(Array.from(c.values)).toEqual([2, 1, 4, 3]);
});

it('what is not a number stays in its row and column', () => {
  const dense = new Dense('float32');
  const a = filled(dense, 13, 5, 'a');
  a.values[3 * 5] = Number.NaN;
  const c = dense.matrix(13, 11);
  dense.gemm(a, filled(dense, 5, 11, 'b'), c);
  c.values.forEach((value, k) => {
    expect(Number.isNaN(value)).toBe(Math.floor(k / 11) === 3);
  });
});

it.each(precisions)('times, its transpose and rankOne do what their formulas say, at any size (%s)', (precision) => {
  for (const [m, n] of [
    [1, 1],
    [3, 5],
    [4, 8],
    [9, 13],
    [33, 66],
  ] as const) {
    const dense = new Dense(precision);
    const [a, x, y] = [filled(dense, m, n, 'a'), filled(dense, n, 1, 'x'), filled(dense, m, 1, 'y')];
    const [ax, ay] = [dense.vector(m), dense.vector(n)];
    dense.times(a, x, ax);
    dense.times(a, y, ay, { transpose: true });
    ax.values.forEach((value, i) => {
      expect(Math.abs(value - naive(a, x, n, i, 0, false, false))).toBeLessThan(epsilon[precision] * (4 + 4 * n));
    });
    ay.values.forEach((value, i) => {
      expect(Math.abs(value - naive(a, y, m, i, 0, true, false))).toBeLessThan(epsilon[precision] * (4 + 4 * m));
    });
    const before = a.values.slice();
    dense.rankOne(a, y, x, { decay: 0.9, gain: -2 });
    a.values.forEach((value, k) => {
      const expected = 0.9 * (before[k] as number) - 2 * (y.values[Math.floor(k / n)] as number) * (x.values[k % n] as number);
      expect(Math.abs(value - expected)).toBeLessThan(40 * epsilon[precision]);
    });
  }
});

it('matrices stay where they are when others are made', () => {
  const dense = new Dense('float64');
  const first = dense.matrix(1, 3, [1, 2, 3]);
  const big = dense.matrix(500, 500);
  first.values[1] = 5;
  dense.times(dense.matrix(500, 3, new Float64Array(1500).fill(1)), dense.vector(3, first.values), dense.vector(500));
  const y = dense.vector(1);
  dense.times(first, dense.vector(3, [1, 1, 1]), y);
  expect([y.values[0], big.values[249_999]]).toEqual([9, 0]);
});

it('says which shapes do not fit, and refuses matrices of others', () => {
  const dense = new Dense('float64');
  const [a, b] = [dense.matrix(2, 3), dense.matrix(2, 3)];
  expect(() => dense.gemm(a, b, dense.matrix(2, 2))).toThrow('gemm: shapes do not fit: A·B with A 2 × 3, B 2 × 3 and C 2 × 2.');
  expect(() => dense.gemm(a, b, a, { transposeB: true })).toThrow(ModelError);
  expect(() => dense.times(a, dense.vector(2), dense.vector(2))).toThrow(
    'times: A is 2 × 3, x 2 × 1 and y 2 × 1: x must hold 3 numbers and y, another vector, 2.',
  );
  expect(() => dense.rankOne(a, dense.vector(3), dense.vector(3))).toThrow('u must hold 2 numbers and v 3');
  expect(() => new Dense('float64').gemm(a, b, b)).toThrow('gemm: a matrix belongs to another Dense; make it with matrix() of this one.');
  expect(() => dense.matrix(0, 2)).toThrow('A matrix cannot be 0 × 2: both must be whole numbers above 0.');
  expect(() => dense.matrix(2, 2, [1])).toThrow('A matrix of 2 × 2 needs 4 values and was given 1.');
  expect(() => new Dense('float16' as Precision)).toThrow("it must be 'float32' or 'float64'");
});
