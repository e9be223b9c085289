/** A running network beside what a model says of it. */
import type { Comparison } from '../../comparators/compare-with.ts';
import { type Chart, chartsFigure } from './chart.ts';
import { timeUnit } from './scale.ts';

export interface Compared {
  /** Whose values they are, and of what kind: 'E', 'rate', 'Hz'. */
  readonly of: string;
  readonly quantity: string;
  readonly unit: string;
  readonly points: readonly Comparison[];
}

/** What is to be seen, with a margin: deviations are small beside the values, so the axis need not begin at 0. */
const domainOf = (points: readonly Comparison[]): readonly [number, number] => {
  const values = points
    .flatMap(({ spiking, predicted, standardError, limit }) => [
      spiking,
      spiking - standardError,
      spiking + standardError,
      predicted - limit,
      predicted + limit,
      predicted,
    ])
    .filter(Number.isFinite);
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const margin = 0.1 * (most - least || Math.abs(most) || 1);
  return [least - margin, most + margin];
};

const chartOf = ({ of, quantity, unit, points }: Compared): Chart => {
  const { unit: time, inMs } = timeUnit(points.at(-1)?.t ?? 0);
  const x = points.map(({ t }) => t / inMs);
  const edge = (sign: number): number[] => points.map(({ predicted, limit }) => predicted + sign * limit);
  return {
    title: of,
    x: { label: `time (${time})`, domain: [0, x.at(-1) as number] },
    y: { label: unit === '' ? quantity : `${quantity} (${unit})`, domain: domainOf(points) },
    series: [
      {
        name: 'spiking',
        kind: 'points',
        x,
        y: points.map(({ spiking }) => spiking),
        error: points.map(({ standardError }) => (Number.isNaN(standardError) ? 0 : standardError)),
      },
      { name: 'predicted', kind: 'line', x, y: points.map(({ predicted }) => predicted) },
      { name: 'limits of agreement', kind: 'dashed', colour: 6, x, y: edge(1) },
      { name: '', kind: 'dashed', colour: 6, x, y: edge(-1) },
    ],
  };
};

export const comparisonFigure = (title: string, compared: readonly Compared[]): string => {
  const charts = compared.filter(({ points }) => points.length > 0).map(chartOf);
  const rows = Array.from({ length: Math.ceil(charts.length / 2) }, (_, row) => charts.slice(2 * row, 2 * row + 2));
  return chartsFigure(title, rows);
};
