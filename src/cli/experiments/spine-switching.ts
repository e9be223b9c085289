/** Switching synaptic rules in spikes: weak spines follow STDP, strong ones e-prop. What does it cost, and what does it gain? */

import { uniforms } from '../../random.ts';
import { networkDigest } from '../../simulation/network-digest.ts';
import { dip } from '../../streams/statistics/dip.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { signedRank } from '../../streams/statistics/wilcoxon.ts';
import { below, type Experiment, near, type Row, reported, type Settings, within } from './experiment.ts';
import { seedsOf } from './homeo-ei.ts';
import { once } from './kept.ts';
import { drawn, median } from './spine-switching/figures.ts';
import { type Model, models, patternTask } from './spine-switching/task.ts';
import { type Trained, train } from './spine-switching/train.ts';
import { magnitudes, spectralRadius, symmetry } from './spine-switching/weights.ts';

const [everywhere, trained, fixed, frozen] = models;

/** Every seed in every model, as many at a time as there are workers. */
const trainAll = async ({ seed, workers, out, progress }: Settings, seeds: number, trials: number): Promise<Trained[]> => {
  const own = seedsOf(seed, seeds);
  const waiting = own.flatMap((each) => models.map((model) => ({ each, model })));
  const jobs = waiting.length;
  const done: Trained[] = [];
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      progress(`${job.model}, seed ${job.each}`, done.length / jobs);
      const { each, model } = job;
      const name = `${each}-${models.indexOf(model)}-${trials}`;
      done.push(await once(out, name, networkDigest(patternTask(each, model)), () => train(each, model, trials, 10)));
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return done.toSorted((a, b) => own.indexOf(a.seed) - own.indexOf(b.seed));
};

const errorAt = (run: Trained, trial: number): number => run.error[run.trials.indexOf(trial)] as number;
const meanOf = (runs: readonly Trained[], value: (run: Trained) => number): number => momentsOf(runs.map(value)).mean;

/** Mean dip, and the median p of the seeds: the share of `rounds` uniform samples of as many numbers whose dip is as large. */
const dipsOf = (runs: readonly Trained[], seed: string, rounds = 500): { readonly dip: number; readonly p: number } => {
  const random = uniforms(`${seed} dip`);
  const found = runs.map(({ weights }) => dip(magnitudes(weights)));
  const n = magnitudes(runs[0]?.weights ?? []).length;
  const uniform = Array.from({ length: rounds }, () => dip(Float64Array.from({ length: n }, random)));
  const shares = found.map((one) => (1 + uniform.filter((other) => other >= one).length) / (1 + rounds));
  return { dip: momentsOf(found).mean, p: median(shares) };
};

const modelRows = (model: Model, runs: readonly Trained[], seed: string): Row[] => {
  const of = (quantity: string): string => `${model}: ${quantity}`;
  const last = (run: Trained): number => run.error.at(-1) as number;
  const { dip: meanDip, p } = dipsOf(runs, seed);
  return [
    ...[100, 250].map((trial) =>
      reported(
        of(`error after ${trial} trials`),
        meanOf(runs, (run) => errorAt(run, trial)),
      ),
    ),
    model === everywhere
      ? near(of('error after 500 trials'), meanOf(runs, last), 0.021, 0.006, 'verified')
      : model === trained
        ? near(of('error after 500 trials'), meanOf(runs, last), 0.0225, 0.007, 'verified')
        : reported(of('error after 500 trials'), meanOf(runs, last)),
    reported(
      of('mean error of the last 50 trials'),
      meanOf(runs, (run) => meanError(run, 500)),
    ),
    within(
      of('rate, last 50 trials (Hz)'),
      meanOf(runs, ({ rate }) => rate),
      9,
      11,
      'verified',
    ),
    ...(model === trained ? [within(of('share of strong spines'), meanOf(runs, strongAtEnd), 0.45, 0.6, 'verified')] : []),
    ...(model === fixed || model === frozen ? [reported(of('share of strong spines'), meanOf(runs, strongAtEnd))] : []),
    reported(
      of('spectral radius of recurrent weights'),
      meanOf(runs, ({ weights }) => spectralRadius(weights)),
    ),
    reported(
      of('symmetry of recurrent weights'),
      meanOf(runs, ({ weights }) => symmetry(weights)),
    ),
    reported(of('dip of |w|'), meanDip),
    reported(of('dip of |w|, median p of the seeds'), p),
  ];
};

