import { expect, it } from 'vitest';
import { dynamicMeanField } from '../../../src/comparators/coupled-rates/dynamic-mean-field.ts';
import { gaussianPaths } from '../../../src/comparators/coupled-rates/gaussian-paths.ts';
import { normals } from '../../../src/random.ts';

/** Means over a standard normal number, by the trapezium rule. */
const nodes = Array.from({ length: 161 }, (_, i) => (i - 80) / 10);
const weights = nodes.map((z) => (0.1 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI));
const mean = (of: (z: number) => number): number => nodes.reduce((sum, z, i) => sum + (weights[i] as number) * of(z), 0);

/**
 * Without plasticity C_x moves in a potential from rest to rest: −Δ²/2 + g² ⟨Φ⟩² terms are equal at C_x(0) and at 0, Φ = ln cosh
 * (Sompolinsky, Crisanti & Sommers 1988, equation 8). Nothing is simulated here.
 */
const exact = (g: number): { readonly cX: number; readonly cPhi: number } => {
  const lnCosh = (x: number): number => Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2;
  const rise = (d: number): number =>
    (-d * d) / 2 + g * g * (mean((z) => lnCosh(Math.sqrt(d) * z) ** 2) - mean((z) => lnCosh(Math.sqrt(d) * z)) ** 2);
  let [low, high] = [0.01, 40];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (rise(middle) > 0) low = middle;
    else high = middle;
  }
  return { cX: low, cPhi: mean((z) => Math.tanh(Math.sqrt(low) * z) ** 2) };
};

it('the potential gives the known numbers', () => {
  expect(exact(2).cX).toBeCloseTo(1.9248, 4);
  expect(exact(1.5).cPhi).toBeCloseTo(0.3421, 4);
});

// Six other seeds gave C_φ 0.5122 ± 0.0025 and C_x 1.917 ± 0.018 (exact: 0.5132 and 1.925) and half-widths of 4.93 ± 0.09: a false alarm in 1 of 1,000 seeds or fewer.
it('without plasticity correlations are those of the exact solution', () => {
  const { cX, cPhi, lags, halfWidth } = dynamicMeanField({ g: 2, paths: 120, duration: 120, iterations: 20, averaged: 10 });
  const { cX: x, cPhi: phi } = exact(2);
  expect(Math.abs((cPhi[0] as number) / phi - 1)).toBeLessThan(0.02);
  expect(Math.abs((cX[0] as number) / x - 1)).toBeLessThan(0.045);
  expect(Math.abs(halfWidth / 4.8 - 1)).toBeLessThan(0.12);
  expect(lags[1]).toBe(0.1);
  expect(lags.length).toBe(cPhi.length);
});

// Numbers of another solver with 800 paths, and of networks (N = 500: 0.684 and 10.7; 0.361 and 2.5). Few paths spread more: 3 % for k = 1.
it.each([
  { k: 1, phi: 0.689, width: 10.3, of: { paths: 60, duration: 300, iterations: 40, averaged: 20 } },
  { k: -2, phi: 0.372, width: 2.2, of: { paths: 120, duration: 80, iterations: 20, averaged: 10 } },
])(
  'plasticity slows units down or quickens them: g = 2, k = $k',
  ({ k, phi, width, of }) => {
    const { cPhi, halfWidth } = dynamicMeanField({ g: 2, k, seed: 'plastic', ...of });
    expect(Math.abs((cPhi[0] as number) / phi - 1)).toBeLessThan(0.06);
    expect(Math.abs(halfWidth / width - 1)).toBeLessThan(0.3);
  },
  300_000,
);

it('below g = 1 units come to rest', () => {
  const { cPhi } = dynamicMeanField({ g: 0.8, paths: 50, duration: 60, iterations: 40, averaged: 1 });
  expect(cPhi[0]).toBeLessThan(1e-3);
});

it('paths have the covariance that was asked for', () => {
  const covariance = Float64Array.from({ length: 200 }, (_, lag) => 2 * Math.exp(-((lag / 20) ** 2)));
  const next = gaussianPaths(covariance, 300, normals('paths'));
  const found = [0, 10, 20, 60].map(() => 0);
  const [pairs, times] = [400, 300];
  for (let pair = 0; pair < pairs; pair++)
    for (const path of next())
      [0, 10, 20, 60].forEach((lag, i) => {
        for (let t = 0; t + lag < times; t += 60)
          found[i] = (found[i] as number) + ((path[t] as number) * (path[t + lag] as number)) / (2 * pairs * Math.ceil((times - lag) / 60));
      });
  // 800 paths with four or five samples each, apart by 1.7 correlation times or more: standard errors below 0.05; a false alarm in 1 of 10,000 seeds.
  [0, 10, 20, 60].forEach((lag, i) => {
    expect(Math.abs((found[i] as number) - (covariance[lag] as number))).toBeLessThan(0.2);
  });
});

it('says which option is out of its range', () => {
  expect(() => dynamicMeanField({ g: -1 })).toThrow('dynamicMeanField: g is -1, but must be 0 or more.');
  expect(() => dynamicMeanField({ g: 2, k: 1, p: 20 })).toThrow(
    'dynamicMeanField: duration is 300, but must be 534 or more, for a unit remembers itself for 8 p = 160.',
  );
  expect(() => dynamicMeanField({ g: 2, iterations: 10 })).toThrow('averaged is 20, but must be a whole number from 1 to 10, the iterations');
});
