/** What stochastic synapses deliver, spike by spike: moments, failures, independence. */
import { spikeSource } from '../../network/describe/sources.ts';
import { allToAll } from '../../network/describe/wirings.ts';
import { network } from '../../network/network.ts';
import { integrator } from '../../neurons/index.ts';
import { bernoulliRelease } from '../../rules/bernoulli-release.ts';
import { binomialRelease } from '../../rules/binomial-release.ts';
import { simulate } from '../../simulation/simulate.ts';
import { Moments } from '../../streams/statistics/moments.ts';
import { ms, mV } from '../../units.ts';
import { type Chart, chartsFigure } from '../plot/chart.ts';
import { type Experiment, near, type Row, type Settings } from './experiment.ts';

interface Case {
  readonly sites: number;
  readonly p: number;
}

const cases: readonly Case[] = [
  { sites: 1, p: 0.25 },
  { sites: 1, p: 0.5 },
  { sites: 1, p: 0.9 },
  { sites: 5, p: 0.2 },
  { sites: 5, p: 0.5 },
  { sites: 10, p: 0.1 },
  { sites: 10, p: 0.3 },
];
const weight = 0.5 * mV;
const synapses = 1000;

const variation = ({ sites, p }: Case): number => Math.sqrt((1 - p) / (sites * p));
const failures = ({ sites, p }: Case): number => (1 - p) ** sites;

/** One source; each of its synapses has a target of its own, which keeps what it is given. */
const releaseNetwork = (arrivals: number) =>
  network<string, string>({
    name: 'release-statistics',
    populations: {
      source: { size: 1, neuron: spikeSource({ times: [Array.from({ length: arrivals }, (_, i) => i + 1)] }) },
      ...Object.fromEntries(cases.map((_, i) => [`target${i}`, { size: synapses, neuron: integrator({ tauM: 1e12 * ms }) }])),
    },
    projections: Object.fromEntries(
      cases.map(({ sites, p }, i) => [
        `synapse${i}`,
        {
          from: 'source',
          to: `target${i}`,
          wiring: allToAll(),
          weight,
          delay: 1 * ms,
          synapse: [sites === 1 ? bernoulliRelease({ p }) : binomialRelease({ n: sites, p })],
        },
      ]),
    ),
  });

/** What is counted of one case, in units of the weight. */
class Deliveries {
  readonly amounts = new Moments();
  /** Of the mean over synapses, arrival by arrival: shared chance would widen it. */
  readonly means = new Moments();
  readonly bySites: number[];
  failures = 0;
  #before: Float64Array = new Float64Array(synapses);
  #last: Float64Array | null = null;
  #next = { sum: 0, count: 0 };
  #neighbour = { sum: 0, count: 0 };

  readonly #unit: number;

  constructor({ sites, p }: Case) {
    this.#unit = 1 / (sites * p);
    this.bySites = Array.from({ length: sites + 1 }, () => 0);
  }

