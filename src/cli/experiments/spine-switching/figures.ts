/** Figures of the experiment: errors and strong shares through training, and weights in the end. */

import { momentsOf } from '../../../streams/statistics/moments.ts';
import { type Chart, chartsFigure, type Series } from '../../plot/chart.ts';
import { down, type Model, models, up } from './task.ts';
import type { Trained } from './train.ts';
import { magnitudes } from './weights.ts';

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2;
};

const histogram = (values: readonly number[], most: number, bins: number): { readonly edges: number[]; readonly density: number[] } => {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) if (value < most) counts[Math.floor((value / most) * bins)] = (counts[Math.floor((value / most) * bins)] as number) + 1;
  return { edges: Array.from({ length: bins + 1 }, (_, i) => (i * most) / bins), density: counts.map((n) => n / values.length / (most / bins)) };
};

export const drawn = (runs: readonly Trained[]): string => {
  const of = (model: Model) => runs.filter((run) => run.model === model);
  const trials = runs[0]?.trials ?? [];
  const course = (
    model: Model,
    colour: number,
    value: (run: Trained) => readonly number[],
    middle: (values: readonly number[]) => number,
  ): Series => ({
    name: model,
    kind: 'line',
    colour,
    x: trials,
    y: trials.map((_, i) => middle(of(model).map((run) => value(run)[i] as number))),
  });
  const mean = (values: readonly number[]) => momentsOf(values).mean;
  const last = (run: Trained) => run.error.at(-1) as number;
  const errors: Chart = {
    title: `Error after training, median of ${of(models[0]).length} seeds`,
    x: { label: 'trial' },
    y: { label: 'normalised squared error', log: true },
    series: models.map((model, i) => course(model, i, ({ error }) => error, median)),
  };
  const shares: Chart = {
    title: 'Spines that are strong, hence assigned credit by e-prop',
    x: { label: 'trial' },
    y: { label: 'share of recurrent synapses', domain: [0, 1] },
    series: models.map((model, i) => course(model, i, ({ strong }) => strong, mean)),
  };
  const reference = of(models[0]);
  const most = 2.5 * up;
  const worst = 1.05 * Math.max(...runs.map(last));
  return chartsFigure('Learning with two states of spines', [
    [errors, shares],
    [
      {
        title: 'The same seeds against e-prop everywhere, last trial',
        x: { label: 'error, e-prop everywhere', domain: [0, worst] },
        y: { label: 'error, other model', domain: [0, worst] },
        series: [
          { name: 'equal', kind: 'dashed', colour: models.length, x: [0, worst], y: [0, worst] },
          ...models.slice(1).map(
            (model, i): Series => ({
              name: model,
              kind: 'points',
              colour: i + 1,
              x: reference.map(last),
              y: of(model).map(last),
            }),
          ),
        ],
      },
      {
        title: 'Recurrent weights in the end (shaded: between the thresholds)',
        x: { label: '|w| (mV)', domain: [0, most] },
        y: { label: 'density (1/mV)' },
        bands: [{ axis: 'x', from: down, to: up }],
        series: models.map((model, i): Series => {
          const { edges, density } = histogram(
            of(model).flatMap(({ weights }) => magnitudes(weights)),
            most,
            60,
          );
          return { name: model, kind: 'steps', colour: i, x: edges, y: density };
        }),
      },
    ],
  ]);
};
