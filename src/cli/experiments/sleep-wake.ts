/** Sleep and wake: learning by day, scaling down by night, and why a night must not take a fixed share. */
import { network } from '../../network/network.ts';
import { pairStdp } from '../../rules/pair-stdp.ts';
import { sleepScaling } from '../../rules/sleep-scaling.ts';
import { wakefulPlasticity } from '../../rules/wakeful-plasticity.ts';
import { freezePlasticity, set, signal } from '../../simulation/interventions.ts';
import { type Simulation, simulate } from '../../simulation/simulate.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { mV, s } from '../../units.ts';
import { type Chart, chartsFigure } from '../plot/chart.ts';
import { above, below, type Experiment, type Findings, near, type Row, reported, type Settings, within } from './experiment.ts';
import { type Course, type HomeoEi, homeoEi, inTurns, runBins, seedsOf, target } from './homeo-ei.ts';

/** Days and nights; where nights scale by rate, half of them in the quick form: none is unlike another. */
const cycles = 4;
/** Lengths of a day, and of a night with and without feedback [s]; each is some thousandth of its own. */
const [day, night, openNight] = [25, 15, 10];
/** Time for α to settle, and for the network to come to itself again before the first day [s]. */
const [settling, waking] = [20, 5];

const aPlus = 0.005 * mV;
/** More is potentiated than depressed: what Hebbian learning does to a network that is awake. */
const stdp = pairStdp({ aPlus, aMinus: aPlus / 1.3 });
const closed = sleepScaling({ target, tauSleep: 100 * s });
const open = sleepScaling({ target, feedback: 0, step: 0.025 });

const sleepingNetwork = (net: HomeoEi, scaling: typeof closed) =>
  network({
    ...net,
    populations: { ...net.populations, E: { ...net.populations.E, homeostasis: [scaling] } },
    projections: { ...net.projections, EE: { ...net.projections.EE, bounds: [0, 2 * mV], synapse: [stdp, wakefulPlasticity()] } },
  });

/** Synapses E→E as their targets see them: α times weight [mV], with the targets. */
interface Effective {
  readonly onto: Uint32Array;
  readonly w: Float64Array;
}

const effective = async (sim: Simulation<string, string>): Promise<Effective> => {
  const [{ target: onto, w }, alpha] = [await sim.weights('EE'), await sim.read('E.factor')];
  return { onto, w: w.map((each, i) => each * (alpha[onto[i] as number] as number)) };
};

const total = ({ w }: Effective): number => w.reduce((sum, each) => sum + each, 0);

/** Largest relative change of the ratio of a synapse to the mean of its neuron's. */
export const ratioChange = (before: Effective, after: Effective): number => {
  const sums = ({ onto, w }: Effective): Map<number, number> => {
    const of = new Map<number, number>();
    onto.forEach((neuron, i) => {
      of.set(neuron, (of.get(neuron) ?? 0) + (w[i] as number));
    });
    return of;
  };
  const [old, now] = [sums(before), sums(after)];
  return after.w.reduce((most, each, i) => {
    const neuron = after.onto[i] as number;
    const grown = each / (before.w[i] as number) / ((now.get(neuron) as number) / (old.get(neuron) as number));
    return Math.max(most, Math.abs(grown - 1));
  }, 0);
};

/** What is looked at every second: Σ α w of all synapses E→E, and the mean of ln α. */
interface Look {
  readonly sum: number;
  readonly lnAlpha: number;
}
interface Phase {
  readonly asleep: boolean;
  /** Since the first day began [s]. */
  readonly from: number;
  readonly to: number;
  /** Mean rate of E [Hz]. */
  readonly rate: number;
  /** Relative change of Σ α w, and the largest of the ratios within a neuron. */
  readonly grown: number;
  readonly ratios: number;
}
interface Nights {
  readonly phases: readonly Phase[];
  readonly course: Course<Look>;
}

