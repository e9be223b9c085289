import { expect, it } from 'vitest';
import { type CoupledRates, coupledRates } from '../../../src/comparators/coupled-rates/network.ts';
import type { CoupledRatesOptions } from '../../../src/comparators/coupled-rates/options.ts';
import { tanh } from '../../../src/comparators/coupled-rates/transfer.ts';
import { normals } from '../../../src/random.ts';

const small = (more: Partial<CoupledRatesOptions> = {}): CoupledRates => coupledRates({ n: 37, g: 2, k: 1.5, p: 2.5, seed: 'small', ...more });

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.max(...Array.from(a, (each, i) => Math.abs(each - (b[i] as number))));

it('tanh is tanh, and its slope the slope', () => {
  for (let x = -20; x < 20; x += 0.0137) {
    expect(Math.abs(tanh.value(x) - Math.tanh(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.tanh(x)));
    expect(Math.abs(tanh.slope(x, tanh.value(x)) - 1 / Math.cosh(x) ** 2)).toBeLessThan(1e-15);
  }
  expect(tanh.value(1e-300)).toBe(1e-300);
});

/** The model's equations as they are written, entry by entry. */
const byHand = (options: CoupledRatesOptions, start: CoupledRates, steps: number): Float64Array => {
  const { n, k, p = 2.5, dt = 0.05, input = {} } = options;
  const [j, a] = [start.fixedWeights(), start.plasticWeights()];
  let x = start.x.slice();
  for (let step = 0; step < steps; step++) {
    const phi = x.map(Math.tanh);
    const outside = (i: number): number =>
      ((input.constant as number[] | undefined)?.[i] ?? 0) +
      ((input.amplitude as number | undefined) ?? 0) * Math.cos((input.omega ?? 0) * step * dt);
    const next = x.map((own, i) => {
      let sum = 0;
      for (let from = 0; from < n; from++) sum += ((j[i * n + from] as number) + (a[i * n + from] as number)) * (phi[from] as number);
      return own + dt * (sum - own + outside(i));
    });
    a.forEach((each, at) => {
      const source = (k / n) * (phi[Math.floor(at / n)] as number) * (phi[at % n] as number);
      a[at] = source + Math.exp(-dt / p) * (each - source);
    });
    x = next;
  }
  return x;
};

it.each([1, 2, 5, 8, 37])('does what the equations say, for %d units', (n) => {
  const constant = Array.from({ length: n }, (_, i) => 0.1 * (i - 1));
  const options = { n, g: 1.5, k: 2, p: 1.5, seed: 'hand', aligned: true, input: { constant, amplitude: 0.3, omega: 2 } } as const;
  const network = coupledRates(options);
  const expected = byHand(options, network, 40);
  network.run(2);
  expect(network.t).toBe(2);
  expect(furthest(network.x, expected)).toBeLessThan(1e-12);
});

it('plastic weights stay symmetric and relax to the outer product of a state that does not move', () => {
  const network = coupledRates({ n: 50, g: 2, k: 4, p: 2.5, seed: 'still' });
  network.run(300);
  expect(network.speed).toBeLessThan(1e-12);
  const [a, phi] = [network.plasticWeights(), network.phi()];
  a.forEach((each, at) => {
    const [i, j] = [Math.floor(at / 50), at % 50];
    expect(Math.abs(each - (a[j * 50 + i] as number))).toBeLessThan(1e-14);
    expect(Math.abs(each - (4 / 50) * (phi[i] as number) * (phi[j] as number))).toBeLessThan(1e-14);
  });
});

/** Where one self-coupled unit without other weights ends: x = k·tanh³(x) has a solution above 0 from k = 2.0170, x = 1.4192 on. */
const endOfOne = (k: number): number => {
  const network = coupledRates({ n: 1, g: 0, k, p: 2.5, seed: '', initial: [3], aligned: true });
  network.run(2000);
  return network.x[0] as number;
};

it('one unit holds itself up from k = 2.0170 on, and not below', () => {
  expect(endOfOne(2.0165)).toBeLessThan(1e-10);
  const x = endOfOne(2.0175);
  expect(Math.abs(x - 2.0175 * Math.tanh(x) ** 3)).toBeLessThan(1e-12);
  // The upper of the two solutions that meet at 1.4192: a square root of the distance above it.
  expect(x).toBeGreaterThan(1.4192);
  expect(x).toBeLessThan(1.4192 + 0.05);
});

it('single precision follows double precision until chaos takes over', () => {
  const [single, double] = [small({ precision: 'float32' }), small({ precision: 'float64' })];
  single.run(5);
  double.run(5);
  expect(furthest(single.x, double.x)).toBeLessThan(2e-5);
  expect(furthest(single.x, double.x)).toBeGreaterThan(0);
});

it('goes back to a state and repeats what it did, frozen or not', () => {
  const network = small();
  network.run(10);
  const state = network.save();
  network.run(5);
  const after = network.x.slice();
  network.freeze();
  network.run(5);
  const frozen = network.x.slice();
  network.restore(state);
  expect(network.frozen).toBe(false);
  expect(network.t).toBeCloseTo(10, 12);
  network.run(5);
  expect(network.x).toEqual(after);
  network.freeze();
  const half = network.save();
  network.run(5);
  expect(network.x).toEqual(frozen);
  const other = small();
  other.restore(half);
  other.run(5);
  expect(other.x).toEqual(frozen);
});

it('frozen weights stay, and go on from there when released', () => {
  const network = small();
  network.run(10);
  const before = network.plasticWeights();
  const still = network.save();
  network.freeze();
  network.run(3);
  expect(network.plasticWeights()).toEqual(before);
  network.restore({ ...still, frozen: true });
  network.release();
  network.run(1);
  const released = network.x.slice();
  network.restore(still);
  network.run(1);
  expect(network.x).toEqual(released);
});

it('without plasticity, learning or not is the same', () => {
  const [learning, frozen] = [small({ k: 0 }), small({ k: 0 })];
  frozen.freeze();
  learning.run(20);
  frozen.run(20);
  expect(furthest(learning.x, frozen.x)).toBeLessThan(1e-9);
});

it('takes weights as given, and activity functions as given', () => {
  const weights = [0, 2, -1, 0.5];
  const network = coupledRates({ n: 2, k: 0, weights, seed: '', initial: [1, -1], phi: { name: 'line', value: (x) => x, slope: () => 1 } });
  expect(Array.from(network.fixedWeights())).toEqual(weights);
  network.run(0.05);
  expect(network.x[0]).toBeCloseTo(1 + 0.05 * (-1 - 2), 14);
  expect(network.x[1]).toBeCloseTo(-1 + 0.05 * (1 - 1 - 0.5), 14);
});

it('activity that dies out ends at zero, plastic weights too', () => {
  const network = small({ g: 0.5, k: 1, precision: 'float32', initial: Float64Array.from({ length: 37 }, normals('low')) });
  network.run(400);
  expect(Math.max(...network.plasticWeights().map(Math.abs))).toBe(0);
});

it.each([
  [{ n: 0 }, 'coupledRates: n is 0; it must be a whole number above 0.'],
  [{ g: -1 }, 'coupledRates: g is -1; it must be a number of 0 or more, unless weights are given.'],
  [{ p: 0 }, 'coupledRates: p is 0; it must be above 0.'],
  [{ dt: 2 }, 'coupledRates: dt is 2; it must be above 0 and at most 1.'],
  [{ k: Number.NaN }, 'coupledRates: k is NaN; it must be a finite number.'],
  [{ weights: [1] }, 'coupledRates: weights.length is 1; it must be n² = 1369.'],
  [{ initial: [1] }, 'coupledRates: initial.length is 1; it must be n = 37, or one number.'],
] as const)('refuses %o', (wrong, message) => {
  expect(() => small(wrong)).toThrow(message);
});
