/** A recurrent network of rectified units learns to integrate what the context names: what balancing does while it learns, and afterwards. */
import { momentsOf } from '../../streams/statistics/moments.ts';
import { type Examined, examine, examinerOf, noises, type Scrambled, scrambled } from './context-integration/examine.ts';
import { drawn, type Run } from './context-integration/figures.ts';
import { type Arm, arms, type Learning, train } from './context-integration/train.ts';
import { below, type Experiment, near, type Row, reported, type Settings } from './experiment.ts';
import { seedsOf } from './homeo-ei.ts';
import { once } from './kept.ts';

const long: Learning = { n: 100, iterations: 3000, every: 100 };
const short: Learning = { n: 60, iterations: 200, every: 10 };

interface Found {
  readonly runs: readonly Run[];
  /** Of the network of each seed that learned without balancing. */
  readonly scrambles: readonly (readonly Scrambled[])[];
}

const runAll = async ({ seed, quick, out, progress }: Settings): Promise<Found> => {
  const learning = quick ? short : long;
  const seeds = seedsOf(seed, quick ? 1 : 5);
  const jobs = seeds.length * arms.length;
  const runs: Run[] = [];
  const scrambles: Scrambled[][] = [];
  for (const each of seeds) {
    const examiner = examinerOf(learning.n, each, quick ? 16 : 80);
    for (const arm of arms) {
      const done = runs.length;
      const name = `${each}-${arms.indexOf(arm)}-${learning.n}-${learning.iterations}`;
      const trained = await once(out, name, JSON.stringify({ each, arm, ...learning }), () =>
        train(each, arm, learning, (at) => progress(`${arm}, seed ${each}, iteration ${at}`, (done + at / learning.iterations) / jobs)),
      );
      runs.push({ trained, examined: examine(trained, examiner, quick ? 30 : 200) });
      if (arm === 'SGD') scrambles.push(scrambled(trained, examiner));
    }
  }
  return { runs, scrambles };
};

const of = (runs: readonly Run[], arm: Arm): readonly Examined[] => runs.flatMap(({ trained, examined }) => (trained.arm === arm ? [examined] : []));
const meanOf = (found: readonly Examined[], value: (one: Examined) => number): number => momentsOf(found.map(value)).mean;

const armRows = (arm: Arm, found: readonly Examined[]): Row[] => {
  const noisy = (share: number, k: number): number =>
    meanOf(found, (one) => one.noisy[noises.indexOf(share as (typeof noises)[number])]?.[k] as number);
  return [
    reported(
      `${arm}: error on the test`,
      meanOf(found, ({ loss }) => loss),
    ),
    reported(
      `${arm}: C before balancing`,
      meanOf(found, ({ balancing }) => balancing.before),
    ),
    reported(
      `${arm}: C after / before`,
      meanOf(found, ({ balancing }) => balancing.after / balancing.before),
    ),
    reported(
      `${arm}: |g| / C`,
      meanOf(found, ({ imbalance }) => imbalance),
    ),
    reported(
      `${arm}: |g| against shuffled rows, standard deviations`,
      meanOf(found, ({ z }) => z),
    ),
    reported(
      `${arm}: steps of balancing`,
      meanOf(found, ({ balancing }) => balancing.steps),
    ),
    below(`${arm}: largest change of an answer by balancing`, Math.max(...found.map(({ changed }) => changed)), 1e-9, 'established'),
    below(
      `${arm}: largest rise of C in a step of balancing, relative`,
      Math.max(...found.map(({ balancing }) => balancing.rise)),
      1e-13,
      'established',
    ),
    reported(
      `${arm}: cost weighted with slopes, after / before`,
      meanOf(found, ({ weighted }) => weighted),
    ),
    ...noises.flatMap((share) => [
      reported(`${arm}: error with noise of ${share} in units, as trained`, noisy(share, 0)),
      reported(`${arm}: error with noise of ${share} in units, balanced`, noisy(share, 1)),
      reported(`${arm}: error with noise of ${share} in units, balanced with slopes`, noisy(share, 2)),
    ]),
  ];
};

const scrambleRows = (scrambles: Found['scrambles']): Row[] => {
  const ends = scrambles.map((one) => one.map(({ balanced }) => balanced));
  const spread = Math.max(...ends.map((costs) => Math.max(...costs) / Math.min(...costs) - 1));
  const first = scrambles[0] as readonly Scrambled[];
  return [
    below('scrambled and balanced: relative spread of C over σ', spread, 1e-6, 'established'),
    below('scrambled and balanced: largest change of an answer', Math.max(...scrambles.flat().map(({ changed }) => changed)), 1e-9, 'established'),
    ...first.flatMap(({ sigma, raised, balanced, steps, noisy }) => [
      reported(`scrambled with σ = ${sigma}: C`, raised),
      reported(`scrambled with σ = ${sigma}: C when balanced`, balanced),
      reported(`scrambled with σ = ${sigma}: steps of balancing`, steps),
      reported(`scrambled with σ = ${sigma}: error with noise of ${noises[0]} in units`, noisy[0]),
      reported(`scrambled with σ = ${sigma}: the same when balanced`, noisy[1]),
    ]),
  ];
};

export const contextIntegration: Experiment = {
  name: 'context-integration',
  doc: 'Does balancing leave what a trained network computes as it is, does it go along with learning, and does it help against noise?',
  cite: [
    'Stock, Harvey, Ocko & Ganguli (2022) PLoS Computational Biology 18:e1010418, doi:10.1371/journal.pcbi.1010418 (balancing of trained networks)',
    'Mante, Sussillo, Shenoy & Newsome (2013) Nature 503:78, doi:10.1038/nature12742 (the task)',
  ],
  run: async (settings) => {
    const { runs, scrambles } = await runAll(settings);
    const [plain, along] = [of(runs, 'SGD'), of(runs, 'SGD with balancing')];
    const less = Math.max(...plain.map(({ imbalance }, i) => (along[i] as Examined).imbalance / imbalance));
    const start = runs[0]?.trained.course[0]?.loss as number;
    const leastOf = (arm: Arm): number =>
      Math.min(...runs.flatMap(({ trained }) => (trained.arm === arm ? trained.course.map(({ loss }) => loss) : [])));
    const rows = [
      ...(settings.quick ? [near('error at the beginning', start, 20.6, 1, 'verified')] : []),
      // At first the error may jump above its beginning, and falls again.
      ...arms.map((arm) =>
        settings.quick
          ? below(`${arm}: least error on the way / error at the beginning`, leastOf(arm) / start, 0.99, 'verified')
          : below(
              `${arm}: error learned to`,
              meanOf(of(runs, arm), ({ loss }) => loss),
              8,
              'verified',
            ),
      ),
      below('|g| / C with balancing / without, largest of the seeds', less, settings.quick ? 0.1 : 0.05, 'verified'),
      ...arms.flatMap((arm) => armRows(arm, of(runs, arm))),
      ...scrambleRows(scrambles),
    ];
    return { rows, figures: new Map([['context-integration.svg', drawn(runs)]]) };
  },
};