interface Regime {
  readonly scaling: typeof closed;
  /** Length of a night [s], and how many of them. */
  readonly sleep: number;
  readonly nights: number;
}

const live = async (net: HomeoEi, lnAlpha: Float64Array, { scaling, sleep, nights }: Regime, { seed, workers }: Settings): Promise<Nights> => {
  const sleeping = sleepingNetwork(net, scaling);
  await using sim = simulate(sleeping, { seed, workers });
  sim.at(0, set('E.sleepScaling.lnAlpha', [...lnAlpha]));
  sim.at(0, freezePlasticity('EE'));
  sim.at(waking * s, freezePlasticity('EE', false));
  await sim.run(waking * s);
  let now = await effective(sim);
  const atFirst = total(now);
  const look = async (): Promise<Look> => {
    now = await effective(sim);
    return { sum: total(now) / atFirst, lnAlpha: momentsOf(Array.from(await sim.read('E.factor'), Math.log)).mean };
  };
  const phases: Phase[] = [];
  const courses: Course<Look>[] = [];
  for (let i = 0; i < 2 * nights; i++) {
    const asleep = i % 2 === 1;
    sim.at(sim.timeMs, signal('sleep', asleep ? 1 : 0));
    const [before, from] = [now, sim.timeMs / s - waking];
    const course = await runBins(sim, sleeping, { bin: 1, count: asleep ? sleep : day, from: waking, look });
    courses.push(course);
    const rate = momentsOf(course.E).mean;
    phases.push({ asleep, from, to: sim.timeMs / s - waking, rate, grown: total(now) / total(before) - 1, ratios: ratioChange(before, now) });
  }
  const all = <T>(of: (course: Course<Look>) => readonly T[]): T[] => courses.flatMap((course) => [...of(course)]);
  return { phases, course: { time: all(({ time }) => time), E: all(({ E }) => E), I: all(({ I }) => I), seen: all(({ seen }) => seen) } };
};

interface Found {
  readonly seed: string;
  readonly closed: Nights;
  readonly open: Nights;
}

const find = async (settings: Settings, seed: string, done: number, share: number): Promise<Found> => {
  const say = (doing: string, part: number): void => settings.progress(`seed ${seed}: ${doing}`, done + share * part);
  const net = await homeoEi({ tauH: 20 * s, tauC: 2 * s });
  say('settling', 0);
  await using settled = simulate(net, { seed, workers: settings.workers });
  await settled.run(settling * s);
  const lnAlpha = await settled.read('E.synapticScaling.lnAlpha');
  say('scaled by rate in sleep', 0.1);
  const nights = settings.quick ? cycles / 2 : cycles;
  const withFeedback = await live(net, lnAlpha, { scaling: closed, sleep: night, nights }, { ...settings, seed });
  say('scaled by a fixed share in sleep', 0.6);
  return { seed, closed: withFeedback, open: await live(net, lnAlpha, { scaling: open, sleep: openNight, nights: cycles }, { ...settings, seed }) };
};

const wakes = ({ phases }: Nights): Phase[] => phases.filter(({ asleep }) => !asleep);
const sleeps = ({ phases }: Nights): Phase[] => phases.filter(({ asleep }) => asleep);

