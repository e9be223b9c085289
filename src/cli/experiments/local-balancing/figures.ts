import { type Chart, chartsFigure } from '../../plot/chart.ts';
import type { Balanced } from '../local-balancing.ts';
import type { Learning } from './hebbian.ts';

export const drawn = ({ course, oracle, synapses, h, excitatory, before, after }: Balanced, arms: readonly Learning[]): string => {
  const start = synapses.w.reduce((sum, w, k) => sum + (synapses.to[k] === synapses.from[k] ? 0 : w ** 2), 0);
  const time = [0, ...course.map((_, i) => (i + 1) / 2)];
  const cost: Chart = {
    title: 'Cost of weights as they act',
    x: { label: 'time (s), ten ticks a second' },
    y: { label: 'C / C before', domain: [0, 1.05] },
    series: [
      { name: 'spiking network', kind: 'line', x: time, y: [1, ...course] },
      { name: 'matrix balancing', kind: 'dashed', colour: 6, x: [0, time.at(-1) as number], y: [oracle.cost / start, oracle.cost / start] },
    ],
  };
  const [least, most] = [Math.max(...before), Math.max(...after)];
  const part = (name: string, from: number, to: number, colour: number) => ({
    name,
    kind: 'points' as const,
    colour,
    x: before.slice(from, to),
    y: after.slice(from, to),
  });
  const rates: Chart = {
    title: 'Rates of neurons, thresholds as they were',
    x: { label: 'before (Hz)', domain: [0, least] },
    y: { label: 'after (Hz)', domain: [0, most] },
    series: [
      part('E', 0, excitatory, 0),
      part('I', excitatory, synapses.n, 1),
      { name: 'unchanged', kind: 'dashed', colour: 6, x: [0, least], y: [0, least] },
    ],
  };
  const factors = (name: string, from: number, to: number, colour: number) => ({
    name,
    kind: 'points' as const,
    colour,
    x: oracle.h.slice(from, to),
    y: h.slice(from, to).map((each) => each - h.reduce((sum, one) => sum + one, 0) / h.length),
  });
  const ends = [Math.min(...oracle.h), Math.max(...oracle.h)];
  const agreement: Chart = {
    title: 'Log factors of neurons',
    x: { label: 'h of matrix balancing' },
    y: { label: 'h of the rule' },
    series: [factors('E', 0, excitatory, 0), factors('I', excitatory, synapses.n, 1), { name: 'equal', kind: 'dashed', colour: 6, x: ends, y: ends }],
  };
  const learning = (title: string, label: string, value: (arm: Learning) => readonly number[], log = false): Chart => ({
    title,
    x: { label: 'time since learning began (s)' },
    y: { label, log },
    series: arms.map((one, colour) => ({ name: one.arm, kind: 'line' as const, colour, x: one.time, y: value(one) })),
  });
  return chartsFigure('Local synaptic balancing', [
    [cost, agreement],
    [rates],
    [
      learning('Potentiating STDP: rate of E', 'rate (Hz)', ({ E }) => E.map((rate) => Math.max(rate, 0.1)), true),
      learning('Total E→E as it acts', 'total / at beginning', ({ total }) => total),
    ],
  ]);
};
