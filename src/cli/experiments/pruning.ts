/** Microglial pruning: at which number synapses rest, what happens without microglia, who is eaten, and how neurons fare under scaling. */

import { momentsOf } from '../../streams/statistics/moments.ts';
import { type Chart, chartsFigure } from '../plot/chart.ts';
import { above, below, type Experiment, type Findings, near, type Row, reported } from './experiment.ts';
import { activity, eating, expectedNumber, period, perVisit, separation, target } from './pruned-network.ts';
import { type Course, compareWorkers, runCourse } from './pruning-runs.ts';

const mean = (values: readonly number[]): number => momentsOf(values).mean;
const secondHalf = <T>(values: readonly T[]): readonly T[] => values.slice(Math.floor(values.length / 2));

/** Slope of values at 1, 2, 3 …, and the share of their variance that a line leaves unexplained. */
const lineThrough = (values: readonly number[]): { readonly slope: number; readonly rest: number } => {
  const [meanX, meanY] = [(values.length + 1) / 2, mean(values)];
  const sum = (term: (dx: number, dy: number) => number): number => values.reduce((total, y, i) => total + term(i + 1 - meanX, y - meanY), 0);
  const slope = sum((dx, dy) => dx * dy) / sum((dx) => dx * dx);
  return { slope, rest: sum((dx, dy) => (dy - slope * dx) ** 2) / sum((_, dy) => dy * dy) };
};

/** Share of synapses removed at a visit, in the second half: what is there before it is what was left, and came, at the one before. */
const removalRate = ({ degree, pruned }: Course, neurons: number): number => {
  const from = Math.floor(degree.length / 2);
  const gone = (pruned.at(-1) as number) - (pruned[from - 1] as number);
  return gone / neurons / degree.slice(from - 1, -1).reduce((sum, count) => sum + count, 0);
};

interface Found {
  readonly neurons: number;
  readonly pruned: Course;
  readonly depleted: Course;
  /** By theory, after each visit. */
  readonly expected: readonly number[];
}

/** Sources fall silent together by chance, so that the number drifts: in short runs by more [share of creation over removal]. */
const drift = { quick: 0.35, full: 0.15 };

const rowsOf = ({ neurons, pruned, depleted, expected }: Found, quick: boolean): Row[] => {
  const rests = mean(secondHalf(pruned.degree));
  const rate = removalRate(pruned, neurons);
  const { slope, rest } = lineThrough(depleted.degree);
  const degrees = momentsOf(pruned.inDegrees);
  return [
    near(
      'synapses per neuron, second half: creation over removal rate',
      rests,
      perVisit / rate,
      ((quick ? drift.quick : drift.full) * perVisit) / rate,
      'established',
    ),
    near('synapses per neuron, second half: tags followed from visit to visit', rests, mean(secondHalf(expected)), 0.06 * rests, 'verified'),
    near('without microglia: synapses formed per neuron (1/s)', slope / period, perVisit / period, (0.08 * perVisit) / period, 'established'),
    below('without microglia: variance that a straight line leaves', rest, 0.01, 'established'),
    above('usage of kept synapses above that of removed ones (area under the curve)', separation(pruned.removed, pruned.kept), 0.9, 'established'),
    reported('usage of removed synapses over the mean of the neuron', mean(pruned.removed)),
    reported('variance over mean of in-degrees (Poisson: 1)', degrees.variance / degrees.mean),
    reported('removal rate of a synapse (1/s)', rate / period),
    ...[{ of: 'with', course: pruned } as const, { of: 'without', course: depleted } as const].flatMap(({ of, course }) => [
      reported(`${of} microglia: synapses per neuron at the end`, course.degree.at(-1) as number),
      reported(`${of} microglia: rate after scaling to ${target} Hz, last quarter (Hz)`, course.rate),
      reported(`${of} microglia: factor of scaling, last quarter`, course.factor),
    ]),
  ];
};

/** Shares [%] in bins of a width, an empty one at the end so that the outline comes down. */
const counted = (values: readonly number[], width: number): { readonly x: number[]; readonly y: number[] } => {
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const first = Math.floor(least / width);
  const y = new Array<number>(Math.floor(most / width) - first + 2).fill(0);
  for (const value of values) (y[Math.floor(value / width) - first] as number) += 100 / values.length;
  return { x: Array.from({ length: y.length + 1 }, (_, i) => (first + i) * width), y };
};

/** Share of neurons [%] with k synapses, Poisson, for whole k. */
const poissonAt = (k: number, of: number): number => {
  let log = k * Math.log(of) - of;
  for (let i = 2; i <= k; i++) log -= Math.log(i);
  return 100 * Math.exp(log);
};

