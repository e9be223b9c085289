/** A perceptron that learns task after task, in spikes: what reliable synapses that learn no more keep of old tasks. */

import { type Moments, momentsOf } from '../../streams/statistics/moments.ts';
import { type Chart, chartsFigure, type Series } from '../plot/chart.ts';
import { above, below, type Experiment, type Findings, near, type Row, reported, type Settings } from './experiment.ts';
import { seedsOf } from './homeo-ei.ts';
import { type Life, rateLife } from './lifelong-perceptron/rate.ts';
import { type Lives, spikingLives } from './lifelong-perceptron/spiking.ts';
import { type Accuracies, drawMaterial, firstTask, inputs, lastMean, tasks } from './lifelong-perceptron/tasks.ts';

const seedCount = { full: 10, quick: 3 };

/** Means of ten seeds in the authors' code, and how much one seed differs from another (184 seeds of the rate model). */
const expected = {
  plain: { mean: 0.885, deviation: 0.015 },
  consolidating: { mean: 0.92, deviation: 0.013 },
  /** Of the first task, without consolidation, after each task. In 184 seeds of the rate model: 1, 0.922, 0.885, 0.843 and 0.806. */
  first: [1, 0.927, 0.889, 0.85, 0.824],
  firstDeviation: [0, 0.027, 0.034, 0.036, 0.039],
} as const;
/** Of the means over all tasks, to which the short form adds three standard errors; and of the first task, which has them always. */
const [meanTolerance, firstTolerance] = [0.015, 0.025];
/** One-sided p < .01 with nine degrees of freedom. */
const tLimit = 2.821;

interface Found {
  readonly spiking: Lives;
  readonly rate: Lives;
}
type Kind = keyof Lives;

const live = async ({ workers, progress }: Settings, seed: string, done: number, share: number): Promise<Found> => {
  const material = drawMaterial(seed);
  let lived = 0;
  const say = (): void => progress(`seed ${seed}: task ${Math.min(lived + 1, tasks)} of ${tasks}`, done + (share * lived) / tasks);
  say();
  const spiking = await spikingLives(material, { seed, workers }, () => {
    lived++;
    say();
  });
  return { spiking, rate: { plain: rateLife(material, false, seed), consolidating: rateLife(material, true, seed) } };
};

const over = (all: readonly Found[], of: (one: Found) => number): Moments => momentsOf(all.map(of));
const differenceOf = ({ plain, consolidating }: Lives): number => lastMean(consolidating.accuracies) - lastMean(plain.accuracies);

const rowsOf = (all: readonly Found[], quick: boolean): Row[] => {
  const seeds = all.length;
  const mean = (kind: Kind, model: keyof Found = 'spiking'): number => over(all, (one) => lastMean(one[model][kind].accuracies)).mean;
  const errors = (deviation: number): number => (3 * deviation) / Math.sqrt(seeds);
  const allowed = (deviation: number): number => meanTolerance + (quick ? errors(deviation) : 0);
  const difference = over(all, ({ spiking }) => differenceOf(spiking));
  const apart = ({ spiking, rate }: Found): number =>
    spiking.plain.w.reduce((most, w, i) => Math.max(most, Math.abs(w - (rate.plain.w[i] as number))), 0);
  const reliable = (life: Life): number => life.p.filter((p) => p >= 0.9 - 1e-9).length / inputs;
  return [
    near('right after five tasks, without consolidation', mean('plain'), expected.plain.mean, allowed(expected.plain.deviation), 'verified'),
    near(
      'right after five tasks, with consolidation',
      mean('consolidating'),
      expected.consolidating.mean,
      allowed(expected.consolidating.deviation),
      'verified',
    ),
    quick
      ? above('gain by consolidation', difference.mean, 0, 'verified')
      : above(`gain by consolidation, t of ${seeds} pairs`, difference.mean / difference.error, tLimit, 'verified'),
    ...expected.first.map((share, task) =>
      near(
        `first task, after ${task + 1}, without consolidation`,
        over(all, ({ spiking }) => firstTask(spiking.plain.accuracies)[task] as number).mean,
        share,
        firstTolerance + errors(expected.firstDeviation[task] as number),
        'verified',
      ),
    ),
    below('largest difference of a weight from the rate model, without consolidation (steps)', Math.max(...all.map(apart)), 1e-9, 'established'),
    near(
      'right after five tasks, with consolidation, minus the rate model',
      mean('consolidating') - mean('consolidating', 'rate'),
      0,
      0.03,
      'verified',
    ),
    ...[...Array(tasks).keys()].map((task) =>
      reported(
        `first task, after ${task + 1}, with consolidation`,
        over(all, ({ spiking }) => firstTask(spiking.consolidating.accuracies)[task] as number).mean,
      ),
    ),
    reported('synapses with p of 0.9 at the end', over(all, ({ spiking }) => reliable(spiking.consolidating)).mean),
  ];
};

const named = { plain: 'without consolidation', consolidating: 'with consolidation' } as const;

const drawn = (all: readonly Found[]): string => {
  const line = (kind: Kind, model: keyof Found, of: (accuracies: Accuracies) => readonly number[], colour: number): Series => {
    const moments = [...Array(tasks).keys()].map((task) => over(all, (one) => of(one[model][kind].accuracies)[task] as number));
    return {
      name: model === 'rate' ? `${named[kind]}, rate model` : named[kind],
      kind: model === 'rate' ? 'dashed' : 'points',
      colour,
      x: moments.map((_, task) => task + 1),
      y: moments.map((one) => 100 * one.mean),
      ...(model === 'rate' ? {} : { error: moments.map((one) => 100 * one.error) }),
    };
  };
  const panel = (title: string, label: string, of: (accuracies: Accuracies) => readonly number[]): Chart => ({
    title,
    x: { label, domain: [0.5, tasks + 0.5] },
    y: { label: 'right (%)', domain: [70, 100] },
    series: (['plain', 'consolidating'] as const).flatMap((kind, colour) => [line(kind, 'spiking', of, colour), line(kind, 'rate', of, colour)]),
  });
  return chartsFigure('A spiking perceptron that learns task after task', [
    [panel(`The first task; mean and standard error of ${all.length} seeds`, 'tasks learned', firstTask)],
    [panel('All tasks, after the last', 'task', (accuracies) => [...(accuracies.at(-1) as ReadonlyMap<number, number>).values()])],
  ]);
};

export const lifelongPerceptron: Experiment = {
  name: 'lifelong-perceptron',
  doc: 'A spiking neuron learns five tasks one after the other by its errors alone: synapses that were needed release reliably and then hardly change, and old tasks are kept better.',
  cite: ['Schug, Benzing & Steger (2021) eLife 10:e69884, doi:10.7554/eLife.69884 (lifelong learning; the perceptron, as in the authors’ code)'],
  run: async (settings): Promise<Findings> => {
    const seeds = seedsOf(settings.seed, settings.quick ? seedCount.quick : seedCount.full);
    const all: Found[] = [];
    for (const [i, seed] of seeds.entries()) all.push(await live(settings, seed, i / seeds.length, 1 / seeds.length));
    return { rows: rowsOf(all, settings.quick), figures: new Map([['lifelong-perceptron.svg', drawn(all)]]) };
  },
};
