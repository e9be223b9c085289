import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { balance, costsOf, stepOf, sumsOf, transformed } from '../../src/comparators/balancing.ts';
import { distances, eigenvalues } from '../../src/streams/statistics/eigenvalues.ts';

const gaussian = (seed: string): (() => number) => {
  const random = seedrandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
};

/** Independent weights of variance 1/n, without self-connections. */
const independent = (n: number, seed: string): Float64Array => {
  const normal = gaussian(seed);
  return Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 0 : normal() / Math.sqrt(n)));
};

/** Rows of lognormal scale. */
const heterogeneous = (n: number, sigma: number, seed: string): Float64Array => {
  const normal = gaussian(seed);
  const scales = Array.from({ length: n }, () => Math.exp(sigma * normal()));
  return independent(n, `${seed} weights`).map((w, k) => w * (scales[Math.floor(k / n)] as number));
};

/** τ dh/dt = g from h = 0 by Runge and Kutta's fourth order, τ = 1. @returns costs at the end */
const flow = (costs: Float64Array, n: number, p: number, duration: number, steps: number): Float64Array => {
  const slope = (h: Float64Array): Float64Array => {
    const { incoming, outgoing } = sumsOf(transformed(costs, h, p), n);
    return outgoing.map((each, i) => each - (incoming[i] as number));
  };
  const dt = duration / steps;
  const along = (h: Float64Array, k: Float64Array, part: number) => h.map((each, i) => each + part * dt * (k[i] as number));
  let h: Float64Array = new Float64Array(n);
  for (let step = 0; step < steps; step++) {
    const k1 = slope(h);
    const k2 = slope(along(h, k1, 0.5));
    const k3 = slope(along(h, k2, 0.5));
    const k4 = slope(along(h, k3, 1));
    h = h.map((each, i) => each + (dt / 6) * ((k1[i] as number) + 2 * (k2[i] as number) + 2 * (k3[i] as number) + (k4[i] as number)));
  }
  return transformed(costs, h, p);
};

it.each([
  [1, [0.05, 0.2, 1], [1.7171379, 1.2575597, 0.806097]],
  [2, [0.05, 0.2, 1], [2.2668395, 1.0736584, 0.6073441]],
] as const)('two neurons flow as the closed form says (p = %d)', (p, times, expected) => {
  const costs = costsOf(Float64Array.of(0, 2, 0.3, 0), 2, p);
  times.forEach((time, i) => {
    const c12 = flow(costs, 2, p, time, 4000)[1] as number;
    const product = Math.sqrt((costs[1] as number) * (costs[2] as number));
    const z = 2 * Math.atanh(Math.tanh(Math.log((costs[1] as number) / product) / 2) * Math.exp(-4 * p * product * time));
    expect(Math.abs(c12 - product * Math.exp(z))).toBeLessThan(1e-8);
    expect(Math.abs(c12 - (expected[i] as number))).toBeLessThan(1e-7);
  });
  const balanced = balance(costs, 2, { p });
  expect(balanced.cost).toBeCloseTo(2 * Math.sqrt((costs[1] as number) * (costs[2] as number)), 11);
});

it('a synapse without a way back decays as 1/t, and its neurons are reported', () => {
  const costs = Float64Array.of(0, 2.25, 0, 0);
  expect(Math.abs((flow(costs, 2, 2, 3, 4000)[1] as number) - 2.25 / 28)).toBeLessThan(1e-8);
  const found = balance(costs, 2);
  expect(found.unbalanced).toEqual([0, 1]);
  expect(found.sweeps).toBe(0);
});

// The mean of ten seeds has a standard error of at most 6.5 %: beyond 15 % by chance in 2 % of cases; these seeds are fixed.
it.each([
  [50, 2, 1 / 50],
  [100, 2, 1 / 100],
  [50, 1, (Math.PI / 2 - 1) / (2 * 50)],
  [100, 1, (Math.PI / 2 - 1) / (2 * 100)],
])('independent weights, n = %d, p = %d: balancing saves what fluctuation theory says', (n, p, expected) => {
  const saved = Array.from({ length: 10 }, (_, seed) => {
    const costs = costsOf(independent(n, `independent ${seed}`), n, p);
    return 1 - balance(costs, n, { p }).cost / sumsOf(costs, n).cost;
  });
  expect(Math.abs(saved.reduce((a, b) => a + b) / 10 / expected - 1)).toBeLessThan(0.15);
});

