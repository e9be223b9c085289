/** The figure: six curves beside theory and the authors' runs, pairs by rate, and the network. */
import { calciumSets } from '../../../rules/calcium-sets.ts';
import { type Chart, chartsFigure } from '../../plot/chart.ts';
import { inTurns } from '../homeo-ei.ts';
import { acceleration, type Course, period, projections } from './network.ts';
import { type ByRate, lags, rates } from './pairs.ts';
import { authors, authorsLags, type Curve, curves, strengthChange, strengthError, type Transitions, transitions } from './theory.ts';

/** What the figure shows: transitions of `copies` synapses by lag, efficacies by rate, and the network. */
export interface Shown {
  readonly noisy: Record<Curve, readonly Transitions[]>;
  readonly copies: number;
  readonly pairing: ByRate;
  readonly course: Course;
}

export const drawn = ({ noisy, copies, pairing, course }: Shown): string => {
  const fine = Array.from({ length: 401 }, (_, i) => i / 2 - 100);
  const widths: Partial<Record<Curve, number>> = { DPD: 40, D: 20 };
  const panel = (curve: Curve): Chart => {
    const of = (each: Transitions) => strengthChange(curve, each);
    const width = widths[curve] ?? 100;
    const inside = (lag: number) => Math.abs(lag) <= width;
    const seen = lags.flatMap((lag, i) => (inside(lag) ? [{ lag, ...(noisy[curve][i] as Transitions) }] : []));
    return {
      title: curve,
      x: { label: 'target after source (ms)', domain: [-width, width] },
      y: { label: 'strength, after / before', domain: [0.5, 1.4] },
      series: [
        { name: 'theory', kind: 'dashed', x: fine, y: fine.map((lag) => of(transitions(calciumSets[curve], lag))) },
        {
          name: 'synapses',
          kind: 'points',
          x: seen.map(({ lag }) => lag),
          y: seen.map(of),
          error: seen.map((each) => strengthError(curve, each, copies)),
        },
        {
          name: 'authors',
          kind: 'points',
          x: authorsLags.filter(inside),
          y: authorsLags.flatMap((lag, i) =>
            inside(lag) ? [of({ up: authors[curve].up[i] as number, down: authors[curve].down[i] as number })] : [],
          ),
        },
      ],
    };
  };
  const [first, second, third, fourth, fifth, sixth] = curves.map(panel) as [Chart, Chart, Chart, Chart, Chart, Chart];
  const shares = (name: (typeof projections)[number]) => inTurns(course.strong[name], Math.ceil(course.strong[name].length / 60));
  const turn = (Math.ceil(course.strong['fast-fast'].length / 60) * period) / 1000;
  return chartsFigure('Calcium-controlled plasticity', [
    [first, second],
    [third, fourth],
    [fifth, sixth],
    [
      {
        title: '75 pairs, cortical slice',
        x: { label: 'rate (Hz)' },
        y: { label: 'efficacy, from 0.5', domain: [0, 1] },
        series: (['10', '-10'] as const).map((lag) => ({ name: `lag ${lag} ms`, kind: 'line', x: rates, y: pairing[lag] })),
      },
      {
        title: `Network, ${acceleration} times as fast`,
        x: { label: 'time (s)' },
        y: { label: 'share of strong spines', domain: [0, 1] },
        series: projections.map((name) => ({ name, kind: 'line', x: shares(name).map((_, i) => (i + 1) * turn), y: shares(name) })),
      },
    ],
  ]);
};
