/** Asymmetric scaling: Arc takes a neuron's input down, TNF-α of the glia takes a whole domain's up, and what each knock-out leaves. */
import { poisson } from '../../network/describe/drives.ts';
import { network } from '../../network/network.ts';
import { lif } from '../../neurons/index.ts';
import { arcTnf } from '../../rules/arc-tnf.ts';
import { scale, silence } from '../../simulation/interventions.ts';
import { simulate } from '../../simulation/simulate.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { Hz, ms, mV, s } from '../../units.ts';
import { type Chart, chartsFigure } from '../plot/chart.ts';
import { above, below, type Experiment, type Findings, near, type Row, reported, type Settings } from './experiment.ts';
import { rateMeter } from './listen.ts';

/** A thousandth of biological times; ticks short enough that a sum over them is the integral to 0.1 %. */
const times = { tauC: 2, tauTnf: 43.2, tauUp: 262.8, period: 0.1 };
const genotypes = { wildType: { arc: 1, tnf: 1 }, noArc: { arc: 0, tnf: 1 }, noTnf: { arc: 1, tnf: 0 } } as const;
type Genotype = keyof typeof genotypes;
const names = Object.keys(genotypes) as Genotype[];
const titles: Readonly<Record<Genotype, string>> = { wildType: 'wild type', noArc: 'Arc⁻', noTnf: 'TNF⁻' };

/** Excitatory input to each neuron [Hz] of 1 mV, which makes it fire at about the target of 5 Hz. */
const input = 740;
const weight = 1 * mV;
/** [s] */
const bin = 5;

const tissue = (size: number) =>
  network<string, string>({
    name: 'asymmetry',
    populations: Object.fromEntries(
      names.map((name) => [
        name,
        {
          size,
          neuron: lif({ tauM: 20 * ms }),
          drive: poisson({ rate: input * Hz, weight }),
          homeostasis: [
            arcTnf({
              ...genotypes[name],
              target: 5 * Hz,
              tauC: times.tauC * s,
              tauTnf: times.tauTnf * s,
              tauUp: times.tauUp * s,
              period: times.period * s,
            }),
          ],
        },
      ]),
    ),
  });

/**
 * Closed form of ln α at `t` [s] after the first moment, without a spike from then on: the sensor begins at its target, so the domain sees
 * `1 − exp(−t/τC)`, TNF-α follows with τT, and ln α is its integral over τup.
 */
const lnAlphaUnderTtx = (t: number): number => {
  const { tauC, tauTnf, tauUp } = times;
  const rise = (tau: number): number => t - tau * (1 - Math.exp(-t / tau));
  return (tauTnf * rise(tauTnf) - tauC * rise(tauC)) / (tauTnf - tauC) / tauUp;
};

interface Course {
  /** Ends of bins [s]. */
  readonly time: readonly number[];
  /** Rates in bins [Hz], and α at their ends in the mean over neurons. */
  readonly rate: Readonly<Record<Genotype, number[]>>;
  readonly alpha: Readonly<Record<Genotype, number[]>>;
  /** α of each neuron at the end. */
  readonly last: Readonly<Record<Genotype, Float64Array>>;
}

/** @param ttx - whether neurons are kept from spiking throughout; else input grows by half at `onset` */
const follow = async ({ seed, workers, progress }: Settings, size: number, { ttx, onset, end }: { ttx: boolean; onset: number; end: number }) => {
  const net = tissue(size);
  await using sim = simulate(net, { seed, workers, clock: 'event' });
  for (const name of names) sim.at(ttx ? 0 : onset * s, ttx ? silence(name) : scale(`${name}.drive0.rate`, 1.5));
  const each = <T>(make: () => T) => ({ wildType: make(), noArc: make(), noTnf: make() }) as Record<Genotype, T>;
  const course = {
    time: [] as number[],
    rate: each((): number[] => []),
    alpha: each((): number[] => []),
    last: each(() => new Float64Array() as Float64Array),
  };
  const meter = rateMeter(sim, net, names);
  while (sim.timeMs < end * s) {
    await sim.run(bin * s);
    course.time.push(sim.timeMs / 1000);
    const rates = meter();
    for (const name of names) {
      course.last[name] = await sim.read(`${name}.factor`);
      course.rate[name].push(rates[name] as number);
      course.alpha[name].push(momentsOf(course.last[name]).mean);
    }
    progress(ttx ? 'under TTX' : 'with more input', sim.timeMs / (end * s));
  }
  return course as Course;
};

