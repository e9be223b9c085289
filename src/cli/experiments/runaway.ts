/** Hebbian learning that runs away, and what homeostatic scaling does about it. */
import { network } from '../../network/network.ts';
import { pairStdp } from '../../rules/pair-stdp.ts';
import { freezePlasticity, set } from '../../simulation/interventions.ts';
import { type Simulation, simulate } from '../../simulation/simulate.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { mV, s } from '../../units.ts';
import { type Chart, chartsFigure, type Series } from '../plot/chart.ts';
import { above, below, type Experiment, type Findings, near, type Row, reported, type Settings } from './experiment.ts';
import { type Course, type HomeoEi, homeoEi, inTurns, runBins, seedsOf, target } from './homeo-ei.ts';

type Sim = Simulation<'E' | 'I', 'EE' | 'EI' | 'IE' | 'II'>;
/** Of each bin of 1 s the rates, and the total weight E→E at its end relative to that at the beginning. */
type Learning = Course<number>;

const aPlus = 0.005 * mV;
/** More is potentiated than depressed: left to itself this must run away. */
const stdp = pairStdp({ aPlus, aMinus: aPlus / 1.3 });
/** Time for α to settle before anything is learnt [s]; ringing decays within 2·τc = 4 s. */
const settling = 20;
const knockOutAt = 60;
/** How long a run that is saturated still goes on [s]: each such second costs as much as a minute. */
const afterwards = 10;

const learningNetwork = async (tauH: number): Promise<HomeoEi> => {
  const net = await homeoEi({ tauH: tauH * s, tauC: 2 * s });
  return network({ ...net, projections: { ...net.projections, EE: { ...net.projections.EE, bounds: [0, 2 * mV], synapse: [stdp] } } });
};

const meanWeight = async (sim: Sim): Promise<number> => momentsOf((await sim.weights('EE')).w).mean;

interface Arms {
  readonly seed: string;
  /** α held at what it had settled to. */
  readonly off: Learning;
  readonly on: Learning;
  /** Scaling on for a while, then held; left out of the quick form. */
  readonly knockedOut: Learning | null;
  /** Scaling ten times slower; left out of the quick form. */
  readonly slow: Learning | null;
}

const longest = (quick: boolean): number => (quick ? 100 : 200);

/** Nothing more is to be seen where the weights have grown to what is asked of them. */
const hasRunAway = ({ E, seen }: Learning): boolean => {
  const since = E.findIndex((rate) => rate > 100);
  return since >= 0 && ((seen.at(-1) as number) > 3 || E.length - since > afterwards);
};
/** Two bins of 5 s and more above 100 Hz. */
const isStuck = ({ E }: Learning): boolean => E.length >= 15 && E.slice(-15).every((rate) => rate > 100);
const isEpileptic = ({ E }: Learning): boolean => (E.at(-1) ?? 0) > 50;

const joined = (a: Learning, b: Learning): Learning => ({
  time: [...a.time, ...b.time],
  E: [...a.E, ...b.E],
  I: [...a.I, ...b.I],
  seen: [...a.seen, ...b.seen],
});

/** Has a forked simulation learn, for `count` seconds at most. */
const learn = (sim: Sim, net: HomeoEi, before: number, count: number, done: (learning: Learning) => boolean): Promise<Learning> =>
  runBins(sim, net, { bin: 1, count, from: settling, look: async () => (await meanWeight(sim)) / before, done });

const runArms = async ({ quick, workers, progress }: Settings, seed: string, done: number, share: number): Promise<Arms> => {
  const net = await learningNetwork(20);
  const say = (arm: string, part: number): void => progress(`seed ${seed}: ${arm}`, done + share * part);
  await using settled = simulate(net, { seed, workers });
  settled.at(0, freezePlasticity('EE'));
  say('settling', 0);
  await settled.run(settling * s);
  const before = await meanWeight(settled);
  const lnAlpha = await settled.read('E.synapticScaling.lnAlpha');
  settled.at(settled.timeMs, freezePlasticity('EE', false));

  await using without = await settled.fork();
  without.at(without.timeMs, freezePlasticity('E'));
  say('scaling held', 0.1);
  const off = await learn(without, net, before, 150, hasRunAway);

  await using scaled = await settled.fork();
  say('scaling on', 0.4);
  if (quick) return { seed, off, on: await learn(scaled, net, before, longest(quick), isStuck), knockedOut: null, slow: null };
  const first = await learn(scaled, net, before, knockOutAt, isStuck);
  await using knocked = await scaled.fork();
  const on = joined(first, await learn(scaled, net, before, longest(quick) - knockOutAt, isStuck));

  knocked.at(knocked.timeMs, freezePlasticity('E'));
  say('scaling knocked out', 0.7);
  const knockedOut = joined(first, await learn(knocked, net, before, 150, isEpileptic));

  const slowNet = await learningNetwork(200);
  await using slow = simulate(slowNet, { seed, workers });
  slow.at(0, freezePlasticity('EE'));
  slow.at(0, set('E.synapticScaling.lnAlpha', [...lnAlpha]));
  slow.at(settling * s, freezePlasticity('EE', false));
  say('scaling ten times slower', 0.8);
  await slow.run(settling * s);
  return { seed, off, on, knockedOut, slow: await learn(slow, slowNet, before, longest(quick), isStuck) };
};

/** First second in which the rate passes a limit; Infinity where none does. */
const passes = ({ time, E }: Learning, limit: number): number => time[E.findIndex((rate) => rate > limit)] ?? Number.POSITIVE_INFINITY;
const fives = ({ E }: Learning, until = E.length): number[] => inTurns(E.slice(0, until), 5);
/** Longest row of bins of 5 s above 100 Hz. */
const longestSaturation = (learning: Learning): number =>
  fives(learning).reduce(({ row, most }, rate) => (rate > 100 ? { row: row + 1, most: Math.max(most, row + 1) } : { row: 0, most }), {
    row: 0,
    most: 0,
  }).most;

