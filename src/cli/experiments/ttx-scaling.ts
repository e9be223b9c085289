/** TTX: silenced neurons scale up all their excitatory synapses by one factor, which a rank-order plot shows; and what happens when it is washed out. */

import { momentsOf } from '../../streams/statistics/moments.ts';
import { type Chart, chartsFigure } from '../plot/chart.ts';
import { below, type Experiment, type Findings, near, type Row, reported, type Settings } from './experiment.ts';
import { seedsOf, target } from './homeo-ei.ts';
import { type Fit, quantiles, rankOrder, regress, samplePairs, sorted, type Treatment } from './rank-order.ts';
import { risenLnAlpha, runSilencing, type Silencing, silent, silentUnclipped } from './ttx.ts';

/** Amplitudes that every release at a synapse would have [mV]: no spike is needed for a miniature. */
const minis = ({ onto, w }: Silencing, alpha: Float64Array): Float64Array => w.map((weight, i) => weight * (alpha[onto[i] as number] as number));

/** The worst of all neurons, each with its own synapses before and after. */
const perNeuron = (found: Silencing): { readonly slope: number; readonly intercept: number; readonly unexplained: number } => {
  const { before, after, onto } = found;
  const [x, y] = [minis(found, before), minis(found, after)];
  const worst = { slope: 0, intercept: 0, unexplained: 0 };
  for (let neuron = 0; neuron < before.length; neuron++) {
    const own = (_: number, i: number): boolean => onto[i] === neuron;
    const fit = regress(sorted(x.filter(own)), sorted(y.filter(own)));
    const alpha = (after[neuron] as number) / (before[neuron] as number);
    worst.slope = Math.max(worst.slope, Math.abs(fit.slope / alpha - 1));
    worst.intercept = Math.max(worst.intercept, Math.abs(fit.intercept));
    worst.unexplained = Math.max(worst.unexplained, Math.abs(1 - fit.r2));
  }
  return worst;
};

const closedFormError = ({ c0, before, after }: Silencing): number =>
  c0.reduce((most, c, i) => Math.max(most, Math.abs((after[i] as number) / (before[i] as number) / Math.exp(risenLnAlpha(c)) - 1)), 0);

const silencingRows = (found: Silencing, unclippedSpan: number): Row[] => {
  const { seed, heldChange, c0, before, after, washout, unclipped } = found;
  const of = (quantity: string, unit = ''): string => `${quantity}, seed ${seed}${unit}`;
  const worst = perNeuron(found);
  const slope = regress(minis(found, before), minis(found, after)).throughOrigin;
  const formula = Math.exp(risenLnAlpha(momentsOf(c0).mean));
  return [
    below(of('scaling held: largest change of ln α'), heldChange, 1e-12, 'established'),
    below(of(`α after ${silent} s of TTX: largest |α / closed form − 1|`), closedFormError(found), 1e-9, 'verified'),
    near(of('amplitudes of all synapses, treated on control: slope'), slope, formula, 0.01 * formula, 'verified'),
    below(of('rank order of each neuron: largest |slope / α − 1|'), worst.slope, 1e-12, 'verified'),
    below(of('rank order of each neuron: largest |intercept|', ' (mV)'), worst.intercept, 1e-12, 'verified'),
    below(of('rank order of each neuron: largest |1 − R²|'), worst.unexplained, 1e-12, 'verified'),
    near(of('washout: E rate after 42 to 47 s', ' (Hz)'), momentsOf(washout.E.slice(42, 47)).mean, target, 0.5, 'verified'),
    reported(of('washout: E rate in the first second', ' (Hz)'), washout.E[0] as number),
    reported(of('washout: least E rate, bins of 1 s', ' (Hz)'), Math.min(...washout.E)),
    reported(of(`without the clip, ${silentUnclipped} s of TTX: E rate in the first second`, ' (Hz)'), unclipped.E[0] as number),
    reported(of(`without the clip, ${silentUnclipped} s of TTX: least mean ln α`), Math.min(...unclipped.seen)),
    reported(of(`without the clip: seconds without a spike, of ${unclippedSpan}`, ' (s)'), unclipped.E.filter((rate) => rate === 0).length),
  ];
};

