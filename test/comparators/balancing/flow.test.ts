import { expect, it } from 'vitest';
import { diagonalSimilarity, imbalancesOf, neuronCosts, synapticCosts } from '../../../src/comparators/balancing/costs.ts';
import { balancingFlow, type FlowPoint, twoNeuronFlow } from '../../../src/comparators/balancing/flow.ts';
import { balance } from '../../../src/comparators/balancing/sweeps.ts';
import { heterogeneous, independent } from './matrices.ts';

it.each([
  [1, [1.7171379, 1.2575597, 0.806097]],
  [2, [2.2668395, 1.0736584, 0.6073441]],
] as const)('two neurons flow as the closed form says (p = %d)', (p, expected) => {
  const costs = synapticCosts(Float64Array.of(0, 2, 0.3, 0), 2, p);
  const flow = balancingFlow(costs, 2, { p, times: [0.05, 0.2, 1] });
  flow.forEach(({ t, h }, i) => {
    const [c12, c21] = twoNeuronFlow(costs[1] as number, costs[2] as number, { p, t });
    const now = diagonalSimilarity(costs, h, p);
    expect(Math.abs((now[1] as number) - c12)).toBeLessThan(1e-8);
    expect(Math.abs((now[2] as number) - c21)).toBeLessThan(1e-8);
    expect(Math.abs(c12 - (expected[i] as number))).toBeLessThan(6e-8);
  });
  expect(balance(costs, 2, { p }).cost).toBeCloseTo(2 * Math.sqrt((costs[1] as number) * (costs[2] as number)), 11);
  // A time constant of 10 is ten times as slow, and costs ten times as large make up for it.
  const slow = balancingFlow(
    costs.map((c) => 10 * c),
    2,
    { p, tau: 10, times: [0.2] },
  );
  expect(Math.abs((slow[0]?.cost as number) / 10 - (flow[1]?.cost as number))).toBeLessThan(1e-8);
});

it('the closed form stays exact where one synapse is all but gone, and where it is gone', () => {
  const alone = twoNeuronFlow(2.25, 0, { t: 3 });
  expect(alone[0]).toBeCloseTo(2.25 / 28, 14);
  expect(twoNeuronFlow(2.25, 1e-20, { t: 3 })[0] / alone[0]).toBeCloseTo(1, 9);
  expect(balancingFlow(Float64Array.of(0, 2.25, 0, 0), 2, { times: [3] })[0]?.cost).toBeCloseTo(2.25 / 28, 8);
});

it.each([1, 2])('ends where the sweeps end, and cost falls as −p·|g|²/τ (p = %d)', (p) => {
  const n = 40;
  const costs = synapticCosts(heterogeneous(n, 0.7, 'flow'), n, p);
  const { h, cost } = balance(costs, n, { p });
  const [end] = balancingFlow(costs, n, { p, times: [60] });
  expect(Math.max(...(end?.h ?? []).map((each, i) => Math.abs(each - (h[i] as number))))).toBeLessThan(5e-10);
  expect((end?.cost as number) / cost).toBeCloseTo(1, 12);
  const [a, b, c] = balancingFlow(costs, n, { p, times: [0.0999, 0.1, 0.1001] });
  const squares = imbalancesOf(b as FlowPoint).reduce((sum, g) => sum + g * g, 0);
  expect(((c?.cost as number) - (a?.cost as number)) / 2e-4 / (-p * squares)).toBeCloseTo(1, 5);
});

it('what leads from one component to another decays as 1/t, more slowly the more neurons there are', () => {
  const [na, nb, p] = [4, 6, 2];
  const n = na + nb;
  const w = independent(n, 'two components').map((each, k) => (Math.floor(k / n) < na && k % n >= na ? 0 : each));
  const costs = synapticCosts(w, n, p);
  const { fading, cost } = balance(costs, n, { p });
  expect(fading).toHaveLength(na * nb);
  const between = ({ h }: { h: Float64Array }): number => {
    const now = diagonalSimilarity(costs, h, p);
    return fading.reduce((sum, k) => sum + (now[k] as number), 0);
  };
  const points = balancingFlow(costs, n, { p, times: [500, 1000] });
  const [x0, x1] = points.map(between) as [number, number];
  // Each component moves as a whole: d(1/X)/dt = p·(1/na + 1/nb).
  expect((1 / x1 - 1 / x0) / 500 / (p * (1 / na + 1 / nb))).toBeCloseTo(1, 2);
  expect(Math.abs(neuronCosts(diagonalSimilarity(costs, points[1]?.h as Float64Array, p), n).cost - cost - x1)).toBeLessThan(1e-3 * cost);
});

it('refuses times that go back', () => {
  const costs = Float64Array.of(0, 1, 1, 0);
  expect(() => balancingFlow(costs, 2, { times: [1, 0.5] })).toThrow('Times of a flow are finite, from 0 on and ascending; time 1 is 0.5.');
  expect(() => balancingFlow(costs, 2, { times: [1], tau: 0 })).toThrow('Balancing needs a time constant tau that is finite and above 0; it is 0.');
  expect(() => twoNeuronFlow(1, -1, { t: 1 })).toThrow('The cost of the synapse onto 1 from 0 is -1');
});