const rowsOf = ({ seed, off, on, knockedOut, slow }: Arms, quick: boolean): Row[] => {
  const early = fives(on, 100);
  const of = (quantity: string, unit = ''): string => `${quantity}, seed ${seed}${unit}`;
  return [
    below(of('scaling held: time to more than 100 Hz', ' (s)'), passes(off, 100), 150, 'verified'),
    above(of('scaling held: total weight E→E, end / beginning'), off.seen.at(-1) as number, 3, 'verified'),
    near(of('scaling on: least rate in 100 s, bins of 5 s', ' (Hz)'), Math.min(...early), target, 1, 'verified'),
    near(of('scaling on: largest rate in 100 s, bins of 5 s', ' (Hz)'), Math.max(...early), target, 1, 'verified'),
    below(of(`scaling on: bins of 5 s above 100 Hz in a row, ${longest(quick)} s`), longestSaturation(on), 2, 'verified'),
    reported(of('scaling on: total weight E→E, end / beginning'), on.seen.at(-1) as number),
    reported(of('scaling on: largest rate, bins of 5 s', ' (Hz)'), Math.max(...fives(on))),
    ...(knockedOut === null
      ? []
      : [reported(of(`scaling knocked out after ${knockOutAt} s: time to more than 50 Hz`, ' (s)'), passes(knockedOut, 50) - knockOutAt)]),
    ...(slow === null
      ? []
      : [
          reported(of('scaling with τh 200 s: time to more than 100 Hz', ' (s)'), passes(slow, 100)),
          reported(of('scaling with τh 200 s: largest rate, bins of 5 s', ' (Hz)'), Math.max(...fives(slow))),
          reported(of('scaling with τh 200 s: bins of 5 s above 100 Hz in a row'), longestSaturation(slow)),
          reported(of('scaling with τh 200 s: total weight E→E, end / beginning'), slow.seen.at(-1) as number),
        ]),
  ];
};

const drawn = (arms: readonly Arms[]): string => {
  const end = Math.max(...arms.flatMap(({ off, on, knockedOut }) => [off, on, knockedOut].map((one) => one?.time.at(-1) ?? 0)));
  const time = { label: 'time since learning began (s)', domain: [0, end] as const };
  const rate = { label: 'E rate (Hz)', log: true, domain: [0.1, 500] as const };
  const lines = (of: (one: Arms) => Learning | null, name: string, value: (learning: Learning) => readonly number[]): Series[] =>
    arms.flatMap((one, i) => {
      const learning = of(one);
      return learning === null ? [] : [{ name: `${name}seed ${i + 1}`, kind: 'line' as const, colour: i, x: learning.time, y: value(learning) }];
    });
  // In logarithms a silent second has no place: drawn at the lower end.
  const shown = ({ E }: Learning): number[] => E.map((value) => Math.max(value, 0.1));
  const panel = (title: string, of: (one: Arms) => Learning | null, more: Partial<Chart> = {}): Chart => ({
    title,
    x: time,
    y: rate,
    series: lines(of, '', shown),
    ...more,
  });
  const around = { axis: 'y' as const, from: target - 1, to: target + 1 };
  const whole = arms.some(({ knockedOut }) => knockedOut !== null);
  return chartsFigure('Hebbian runaway and homeostatic scaling', [
    [panel('Scaling held at what it was: rate in bins of 1 s', (one) => one.off)],
    [panel('Scaling on (τh 20 s); shaded: 5 ± 1 Hz', (one) => one.on, { bands: [around] })],
    ...(whole
      ? [
          [
            panel(`Scaling knocked out after ${knockOutAt} s (shaded)`, (one) => one.knockedOut, {
              bands: [{ axis: 'x', from: knockOutAt, to: end }],
            }),
          ],
          [panel('Scaling ten times slower (τh 200 s); shaded: 5 ± 1 Hz', (one) => one.slow, { bands: [around] })],
        ]
      : []),
    [
      {
        title: 'Total weight E→E',
        x: time,
        y: { label: 'total / at beginning' },
        series: [
          ...lines(
            (one) => one.off,
            'held, ',
            ({ seen }) => seen,
          ),
          ...lines(
            (one) => one.on,
            'on, ',
            ({ seen }) => seen,
          ).map((one) => ({ ...one, colour: (one.colour ?? 0) + 3 })),
        ],
      },
    ],
  ]);
};

export const runaway: Experiment = {
  name: 'runaway',
  doc: 'Additive STDP that potentiates more than it depresses, on the E→E synapses of a network at 5 Hz: without homeostatic scaling it saturates, with it the rate holds while the weights go on growing.',
  cite: [
    'Zenke, Hennequin & Gerstner (2013) PLoS Computational Biology 9:e1003330, doi:10.1371/journal.pcbi.1003330 (homeostasis must be fast)',
    'van Rossum, Bi & Turrigiano (2000) Journal of Neuroscience 20:8812, doi:10.1523/JNEUROSCI.20-23-08812.2000 (scaling)',
    'Song, Miller & Abbott (2000) Nature Neuroscience 3:919, doi:10.1038/78829 (STDP)',
  ],
  run: async (settings): Promise<Findings> => {
    const seeds = seedsOf(settings.seed, settings.quick ? 1 : 3);
    const arms: Arms[] = [];
    for (const [i, seed] of seeds.entries()) arms.push(await runArms(settings, seed, i / seeds.length, 1 / seeds.length));
    return { rows: arms.flatMap((one) => rowsOf(one, settings.quick)), figures: new Map([['runaway.svg', drawn(arms)]]) };
  },
};
