import { momentsOf } from '../../../streams/statistics/moments.ts';
import { type Axis, type Chart, chartsFigure, type Series } from '../../plot/chart.ts';
import { type Examined, noises } from './examine.ts';
import { type Arm, arms, type Course, type Trained } from './train.ts';

export interface Run {
  readonly trained: Trained;
  readonly examined: Examined;
}

/** Mean over seeds along learning. */
const courses = (runs: readonly Run[], value: (at: Course) => number): Series[] =>
  arms.map((arm, colour) => {
    const own = runs.filter(({ trained }) => trained.arm === arm).map(({ trained }) => trained.course);
    const x = (own[0] ?? []).map(({ iteration }) => iteration);
    return { name: arm, kind: 'line', colour, x, y: x.map((_, i) => momentsOf(own.map((course) => value(course[i] as Course))).mean) };
  });

const along = (title: string, label: string, series: readonly Series[], y: Omit<Axis, 'label'> = {}): Chart => ({
  title,
  x: { label: 'iterations' },
  y: { label, ...y },
  series,
});

const noisy = (runs: readonly Run[]): Chart => {
  const points = (arm: Arm, colour: number): Series => {
    const own = runs.filter(({ trained }) => trained.arm === arm).flatMap(({ examined }) => examined.noisy);
    return { name: arm, kind: 'points', colour, x: own.map(([trained]) => trained), y: own.map(([, balanced]) => balanced) };
  };
  const all = runs.flatMap(({ examined }) => examined.noisy.flat());
  const ends = [0.95 * Math.min(...all), 1.05 * Math.max(...all)] as const;
  return {
    title: `Noise in units, ${noises.join(' and ')} of their deviation`,
    x: { label: 'error as trained', domain: ends },
    y: { label: 'error when balanced', domain: ends },
    series: [...arms.map(points), { name: 'equal', kind: 'dashed', colour: 6, x: ends, y: ends }],
  };
};

export const drawn = (runs: readonly Run[]): string => {
  const costs = runs.flatMap(({ trained }) => trained.course.map(({ cost }) => cost));
  return chartsFigure('Context-dependent integration, learned with and without balancing', [
    [
      along(
        'Error while learning',
        'root mean square error',
        courses(runs, ({ loss }) => loss),
      ),
      along(
        'Imbalance',
        '|g| / C',
        courses(runs, ({ imbalance, cost }) => imbalance / cost),
        { log: true },
      ),
    ],
    [
      along(
        'Cost',
        'total of J²',
        courses(runs, ({ cost }) => cost),
        { domain: [0.99 * Math.min(...costs), 1.01 * Math.max(...costs)] },
      ),
      noisy(runs),
    ],
  ]);
};
