import { expect, it } from 'vitest';
import { reductionBounds, spectralCost } from '../../../src/comparators/balancing/bounds.ts';
import { diagonalSimilarity, neuronCosts, synapticCosts } from '../../../src/comparators/balancing/costs.ts';
import { balancingFlow } from '../../../src/comparators/balancing/flow.ts';
import { balancingRates, effectiveResistance, laplacianOf, perturbationResponse } from '../../../src/comparators/balancing/near-balance.ts';
import { balance } from '../../../src/comparators/balancing/sweeps.ts';
import { heterogeneous, independent } from './matrices.ts';

it('the Hessian of the cost is p² times the Laplacian', () => {
  const [n, p, step] = [6, 1.5, 1e-4];
  const costs = synapticCosts(heterogeneous(n, 0.5, 'hessian'), n, p);
  const at = (a: number, b: number, sa: number, sb: number): number => {
    const h = new Float64Array(n);
    h[a] = (h[a] as number) + sa * step;
    h[b] = (h[b] as number) + sb * step;
    return neuronCosts(diagonalSimilarity(costs, h, p), n).cost;
  };
  const laplacian = laplacianOf(costs, n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) {
      const curvature = (at(a, b, 1, 1) - at(a, b, 1, -1) - at(a, b, -1, 1) + at(a, b, -1, -1)) / (4 * step * step);
      expect(Math.abs(curvature - p * p * (laplacian[a * n + b] as number))).toBeLessThan(1e-5);
    }
});

it('balance is approached at the slowest of the rates', () => {
  const [n, p, tau] = [30, 2, 3];
  const costs = synapticCosts(heterogeneous(n, 0.7, 'rates'), n, p);
  const best = balance(costs, n, { p });
  const rates = balancingRates(best.costs, n, { p, tau });
  expect(Math.abs(rates[0] as number)).toBeLessThan(1e-12);
  const slowest = rates[1] as number;
  const distance = balancingFlow(costs, n, { p, tau, times: [11 / slowest, 12 / slowest], tolerance: 1e-12 }).map(({ h }) =>
    Math.hypot(...h.map((each, i) => each - (best.h[i] as number))),
  );
  expect(Math.log((distance[0] as number) / (distance[1] as number))).toBeCloseTo(1, 2);
});

it.each([1, 2])('a disturbed synapse moves all others as the resistance between neurons says (p = %d)', (p) => {
  const [n, epsilon, to, from] = [40, 1e-5, 3, 11];
  const start = heterogeneous(n, 0.4, 'disturbed');
  const balanced = diagonalSimilarity(start, balance(synapticCosts(start, n, p), n, { p, tolerance: 1e-15, most: 100 }).h);
  const disturbed = balanced.slice();
  disturbed[to * n + from] = (disturbed[to * n + from] as number) * (1 + epsilon);
  const { h } = balance(synapticCosts(disturbed, n, p), n, { p, tolerance: 1e-15, most: 100 });
  const costs = synapticCosts(balanced, n, p);
  const expected = perturbationResponse(costs, n, to, from);
  const size = Math.max(...expected.map(Math.abs));
  expect(Math.max(...expected.map((each, i) => Math.abs((h[i] as number) / epsilon - each))) / size).toBeLessThan(1e-3);
  expect((expected[to] as number) - (expected[from] as number)).toBeCloseTo(
    -(costs[to * n + from] as number) * effectiveResistance(costs, n, to, from),
    12,
  );
  // The synapse weakens and its reverse strengthens; of the target, inputs weaken and outputs strengthen; of the source, the other way round.
  expect(expected[to]).toBeLessThan(Math.min(...expected.filter((_, i) => i !== to)));
  expect(expected[from]).toBeGreaterThan(Math.max(...expected.filter((_, i) => i !== from)));
});

it('resistances add in series, and conductances in parallel; nothing leads to another component', () => {
  // 0 – 1 – 2 in a chain of conductances 2 and 4; 3 and 4 by themselves with 1 + 2.
  const costs = new Float64Array(25);
  costs[1 * 5 + 0] = 2;
  costs[1 * 5 + 2] = 4;
  costs[3 * 5 + 4] = 1;
  costs[4 * 5 + 3] = 2;
  expect(effectiveResistance(costs, 5, 0, 2)).toBeCloseTo(1 / 2 + 1 / 4, 12);
  expect(effectiveResistance(costs, 5, 4, 3)).toBeCloseTo(1 / 3, 12);
  expect(effectiveResistance(costs, 5, 1, 3)).toBe(Number.POSITIVE_INFINITY);
  expect(effectiveResistance(costs, 5, 1, 1)).toBe(0);
  expect([...perturbationResponse(costs, 5, 0, 4)]).toEqual([0, 0, 0, 0, 0]);
  expect(() => effectiveResistance(costs, 5, 1, 5)).toThrow('There is no neuron 5: neurons are 0 to 4.');
});

it.each([1, 2])('what is saved lies between its bounds (p = %d)', (p) => {
  const n = 60;
  for (let seed = 0; seed < 10; seed++) {
    const costs = synapticCosts(heterogeneous(n, 0.3 + 0.1 * seed, `bounds ${seed}`), n, p);
    const saved = neuronCosts(costs, n).cost - balance(costs, n, { p }).cost;
    const { least, most } = reductionBounds(costs, n);
    expect(saved).toBeGreaterThan(least);
    expect(saved).toBeLessThan(most);
  }
});

it('no balancing goes below the eigenvalues; a normal matrix is there already', () => {
  const w = independent(30, 'schur');
  expect(balance(synapticCosts(w, 30), 30).cost).toBeGreaterThan(spectralCost(w, 30));
  const antisymmetric = w.map((each, k) => each - (w[(k % 30) * 30 + Math.floor(k / 30)] as number));
  const costs = synapticCosts(antisymmetric, 30);
  expect(spectralCost(antisymmetric, 30) / neuronCosts(costs, 30).cost).toBeCloseTo(1, 10);
  expect(reductionBounds(costs, 30)).toEqual({ least: 0, most: 0 });
  expect(spectralCost(Float64Array.of(3, 1, 1, 3), 2)).toBeCloseTo(2, 12);
});