/** What is expected of two independent samples of 1000, mean and deviation: computed before by another program, 200 pairs. */
const scalings = [
  { scale: 0.7, slope: 0.702, deviation: 0.02, intercept: 0.4, added: -3.6, detected: { slope: 0.801, intercept: 1.9 } },
  { scale: 1.3, slope: 1.299, deviation: 0.039, intercept: 0.8, added: 3.7, detected: { slope: 1.227, intercept: -1.5 } },
  { scale: 1.92, slope: 1.919, deviation: 0.059, intercept: 1.1, added: 11.1, detected: { slope: 1.744, intercept: -4.0 } },
] as const;
const detection = { noise: 1, threshold: 7 };
/** [pA] */
const meanControl = 12;

const meanFit = (fits: readonly Fit[]): Fit => ({
  throughOrigin: momentsOf(fits.map(({ throughOrigin }) => throughOrigin)).mean,
  slope: momentsOf(fits.map(({ slope }) => slope)).mean,
  intercept: momentsOf(fits.map(({ intercept }) => intercept)).mean,
  r2: momentsOf(fits.map(({ r2 }) => r2)).mean,
});

/** Means over pairs of samples; tolerances of slopes are 4 standard errors of the difference of two such means. */
const sampleRows = (seed: string, pairs: number): Row[] => {
  const draw = samplePairs(`${seed} rank order`);
  const fits = (treatment: Treatment): Fit[] =>
    Array.from({ length: pairs }, () => {
      const { control, treated } = draw(treatment);
      return rankOrder(control, treated);
    });
  const standardErrors = 4 * Math.sqrt(1 / pairs + 1 / 200);
  return scalings.flatMap(({ scale, slope, deviation, intercept, added, detected }): Row[] => {
    const of = (quantity: string): string => `1000 amplitudes × ${scale}, ${quantity}`;
    const multiplied = meanFit(fits({ scale }));
    const plus = meanFit(fits({ add: (scale - 1) * meanControl }));
    const seen = meanFit(fits({ scale, detection }));
    return [
      near(of('slope through 0'), multiplied.throughOrigin, slope, standardErrors * deviation, 'verified'),
      near(of('intercept (pA)'), multiplied.intercept, 0, 2 * intercept, 'verified'),
      near(of('R²'), multiplied.r2, 0.987, 0.01, 'verified'),
      near(of('added instead: slope'), plus.slope, 1, 0.06, 'verified'),
      near(of('added instead: intercept (pA)'), plus.intercept, added, 0.6, 'open'),
      near(of('seen above 7 pA with noise of 1 pA: slope through 0'), seen.throughOrigin, detected.slope, 0.03, 'open'),
      near(of('seen above 7 pA with noise of 1 pA: intercept (pA)'), seen.intercept, detected.intercept, 0.5, 'open'),
    ];
  });
};

const rankPlot = (
  title: string,
  unit: string,
  control: ArrayLike<number>,
  treated: readonly { name: string; values: ArrayLike<number>; slope: number; intercept?: number }[],
): Chart => {
  const x = quantiles(sorted(control), 60);
  const most = x.at(-1) as number;
  return {
    title,
    x: { label: `control, sorted (${unit})`, domain: [0, most] },
    y: { label: `treated, sorted (${unit})` },
    series: treated.flatMap(({ name, values, slope, intercept = 0 }, i) => [
      { name, kind: 'points' as const, colour: i, x, y: quantiles(sorted(values), 60) },
      { name: `slope ${slope.toFixed(2)}`, kind: 'dashed' as const, colour: i, x: [0, most], y: [intercept, intercept + slope * most] },
    ]),
  };
};

