/** Spines of two states: how many are strong, and how weights part. */

import { extent, histogram } from '../../streams/statistics/histogram.ts';
import { type Chart, chartsFigure } from './chart.ts';
import { niceBins } from './histogram.ts';
import { timeUnit } from './scale.ts';

export interface SpineStates {
  /** `EE.spineSwitching.strong`; of `EE.exists`, `share` is of the synapses that were there at the beginning. */
  readonly name: string;
  /** Edges of stretches of time [ms], one more than there are shares. */
  readonly edges: readonly number[];
  /** Share of the synapses in a state other than 0, in each stretch. */
  readonly share: readonly number[];
  /** Weights at the end by state, in `unit`; null where they were not recorded. */
  readonly weights: { readonly weak: readonly number[]; readonly strong: readonly number[]; readonly unit: string } | null;
}

const isExistence = ({ name }: SpineStates): boolean => name.endsWith('.exists');

const shareCharts = (states: readonly SpineStates[]): Chart[] =>
  [
    shareChart(
      'Strong spines',
      'synapses (%)',
      states.filter((each) => !isExistence(each)),
    ),
    shareChart('Synapses that come and go', 'of those at first (%)', states.filter(isExistence)),
  ].filter(({ series }) => series.length > 0);

const shareChart = (title: string, label: string, states: readonly SpineStates[]): Chart => {
  const { unit, inMs } = timeUnit(Math.max(0, ...states.map(({ edges }) => edges.at(-1) ?? 0)));
  return {
    title,
    x: { label: `time (${unit})` },
    y: { label },
    series: states.map(({ name, edges, share }) => ({
      name: name.split('.')[0] as string,
      x: edges.map((edge) => edge / inMs),
      y: share.map((each) => 100 * each),
      kind: 'steps',
    })),
  };
};

const weightChart = ({ name, weights }: SpineStates): Chart[] => {
  if (weights === null) return [];
  const { weak, strong, unit } = weights;
  const [low, high] = extent([weak, strong]);
  const bins = niceBins(Math.min(0, low), Math.max(0, high), 40);
  const edges = Array.from({ length: bins.count + 1 }, (_, i) => bins.from + i * bins.width);
  const shares = (values: readonly number[]): number[] =>
    [...histogram(values, bins).counts].map((count) => (100 * count) / Math.max(1, weak.length + strong.length));
  return [
    {
      title: `Weights by state, ${name.split('.')[0]}`,
      x: { label: `weight (${unit})` },
      y: { label: 'synapses (%)' },
      series: [
        { name: 'weak', x: edges, y: shares(weak), kind: 'steps' },
        { name: 'strong', x: edges, y: shares(strong), kind: 'steps' },
      ],
    },
  ];
};

export const statesCharts = (states: readonly SpineStates[]): Chart[] => [...shareCharts(states), ...states.flatMap(weightChart)];

export const statesFigure = (name: string, states: readonly SpineStates[]): string => {
  const charts = statesCharts(states);
  const rows = Array.from({ length: Math.ceil(charts.length / 2) }, (_, row) => charts.slice(2 * row, 2 * row + 2));
  return chartsFigure(`${name}: spine states`, rows);
};
