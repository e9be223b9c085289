/** A spiking network whose slow currents are the variables of a rate model with Hebbian weights: is its chaos the same, and does it freeze with the weights? */
import { lifGain } from '../../comparators/coupled-rates/lif-gain.ts';
import { independentWeights } from '../../comparators/coupled-rates/weights.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { above, below, type Experiment, type Findings, type Row, reported, type Settings, within } from './experiment.ts';
import { extensions } from './spiking-chaos/extensions/index.ts';
import { drawn } from './spiking-chaos/figures.ts';
import { type Measured, measure } from './spiking-chaos/measure.ts';
import { type SpikingModel, spikingSystem } from './spiking-chaos/network.ts';
import { type Model, rateSystem } from './spiking-chaos/rates.ts';
import { traceOf } from './spiking-chaos/trace.ts';
import { divergence } from './spiking-chaos/twins.ts';

/** What was measured at one k, an entry per seed, spikes and rates with the same random weights. */
export interface Result {
  readonly name: string;
  readonly k: number;
  readonly spikes: readonly Measured[];
  readonly rates: readonly Measured[];
}

interface Form {
  readonly ks: readonly number[];
  readonly seeds: number;
  readonly settle: number;
  readonly freezes: number;
  /** Largest |C_x of spikes / C_x of rates − 1|. */
  readonly agreement: number;
}

const full: Form = { ks: [0, 1, 1.5, 2], seeds: 4, settle: 200, freezes: 4, agreement: 0.12 };
/** One network for 30 s and not four for 40: C_x then differs by chance, as between two stretches of the same rate model. */
const short: Form = { ks: [0, 1.5], seeds: 1, settle: 60, freezes: 3, agreement: 0.3 };

const [n, g, p] = [300, 2, 2.5];

const modelOf = (k: number, seed: string, tRef = 8): Model => ({ n, J: independentWeights(n, g, seed), k, p, gain: lifGain({ tRef }) });

const spikesOf = async (model: SpikingModel, seed: string, form: Form): Promise<Measured> => {
  await using system = spikingSystem(model, seed);
  return await measure(system, form);
};

const ratesOf = (model: Model, seed: string, form: Form): Promise<Measured> => measure(rateSystem(model, seed), form);

const tableOf = async ({ seed, progress }: Settings, form: Form): Promise<Result[]> => {
  const results: Result[] = [];
  for (const k of form.ks) {
    const [spikes, rates]: [Measured[], Measured[]] = [[], []];
    for (let i = 1; i <= form.seeds; i++) {
      progress(`k = ${k}, network ${i} of ${form.seeds}`, (results.length + (i - 1) / form.seeds) / (form.ks.length + 1));
      const one = `${seed} ${i}`;
      spikes.push(await spikesOf(modelOf(k, one), one, form));
      rates.push(await ratesOf(modelOf(k, one), one, form));
    }
    results.push({ name: `k = ${k}`, k, spikes, rates });
  }
  return results;
};

const mean = (of: readonly Measured[], which: (one: Measured) => number): number => momentsOf(of.map(which)).mean;

const ratioOf = ({ spikes, rates }: Result): number => mean(spikes, ({ cX }) => cX) / mean(rates, ({ cX }) => cX);

/** Everything that was measured of one arm. */
const numbersOf = (name: string, of: readonly Measured[], r0: number): Row[] => [
  reported(
    `${name}: C_x(0)`,
    mean(of, ({ cX }) => cX),
  ),
  reported(
    `${name}: C(0) of activity`,
    mean(of, ({ activity }) => activity),
  ),
  reported(`${name}: mean rate (Hz)`, r0 * (1 + mean(of, ({ meanActivity }) => meanActivity))),
  reported(`${name}: half-width of the autocovariance of x (s)`, mean(of, ({ halfWidth }) => halfWidth) / 10),
  reported(
    `${name}: participation ratio / N`,
    mean(of, ({ dimension }) => dimension),
  ),
  reported(
    `${name}: motion, plastic`,
    mean(of, ({ plastic }) => plastic),
  ),
  reported(
    `${name}: motion, frozen`,
    mean(of, ({ frozen }) => frozen),
  ),
  reported(
    `${name}: freeze index`,
    mean(of, ({ index }) => index),
  ),
  reported(
    `${name}: overlap 10 s after freezing`,
    mean(of, ({ overlap }) => overlap),
  ),
];

