/** What stochastic release does to a membrane: mean and variance of its potential, and the rate that follows from them. */
import { siegertRate } from '../../comparators/mean-field/siegert.ts';
import { poissonSource } from '../../network/describe/sources.ts';
import { oneToOne } from '../../network/describe/wirings.ts';
import { network } from '../../network/network.ts';
import { integrator, lif } from '../../neurons/index.ts';
import { bernoulliRelease } from '../../rules/bernoulli-release.ts';
import { binomialRelease } from '../../rules/binomial-release.ts';
import { simulate } from '../../simulation/simulate.ts';
import { Moments } from '../../streams/statistics/moments.ts';
import { Hz, ms, mV, s } from '../../units.ts';
import { chartsFigure } from '../plot/chart.ts';
import { type Experiment, near, type Row, reported, type Settings } from './experiment.ts';
import { rateMeter } from './listen.ts';

interface Case {
  readonly sites: number;
  readonly p: number;
}

const tauM = 20 * ms;
const neuron = { tauM, tRef: 2 * ms, vTh: 20 * mV, vReset: 10 * mV };
/** A vesicle of w/(N p) stays below a twentieth of the threshold, else the membrane does not see white noise. */
const weight = 0.25 * mV;
const cases: readonly Case[] = [
  { sites: 1, p: 1 },
  { sites: 1, p: 0.5 },
  { sites: 1, p: 0.3 },
  { sites: 5, p: 0.2 },
];
const nameOf = ({ sites, p }: Case): string => `N ${sites}, p ${p}`;

/** How many times larger the variance is than with release that never fails. */
const widening = ({ sites, p }: Case): number => 1 + (1 - p) / (sites * p);
/** Of the free membrane potential [mV, mV²], input at `rate` [Hz] in synapses of mean weight w. */
const theory = (one: Case, rate: number) => ({
  mean: tauM * (rate / 1000) * weight,
  variance: ((tauM * (rate / 1000)) / 2) * weight ** 2 * widening(one),
});

/** Neurons with one Poisson input each, the same inputs for all cases. */
const membranes = (size: number, rate: number, target: ReturnType<typeof lif>) =>
  network<string, string>({
    name: 'membrane-moments',
    populations: {
      source: { size, neuron: poissonSource({ rate: rate * Hz }) },
      ...Object.fromEntries(cases.map((_, i) => [`E${i}`, { size, neuron: target }])),
    },
    projections: Object.fromEntries(
      cases.map(({ sites, p }, i) => [
        `input${i}`,
        {
          from: 'source',
          to: `E${i}`,
          wiring: oneToOne(),
          weight,
          delay: 1 * ms,
          synapse: [sites === 1 ? bernoulliRelease({ p }) : binomialRelease({ n: sites, p })],
        },
      ]),
    ),
  });

const settle = 10 * tauM;
/** Below this input [Hz] the mean potential lies 3 mV or more under threshold, and rates hang on the tail of its distribution, which jumps skew: beyond diffusion. */
const leastInput = 3400;

/** Moments of potentials of 500 membranes without threshold, seen every 50 ms. */
const measurePotentials = async ({ seed, workers, progress }: Settings, rate: number, looks: number): Promise<readonly Moments[]> => {
  const measured = cases.map(() => new Moments());
  await using sim = simulate(membranes(500, rate, integrator({ tauM })), { seed, workers, clock: 'event' });
  await sim.run(settle);
  for (let i = 0; i < looks; i++) {
    await sim.run(50 * ms);
    for (const [k, moments] of measured.entries()) moments.addAll(await sim.read(`E${k}.v`));
    progress('potentials without threshold', (i + 1) / looks);
  }
  return measured;
};

/** Mean rates [Hz] of 100 neurons with threshold. */
const measureRates = async ({ seed, workers, progress }: Settings, rate: number, span: number): Promise<readonly number[]> => {
  const net = membranes(100, rate, lif(neuron));
  await using sim = simulate(net, { seed, workers, clock: 'event' });
  const names = cases.map((_, i) => `E${i}`);
  progress(`rates, input ${rate} Hz`);
  await sim.run(settle);
  const rates = rateMeter(sim, net, names);
  await sim.run(span * s);
  const measured = rates();
  return names.map((name) => measured[name] as number);
};

