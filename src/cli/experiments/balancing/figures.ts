import { lowRankRatio } from '../../../comparators/balancing/expected.ts';
import { type Chart, chartsFigure, type Series } from '../../plot/chart.ts';
import type { Ensembles, Measured } from './ensembles.ts';
import type { OneMatrix, Response } from './one-matrix.ts';

const costOverTime = ({ steps, time, course, best }: OneMatrix): Chart => {
  const until = 1;
  const points = (form: string, eta: number, colour: number, every: number): Series => {
    const found = steps.find((each) => each.form === form && each.eta === eta);
    const kept = (found?.time ?? []).flatMap((t, i) => (t <= until && i % every === 0 ? [i] : []));
    return {
      name: `${form}, η = ${eta}`,
      kind: 'points',
      colour,
      x: kept.map((i) => found?.time[i] as number),
      y: kept.map((i) => found?.course[i] as number),
    };
  };
  const shown = time.filter((t) => t <= until).length;
  return {
    title: 'Cost over time, rows lognormal(0.7), N = 100',
    x: { label: 'time (τ)', domain: [0, until] },
    y: { label: 'C / C₀', domain: [Math.floor(20 * best - 0.5) / 20, 1] },
    series: [
      { name: 'flow', kind: 'line', colour: 0, x: time.slice(0, shown), y: course.slice(0, shown) },
      points('multiplicative', 0.1, 2, 1),
      points('additive', 0.3, 1, 1),
      { name: 'sweeps', kind: 'dashed', colour: 6, x: [0, until], y: [best, best] },
    ],
  };
};

const decay = ({ time, distance, slowest }: OneMatrix): Chart => {
  const from = time.findIndex((t) => t >= 6);
  const shown = distance.findLastIndex((each) => each > 1e-4) + 1;
  const [t0, d0] = [time[from] as number, distance[from] as number];
  return {
    title: 'Decay to balance, the same matrix',
    x: { label: 'time (τ)', domain: [0, time[shown - 1] as number] },
    y: { label: 'distance of h', log: true, domain: [1e-4, 2 * (distance[0] as number)] },
    series: [
      { name: 'flow', kind: 'line', colour: 0, x: time, y: distance },
      { name: 'exp(−pλ₂ t/τ)', kind: 'dashed', colour: 6, x: time, y: time.map((t) => d0 * Math.exp(-slowest * (t - t0))) },
    ],
  };
};

const savings = (independent: readonly Measured[]): Chart => ({
  title: 'Independent weights: what is saved',
  x: { label: 'neurons N', log: true },
  y: { label: '1 − C* / C₀', log: true },
  series: [...new Set(independent.map(({ p }) => p))].flatMap((p, colour): Series[] => {
    const own = independent.filter((each) => each.p === p);
    const x = own.map(({ n }) => n);
    return [
      { name: `p = ${p}`, kind: 'points', colour, x, y: own.map(({ ratio }) => 1 - ratio.mean), error: own.map(({ ratio }) => ratio.deviation) },
      { name: `theory, p = ${p}`, kind: 'dashed', colour, x, y: own.map(({ expected }) => 1 - expected) },
    ];
  }),
});

const ranks = (lowRank: Ensembles['lowRank']): Chart => {
  const line = Array.from({ length: 40 }, (_, i) => 400 ** (i / 39));
  return {
    title: 'Low rank: cost kept',
    x: { label: 'rank r', log: true },
    y: { label: 'C* / C₀', domain: [0, 1] },
    series: [
      ...[...new Set(lowRank.map(({ n }) => n))].map((n, colour): Series => {
        const own = lowRank.filter((each) => each.n === n);
        return {
          name: `N = ${n}`,
          kind: 'points',
          colour,
          x: own.map(({ rank }) => rank),
          y: own.map(({ ratio }) => ratio.mean),
          error: own.map(({ ratio }) => ratio.deviation),
        };
      }),
      { name: 'theory, N → ∞', kind: 'dashed', colour: 6, x: line, y: line.map((rank) => lowRankRatio(rank)) },
    ],
  };
};

const scattered = (heterogeneous: Ensembles['heterogeneous']): Chart => {
  const line = Array.from({ length: 41 }, (_, i) => i / 40);
  return {
    title: 'Lognormal rows and columns: cost kept',
    x: { label: 'σ of rows and of columns', domain: [0, 1.05] },
    y: { label: 'C* / C₀', domain: [0, 1] },
    series: [
      ...[...new Set(heterogeneous.map(({ n }) => n))].map((n, colour): Series => {
        const own = heterogeneous.filter((each) => each.n === n);
        return {
          name: `N = ${n}`,
          kind: 'points',
          colour,
          x: own.map(({ sigma }) => sigma),
          y: own.map(({ ratio }) => ratio.mean),
          error: own.map(({ ratio }) => ratio.deviation),
        };
      }),
      { name: 'exp(−2σ²)', kind: 'dashed', colour: 6, x: line, y: line.map((sigma) => Math.exp(-2 * sigma * sigma)) },
    ],
  };
};

const responses = (found: readonly Response[]): Chart => {
  const ends = found.flatMap(({ expected }) => [Math.min(...expected), Math.max(...expected)]).map((each) => 1000 * each);
  const line = [Math.min(...ends), Math.max(...ends)];
  return {
    title: 'One synapse disturbed by ε: neurons of N = 80',
    x: { label: 'from the Laplacian: 1000 Δh / ε' },
    y: { label: '1000 Δh / ε' },
    series: [
      ...found.map(
        ({ measured, expected }, i): Series => ({
          name: `p = ${i + 1}`,
          kind: 'points',
          colour: i,
          x: expected.map((each) => 1000 * each),
          y: measured.map((each) => 1000 * each),
        }),
      ),
      { name: 'equal', kind: 'dashed', colour: 6, x: line, y: line },
    ],
  };
};

export const drawn = (many: Ensembles, one: OneMatrix, disturbed: readonly Response[]): string =>
  chartsFigure('Synaptic balancing of weight matrices', [
    [costOverTime(one), decay(one)],
    [savings(many.independent), ranks(many.lowRank)],
    [scattered(many.heterogeneous), responses(disturbed)],
  ]);
