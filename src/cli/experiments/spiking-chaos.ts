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

/** What was measured at one k: spikes of one network per seed, rates from several starts with the same random weights. */
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
  /** Starts of the rate model, each with the random weights of the spiking network: it costs a tenth of that. */
  readonly starts: number;
  /** Largest |C_x of spikes / C_x of rates − 1|. */
  readonly agreement: number;
}

const full: Form = { ks: [0, 1, 1.5, 2], seeds: 6, settle: 200, freezes: 4, starts: 4, agreement: 0.12 };
/** One network for 30 s and not six for 40: C_x then differs by chance, as between two stretches of one rate model. */
const short: Form = { ks: [0, 1.5], seeds: 1, settle: 60, freezes: 3, starts: 2, agreement: 0.3 };

/** A network that comes to rest by itself cannot be frozen: others are taken, so many at most. */
const more = 2;

const [n, g, p] = [300, 2, 2.5];

const modelOf = (k: number, seed: string, tRef = 8): Model => ({ n, J: independentWeights(n, g, seed), k, p, gain: lifGain({ tRef }) });

const spikesOf = async (model: SpikingModel, seed: string, form: Form): Promise<Measured> => {
  await using system = spikingSystem(model, seed);
  return await measure(system, form);
};

const ratesOf = async (model: Model, seed: string, form: Form): Promise<Measured[]> => {
  const found: Measured[] = [];
  for (let start = 1; start <= form.starts; start++) found.push(await measure(rateSystem(model, `${seed} ${start}`), form));
  return found;
};

const tableOf = async ({ seed, progress }: Settings, form: Form): Promise<Result[]> => {
  const results: Result[] = [];
  for (const k of form.ks) {
    const [spikes, rates]: [Measured[], Measured[]] = [[], []];
    for (let i = 1; spikes.filter(({ moves }) => moves).length < form.seeds && i <= form.seeds + more; i++) {
      progress(`k = ${k}, network ${i} of ${form.seeds}`, (results.length + (i - 1) / form.seeds) / (form.ks.length + 1));
      const one = `${seed} ${i}`;
      spikes.push(await spikesOf(modelOf(k, one), one, form));
      rates.push(...(await ratesOf(modelOf(k, one), one, form)));
    }
    results.push({ name: `k = ${k}`, k, spikes, rates });
  }
  return results;
};

/** Those that move; all where none does. */
const moving = (of: readonly Measured[]): readonly Measured[] => {
  const found = of.filter(({ moves }) => moves);
  return found.length > 0 ? found : of;
};

const mean = (of: readonly Measured[], which: (one: Measured) => number): number => momentsOf(moving(of).map(which)).mean;

/** Of all, at rest or not: spikes and rates need not rest alike. */
const ratioOf = ({ spikes, rates }: Result): number => momentsOf(spikes.map(({ cX }) => cX)).mean / momentsOf(rates.map(({ cX }) => cX)).mean;

/** What is reported of every arm; `r0`: the rate in Hz that counts as no activity. */
const quantities: readonly (readonly [name: string, of: (one: Measured, r0: number) => number])[] = [
  ['C_x(0)', ({ cX }) => cX],
  ['C(0) of activity', ({ activity }) => activity],
  ['mean rate (Hz)', ({ meanActivity }, r0) => r0 * (1 + meanActivity)],
  ['half-width of the autocovariance of x (s)', ({ halfWidth }) => halfWidth / 10],
  ['participation ratio / N', ({ dimension }) => dimension],
  ['motion, plastic', ({ plastic }) => plastic],
  ['motion, frozen', ({ frozen }) => frozen],
  ['freeze index', ({ index }) => index],
  ['overlap 10 s after freezing', ({ overlap }) => overlap],
];

const numbersOf = (name: string, of: readonly Measured[], r0: number): Row[] =>
  quantities.map(([quantity, number]) =>
    reported(
      `${name}: ${quantity}`,
      mean(of, (one) => number(one, r0)),
    ),
  );

const gatesOf = (result: Result, { agreement }: Form): Row[] => {
  const { k, name, spikes } = result;
  const [index, overlap] = [mean(spikes, (one) => one.index), mean(spikes, (one) => one.overlap)];
  return [
    within(`${name}: C_x(0) of spikes / of rates`, ratioOf(result), 1 - agreement, 1 + agreement, 'verified'),
    ...(k === 0 ? [within(`${name}: freeze index of spikes, nothing being frozen`, index, 0.8, 1.2, 'verified')] : []),
    ...(k === 1.5
      ? [
          below(`${name}: freeze index of spikes`, index, 0.05, 'verified'),
          above(`${name}: overlap of spikes 10 s after freezing`, overlap, 0.93, 'verified'),
        ]
      : []),
  ];
};

/** Neurons that fire at 12 Hz: refractory for 32 ms. */
const slow = async ({ seed }: Settings, form: Form): Promise<Row[]> => {
  const model = modelOf(0, `${seed} 1`, 32);
  return [
    ...numbersOf('k = 0, slow neurons', [await spikesOf(model, seed, form)], model.gain.r0),
    ...numbersOf('k = 0, rates of slow neurons', await ratesOf(model, seed, form), model.gain.r0),
  ];
};

/** How fast twins part, with spikes and without. */
const parting = async ({ progress }: Settings, form: Form, one: string): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const k of [0, 1.5]) {
    progress(`twins, k = ${k}`, 0.8);
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

/** Each extension at k = 1.5, with the random weights of the plain network where it does not change them. */
const extended = async ({ progress }: Settings, form: Form, plain: Measured, one: string): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const [i, extension] of extensions.entries()) {
    progress(extension.name, 0.8 + (0.2 * i) / extensions.length);
    const model = extension.of(modelOf(1.5, one), one);
    const spikes = await spikesOf(model, one, form);
    const rates = extension.rates ? await ratesOf(model, one, form) : [];
    rows.push(...numbersOf(`${extension.name}, spikes`, [spikes], model.gain.r0));
    if (rates.length > 0) rows.push(...numbersOf(`${extension.name}, rates`, rates, model.gain.r0));
    if (!extension.plain) continue;
    const ratio = spikes.cX / plain.cX;
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
    const plain = (results.find(({ k }) => k === 1.5) as Result).spikes;
    // The first network that moves at k = 1.5 serves for all that is asked of one network.
    const chosen = Math.max(
      0,
      plain.findIndex(({ moves }) => moves),
    );
    const one = `${settings.seed} ${chosen + 1}`;
    const rows = [
      ...results.flatMap((result) => gatesOf(result, form)),
      ...results.flatMap(({ name, spikes, rates }) => [
        ...numbersOf(`${name}, spikes`, spikes, lifGain().r0),
        ...numbersOf(`${name}, rates`, rates, lifGain().r0),
      ]),
      ...(settings.quick
        ? []
        : [
            ...(await slow(settings, form)),
            ...(await parting(settings, form, one)),
            ...(await extended(settings, form, plain[chosen] as Measured, one)),
          ]),
    ];
    settings.progress('before, during and after a freeze', 0.98);
    await using system = spikingSystem(modelOf(1.5, one), one);
    const spikes = await traceOf(system, form.settle);
    const rates = await traceOf(rateSystem(modelOf(1.5, one), one), form.settle);
    return { rows, figures: new Map([['spiking-chaos.svg', drawn(results, spikes, rates)]]) };
  },
};