it('steps of fixed size reach the sweeps’ cost, never raise it, and leave eigenvalues and cycles as they are', () => {
  const n = 60;
  const weights = heterogeneous(n, 0.7, 'steps');
  const best = balance(costsOf(weights, n), n);
  expect(best.converged).toBe(true);
  expect(best.imbalance).toBeLessThan(1e-12);
  const spectrum = eigenvalues(weights, n);
  for (const eta of [0.1, 0.3]) {
    let now: Float64Array = weights;
    let last = sumsOf(costsOf(now, n), n).cost;
    for (let i = 0; i < 1500; i++) {
      now = transformed(now, stepOf(costsOf(now, n), n, eta));
      const { cost } = sumsOf(costsOf(now, n), n);
      expect(cost).toBeLessThanOrEqual(last * (1 + 1e-14));
      last = cost;
    }
    expect(Math.abs(last / best.cost - 1)).toBeLessThan(1e-9);
    expect(Math.max(...distances(spectrum, eigenvalues(now, n)))).toBeLessThan(1e-11);
    const product = (w: Float64Array) => (w[1] as number) * (w[n + 2] as number) * (w[2 * n] as number);
    expect(product(now) / product(weights)).toBeCloseTo(1, 11);
  }
});

it('every scrambled form of a matrix is balanced to the same cost', () => {
  const n = 80;
  const normal = gaussian('scrambled');
  const weights = independent(n, 'scrambled weights');
  const aim = balance(costsOf(weights, n), n).cost;
  for (const sigma of [0.3, 0.6, 1]) {
    const scrambled = transformed(
      weights,
      Array.from({ length: n }, () => sigma * normal()),
    );
    expect(sumsOf(costsOf(scrambled, n), n).cost).toBeGreaterThan(aim * 1.1);
    expect(Math.abs(balance(costsOf(scrambled, n), n).cost / aim - 1)).toBeLessThan(1e-9);
  }
});

/** J relative to J·(1 + ε) at one synapse, per ε, after balance is found again: of the synapse, its reverse, and others of both neurons. */
it('answers a disturbed synapse with six signs, as large as its effective resistance says', () => {
  const [n, epsilon, p] = [40, 1e-5, 2];
  const start = heterogeneous(n, 0.4, 'disturbed');
  const balanced = transformed(start, balance(costsOf(start, n), n, { tolerance: 1e-14 }).h);
  const [i, j] = [3, 11];
  const disturbed = balanced.slice();
  disturbed[i * n + j] = (disturbed[i * n + j] as number) * (1 + epsilon);
  const { h } = balance(costsOf(disturbed, n), n, { tolerance: 1e-15, most: 300 });
  const of = (to: number, from: number): number => ((h[to] as number) - (h[from] as number)) / epsilon;
  const others = Array.from({ length: n }, (_, k) => k).filter((k) => k !== i && k !== j);
  const mean = (response: (k: number) => number): number => others.reduce((sum, k) => sum + response(k), 0) / others.length;
  expect(of(i, j)).toBeLessThan(0);
  expect(of(j, i)).toBe(-of(i, j));
  expect(mean((k) => of(i, k))).toBeLessThan(0);
  expect(mean((k) => of(k, i))).toBeGreaterThan(0);
  expect(mean((k) => of(j, k))).toBeGreaterThan(0);
  expect(mean((k) => of(k, j))).toBeLessThan(0);
  const costs = costsOf(balanced, n, p);
  expect(of(i, j) / -((costs[i * n + j] as number) * resistance(costs, n, i, j))).toBeCloseTo(1, 3);
});

/** Effective resistance between two neurons, conductances c + cᵀ: relaxation of the potentials at unit current. */
const resistance = (costs: Float64Array, n: number, i: number, j: number): number => {
  const between = (a: number, b: number): number => (a === b ? 0 : (costs[a * n + b] as number) + (costs[b * n + a] as number));
  const u = new Float64Array(n);
  for (let sweep = 0; sweep < 4000; sweep++) {
    for (let a = 0; a < n; a++) {
      let [flux, sum] = [a === i ? 1 : a === j ? -1 : 0, 0];
      for (let b = 0; b < n; b++) {
        flux += between(a, b) * (u[b] as number);
        sum += between(a, b);
      }
      u[a] = flux / sum;
    }
  }
  return (u[i] as number) - (u[j] as number);
};
