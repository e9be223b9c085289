/** Discrete Fourier transform in place (Cooley & Tukey 1965, doi:10.1090/S0025-5718-1965-0178586-1): radix 2, decimation in time. */
import { ModelError } from '../../errors.ts';
import { cos, sin } from '../../math.ts';

/** Cosines and sines of 2πk/n for k < n/2, by length: there are as many as powers of two. */
const turns = new Map<number, { readonly c: Float64Array; readonly s: Float64Array }>();

const turnsOf = (n: number) => {
  let known = turns.get(n);
  if (known === undefined) {
    const angles = Float64Array.from({ length: n / 2 }, (_, k) => (2 * Math.PI * k) / n);
    known = { c: angles.map(cos), s: angles.map(sin) };
    turns.set(n, known);
  }
  return known;
};

/** Sorts by reversed bits of the index. */
const reverse = (values: Float64Array): void => {
  const n = values.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [values[i], values[j]] = [values[j] as number, values[i] as number];
  }
};

/**
 * Transforms n complex numbers in place: X(k) = Σ x(j)·e^(−2πi·jk/n), or back (with e^(+…) and a factor 1/n, so that there and back is where one was).
 *
 * @param re - real parts; n a power of two
 * @param im - imaginary parts, as many
 * @throws ModelError `fft-length` for other lengths
 */
export const fft = (re: Float64Array, im: Float64Array, inverse = false): void => {
  const n = re.length;
  if (im.length !== n || n < 1 || 2 ** Math.round(Math.log2(n)) !== n)
    throw new ModelError(
      'fft-length',
      `fft: ${n} real and ${im.length} imaginary parts were given, but as many of both are wanted, and a power of two: 1, 2, 4, … Pad with zeros.`,
      { re: n, im: im.length },
    );
  reverse(re);
  reverse(im);
  const { c, s } = turnsOf(n);
  for (let half = 1; half < n; half *= 2) {
    const stride = n / (2 * half);
    for (let k = 0; k < half; k++) {
      const wRe = c[k * stride] as number;
      const wIm = inverse ? (s[k * stride] as number) : -(s[k * stride] as number);
      for (let a = k; a < n; a += 2 * half) {
        const b = a + half;
        const [bRe, bIm] = [re[b] as number, im[b] as number];
        const [tRe, tIm] = [wRe * bRe - wIm * bIm, wRe * bIm + wIm * bRe];
        const [aRe, aIm] = [re[a] as number, im[a] as number];
        re[a] = aRe + tRe;
        im[a] = aIm + tIm;
        re[b] = aRe - tRe;
        im[b] = aIm - tIm;
      }
    }
  }
  if (!inverse) return;
  for (let i = 0; i < n; i++) {
    re[i] = (re[i] as number) / n;
    im[i] = (im[i] as number) / n;
  }
};

/** The least power of two that is at least `n`. */
export const powerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, n)));