const ttxRows = ({ last }: Course, end: number): Row[] => {
  const expected = Math.exp(lnAlphaUnderTtx(end));
  const distance = (name: Genotype, from: number): number => last[name].reduce((most, alpha) => Math.max(most, Math.abs(alpha / from - 1)), 0);
  return [
    ...(['wildType', 'noArc'] as const).map((name) =>
      near(`α after ${end} s of TTX, ${titles[name]}`, momentsOf(last[name]).mean, expected, 0.005 * expected, 'established'),
    ),
    below(`largest |α − 1| after ${end} s of TTX, ${titles.noTnf}`, distance('noTnf', 1), 1e-12, 'established'),
  ];
};

const moreRows = ({ time, rate, alpha, last }: Course, onset: number, end: number): Row[] => {
  const mean = (name: Genotype, from: number, to: number): number =>
    momentsOf(rate[name].filter((_, i) => (time[i] as number) > from && (time[i] as number) <= to)).mean;
  const begun = (name: Genotype): number => mean(name, onset, onset + 10);
  const ended = (name: Genotype): number => mean(name, end - 50, end);
  const least = (values: Iterable<number>): number => Math.min(...values);
  return [
    ...names.map((name) => reported(`rate before, ${titles[name]} (Hz)`, mean(name, onset - 20, onset))),
    // The rate before is 5 Hz, and half as much input again gives several times as much.
    above('rate in the first 10 s of more input, Arc⁻ (Hz)', begun('noArc'), 10, 'established'),
    near('rate at the end, over that of the first 10 s, Arc⁻', ended('noArc') / begun('noArc'), 1, 0.1, 'established'),
    above('least α at the end, Arc⁻', least(last.noArc), 1 - 1e-12, 'established'),
    below('rate at the end, over that of the first 10 s, wild type', ended('wildType') / begun('wildType'), 0.5, 'established'),
    below('rate at the end, over that of the first 10 s, TNF⁻', ended('noTnf') / begun('noTnf'), 0.5, 'established'),
    reported('rate at the end, wild type (Hz)', ended('wildType')),
    reported('rate at the end, TNF⁻ (Hz)', ended('noTnf')),
    reported('mean α at the end, wild type', alpha.wildType.at(-1) as number),
    reported('mean α at the end, TNF⁻', alpha.noTnf.at(-1) as number),
  ];
};

const drawn = (ttx: Course, more: Course, onset: number): string => {
  const lines = (x: readonly number[], values: Readonly<Record<Genotype, readonly number[]>>): Chart['series'] =>
    names.map((name) => ({ name: titles[name], kind: 'line', x, y: values[name] }));
  const middles = more.time.map((end) => end - bin / 2);
  const fine = Array.from({ length: 101 }, (_, i) => ((ttx.time.at(-1) as number) * i) / 100);
  const bands = [{ axis: 'x' as const, from: onset, to: more.time.at(-1) as number }];
  const x = { label: 'time (s)', domain: [0, more.time.at(-1) as number] as const };
  return chartsFigure('Arc and TNF-α', [
    [
      {
        title: 'Under TTX (wild type as Arc⁻)',
        x: { ...x, domain: [0, ttx.time.at(-1) as number] },
        y: { label: 'α, mean of neurons', domain: [0.9, 1.3] },
        series: [
          ...names.map((name, colour) => ({ name: titles[name], kind: 'points' as const, colour, x: ttx.time, y: ttx.alpha[name] })),
          { name: 'closed form', kind: 'dashed', colour: 6, x: fine, y: fine.map((t) => Math.exp(lnAlphaUnderTtx(t))) },
        ],
      },
      {
        title: 'Half as much input again (shaded)',
        x,
        y: { label: 'α, mean of neurons', domain: [0, 1.2] },
        series: lines(more.time, more.alpha),
        bands,
      },
    ],
    [
      {
        title: 'Rates in bins of 5 s, half as much input again from the shaded time on',
        x,
        y: { label: 'rate (Hz)' },
        series: lines(middles, more.rate),
        bands,
      },
    ],
  ]);
};

export const asymmetry: Experiment = {
  name: 'asymmetry',
  doc: 'Does scaling down need Arc, and scaling up TNF-α?',
  cite: [
    'Shepherd et al. (2006) Neuron 52:475, doi:10.1016/j.neuron.2006.08.034 (Arc)',
    'Stellwagen & Malenka (2006) Nature 440:1054, doi:10.1038/nature04671 (glial TNF-α)',
  ],
  run: async (settings): Promise<Findings> => {
    const size = settings.quick ? 30 : 100;
    const silent = 100;
    const [onset, end] = [40, settings.quick ? 240 : 400];
    const ttx = await follow(settings, size, { ttx: true, onset: silent, end: silent });
    const more = await follow(settings, size, { ttx: false, onset, end });
    return { rows: [...ttxRows(ttx, silent), ...moreRows(more, onset, end)], figures: new Map([['asymmetry.svg', drawn(ttx, more, onset)]]) };
  },
};
