/** Synaptic scaling in a network: where it settles, how sensitive the rate is to it, how it recovers from a loss of input, and how it rings. */

import { afterStep, amplitudeOf, fittedPeriod, type Loop, periodOf } from '../../comparators/scaling/loop.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { type Chart, chartsFigure } from '../plot/chart.ts';
import { below, type Experiment, type Findings, near, type Row, reported, within } from './experiment.ts';
import { inTurns, seedsOf, target } from './homeo-ei.ts';
import { type Followed, type Found, find, recovering, ringing, type Scaled, steps } from './scaling-loop.ts';

const relative = (rates: readonly number[]): number[] => rates.map((rate) => Math.log(rate / target));
const kappaOf = ({ shifted }: Found): number => Math.log((shifted.at(-1) as number) / (shifted[0] as number)) / (steps[2] - steps[0]);
const mean = (values: readonly number[]): number => momentsOf(values).mean;

const rowsOf = (found: Found): Row[] => {
  const { seed, settling, ratioError, recovery, ring } = found;
  const of = (quantity: string, unit = ''): string => `${quantity}, seed ${seed}${unit}`;
  const settled = { E: mean(settling.E.slice(20)), I: mean(settling.I.slice(20)), lnAlpha: mean(settling.seen.slice(20)) };
  const [untilTen] = inTurns(recovery.E.slice(8), 2);
  return [
    near(of('E rate, mean of 30 s', ' (Hz)'), settled.E, target, 0.25, 'verified'),
    near(of('mean ln α, 30 s'), settled.lnAlpha, -0.095, 0.02, 'verified'),
    reported(of('I rate, mean of 30 s', ' (Hz)'), settled.I),
    within(of('κ = d ln rate / d ln α'), kappaOf(found), 15, 25, 'verified'),
    below(of('error of ratios of weights onto a neuron'), ratioError, 1e-12, 'verified'),
    near(of('input −10 %, τc 0.5 s: E rate from 10 to 20 s after it', ' (Hz)'), mean(recovery.E.slice(10, 20)), target, 0.3, 'verified'),
    reported(of('input −10 %, τc 0.5 s: E rate from 8 to 10 s after it', ' (Hz)'), untilTen as number),
    reported(of('input −10 %, τc 0.5 s: rise of ln α'), mean(recovery.seen.slice(10)) - settled.lnAlpha),
    near(
      of('input −10 %, τc 20 s: period of ringing', ' (s)'),
      fittedPeriod(ringing, middles(ring), relative(ring.E)),
      periodOf(ringing),
      0.2 * periodOf(ringing),
      'verified',
    ),
    reported(of('input −10 %, τc 0.5 s: rms of rates less those the comparator predicts', ' (Hz)'), missOf(recovery)),
    reported(of('input −10 %, τc 20 s: rms of rates less those the comparator predicts', ' (Hz)'), missOf(ring)),
    reported(of('standard error of a second at rest', ' (Hz)'), ring.pairs[0]?.standardError ?? Number.NaN),
    reported(of('input −10 %, τc 20 s: highest rate after the loss, bins of 2 s', ' (Hz)'), Math.max(...inTurns(ring.E, 2))),
  ];
};

const missOf = ({ pairs }: Followed): number => Math.sqrt(mean(pairs.map(({ spiking, predicted }) => (spiking - predicted) ** 2)));

/** Middles of bins of 1 s. */
const middles = ({ time }: Scaled): number[] => time.map((end) => end - 0.5);

/** What theory says of the rate after the loss; how deep it falls is taken from the measurement. */
const theory = (loop: Loop, { time, E }: Scaled): { readonly x: number[]; readonly y: number[] } => {
  const depth = amplitudeOf(
    time.map((end) => afterStep(loop, end - 0.5)),
    relative(E),
  );
  const x = Array.from({ length: 4 * time.length + 1 }, (_, i) => i / 4);
  return { x, y: x.map((t) => target * Math.exp(depth * afterStep(loop, t))) };
};