const drawn = (all: readonly Silencing[], seed: string): string => {
  const [first] = all as readonly [Silencing];
  const draw = samplePairs(`${seed} figure`);
  const pairs = scalings.map(({ scale }) => ({ scale, ...draw({ scale }) }));
  const { treated: added } = draw({ add: 0.92 * meanControl });
  const time = (of: (one: Silencing) => Silencing['washout']) => ({
    label: 'time since the release (s)',
    domain: [0, of(first).time.at(-1) as number] as const,
  });
  const middles = ({ time: ends }: Silencing['washout']): number[] => ends.map((end) => end - 0.5);
  const rate = { label: 'E rate (Hz)', log: true, domain: [0.1, 500] as const };
  // In logarithms a silent second has no place: drawn at the lower end.
  const rates = (of: (one: Silencing) => Silencing['washout']): Chart['series'] =>
    all.map((one, i) => ({ name: `seed ${i + 1}`, kind: 'line', colour: i, x: middles(of(one)), y: of(one).E.map((value) => Math.max(value, 0.1)) }));
  const alphas = (of: (one: Silencing) => Silencing['washout']): Chart['series'] =>
    all.map((one, i) => ({ name: `seed ${i + 1}`, kind: 'line', colour: i, x: of(one).time, y: of(one).seen }));
  const slope = Math.exp(risenLnAlpha(momentsOf(first.c0).mean));
  return chartsFigure('TTX and the rank-order plot', [
    [
      rankPlot(`All synapses E→E after ${silent} s of TTX`, 'mV', minis(first, first.before), [
        { name: 'network', values: minis(first, first.after), slope },
      ]),
      {
        ...rankPlot('Independent samples of 1000', 'pA', (pairs[2] as { control: number[] }).control, [
          ...pairs.map(({ scale, treated }) => ({ name: `× ${scale}`, values: treated, slope: scale })),
        ]),
      },
    ],
    [
      {
        ...rankPlot('What tells scaling from adding: both have the same mean', 'pA', (pairs[2] as { control: number[] }).control, [
          { name: '× 1.92', values: (pairs[2] as { treated: number[] }).treated, slope: 1.92 },
          { name: '+ 11 pA', values: added, slope: 1, intercept: 0.92 * meanControl },
        ]),
      },
    ],
    [
      {
        title: 'Washout; shaded: 5 ± 0.5 Hz',
        x: time((one) => one.washout),
        y: rate,
        bands: [{ axis: 'y', from: 4.5, to: 5.5 }],
        series: rates((one) => one.washout),
      },
    ],
    [
      { title: `Without the clip, after ${silentUnclipped} s`, x: time((one) => one.unclipped), y: rate, series: rates((one) => one.unclipped) },
      { title: 'Its ln α', x: time((one) => one.unclipped), y: { label: 'mean ln α' }, series: alphas((one) => one.unclipped) },
    ],
  ]);
};

const run = async ({ seed, quick, workers, progress }: Settings): Promise<Findings> => {
  const seeds = seedsOf(seed, quick ? 1 : 5);
  const spans = quick ? { settling: 20, held: 5, washout: 47, unclipped: 20 } : { settling: 50, held: 30, washout: 60, unclipped: 120 };
  const all: Silencing[] = [];
  for (const [i, one] of seeds.entries())
    all.push(await runSilencing({ seed: one, workers, ...spans }, (doing, share) => progress(`seed ${one}: ${doing}`, (i + share) / seeds.length)));
  const rows = [...all.flatMap((found) => silencingRows(found, spans.unclipped)), ...sampleRows(seed, quick ? 50 : 200)];
  return { rows, figures: new Map([['ttx-scaling.svg', drawn(all, seed)]]) };
};

export const ttxScaling: Experiment = {
  name: 'ttx-scaling',
  doc: 'Neurons silenced by TTX scale up all their excitatory synapses by one factor: the rank-order plot is a line through 0, and its slope follows in closed form from the time of silence.',
  cite: [
    'Turrigiano, Leslie, Desai, Rutherford & Nelson (1998) Nature 391:892, doi:10.1038/36103 (TTX, rank-order plot)',
    'van Rossum, Bi & Turrigiano (2000) Journal of Neuroscience 20:8812, doi:10.1523/JNEUROSCI.20-23-08812.2000 (the rule)',
    'Hanes et al. (2020) Journal of Neuroscience 40:4090, doi:10.1523/JNEUROSCI.1393-19.2020 (whether scaling is uniform is disputed)',
  ],
  run,
};
