/** What the experiment `mean-field` draws. */
import { type Chart, chartsFigure, type Series } from '../../plot/chart.ts';
import type { Kind, Point } from './brunel.ts';
import type { Limit } from './limits.ts';
import { simulatedRates, toolboxRates } from './microcircuit.ts';

const percent = (simulated: number, predicted: number): number => 100 * (simulated / predicted - 1);
const drive = { label: 'drive η (1: threshold in the mean)' };

const ofKind = (points: readonly Point[], kind: Kind, g: number): readonly Point[] => points.filter((point) => point.kind === kind && point.g === g);

/** Rates over the drive: lines by theory, points simulated. */
const rateChart = (kind: Kind, gs: readonly number[], points: readonly Point[], predict: (g: number, eta: number) => number): Chart => {
  const etas = points.map(({ eta }) => eta);
  const [least, most] = [Math.min(...etas), Math.max(...etas)];
  const fine = Array.from({ length: 41 }, (_, i) => least + (i / 40) * (most - least));
  return {
    title: `Rates, ${kind.name}`,
    x: { ...drive, domain: [0, most + 0.2] },
    y: { label: 'rate (Hz)' },
    series: gs.flatMap((g, colour): Series[] => {
      const own = ofKind(points, kind, g);
      return [
        { name: `g = ${g}, theory`, kind: 'dashed', colour, x: fine, y: fine.map((eta) => predict(g, eta)) },
        { name: 'simulated', kind: 'points', colour, x: own.map(({ eta }) => eta), y: own.map(({ simulated }) => simulated) },
      ];
    }),
  };
};

/** Deviations of all points of a kind. */
const deviationChart = (kind: Kind, gs: readonly number[], points: readonly Point[], gate: number): Chart => {
  const most = Math.max(...points.map(({ eta }) => eta));
  return {
    title: `Deviation of the simulated rates; shaded: ±${gate} %`,
    x: { ...drive, domain: [0, most + 0.2] },
    y: { label: 'deviation (%)', domain: [-40, 20] },
    bands: [{ axis: 'y', from: -gate, to: gate }],
    series: gs.flatMap((g, colour): Series[] => {
      const own = ofKind(points, kind, g);
      const [x, y] = [own.map(({ eta }) => eta), own.map(({ simulated, predicted }) => percent(simulated, predicted))];
      return [
        { name: `g = ${g}`, kind: 'points', colour, x, y },
        { name: '', kind: 'line', colour, x, y },
      ];
    }),
  };
};

const limitChart = (title: string, label: string, limits: readonly Limit[], most: number): Chart => ({
  title,
  x: { label, domain: [0, most] },
  y: { label: 'deviation (%)', domain: [-20, 60] },
  bands: [{ axis: 'y', from: -5, to: 5 }],
  series: [
    {
      ...{ name: '', kind: 'points', colour: 0 },
      x: limits.map(({ small }) => small),
      y: limits.map(({ simulated, predicted }) => percent(simulated, predicted)),
    },
  ],
});

export const grids = (
  kinds: readonly Kind[],
  gs: readonly number[],
  points: readonly Point[],
  predict: (kind: Kind, g: number, eta: number) => number,
  gate: number,
): string =>
  chartsFigure(
    'Stationary rates of networks: theory and simulation',
    kinds.map((kind) => [rateChart(kind, gs, points, (g, eta) => predict(kind, g, eta)), deviationChart(kind, gs, points, gate)]),
  );

export const limitsFigure = (jumps: readonly Limit[], filters: readonly Limit[]): string =>
  chartsFigure('Where the theory ends: simulated less predicted rates of single neurons; shaded: ±5 %', [
    [
      limitChart('Size of jumps, delta input', 'jump / (threshold − reset)', jumps, 0.22),
      limitChart('Colour of the input, small jumps', '√(τₛ / τₘ), synapse and membrane', filters, 1.1),
    ],
  ]);

export const microcircuitFigure = (rates: readonly number[]): string => {
  const x = rates.map((_, i) => i + 1);
  return chartsFigure('The cortical microcircuit at full scale, 77,169 neurons', [
    [
      {
        title: 'Mean rates of populations 1 to 8: L2/3e, L2/3i, L4e, L4i, L5e, L5i, L6e, L6i',
        x: { label: 'population', domain: [0.5, 8.5] },
        y: { label: 'rate (Hz)' },
        series: [
          { name: 'theory', kind: 'points', colour: 0, x: x.map((at) => at - 0.15), y: rates },
          { name: 'NNMT toolbox, theory', kind: 'points', colour: 1, x, y: toolboxRates },
          { name: 'NEST, simulated', kind: 'points', colour: 2, x: x.map((at) => at + 0.15), y: simulatedRates },
        ],
      },
    ],
  ]);
};