const drawn = ({ pruned, depleted, expected }: Found): string => {
  const time = (values: readonly number[]): number[] => values.map((_, i) => (i + 1) * period);
  const ofDegrees = counted(pruned.inDegrees, 4);
  const bins = ofDegrees.x.slice(0, -1);
  const poisson = bins.map((from) => [0, 1, 2, 3].reduce((sum, k) => sum + poissonAt(from + k, mean(pruned.inDegrees)), 0));
  const course: Chart = {
    title: 'Synapses that come and go',
    x: { label: 'time (s)', domain: [0, pruned.degree.length * period] },
    y: { label: 'synapses per neuron' },
    series: [
      { name: 'with microglia', kind: 'line', colour: 0, x: time(pruned.degree), y: pruned.degree },
      { name: 'theory: tags followed', kind: 'dashed', colour: 1, x: time(expected), y: expected },
      { name: 'without microglia', kind: 'line', colour: 2, x: time(depleted.degree), y: depleted.degree },
      {
        ...{ name: 'theory: formed at rC', kind: 'dashed', colour: 3, x: time(depleted.degree) },
        y: depleted.degree.map((_, i) => (depleted.degree[0] as number) + i * perVisit),
      },
    ],
  };
  return chartsFigure('Microglial pruning', [
    [course],
    [
      {
        title: 'In-degrees',
        x: { label: 'synapses onto a neuron' },
        y: { label: 'neurons (%)' },
        series: [
          { name: 'counted', kind: 'steps', colour: 0, ...ofDegrees },
          { name: 'Poisson', kind: 'dashed', colour: 1, x: bins.map((from) => from + 2), y: poisson },
        ],
      },
      {
        title: 'Out-degrees at the end',
        x: { label: 'synapses of a source' },
        y: { label: 'sources (%)' },
        series: [{ name: '', kind: 'steps', colour: 0, ...counted(pruned.outDegrees, Math.max(1, Math.round(mean(pruned.outDegrees) / 6))) }],
      },
    ],
    [
      {
        title: 'Usage just before a visit; shaded: tagged',
        x: { label: 'usage over the mean of the neuron' },
        y: { label: 'synapses (%)' },
        bands: [{ axis: 'x', from: 0, to: 0.2 }],
        series: [
          { name: 'kept', kind: 'steps', colour: 0, ...counted(pruned.kept, 0.1) },
          { name: 'removed', kind: 'steps', colour: 2, ...counted(pruned.removed, 0.1) },
        ],
      },
    ],
  ]);
};

export const pruning: Experiment = {
  name: 'pruning',
  doc: 'Microglia eat synapses that are little used, new ones form: at which number do they rest, who is eaten, and what is different without microglia?',
  cite: [
    'Schafer et al. (2012) Neuron 74:691, doi:10.1016/j.neuron.2012.03.026 (pruning by activity and complement)',
    'Stevens et al. (2007) Cell 131:1164, doi:10.1016/j.cell.2007.10.036 (complement tags synapses)',
    'Paolicelli et al. (2011) Science 333:1456, doi:10.1126/science.1202529 (more synapses with fewer microglia)',
  ],
  run: async (settings): Promise<Findings> => {
    const { seed, quick, workers, progress } = settings;
    const [neurons, visits, compared] = quick ? [100, 100, 12] : [250, 400, 150];
    const speaks = activity(seed, visits);
    const common = { neurons, seed, workers };
    const pruned = await runCourse({ ...common, speaks, pE: eating, closely: 8 }, (share) => progress('with microglia', 0.6 * share));
    const fewer = speaks.slice(0, 40);
    const depleted = await runCourse({ ...common, speaks: fewer, pE: 0, closely: visits }, (share) =>
      progress('without microglia', 0.6 + 0.2 * share),
    );
    const same = await compareWorkers({ neurons: quick ? neurons : 2 * neurons, speaks: speaks.slice(0, compared), pE: eating }, settings);
    const found = { neurons, pruned, depleted, expected: expectedNumber(speaks, eating) };
    return {
      rows: [
        ...rowsOf(found, quick),
        below('runs on 2 and 3 workers, and stopped half-way, that differ from that on 1', same.differing, 0.5, 'established'),
        quick
          ? reported('prunings and creations in each', same.changes)
          : above('prunings and creations in each', same.changes, 100_000, 'established'),
      ],
      figures: new Map([['pruning.svg', drawn(found)]]),
    };
  },
};