const strongAtEnd = (run: Trained): number => run.strong.at(-1) as number;

/** Trials over which models are compared: from one to the next the error of a network moves by 0.003, more than models differ. */
const stretch = 50;

const meanError = (run: Trained, trial: number): number =>
  momentsOf(run.error.filter((_, i) => (run.trials[i] as number) > trial - stretch && (run.trials[i] as number) <= trial)).mean;

/** One-sided probability that the first model is as much better than the second as here, seed by seed, where nothing sets them apart. */
const better = (runs: readonly Trained[], one: Model, other: Model, trial: number): number => {
  const [a, b] = [one, other].map((model) => runs.filter((run) => run.model === model)) as [Trained[], Trained[]];
  return signedRank(a.map((run, i) => meanError(b[i] as Trained, trial) - meanError(run, trial))).p;
};

const comparisons = (runs: readonly Trained[]): Row[] => {
  const of = (what: string, trial: number): string => `p, ${what}, mean error of trials ${trial - stretch} to ${trial}`;
  const open = (what: string, one: Model, other: Model): Row[] =>
    [100, 250, 500].map((trial) => reported(of(what, trial), better(runs, one, other, trial)));
  return [
    below(of('λ trained better than frozen', 500), better(runs, trained, frozen, 500), 0.05, 'verified'),
    ...open('λ trained better than frozen', trained, frozen).slice(0, 2),
    ...open('λ trained better than λ = 0.002', trained, fixed),
    ...open('e-prop everywhere better than λ trained', everywhere, trained),
  ];
};

/** Few seeds and trials: whether all models learn, and spines behave. */
const quickRows = (runs: readonly Trained[]): Row[] =>
  models.flatMap((model) => {
    const own = runs.filter((run) => run.model === model);
    const of = (quantity: string): string => `${model}: ${quantity}`;
    return [
      reported(
        of('error after 10 trials'),
        meanOf(own, (run) => run.error[0] as number),
      ),
      below(
        of('error after 100 trials'),
        meanOf(own, (run) => run.error.at(-1) as number),
        0.25,
        'verified',
      ),
      within(
        of('rate, last 10 trials (Hz)'),
        meanOf(own, ({ rate }) => rate),
        8,
        12,
        'verified',
      ),
      ...(model === everywhere ? [] : [within(of('share of strong spines'), meanOf(own, strongAtEnd), 0.4, 0.5, 'verified')]),
    ];
  });

export const spineSwitching: Experiment = {
  name: 'spine-switching',
  doc: 'What do synapses lose that leave error-driven learning to strong spines?',
  cite: [
    'Turcu, Cornford, Dorkenwald & Mihalas (2026) Learning using switching synaptic plasticity rules, bioRxiv (a rate model; this is its form in spikes)',
    'Bellec et al. (2020) Nature Communications 11:3625, doi:10.1038/s41467-020-17236-y (e-prop, pattern generation)',
    'Hartigan & Hartigan (1985) Annals of Statistics 13:70, doi:10.1214/aos/1176346577 (the dip)',
    'Wilcoxon (1945) Biometrics Bulletin 1:80, doi:10.2307/3001968 (signed ranks)',
  ],
  run: async (settings) => {
    const { quick, seed } = settings;
    const runs = await trainAll(settings, quick ? 2 : 20, quick ? 100 : 500);
    const figures = new Map([['spine-switching.svg', drawn(runs)]]);
    if (quick) return { rows: quickRows(runs), figures };
    const rows = models.flatMap((model) =>
      modelRows(
        model,
        runs.filter((run) => run.model === model),
        seed,
      ),
    );
    return { rows: [...rows, ...comparisons(runs)], figures };
  },
};