  /** Potentials after one more arrival. */
  add(potentials: Float64Array): void {
    const amounts = potentials.map((v, k) => (v - (this.#before[k] as number)) / weight);
    let total = 0;
    amounts.forEach((amount, k) => {
      const sites = Math.round(amount / this.#unit);
      if (sites === 0) this.failures++;
      this.bySites[sites] = (this.bySites[sites] ?? 0) + 1;
      this.amounts.add(amount);
      total += amount;
      if (k > 0) pair(this.#neighbour, amount, amounts[k - 1] as number);
      if (this.#last) pair(this.#next, amount, this.#last[k] as number);
    });
    this.means.add(total / synapses);
    this.#before = potentials;
    this.#last = amounts;
  }

  /** Correlation of one arrival with the next at the same synapse, of one synapse with its neighbour, and of any two synapses in the mean. */
  get correlations(): { readonly arrivals: number; readonly neighbours: number; readonly pairs: number } {
    const { variance } = this.amounts;
    return {
      arrivals: this.#next.sum / this.#next.count / variance,
      neighbours: this.#neighbour.sum / this.#neighbour.count / variance,
      pairs: ((this.means.variance * synapses) / variance - 1) / (synapses - 1),
    };
  }
}

/** Around the expected mean, which is 1. */
const pair = (product: { sum: number; count: number }, a: number, b: number): void => {
  product.sum += (a - 1) * (b - 1);
  product.count++;
};

const measure = async ({ seed, workers, progress }: Settings, arrivals: number): Promise<readonly Deliveries[]> => {
  const measured = cases.map((one) => new Deliveries(one));
  await using sim = simulate(releaseNetwork(arrivals), { seed, workers, clock: 'event' });
  await sim.run(1.5 * ms);
  for (let i = 0; i < arrivals; i++) {
    await sim.run(1 * ms);
    for (const [k, deliveries] of measured.entries()) deliveries.add(await sim.read(`target${k}.v`));
    progress('arrivals', (i + 1) / arrivals);
  }
  return measured;
};

const worst = (values: readonly number[]): number => values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);

const rowsOf = (measured: readonly Deliveries[]): Row[] => {
  const each = measured.flatMap(({ amounts, failures: failed }, i): Row[] => {
    const one = cases[i] as Case;
    const of = `N ${one.sites}, p ${one.p}`;
    const cv = variation(one);
    return [
      near(`mean / w, ${of}`, amounts.mean, 1, 0.015, 'established'),
      near(`variance / w², ${of}`, amounts.variance, cv ** 2, 0.025 * cv ** 2, 'established'),
      near(`coefficient of variation, ${of}`, amounts.deviation / amounts.mean, cv, 0.02 * cv, 'established'),
      near(`failures, ${of}`, failed / amounts.count, failures(one), 0.005, 'established'),
    ];
  });
  const correlations = measured.map((deliveries) => deliveries.correlations);
  return [
    ...each,
    near('largest correlation of successive arrivals', worst(correlations.map(({ arrivals }) => arrivals)), 0, 0.01, 'established'),
    near('largest correlation of neighbouring synapses', worst(correlations.map(({ neighbours }) => neighbours)), 0, 0.01, 'established'),
    near('largest mean correlation of all pairs of synapses', worst(correlations.map(({ pairs }) => pairs)), 0, 5e-4, 'established'),
  ];
};

const drawn = (measured: readonly Deliveries[]): string => {
  const fine = Array.from({ length: 96 }, (_, i) => 0.05 + 0.95 * (i / 95));
  const siteNumbers = [...new Set(cases.map(({ sites }) => sites))];
  const chart = (title: string, label: string, theory: (one: Case) => number, of: (deliveries: Deliveries) => number): Chart => ({
    title,
    x: { label: 'release probability p', domain: [0, 1] },
    y: { label },
    series: siteNumbers.flatMap((sites, colour): Chart['series'] => {
      const mine = cases.flatMap((one, i) => (one.sites === sites ? [{ p: one.p, deliveries: measured[i] as Deliveries }] : []));
      return [
        { name: `N = ${sites}, theory`, kind: 'dashed', colour, x: fine, y: fine.map((p) => theory({ sites, p })) },
        { name: 'measured', kind: 'points', colour, x: mine.map(({ p }) => p), y: mine.map(({ deliveries }) => of(deliveries)) },
      ];
    }),
  });
  return chartsFigure('What stochastic synapses deliver', [
    [
      chart('Variability', 'coefficient of variation', variation, ({ amounts }) => amounts.deviation / amounts.mean),
      chart('Failures', 'probability of no release', failures, (deliveries) => deliveries.failures / deliveries.amounts.count),
    ],
  ]);
};

export const releaseStatistics: Experiment = {
  name: 'release-statistics',
  doc: 'Does what a stochastic synapse delivers have the moments, failures and independence of binomial release?',
  cite: [
    'del Castillo & Katz (1954) Journal of Physiology 124:560, doi:10.1113/jphysiol.1954.sp005129 (quantal release)',
    'Branco & Staras (2009) Nature Reviews Neuroscience 10:373, doi:10.1038/nrn2634 (release probability, failures)',
  ],
  run: async (settings) => {
    const measured = await measure(settings, settings.quick ? 300 : 3000);
    return { rows: rowsOf(measured), figures: new Map([['release-statistics.svg', drawn(measured)]]) };
  },
};