const drawn = (all: readonly Found[]): string => {
  const time = (label: string, { time: ends }: Scaled) => ({ label: `time ${label} (s)`, domain: [0, ends.at(-1) as number] as const });
  const [first] = all as readonly [Found];
  const lines = (of: (found: Found) => Scaled, y: (scaled: Scaled) => readonly number[]): Chart['series'] =>
    all.map((found, i) => ({ name: `seed ${i + 1}`, kind: 'line', colour: i, x: middles(of(found)), y: y(of(found)) }));
  const predicted = (loop: Loop, of: (found: Found) => Scaled) => ({
    name: 'theory',
    kind: 'dashed' as const,
    colour: 6,
    ...theory(loop, of(first)),
  });
  const rate = { label: 'E rate (Hz)' };
  return chartsFigure('Homeostatic scaling of a network', [
    [
      {
        title: 'Settling; shaded: 5 ± 0.25 Hz',
        x: time('from the beginning', first.settling),
        y: { ...rate, domain: [0, 20] },
        bands: [{ axis: 'y', from: target - 0.25, to: target + 0.25 }],
        series: lines(
          (found) => found.settling,
          ({ E }) => E,
        ),
      },
      {
        title: 'Its ln α; shaded: −0.095 ± 0.02',
        x: time('from the beginning', first.settling),
        y: { label: 'mean ln α', domain: [-0.2, 0] },
        bands: [{ axis: 'y', from: -0.115, to: -0.075 }],
        series: lines(
          (found) => found.settling,
          ({ seen }) => seen,
        ),
      },
    ],
    [
      {
        title: 'A tenth of external input lost, τc 0.5 s; shaded: 5 ± 0.3 Hz',
        x: time('since the loss', first.recovery),
        y: { ...rate, domain: [0, 8] },
        bands: [{ axis: 'y', from: target - 0.3, to: target + 0.3 }],
        series: [
          ...lines(
            (found) => found.recovery,
            ({ E }) => E,
          ),
          predicted(recovering, (found) => found.recovery),
        ],
      },
    ],
    [
      {
        title: `The same, τc 20 s: ringing; theory: period ${periodOf(ringing).toFixed(1)} s`,
        x: time('since the loss', first.ring),
        y: { ...rate, domain: [0, 10] },
        series: [
          ...lines(
            (found) => found.ring,
            ({ E }) => E,
          ),
          predicted(ringing, (found) => found.ring),
        ],
      },
    ],
    [
      {
        title: 'Its ln α',
        x: time('since the loss', first.ring),
        y: { label: 'mean ln α', domain: [-0.12, -0.04] },
        series: lines(
          (found) => found.ring,
          ({ seen }) => seen,
        ),
      },
    ],
  ]);
};

export const homeostasis: Experiment = {
  name: 'homeostasis',
  doc: 'Scaling of all excitatory input brings a recurrent network to its target rate; how fast it recovers from a loss of input, or rings, follows from the gain κ of the network.',
  cite: [
    'van Rossum, Bi & Turrigiano (2000) Journal of Neuroscience 20:8812, doi:10.1523/JNEUROSCI.20-23-08812.2000',
    'Turrigiano et al. (1998) Nature 391:892, doi:10.1038/36103',
    'Harnack, Pelko, Chaillet, Chitour & van Rossum (2015) PLoS Computational Biology 11:e1004357, doi:10.1371/journal.pcbi.1004357 (stability in networks)',
  ],
  run: async (settings): Promise<Findings> => {
    const seeds = seedsOf(settings.seed, settings.quick ? 1 : 5);
    const all: Found[] = [];
    for (const [i, seed] of seeds.entries()) all.push(await find(settings, seed, i / seeds.length, 1 / seeds.length));
    return { rows: all.flatMap(rowsOf), figures: new Map([['homeostasis.svg', drawn(all)]]) };
  },
};