const gatesOf = (result: Result, { agreement }: Form): Row[] => {
  const { k, name, spikes } = result;
  const index = mean(spikes, (one) => one.index);
  return [
    within(`${name}: C_x(0) of spikes / of rates`, ratioOf(result), 1 - agreement, 1 + agreement, 'verified'),
    ...(k === 0 ? [within(`${name}: freeze index of spikes, nothing being frozen`, index, 0.8, 1.2, 'verified')] : []),
    ...(k === 1.5
      ? [
          below(`${name}: freeze index of spikes`, index, 0.05, 'verified'),
          above(
            `${name}: overlap of spikes 10 s after freezing`,
            mean(spikes, ({ overlap }) => overlap),
            0.93,
            'verified',
          ),
        ]
      : []),
  ];
};

/** Neurons that fire at 12 Hz: refractory for 32 ms. */
const slow = async ({ seed }: Settings, form: Form): Promise<Row[]> => {
  const model = modelOf(0, `${seed} 1`, 32);
  return [
    ...numbersOf('k = 0, slow neurons', [await spikesOf(model, seed, form)], model.gain.r0),
    ...numbersOf('k = 0, rates of slow neurons', [await ratesOf(model, seed, form)], model.gain.r0),
  ];
};

/** How fast twins part, with spikes and without. */
const parting = async ({ seed, progress }: Settings, form: Form): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const k of [0, 1.5]) {
    progress(`twins, k = ${k}`, 0.8);
    const one = `${seed} 1`;
    const how = { settle: form.settle, twins: 10, seed: one };
    await using spiking = spikingSystem(modelOf(k, one), one);
    for (const [name, system] of [
      ['spikes', spiking],
      ['rates', rateSystem(modelOf(k, one), one)],
    ] as const) {
      const { rate, from, to } = await divergence(system, how);
      rows.push(reported(`k = ${k}, ${name}: growth rate of differences in smoothed x (1/s)`, 10 * rate));
      rows.push(reported(`k = ${k}, ${name}: difference at its beginning`, from), reported(`k = ${k}, ${name}: difference at its end`, to));
    }
  }
  return rows;
};

/** Each extension at k = 1.5, with the random weights of the first network where it does not change them. */
const extended = async ({ seed, progress }: Settings, form: Form, plain: Result): Promise<Row[]> => {
  const rows: Row[] = [];
  const one = `${seed} 1`;
  for (const [i, extension] of extensions.entries()) {
    progress(extension.name, 0.8 + (0.2 * i) / extensions.length);
    const model = extension.of(modelOf(1.5, one), one);
    const spikes = await spikesOf(model, one, form);
    const rates = extension.rates ? [await ratesOf(model, one, form)] : [];
    rows.push(...numbersOf(`${extension.name}, spikes`, [spikes], model.gain.r0));
    if (rates.length > 0) rows.push(...numbersOf(`${extension.name}, rates`, rates, model.gain.r0));
    if (!extension.plain) continue;
    const ratio = spikes.cX / (plain.spikes[0] as Measured).cX;
    rows.push(within(`${extension.name}: C_x(0) / that of the plain network`, ratio, 1 - form.agreement, 1 + form.agreement, 'established'));
    rows.push(below(`${extension.name}: freeze index`, spikes.index, 0.05, 'established'));
  }
  return rows;
};

export const spikingChaos: Experiment = {
  name: 'spiking-chaos',
  doc: 'Is a spiking network with Hebbian weights chaotic as its rate model is, and does it come to rest when its weights are frozen?',
  cite: [
    'Clark & Abbott (2024) Physical Review X 14:021001, doi:10.1103/PhysRevX.14.021001 (coupled neuronal–synaptic dynamics, freezable chaos)',
    'Sompolinsky, Crisanti & Sommers (1988) Physical Review Letters 61:259, doi:10.1103/PhysRevLett.61.259 (chaos in random rate networks)',
    'Vogels, Sprekeler, Zenke, Clopath & Gerstner (2011) Science 334:1569, doi:10.1126/science.1211095 (symmetric STDP)',
  ],
  run: async (settings): Promise<Findings> => {
    const form = settings.quick ? short : full;
    const results = await tableOf(settings, form);
    const plain = results.find(({ k }) => k === 1.5) as Result;
    const rows = [
      ...results.flatMap((result) => gatesOf(result, form)),
      ...results.flatMap(({ name, spikes, rates }) => [
        ...numbersOf(`${name}, spikes`, spikes, lifGain().r0),
        ...numbersOf(`${name}, rates`, rates, lifGain().r0),
      ]),
      ...(settings.quick ? [] : [...(await slow(settings, form)), ...(await parting(settings, form)), ...(await extended(settings, form, plain))]),
    ];
    settings.progress('before, during and after a freeze', 0.98);
    const one = `${settings.seed} 1`;
    await using system = spikingSystem(modelOf(1.5, one), one);
    const spikes = await traceOf(system, form.settle);
    const rates = await traceOf(rateSystem(modelOf(1.5, one), one), form.settle);
    return { rows, figures: new Map([['spiking-chaos.svg', drawn(results, spikes, rates)]]) };
  },
};
