/** What balancing saves in random matrices of many kinds, beside what theory expects on average. */
import { reductionBounds } from '../../../comparators/balancing/bounds.ts';
import { neuronCosts, synapticCosts } from '../../../comparators/balancing/costs.ts';
import { fluctuationSaving, gaussianPairFloor, gaussianSaving, heterogeneousRatio, lowRankRatio } from '../../../comparators/balancing/expected.ts';
import { balancingRates } from '../../../comparators/balancing/near-balance.ts';
import { balance } from '../../../comparators/balancing/sweeps.ts';
import { type Moments, momentsOf } from '../../../streams/statistics/moments.ts';
import { near, type Row, reported, type Settings } from '../experiment.ts';
import { seedsOf } from '../homeo-ei.ts';
import { type Draw, heterogeneous, independent, lognormal, lowRank, sparseDale } from './matrices.ts';

/** C* / C₀ over seeds. */
const ratios = (draw: Draw, n: number, p: number, seeds: readonly string[]): Moments =>
  momentsOf(
    seeds.map((seed) => {
      const costs = synapticCosts(draw(n, seed), n, p);
      return balance(costs, n, { p, tolerance: 1e-9 }).cost / neuronCosts(costs, n).cost;
    }),
  );

/** One kind of matrix: what came out of its seeds, and what is expected. */
export interface Measured {
  readonly n: number;
  readonly p: number;
  readonly ratio: Moments;
  readonly expected: number;
}

export interface Ensembles {
  readonly independent: readonly Measured[];
  readonly lowRank: readonly (Measured & { readonly rank: number })[];
  readonly heterogeneous: readonly (Measured & { readonly sigma: number })[];
  readonly rows: readonly Row[];
}

/** Synapses of both directions between two neurons balanced by themselves: Σ √(c·cᵀ) / C₀. */
const pairFloor = (n: number, p: number, seed: string): number => {
  const costs = synapticCosts(independent(n, seed), n, p);
  const { cost } = neuronCosts(costs, n);
  return 1 - reductionBounds(costs, n).most / cost;
};

const independentRows = ({ n, p, ratio, expected }: Measured): Row => {
  const saved = 1 - expected;
  const of = `independent weights, N = ${n}, p = ${p}: 1 − C*/C₀, mean of ${ratio.count}`;
  // First order in the fluctuations; for large p they are not small.
  return p <= 2 ? near(of, 1 - ratio.mean, saved, 0.15 * saved, 'verified') : reported(of, 1 - ratio.mean);
};

const rateRows = (n: number, seeds: readonly string[], [low, high]: readonly [number, number]): Row[] => {
  const rates = seeds.map((seed) => balancingRates(balance(synapticCosts(independent(n, seed), n), n).costs, n));
  const of = (k: number): number => momentsOf(rates.map((each) => each.at(k) as number)).mean;
  return [
    near(`independent weights, N = ${n}, p = 2: slowest rate pλ₂ (1/τ), mean of ${seeds.length}`, of(1), low, 0.5, 'verified'),
    near(`independent weights, N = ${n}, p = 2: fastest rate pλ_N (1/τ), mean of ${seeds.length}`, of(-1), high, 0.5, 'verified'),
  ];
};

/** Both bounds on what is saved, over matrices of all degrees of heterogeneity: how near they come. */
const boundRows = (seeds: readonly string[]): Row[] =>
  [1, 2].flatMap((p) => {
    const n = 60;
    const found = seeds.map((seed, i) => {
      const sigma = 0.1 + (0.9 * i) / seeds.length;
      const costs = synapticCosts(heterogeneous(sigma, 0)(n, seed), n, p);
      const saved = neuronCosts(costs, n).cost - balance(costs, n, { p }).cost;
      const { least, most } = reductionBounds(costs, n);
      return { least: least / saved, most: most / saved };
    });
    const broken = found.filter(({ least, most }) => !(least <= 1 && most >= 1)).length;
    return [
      near(`heterogeneous rows, N = ${n}, p = ${p}: of ${seeds.length} matrices, outside the bounds on C₀ − C*`, broken, 0, 0, 'established'),
      reported(`heterogeneous rows, N = ${n}, p = ${p}: lower bound / saved, largest`, Math.max(...found.map(({ least }) => least))),
      reported(`heterogeneous rows, N = ${n}, p = ${p}: upper bound / saved, smallest`, Math.min(...found.map(({ most }) => most))),
    ];
  });

