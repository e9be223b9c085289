/** Metaplasticity: how fast a threshold must slide to hold a Hebbian rule, in the mean field and in spikes. */
import { type Chart, chartsFigure } from '../plot/chart.ts';
import { above, below, type Experiment, near, type Row, reported } from './experiment.ts';
import { type Drift, measureDrift, postRates, type Threshold, theory } from './sliding-drift.ts';
import { measureGain, runLoop, speed, target } from './sliding-loop.ts';
import { course, critical, growth } from './sliding-threshold.ts';

const decaying = [0.5, 0.8, 0.9, 0.95] as const;
const growing = [1.05, 1.1, 1.25] as const;
const diverging = 2;
/** τθ·a of the LIF neurons in the figure; the long form measures others between them. */
const shown: readonly number[] = [0.5, 1, 2, 4];

const meanField = (): Row[] => [
  near('critical τθ·a, mean field', critical(), 1, 0.05, 'verified'),
  ...decaying.map((tau) => below(`growth of a small push in 150/a, τθ·a = ${tau}`, growth(course(tau, 150)), 1, 'verified')),
  ...growing.map((tau) => above(`growth of a small push in 150/a, τθ·a = ${tau}`, growth(course(tau, 150)), 1, 'verified')),
  near(`rate diverges (1: yes), τθ·a = ${diverging}`, Number(course(diverging, 150).diverged), 1, 0, 'verified'),
];

/** Independent Poisson trains leave nothing to approximate; 3 % of what goes up and down together is 4.5 standard errors or more. */
const drifts = (measured: readonly Drift[]): Row[] =>
  measured.map(({ threshold, post, mean }) => {
    const { up, down } = theory(threshold, post);
    return near(`weight drift, target at ${post} Hz, ${threshold} threshold (mV/s)`, mean, up - down, 0.03 * (up + down), 'established');
  });

interface Loop {
  /** τθ in units of 1/a. */
  readonly tau: number;
  /** Rate in seconds of the run [Hz]. */
  readonly rates: readonly number[];
  /** The highest of them [Hz]. */
  readonly highest: number;
}

const drawn = (measured: readonly Drift[], loops: readonly Loop[]): string => {
  const fine = Array.from({ length: 56 }, (_, i) => 0.2 * (i + 1));
  const field = [0.8, 1.05, diverging].map((tau) => ({ tau, ...course(tau, 150) }));
  const thin = (values: readonly number[]) => values.filter((_, i) => i % 20 === 0);
  const time = (rates: readonly number[]) => rates.map((_, i) => i + 0.5);
  const threshold = (name: Threshold, colour: number): Chart['series'] => [
    { name: `${name}, theory`, kind: 'dashed', colour, x: fine, y: fine.map((post) => 1000 * (theory(name, post).up - theory(name, post).down)) },
    {
      name: `${name}, spikes`,
      kind: 'points',
      colour,
      x: postRates,
      y: measured.filter((drift) => drift.threshold === name).map(({ mean }) => 1000 * mean),
      error: measured.filter((drift) => drift.threshold === name).map(({ error }) => 1000 * error),
    },
  ];
  return chartsFigure('Metaplasticity', [
    [
      {
        title: 'Mean field after a push of 1 %',
        x: { label: 'time (1/a)' },
        y: { label: 'rate / target', domain: [0, 3] },
        series: field.map(({ tau, time: at, rate }) => ({ name: `τθ·a = ${tau}`, kind: 'line', x: thin(at), y: thin(rate) })),
      },
      {
        title: 'Drift of weights, Poisson spikes',
        x: { label: 'rate of the target (Hz)', domain: [0, 11] },
        y: { label: 'dw/dt (µV/s)', domain: [-18, 9] },
        series: [...threshold('fixed', 0), ...threshold('sliding', 1)],
      },
    ],
    [
      {
        title: 'LIF neurons whose input learns: mean rate in bins of 1 s',
        x: { label: 'time (s)' },
        y: { label: 'rate (Hz)', log: true, domain: [0.3, 100] },
        series: loops
          .filter(({ tau }) => shown.includes(tau))
          .map(({ tau, rates }) => ({ name: `τθ·a = ${tau}`, kind: 'line', x: time(rates), y: rates })),
      },
    ],
  ]);
};

export const metaplasticity: Experiment = {
  name: 'metaplasticity',
  doc: 'How fast must the threshold of plasticity slide to hold a Hebbian rule?',
  cite: [
    'Bienenstock, Cooper & Munro (1982) Journal of Neuroscience 2:32, doi:10.1523/JNEUROSCI.02-01-00032.1982 (sliding threshold)',
    'Pfister & Gerstner (2006) Journal of Neuroscience 26:9673, doi:10.1523/JNEUROSCI.1425-06.2006 (minimal triplet rule)',
    'Zenke, Hennequin & Gerstner (2013) PLoS Computational Biology 9:e1003330, doi:10.1371/journal.pcbi.1003330 (seconds to minutes in spiking networks)',
  ],
  run: async (settings) => {
    const { quick } = settings;
    settings.progress('mean field');
    const rows = meanField();
    const measured = await measureDrift(settings, quick ? 40 : 200);
    rows.push(...drifts(measured));
    const { rate, slope } = await measureGain(settings, quick ? 40 : 200);
    const a = speed(slope);
    const loops: Loop[] = [];
    for (const tau of quick ? shown : [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6]) {
      const span = Math.round(Math.min(quick ? 60 : 400, (quick ? 20 : 80) * Math.max(1, tau / a)));
      const rates = await runLoop(settings, tau / a, span);
      loops.push({ tau, rates, highest: Math.max(...rates) });
    }
    // One second of 50 neurons at 5 Hz is good to 6 %: twice the target is no accident.
    const held = loops.filter(({ highest }) => highest < 2 * target).map(({ tau }) => tau);
    const lost = loops.filter(({ highest }) => highest >= 2 * target).map(({ tau }) => tau);
    rows.push(
      reported('rate without plasticity (Hz)', rate),
      reported('slope of the rate by the common weight (Hz/mV)', slope),
      reported('critical τθ that the mean field predicts (s)', 1 / a),
      ...loops.map(({ tau, highest }) => reported(`highest rate in 1 s, LIF neurons, τθ·a = ${tau} (Hz)`, highest)),
      reported('largest τθ·a at which the rate stayed below twice the target (0: none)', Math.max(0, ...held)),
      reported('smallest τθ·a at which it did not (0: none)', lost.length === 0 ? 0 : Math.min(...lost)),
    );
    return { rows, figures: new Map([['metaplasticity.svg', drawn(measured, loops)]]) };
  },
};
