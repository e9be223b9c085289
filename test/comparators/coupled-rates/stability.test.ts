import { expect, it } from 'vitest';
import { localSpectrum } from '../../../src/comparators/coupled-rates/jacobian.ts';
import { type CoupledRates, coupledRates } from '../../../src/comparators/coupled-rates/network.ts';
import { eigenvalues } from '../../../src/streams/statistics/eigenvalues.ts';

/** Growth rate of a mode that Euler's steps of dt multiply by 1 + dt·μ. */
const euler = (re: number, im: number, dt: number): number => Math.log(Math.hypot(1 + dt * re, dt * im)) / dt;

const quiescent = (g: number, p: number): CoupledRates => coupledRates({ n: 100, g, k: 2, p, seed: 'quiet', initial: 0 });

it.each([
  [0.5, 2.5],
  [0.8, 2.5],
  [0.8, 20],
])('around silence the slower of neurons and synapses decides (g = %d, p = %d)', (g, p) => {
  const network = quiescent(g, p);
  const { re, im } = eigenvalues(network.fixedWeights(), 100);
  const neurons = Math.max(...re.map((each, i) => euler(each - 1, im[i] as number, 0.05)));
  const expected = Math.max(neurons, -1 / p);
  // A pair of complex eigenvalues turns its direction: the mean growth over 400 has an end of O(1).
  expect(Math.abs(network.lyapunov(400, { transient: 400 }) - expected)).toBeLessThan(0.005);
});

it('around silence synapses fade with their own time constant, exactly', () => {
  const network = quiescent(0.2, 4);
  expect(network.lyapunov(50, { transient: 50 })).toBeCloseTo(-0.25, 12);
});

it('at a fixed point the growth rate is the largest of the local spectrum', () => {
  const network = coupledRates({ n: 60, g: 2, k: 4, p: 2.5, seed: 'fixed', dt: 0.01 });
  network.run(300);
  expect(network.speed).toBeLessThan(1e-12);
  const { re } = localSpectrum(network);
  expect(Math.abs(network.lyapunov(200, { transient: 200 }) - Math.max(-1 / 2.5, ...re))).toBeLessThan(0.01);
});

it('the tangent is what two nearby runs differ by', () => {
  const make = (): CoupledRates => coupledRates({ n: 40, g: 2, k: 1.5, p: 2.5, seed: 'twins' });
  const [first, second] = [make(), make()];
  first.run(100);
  const state = first.save();
  const epsilon = 1e-7;
  const { dx, plastic } = first.tangent();
  const da = Float64Array.from(plastic.values);
  second.restore({
    ...state,
    x: state.x.map((x, i) => x + epsilon * (dx[i] as number)),
    plastic: state.plastic.map((a, i) => a + epsilon * (da[i] as number)),
  });
  const growth = first.lyapunov(5);
  second.run(5);
  const [a, b] = [first.save(), second.save()];
  const squares = [...a.x.map((x, i) => (x - (b.x[i] as number)) ** 2), ...a.plastic.map((each, i) => (each - (b.plastic[i] as number)) ** 2)];
  const found = Math.log(Math.sqrt(squares.reduce((sum, each) => sum + each, 0)) / epsilon) / 5;
  expect(Math.abs(found - growth)).toBeLessThan(1e-6);
});

it('a frozen network has the exponent of its fixed weights', () => {
  // Frozen at k = 0 is the network without plasticity: same states, same tangent but for δA, which feeds into δx and dies out.
  const [frozen, learning] = [0, 1].map(() => coupledRates({ n: 100, g: 2, k: 0, p: 0.2, seed: 'frozen' })) as [CoupledRates, CoupledRates];
  frozen.freeze();
  expect(Math.abs(frozen.lyapunov(100, { transient: 100 }) - learning.lyapunov(100, { transient: 100 }))).toBeLessThan(1e-3);
});
