import { expect, it } from 'vitest';
import { normals } from '../../../src/random.ts';
import { fft, powerOfTwo } from '../../../src/streams/statistics/fft.ts';

const noise = (seed: string, n: number) => Float64Array.from({ length: n }, normals(seed));

/** The sum that defines it. */
const byDefinition = (re: Float64Array, im: Float64Array, k: number): readonly [number, number] => {
  let [x, y] = [0, 0];
  for (let j = 0; j < re.length; j++) {
    const angle = (-2 * Math.PI * ((j * k) % re.length)) / re.length;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    x += (re[j] as number) * c - (im[j] as number) * s;
    y += (re[j] as number) * s + (im[j] as number) * c;
  }
  return [x, y];
};

it.each([1, 2, 4, 8, 64, 256])('is the sum that defines it, for %i numbers', (n) => {
  const [re, im] = [noise('re', n), noise('im', n)];
  const [x, y] = [re.slice(), im.slice()];
  fft(x, y);
  for (let k = 0; k < n; k++) {
    const [a, b] = byDefinition(re, im, k);
    expect(x[k]).toBeCloseTo(a, 11);
    expect(y[k]).toBeCloseTo(b, 11);
  }
});

it('keeps the power (Parseval) and goes back', () => {
  const n = 4096;
  const [re, im] = [noise('a', n), noise('b', n)];
  const [x, y] = [re.slice(), im.slice()];
  fft(x, y);
  const power = (u: Float64Array, v: Float64Array) => u.reduce((sum, a, i) => sum + a * a + (v[i] as number) ** 2, 0);
  expect(power(x, y) / n / power(re, im)).toBeCloseTo(1, 13);
  fft(x, y, true);
  expect(Math.max(...x.map((a, i) => Math.hypot(a - (re[i] as number), (y[i] as number) - (im[i] as number))))).toBeLessThan(1e-14);
});

it('has one line for one wave', () => {
  const n = 32;
  const re = Float64Array.from({ length: n }, (_, j) => Math.cos((2 * Math.PI * 5 * j) / n));
  const im = new Float64Array(n);
  fft(re, im);
  expect(Array.from(re, (a) => Math.round(a * 1e12) / 1e12 + 0)).toEqual(Array.from({ length: n }, (_, k) => (k === 5 || k === 27 ? 16 : 0)));
});

it('refuses other lengths', () => {
  expect(() => fft(new Float64Array(6), new Float64Array(6))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: fft: 6 real and 6 imaginary parts were given, but as many of both are wanted, and a power of two: 1, 2, 4, … Pad with zeros.]`,
  );
  expect(() => fft(new Float64Array(8), new Float64Array(4))).toThrow('8 real and 4 imaginary');
  expect(() => fft(new Float64Array(0), new Float64Array(0))).toThrow('power of two');
  expect([0, 1, 2, 3, 4, 5, 1023, 1024, 1025].map(powerOfTwo)).toEqual([1, 1, 2, 4, 4, 8, 1024, 1024, 2048]);
});
