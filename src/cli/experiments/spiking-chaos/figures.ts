import { type Chart, chartsFigure, type Series } from '../../plot/chart.ts';
import type { Result } from '../spiking-chaos.ts';
import type { Trace } from './trace.ts';

/** Units of time of the rate model in a second: figures show seconds, x having no unit. */
const perSecond = 10;
const shown = 5;

const largest = (traces: readonly Trace[]): number =>
  Math.ceil(traces.flatMap(({ x }) => x.flatMap((row) => [...row.slice(0, shown)])).reduce((most, each) => Math.max(most, Math.abs(each)), 0));

const traceChart = (title: string, { time, x, frozen }: Trace, range: number): Chart => ({
  title,
  x: { label: 'time since freezing (s)' },
  y: { label: 'x', domain: [-range, range] },
  series: Array.from({ length: shown }, (_, i): Series => {
    const line = { kind: 'line' as const, x: time.map((each) => each / perSecond), y: x.map((row) => row[i] as number) };
    return { name: `neuron ${i + 1}`, ...line };
  }),
  bands: [{ axis: 'x', from: frozen[0] / perSecond, to: frozen[1] / perSecond }],
});

const correlationChart = ({ k, spikes, rates }: Result): Chart => {
  const longest = 40;
  const series = (name: string, kind: 'line' | 'dashed', of: Result['spikes']): Series => {
    const step = of[0]?.step ?? 1;
    const length = Math.min(Math.round(longest / step) + 1, of[0]?.correlation.length ?? 0);
    const y = Array.from({ length }, (_, lag) => of.reduce((sum, { correlation }) => sum + (correlation[lag] as number), 0) / of.length);
    return { name, kind, x: y.map((_, lag) => (lag * step) / perSecond), y };
  };
  return {
    title: `Correlation of x, k = ${k}`,
    x: { label: 'lag (s)' },
    y: { label: '⟨x(t) x(t + lag)⟩' },
    series: [series('spikes', 'line', spikes), series('rates', 'dashed', rates)],
  };
};

/** What is below has stopped, and is drawn here. */
const least = 1e-4;

const indexChart = (results: readonly Result[]): Chart => {
  const points = (name: string, shift: number, of: (result: Result) => Result['spikes']): Series => ({
    name,
    kind: 'points',
    x: results.flatMap((result) => of(result).map(() => result.k + shift)),
    y: results.flatMap((result) => of(result).map(({ index }) => Math.max(least, index))),
  });
  return {
    title: 'What freezing leaves of the motion (0.0001: that or less)',
    x: { label: 'strength of plasticity k', domain: [-0.1, 2.1] },
    y: { label: 'frozen / plastic', log: true, domain: [least / 2, 3] },
    series: [points('spikes', 0.01, ({ spikes }) => spikes), points('rates', -0.01, ({ rates }) => rates)],
  };
};

export const drawn = (results: readonly Result[], spiking: Trace, rates: Trace): string => {
  const range = largest([spiking, rates]);
  return chartsFigure('Chaos that freezes, in spikes and in rates', [
    [traceChart('Spiking network, k = 1.5; shaded: weights frozen', spiking, range)],
    [traceChart('Rate model with the same random weights', rates, range)],
    [correlationChart(results[0] as Result), correlationChart(results.find(({ k }) => k === 1.5) as Result)],
    [indexChart(results)],
  ]);
};
