/** Short-term depression: resources and release under regular and Poisson spikes, deterministic and site by site. */
import { type Chart, chartsFigure } from '../plot/chart.ts';
import {
  interval,
  type Kind,
  kinds,
  type Measured,
  measureRates,
  measureTrain,
  models,
  patterns,
  rates,
  recursion,
  stationary,
  synapses,
  type Train,
  underPoisson,
} from './depressing-synapses.ts';
import { below, type Experiment, near, type Row } from './experiment.ts';

const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Spikes after which the train of the depressing synapse is stationary: what is left of the first is below 1e-9. */
const transient = 20;

const trainRows = (trains: Record<Kind, Train>): Row[] => {
  const { released, full } = trains.depressing;
  const exact = stationary(1000 / interval);
  return [
    ...kinds.map((kind) => {
      const expected = recursion(synapses[kind], trains[kind].smooth.length);
      return below(
        `largest error of the recursion, ${kind}`,
        greatest(trains[kind].smooth.map((amount, i) => amount - (expected[i]?.release as number))),
        1e-9,
        'established',
      );
    }),
    // 20,000 sites a spike: a standard error of 0.0035 at most.
    ...kinds.map((kind) => {
      const expected = recursion(synapses[kind], trains[kind].smooth.length);
      return below(
        `largest distance of sites from the recursion, any spike, ${kind}`,
        greatest(trains[kind].released.map((amount, i) => amount - (expected[i]?.release as number))),
        0.02,
        'established',
      );
    }),
    near('full sites before a regular spike, 10 Hz', mean(full.slice(transient)), exact.full, 0.02 * exact.full, 'established'),
    near('release per site, regular spikes, 10 Hz', mean(released.slice(transient)), exact.release, 0.02 * exact.release, 'established'),
  ];
};

const theories = { regular: (rate: number) => stationary(rate).release, poisson: underPoisson };

const rateRows = (measured: Measured): Row[] =>
  patterns.flatMap((pattern) =>
    models.flatMap((model) =>
      rates.map((rate, i) => {
        const expected = theories[pattern](rate);
        const of = `${pattern === 'poisson' ? 'Poisson' : 'regular'} spikes at ${rate} Hz, ${model === 'smooth' ? 'deterministic' : 'sites'}`;
        return near(`release per site, ${of}`, measured[pattern][model][i] as number, expected, 0.02 * expected, 'established');
      }),
    ),
  );

const drawn = (trains: Record<Kind, Train>, measured: Measured): string => {
  const shown = 20;
  const numbers = Array.from({ length: shown }, (_, i) => i + 1);
  const fine = Array.from({ length: 60 }, (_, i) => 1.5 * (45 / 1.5) ** (i / 59));
  const byRate = patterns.flatMap((pattern, colour): Chart['series'] => {
    const name = pattern === 'poisson' ? 'Poisson' : 'regular';
    return [
      { name: `${name}, theory`, kind: 'dashed', colour, x: fine, y: fine.map(theories[pattern]) },
      { name: `${name}, sites`, kind: 'points', colour, x: rates, y: measured[pattern].sites },
    ];
  });
  return chartsFigure('Short-term depression', [
    [
      {
        title: 'A train of 10 Hz',
        x: { label: 'spike', domain: [0, shown] },
        y: { label: 'release per site' },
        series: kinds.flatMap((kind, colour) => [
          {
            name: `${kind}, recursion`,
            kind: 'dashed' as const,
            colour,
            x: numbers,
            y: recursion(synapses[kind], shown).map(({ release }) => release),
          },
          { name: 'mean of sites', kind: 'points' as const, colour, x: numbers, y: trains[kind].released.slice(0, shown) },
        ]),
      },
      {
        title: 'Stationary, depressing',
        x: { label: 'rate (Hz)', log: true },
        y: { label: 'release per site' },
        series: byRate,
      },
    ],
  ]);
};

export const shortTermDepression: Experiment = {
  name: 'short-term-depression',
  doc: 'Do synapses with resources, and sites that empty and refill, release what theory says?',
  cite: [
    'Tsodyks, Pawelzik & Markram (1998) Neural Computation 10:821, doi:10.1162/089976698300017502 (recursion, stationary values)',
    'Fuhrmann, Segev, Markram & Tsodyks (2002) Journal of Neurophysiology 87:140, doi:10.1152/jn.00258.2001 (sites that are full or empty)',
  ],
  run: async (settings) => {
    const trains = await measureTrain(settings, settings.quick ? 60 : 300);
    const measured = await measureRates(settings, settings.quick ? 40 : 200);
    return { rows: [...trainRows(trains), ...rateRows(measured)], figures: new Map([['short-term-depression.svg', drawn(trains, measured)]]) };
  },
};
