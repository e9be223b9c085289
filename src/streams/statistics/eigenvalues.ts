/** Eigenvalues of a real square matrix: Hessenberg form, then QR steps with complex shifts (Francis 1961; Golub & Van Loan, Matrix Computations, §7.4–7.5). */
import { InternalError } from '../../errors.ts';

export interface Eigenvalues {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** A complex matrix, row by row. */
interface Matrix {
  readonly n: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Gauss transformations with row exchanges make all below the first subdiagonal zero; eigenvalues stay. */
const toHessenberg = ({ n, re }: Matrix): void => {
  const at = (i: number, j: number): number => re[i * n + j] as number;
  for (let m = 1; m < n - 1; m++) {
    let pivot = m;
    for (let i = m + 1; i < n; i++) if (Math.abs(at(i, m - 1)) > Math.abs(at(pivot, m - 1))) pivot = i;
    if (at(pivot, m - 1) === 0) continue;
    for (let k = 0; k < n; k++) [re[m * n + k], re[pivot * n + k]] = [at(pivot, k), at(m, k)];
    for (let k = 0; k < n; k++) [re[k * n + m], re[k * n + pivot]] = [at(k, pivot), at(k, m)];
    for (let i = m + 1; i < n; i++) {
      const factor = at(i, m - 1) / at(m, m - 1);
      if (factor === 0) continue;
      for (let k = m - 1; k < n; k++) re[i * n + k] = at(i, k) - factor * at(m, k);
      for (let k = 0; k < n; k++) re[k * n + m] = at(k, m) + factor * at(k, i);
    }
  }
};

/** Square root with a real part of 0 or more. */
const root = (re: number, im: number): readonly [number, number] => {
  const size = Math.sqrt((Math.hypot(re, im) + Math.abs(re)) / 2);
  if (size === 0) return [0, 0];
  return re >= 0 ? [size, im / (2 * size)] : [Math.abs(im) / (2 * size), im < 0 ? -size : size];
};

/** The eigenvalue of the last 2 × 2 block that is nearer to its last entry. */
const shiftOf = ({ n, re, im }: Matrix, last: number): readonly [number, number] => {
  const entry = (i: number, j: number): readonly [number, number] => [re[i * n + j] as number, im[i * n + j] as number];
  const [a, b, c, d] = [entry(last - 1, last - 1), entry(last - 1, last), entry(last, last - 1), entry(last, last)];
  const half = [(a[0] - d[0]) / 2, (a[1] - d[1]) / 2] as const;
  const bc = [b[0] * c[0] - b[1] * c[1], b[0] * c[1] + b[1] * c[0]] as const;
  const [x, y] = root(half[0] ** 2 - half[1] ** 2 + bc[0], 2 * half[0] * half[1] + bc[1]);
  const sign = half[0] * x + half[1] * y >= 0 ? -1 : 1;
  return [d[0] + half[0] + sign * x, d[1] + half[1] + sign * y];
};

/** One QR step with rows and columns `first` to `last`: Givens rotations from the left, then the same from the right. */
const step = (matrix: Matrix, first: number, last: number, [sRe, sIm]: readonly [number, number]): void => {
  const { n, re, im } = matrix;
  const shift = (sign: number): void => {
    for (let i = first; i <= last; i++) {
      re[i * (n + 1)] = (re[i * (n + 1)] as number) + sign * sRe;
      im[i * (n + 1)] = (im[i * (n + 1)] as number) + sign * sIm;
    }
  };
  shift(-1);
  const rotations: (readonly [c: number, sRe: number, sIm: number])[] = [];
  for (let k = first; k < last; k++) {
    const [a, b] = [k * n + k, (k + 1) * n + k];
    const [aRe, aIm, bRe, bIm] = [re[a] as number, im[a] as number, re[b] as number, im[b] as number];
    const [sizeA, size] = [Math.hypot(aRe, aIm), Math.hypot(aRe, aIm, bRe, bIm)];
    // s = conj(b)·a/|a| / size, so that the second row loses its first entry.
    const [uRe, uIm] = sizeA === 0 ? [1, 0] : [aRe / sizeA, aIm / sizeA];
    const c = size === 0 ? 1 : sizeA / size;
    const [s0, s1] = size === 0 ? [0, 0] : [(bRe * uRe + bIm * uIm) / size, (bRe * uIm - bIm * uRe) / size];
    rotations.push([c, s0, s1]);
    for (let j = k; j <= last; j++) {
      const [p, q] = [k * n + j, (k + 1) * n + j];
      const [pRe, pIm, qRe, qIm] = [re[p] as number, im[p] as number, re[q] as number, im[q] as number];
      re[p] = c * pRe + s0 * qRe - s1 * qIm;
      im[p] = c * pIm + s0 * qIm + s1 * qRe;
      re[q] = c * qRe - s0 * pRe - s1 * pIm;
      im[q] = c * qIm - s0 * pIm + s1 * pRe;
    }
  }
  rotations.forEach(([c, s0, s1], r) => {
    const k = first + r;
    for (let i = first; i <= Math.min(k + 1, last); i++) {
      const [p, q] = [i * n + k, i * n + k + 1];
      const [pRe, pIm, qRe, qIm] = [re[p] as number, im[p] as number, re[q] as number, im[q] as number];
      re[p] = c * pRe + s0 * qRe + s1 * qIm;
      im[p] = c * pIm + s0 * qIm - s1 * qRe;
      re[q] = c * qRe - s0 * pRe + s1 * pIm;
      im[q] = c * qIm - s0 * pIm - s1 * pRe;
    }
  });
  shift(1);
};

/**
 * Eigenvalues of an n × n matrix given row by row, in no order; relative error about 1e-15 times the condition of each.
 * Cost 10·n³ operations or so: meant for hundreds of rows.
 *
 * @throws InternalError where the iteration does not end, which no matrix of finite numbers has been seen to cause
 */
export const eigenvalues = (matrix: Float64Array, n: number): Eigenvalues => {
  const work: Matrix = { n, re: matrix.slice(), im: new Float64Array(n * n) };
  toHessenberg(work);
  const size = (i: number, j: number): number => Math.abs(work.re[i * n + j] as number) + Math.abs(work.im[i * n + j] as number);
  let tries = 0;
  for (let last = n - 1; last > 0; ) {
    let first = last;
    while (first > 0 && size(first, first - 1) > 1e-16 * (size(first, first) + size(first - 1, first - 1))) first--;
    if (first === last) {
      last--;
      tries = 0;
      continue;
    }
    if (++tries > 100) throw new InternalError('Eigenvalues: the QR iteration does not converge.', { n, last });
    // Now and then another shift breaks a cycle.
    const shift = tries % 20 === 0 ? ([size(last, last - 1), 0] as const) : shiftOf(work, last);
    step(work, first, last, shift);
  }
  const diagonal = (values: Float64Array): Float64Array => Float64Array.from({ length: n }, (_, i) => values[i * (n + 1)] as number);
  return { re: diagonal(work.re), im: diagonal(work.im) };
};

/** Distances between two spectra: every eigenvalue of the one with one of the other, nearest pairs first. */
export const distances = (a: Eigenvalues, b: Eigenvalues): Float64Array => {
  const pairs = Array.from(a.re, (re, i) =>
    Array.from(b.re, (other, j) => ({ i, j, d: Math.hypot(re - other, (a.im[i] as number) - (b.im[j] as number)) })),
  );
  const [usedA, usedB] = [new Set<number>(), new Set<number>()];
  const found: number[] = [];
  for (const { i, j, d } of pairs.flat().sort((x, y) => x.d - y.d)) {
    if (usedA.has(i) || usedB.has(j)) continue;
    usedA.add(i);
    usedB.add(j);
    found.push(d);
  }
  return Float64Array.from(found);
};