const expectedRate = (one: Case, input: number): number => {
  const { mean, variance } = theory(one, input);
  return siegertRate(mean, Math.sqrt(variance), neuron);
};

const drawn = (inputs: readonly number[], potentials: readonly Moments[], freeInput: number, rates: readonly (readonly number[])[]): string => {
  const fine = Array.from({ length: 61 }, (_, i) => 3000 + 30 * i);
  const ps = Array.from({ length: 91 }, (_, i) => 0.1 + 0.01 * i);
  const single = [1, 5].map((sites) => ({
    sites,
    of: cases.flatMap((one, i) => (one.sites === sites ? [{ p: one.p, moments: potentials[i] as Moments }] : [])),
  }));
  return chartsFigure('Stochastic release seen from the membrane', [
    [
      {
        title: 'Potential without threshold',
        x: { label: 'release probability p', domain: [0, 1] },
        y: { label: 'variance (mV²)' },
        series: single.flatMap(({ sites, of }, colour) => [
          { name: `N = ${sites}, theory`, kind: 'dashed' as const, colour, x: ps, y: ps.map((p) => theory({ sites, p }, freeInput).variance) },
          { name: 'measured', kind: 'points' as const, colour, x: of.map(({ p }) => p), y: of.map(({ moments }) => moments.variance) },
        ]),
      },
      {
        title: 'Rate of LIF neurons',
        x: { label: 'input rate (Hz)' },
        y: { label: 'output rate (Hz)' },
        series: cases.flatMap((one, colour) => [
          { name: nameOf(one), kind: 'dashed' as const, colour, x: fine, y: fine.map((input) => expectedRate(one, input)) },
          { name: 'measured', kind: 'points' as const, colour, x: inputs, y: rates.map((of) => of[colour] as number) },
        ]),
      },
    ],
  ]);
};

export const membraneMoments: Experiment = {
  name: 'membrane-moments',
  doc: 'How much does stochastic release widen the membrane potential, and what rate follows?',
  cite: [
    'Siegert (1951) Physical Review 81:617, doi:10.1103/PhysRev.81.617 (first passage of an Ornstein–Uhlenbeck process)',
    'Brunel (2000) Journal of Computational Neuroscience 8:183, doi:10.1023/A:1008925309027 (rate of LIF neurons under diffusion)',
  ],
  run: async (settings) => {
    const { quick } = settings;
    const freeInput = 1000;
    const potentials = await measurePotentials(settings, freeInput, quick ? 120 : 600);
    const rows: Row[] = potentials.flatMap((moments, i): Row[] => {
      const { mean, variance } = theory(cases[i] as Case, freeInput);
      const of = nameOf(cases[i] as Case);
      return [
        near(`mean potential, ${of} (mV)`, moments.mean, mean, 0.03 * mean, 'established'),
        near(`variance of the potential, ${of} (mV²)`, moments.variance, variance, 0.03 * variance, 'established'),
      ];
    });
    const inputs = quick ? [3600, 4200] : [3200, 3600, 4000, 4400, 4800];
    const rates: (readonly number[])[] = [];
    for (const input of inputs) {
      const measured = await measureRates(settings, input, quick ? 10 : 20);
      rates.push(measured);
      measured.forEach((rate, i) => {
        const expected = expectedRate(cases[i] as Case, input);
        const of = `input ${input} Hz, ${nameOf(cases[i] as Case)}`;
        rows.push(
          input < leastInput
            ? reported(`LIF rate / Siegert, ${of}`, rate / expected)
            : near(`LIF rate, ${of} (Hz)`, rate, expected, 0.08 * expected, 'established'),
        );
      });
    }
    return { rows, figures: new Map([['membrane-moments.svg', drawn(inputs, potentials, freeInput, rates)]]) };
  },
};