const rowsOf = ({ seed, closed, open }: Found): Row[] => {
  const of = (quantity: string, unit = ''): string => `${quantity}, seed ${seed}${unit}`;
  const fives = inTurns(closed.course.E, 5);
  const through = sleeps(closed).length;
  const growth = (phases: readonly Phase[]): number[] => phases.map(({ grown }) => 100 * grown);
  return [
    within(of(`least rate through ${through} cycles, bins of 5 s`, ' (Hz)'), Math.min(...fives), 3, 8, 'verified'),
    within(of(`largest rate through ${through} cycles, bins of 5 s`, ' (Hz)'), Math.max(...fives), 3, 8, 'verified'),
    above(of('least growth of Σ α w in a day', ' (%)'), Math.min(...growth(wakes(closed))), 0, 'verified'),
    below(of('least loss of Σ α w in a night', ' (%)'), Math.max(...growth(sleeps(closed))), 0, 'verified'),
    below(of('ratios within a neuron: largest change in a night'), Math.max(...sleeps(closed).map(({ ratios }) => ratios)), 1e-12, 'verified'),
    near(of('fixed share: rate in night 4', ' (Hz)'), (sleeps(open).at(-1) as Phase).rate, 0.7, 0.3, 'verified'),
    reported(of('ratios within a neuron: largest change in a day'), Math.max(...wakes(closed).map(({ ratios }) => ratios))),
    ...wakes(closed).map(({ grown }, i) => reported(of(`growth of Σ α w in day ${i + 1}`, ' (%)'), 100 * grown)),
    ...sleeps(closed).map(({ grown }, i) => reported(of(`growth of Σ α w in night ${i + 1}`, ' (%)'), 100 * grown)),
    ...wakes(open).map(({ rate }, i) => reported(of(`fixed share: rate in day ${i + 1}`, ' (Hz)'), rate)),
    ...sleeps(open)
      .slice(0, -1)
      .map(({ rate }, i) => reported(of(`fixed share: rate in night ${i + 1}`, ' (Hz)'), rate)),
  ];
};

const drawn = (all: readonly Found[]): string => {
  const column = (title: string, of: (one: Found) => Nights): Chart[] => {
    const { phases } = of(all[0] as Found);
    const bands = phases.filter(({ asleep }) => asleep).map(({ from, to }) => ({ axis: 'x' as const, from, to }));
    const x = { label: 'time since the first day began (s)', domain: [0, (phases.at(-1) as Phase).to] as const };
    const lines = (value: (nights: Nights) => readonly number[]) =>
      all.map((one, i) => ({ name: `seed ${i + 1}`, kind: 'line' as const, colour: i, x: of(one).course.time, y: value(of(one)) }));
    return [
      { title: `${title}: rate`, x, bands, y: { label: 'E rate (Hz)', domain: [0, 10] }, series: lines(({ course }) => course.E) },
      {
        title: 'Effective weight E→E, Σ α w',
        x,
        bands,
        y: { label: 'sum / at first', domain: [0.95, 1.15] },
        series: lines(({ course }) => course.seen.map(({ sum }) => sum)),
      },
      {
        title: 'Mean ln α',
        x,
        bands,
        y: { label: 'ln α', domain: [-0.25, -0.05] },
        series: lines(({ course }) => course.seen.map(({ lnAlpha }) => lnAlpha)),
      },
    ];
  };
  const [byRate, byShare] = [column('Scaled by rate in sleep', (one) => one.closed), column('Scaled by a fixed share a night', (one) => one.open)];
  return chartsFigure(
    'Sleep and wake; nights shaded',
    byRate.map((chart, i) => [chart, byShare[i] as Chart]),
  );
};

export const sleepWake: Experiment = {
  name: 'sleep-wake',
  doc: 'Days of Hebbian learning and nights of scaling down: where nights scale by how much neurons fire too much, rates hold; where each takes the same share, they do not.',
  cite: [
    'Tononi & Cirelli (2014) Neuron 81:12, doi:10.1016/j.neuron.2013.12.025 (growth in wake, renormalisation in sleep)',
    'de Vivo et al. (2017) Science 355:507, doi:10.1126/science.aah5982 (synapses shrink in sleep in proportion to size)',
  ],
  run: async (settings): Promise<Findings> => {
    const seeds = seedsOf(settings.seed, settings.quick ? 1 : 5);
    const all: Found[] = [];
    for (const [i, seed] of seeds.entries()) all.push(await find(settings, seed, i / seeds.length, 1 / seeds.length));
    return { rows: all.flatMap(rowsOf), figures: new Map([['sleep-wake.svg', drawn(all)]]) };
  },
};
