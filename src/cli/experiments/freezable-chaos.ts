/** A rate network whose synapses learn while it runs: what Hebbian plasticity does to chaos, and whether stopping it stops activity. */
import { setImmediate } from 'node:timers/promises';
import { dynamicMeanField } from '../../comparators/coupled-rates/dynamic-mean-field.ts';
import { coupledRates } from '../../comparators/coupled-rates/network.ts';
import { type Observed, observe } from '../../comparators/coupled-rates/observe.ts';
import { type Experiment, type Findings, near, type Row, reported, type Settings } from './experiment.ts';
import { correlationChart, courseChart, drawn, scanChart } from './freezable-chaos/figures.ts';
import { bistableRows, oneUnitRows, resumeRows, silentRows } from './freezable-chaos/states.ts';
import { freezeIndex, type Known, known, meanOf, nameOf, rowsOf, signRows } from './freezable-chaos/table.ts';
import { seedsOf } from './homeo-ei.ts';

/** How long to look, in neuronal time constants. */
interface Span {
  readonly transient: number;
  readonly duration: number;
  readonly freezes: number;
}

const look = ({ g, k, p }: Pick<Known, 'g' | 'k' | 'p'>, seed: string, { transient, ...span }: Span): Observed => {
  const network = coupledRates({ n: 500, g, k, p, seed, precision: 'float32' });
  network.run(transient);
  return observe(network, span);
};

/** A piece of work, after a word with the event loop. */
const job = async <T>(progress: Settings['progress'], doing: string, share: number, work: () => T): Promise<T> => {
  progress(doing, share);
  await setImmediate();
  return work();
};

/** Correlations of the infinitely large network; long memories need long paths. */
const theoryOf = ({ g, k, p, halfWidth }: Known, seed: string) =>
  dynamicMeanField({ g, k, p, seed, duration: Math.max(300, 10 * Math.ceil(halfWidth)) });

const theoryRows = (one: Known, runs: readonly Observed[], theory: ReturnType<typeof theoryOf>): Row[] => {
  const measured = meanOf(runs, ({ cPhi }) => cPhi[0] as number);
  const expected = theory.cPhi[0] as number;
  const of = (quantity: string): string => `${nameOf(one)}: ${quantity}`;
  const c = `C_φ(0), against the mean field`;
  return [
    // Without or with Hebbian plasticity a network of 500 is as large as it need be; with anti-Hebbian it is 3 % low.
    one.k >= 0
      ? near(of(c), measured, expected, (one.k === 0 ? 0.06 : 0.04) * expected, 'established')
      : reported(of(`${c}, ratio`), measured / expected),
    reported(of('half-width over that of the mean field'), meanOf(runs, (run) => run.halfWidth) / theory.halfWidth),
  ];
};

const scanned = async ({ seed, progress }: Settings, gs: readonly number[], ks: readonly number[]) => {
  const points: { readonly g: number; readonly k: number; readonly lambda: number; readonly index: number }[] = [];
  const span: Span = { transient: 300, duration: 400, freezes: 3 };
  for (const g of gs) {
    for (const k of ks) {
      const run = await job(progress, `scan, g ${g}, k ${k}`, 0.55 + (0.4 * points.length) / (gs.length * ks.length), () =>
        look({ g, k, p: 2.5 }, seed, span),
      );
      points.push({ g, k, lambda: run.lambda, index: freezeIndex([run]) });
    }
  }
  return points;
};

const full = async (settings: Settings): Promise<Findings> => {
  const { seed, progress } = settings;
  const seeds = seedsOf(seed, 5);
  const span: Span = { transient: 500, duration: 1000, freezes: 6 };
  const runs = new Map<string, Observed[]>();
  const rows: Row[] = [];
  for (const [i, one] of known.entries()) {
    const own: Observed[] = [];
    for (const each of seeds) {
      const share = (0.4 * (i + own.length / seeds.length)) / known.length;
      own.push(await job(progress, `${nameOf(one)}, seed ${each}`, share, () => look(one, each, span)));
    }
    runs.set(nameOf(one), own);
    rows.push(...rowsOf(one, own));
  }
  rows.push(...signRows(runs));
  const correlations = [];
  for (const k of [-2, 0, 2]) {
    const one = known.find((other) => other.g === 2 && other.k === k && other.p === 2.5) as Known;
    const theory = await job(progress, `mean field, k ${k}`, 0.42, () => theoryOf(one, seed));
    const own = runs.get(nameOf(one)) as Observed[];
    correlations.push({ name: `k = ${k < 0 ? '−' : ''}${Math.abs(k)}`, runs: own, theory });
    rows.push(...theoryRows(one, own, theory));
  }
  const short = await job(progress, 'states', 0.5, () => [...silentRows(seed), ...oneUnitRows(), ...bistableRows(seed, false)]);
  rows.push(...short, ...resumeRows(1.5, seed, 6, 500), ...resumeRows(2, seed, 6, 500));
  const points = await scanned(settings, [0.8, 1.2, 1.5, 2, 3], [-2, -1, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4]);
  for (const [g, k] of [
    [2, 0.5],
    [1.2, 0.5],
    [1.2, 1],
    [3, 1.5],
    [3, 2],
  ] as const) {
    const point = points.find((other) => other.g === g && other.k === k);
    rows.push(reported(`g ${g}, k ${k}: freeze index, median of 3, one network`, point?.index ?? Number.NaN));
  }
  const figure = drawn([
    [courseChart(0, seed, 500)],
    [courseChart(2, seed, 500)],
    [correlationChart(correlations)],
    [
      scanChart(
        'Chaos …',
        'λ_max',
        points.map(({ g, k, lambda }) => ({ g, k, value: lambda })),
      ),
      scanChart(
        '… and what freezing leaves',
        'speed frozen / learning',
        points.map(({ g, k, index }) => ({ g, k, value: index })),
        true,
      ),
    ],
  ]);
  return { rows, figures: new Map([['freezable-chaos.svg', figure]]) };
};

/** Three networks, one seed of five, a third of the time: tolerances are twice as wide for it. */
const quick = async ({ seed, progress }: Settings): Promise<Findings> => {
  const span: Span = { transient: 200, duration: 300, freezes: 3 };
  const correlations = [];
  const rows: Row[] = [];
  for (const [i, k] of [-2, 0, 2].entries()) {
    const one = known.find((other) => other.g === 2 && other.k === k && other.p === 2.5) as Known;
    const runs = [await job(progress, nameOf(one), i / 6, () => look(one, seed, span))];
    correlations.push({ name: `k = ${k < 0 ? '−' : ''}${Math.abs(k)}`, runs, theory: null });
    rows.push(...rowsOf(one, runs, true));
  }
  rows.push(...silentRows(seed), ...oneUnitRows(), ...bistableRows(seed, true), ...resumeRows(1.5, seed, 4, 200));
  const figure = drawn([[courseChart(2, seed, 200)], [correlationChart(correlations)]]);
  return { rows, figures: new Map([['freezable-chaos.svg', figure]]) };
};

export const freezableChaos: Experiment = {
  name: 'freezable-chaos',
  doc: 'Does activity stop where it is when synapses stop learning?',
  cite: [
    'Clark & Abbott (2024) Physical Review X 14:021001, doi:10.1103/PhysRevX.14.021001 (coupled dynamics, freezable chaos)',
    'Sompolinsky, Crisanti & Sommers (1988) Physical Review Letters 61:259, doi:10.1103/PhysRevLett.61.259 (chaos without plasticity)',
  ],
  run: (settings) => (settings.quick ? quick(settings) : full(settings)),
};