/** Printed values, standard deviations of single matrices beside them: 0.884 ± 0.012 and 0.20 ± 0.07 for N = 100. */
const heterogeneousGates: Readonly<Record<number, readonly [expected: number, tolerance: number]>> = { 0.25: [0.884, 0.015], 1: [0.2, 0.07] };

export const ensembles = ({ seed, quick, progress }: Settings): Ensembles => {
  const many = seedsOf(seed, 40);
  /** Fewer of the large ones, which scatter less. */
  const seedsFor = (n: number): readonly string[] => many.slice(0, n > 200 ? 12 : 40);
  const sizes = quick ? [50, 100] : [50, 100, 200, 400];
  const measure = (draw: Draw, n: number, p: number, expected: number): Measured => ({ n, p, expected, ratio: ratios(draw, n, p, seedsFor(n)) });
  const independents = sizes.flatMap((n) => {
    progress(`independent weights, N = ${n}`, 0.05);
    return (quick ? [1, 2] : [1, 2, 3]).map((p) => measure(independent, n, p, 1 - gaussianSaving(n, p)));
  });
  const ranked = sizes.slice(1).flatMap((n) => {
    progress(`low rank, N = ${n}`, 0.3);
    return [1, 4, 16, 64, n].map((rank) => ({ rank, ...measure(lowRank(rank), n, 2, lowRankRatio(rank) - gaussianSaving(n)) }));
  });
  progress('heterogeneous weights', 0.5);
  const scattered = sizes
    .slice(1)
    .flatMap((n) =>
      [0.25, 0.5, 0.75, 1].map((sigma) => ({ sigma, ...measure(heterogeneous(sigma, sigma), n, 2, heterogeneousRatio(sigma, sigma)) })),
    );
  const lognormals = quick ? [] : ([0.25, 0.5, 1] as const).map((sigma) => ({ sigma, ...measure(lognormal(sigma), 200, 2, 0) }));
  const dale = ratios(sparseDale({ excitatory: 0.8, p: 0.1, ratio: 4, sigma: 0.5 }), 400, 2, many.slice(0, quick ? 6 : 10));
  progress('rates near balance', 0.7);
  const rows = [
    ...independents.map(independentRows),
    ...[1, 2].map((p) =>
      near(
        `independent weights, N = 100, p = ${p}: pairs balanced by themselves / C₀`,
        pairFloor(100, p, seed),
        gaussianPairFloor(p),
        0.015,
        'verified',
      ),
    ),
    ...rateRows(100, many.slice(0, 10), [3, 5.1]),
    ...(quick ? [] : rateRows(400, many.slice(0, 4), [3.3, 4.7])),
    ...ranked.map(({ rank, n, ratio, expected }) =>
      near(`rank ${rank}, N = ${n}: C*/C₀, mean of ${ratio.count}`, ratio.mean, expected, 0.06 / Math.sqrt(rank), 'verified'),
    ),
    ...scattered.map(({ sigma, n, ratio }) => {
      const of = `rows and columns lognormal(${sigma}), N = ${n}: C*/C₀, mean of ${ratio.count}`;
      const gate = n === 100 ? heterogeneousGates[sigma] : undefined;
      return gate ? near(of, ratio.mean, ...gate, 'verified') : reported(of, ratio.mean);
    }),
    ...lognormals.map(({ sigma, n, ratio }) => {
      const of = `independent lognormal(${sigma}), N = ${n}: C*/C₀, mean of ${ratio.count}`;
      if (sigma === 1) return near(of, ratio.mean, 0.947, 0.025, 'verified');
      const saved = fluctuationSaving(1, Math.expm1(4 * sigma * sigma), n);
      return near(of, ratio.mean, 1 - saved, 0.15 * saved, 'verified');
    }),
    near(`sparse E and I, N = 400: C*/C₀, mean of ${dale.count}`, dale.mean, 0.6, 0.03, 'verified'),
    ...boundRows(many.slice(0, quick ? 10 : 40)),
  ];
  return { independent: independents, lowRank: ranked, heterogeneous: scattered, rows };
};
