/** Scaling of dendritic branches: one of eight falls silent, and only it is scaled up. */
import { lognormal } from '../../network/describe/distributions.ts';
import { poissonSource, spikeSource } from '../../network/describe/sources.ts';
import { edges } from '../../network/describe/wirings.ts';
import type { Source, SynapseValue } from '../../network/description.ts';
import { network } from '../../network/network.ts';
import { integrator } from '../../neurons/index.ts';
import { branchScaling } from '../../rules/branch-scaling.ts';
import { set } from '../../simulation/interventions.ts';
import { simulate } from '../../simulation/simulate.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { Hz, ms, mV, s } from '../../units.ts';
import { chartsFigure } from '../plot/chart.ts';
import { below, type Experiment, type Findings, type Row, reported, type Settings } from './experiment.ts';

const branches = 8;
const perBranch = 10;
const synapses = branches * perBranch;
/** Which branch falls silent, and when [s]. */
const silenced = 3;
const onset = 60;
/** Of each input [Hz], and of weights [mV]. */
const rate = 5;
const strength = 0.5;
const sigma = 0.4;
const [tauB, tauH, period] = [1, 20, 0.1];

/** Inputs of neuron i are sources 80 i … 80 i + 79, and the k-th lies on branch k mod 8. */
const neurons = (size: number, source: Source, weight: SynapseValue, tick: number) =>
  network({
    name: 'branches',
    populations: {
      S: { size: size * synapses, neuron: source },
      // Keeps what it is given, to be read off.
      E: { size, neuron: integrator({ tauM: 1e12 * ms }), branches },
    },
    projections: {
      SE: {
        from: 'S',
        to: 'E',
        wiring: edges(Array.from({ length: size * synapses }, (_, k) => [k, Math.floor(k / synapses)] as const)),
        weight,
        delay: 1 * ms,
        synapse: [branchScaling({ rate: perBranch * rate * Hz, strength: strength * mV, tauB: tauB * s, tauH: tauH * s, period: tick * s })],
      },
    },
  });

/** Poisson inputs, all on at first, then all but those of the silenced branch. */
const inputs = (size: number): Source => {
  const all = Array.from({ length: size * synapses }, () => 255);
  const pixels = [all, all.map((pixel, k) => (k % branches === silenced ? 0 : pixel))];
  return poissonSource({ images: { pixels, maxRate: rate * Hz, duration: onset * s } });
};

interface Scaled {
  /** After each second: ln ρ [neuron · 8 + branch]. */
  readonly course: readonly Float64Array[];
  /** When silence began to be measured, a tick after its onset [s]; sensor and ln ρ then, and ln ρ after `silence` [s] of it. */
  readonly from: number;
  readonly c: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly weights: Float64Array;
}

const scaleBranches = async ({ seed, workers, progress }: Settings, size: number, silence: number): Promise<Scaled> => {
  const weight = lognormal(-(sigma ** 2) / 2, sigma, { scale: strength * mV });
  await using sim = simulate(neurons(size, inputs(size), weight, period), { seed, workers, clock: 'event' });
  const lnRho = () => sim.read('SE.branchScaling.lnRho');
  const course = [await lnRho()];
  const follow = async (seconds: number, doing: string): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      await sim.run(1 * s);
      course.push(await lnRho());
      progress(doing, course.length / (onset + silence));
    }
  };
  await follow(onset, 'all branches');
  // By the next tick, what was on its way has arrived.
  await sim.run(period * s);
  const [c, before] = [await sim.read('SE.branchScaling.c'), await lnRho()];
  await follow(silence, 'one branch silent');
  return { course, from: onset + period, c, before, after: await lnRho(), weights: (await sim.weights('SE')).w };
};

/** What every synapse gives [mV] at these factors: one spike each, one synapse of every neuron at a time. */
const probe = async ({ seed, workers }: Settings, size: number, weights: Float64Array, lnRho: Float64Array): Promise<Float64Array> => {
  const times = Array.from({ length: size * synapses }, (_, k) => [(k % synapses) + 1]);
  // No tick falls among the probes.
  const net = neurons(size, spikeSource({ times }), Array.from(weights), 1000);
  await using sim = simulate(net, { seed, workers, clock: 'grid', dt: 1 * ms });
  sim.at(0, set('SE.branchScaling.lnRho', Array.from(lnRho)));
  await sim.run(1 * ms);
  const amounts = new Float64Array(size * synapses);
  for (let k = 0; k < synapses; k++) {
    sim.at(sim.timeMs, set('E.v', 0));
    await sim.run(1 * ms);
    (await sim.read('E.v')).forEach((v, i) => {
      amounts[i * synapses + k] = v;
    });
  }
  return amounts;
};

/** Closed form of what ln ρ gains in a silence of `time` [s] that begins with the sensor at `c`, in units of its target. */
const gain = (time: number, c: number): number => (time - tauB * c * -Math.expm1(-time / tauB)) / tauH;
/** The target of a branch's sensor [mV/ms]. */
const target = (perBranch * rate * strength) / 1000;

const largest = (values: Iterable<number>): number => [...values].reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const rowsOf = ({ c, before, after, weights }: Scaled, amounts: Float64Array, size: number, silence: number): Row[] => {
  const everyone = Array.from({ length: size }, (_, i) => i);
  const moved = (branch: number) => everyone.map((i) => (after[i * branches + branch] as number) - (before[i * branches + branch] as number));
  const formula = everyone.map((i) => gain(silence, (c[i * branches + silenced] as number) / target));
  const others = Array.from({ length: branches }, (_, branch) => branch).filter((branch) => branch !== silenced);
  // Of each synapse how much more it gives than its weight, relative to the first of its branch.
  const ratios = Array.from(amounts, (amount, k) => {
    const first = k - (k % synapses) + (k % branches);
    return amount / (weights[k] as number) / ((amounts[first] as number) / (weights[first] as number)) - 1;
  });
  const rises = moved(silenced);
  return [
    below(
      `silenced branch: largest |ρ / closed form − 1| after ${silence} s`,
      largest(rises.map((ln, i) => Math.expm1(ln - (formula[i] as number)))),
      1e-9,
      'established',
    ),
    below(
      'other branches: largest change of ρ, mean of neurons',
      largest(others.map((branch) => Math.expm1(momentsOf(moved(branch)).mean))),
      0.02,
      'established',
    ),
    below('largest error of ratios of amplitudes inside a branch', largest(ratios), 1e-12, 'established'),
    reported('silenced branch: rise of ρ, mean of neurons', Math.exp(momentsOf(rises).mean)),
    reported('other branches: standard deviation of the change of ρ over neurons', momentsOf(others.flatMap(moved)).deviation),
  ];
};

const drawn = ({ course, from, c, before, weights }: Scaled, amounts: Float64Array, size: number, silence: number): string => {
  const mean = (lnRho: Float64Array, branch: number) => Math.exp(momentsOf(lnRho.filter((_, at) => at % branches === branch)).mean);
  const shown = [silenced, 0, 1];
  const start = mean(before, silenced);
  const sensor = momentsOf(c.filter((_, at) => at % branches === silenced)).mean / target;
  const fine = Array.from({ length: 61 }, (_, i) => (silence * i) / 60);
  const mine = Array.from({ length: synapses }, (_, k) => k);
  const control = (k: number) => (weights[k] as number) * Math.exp(before[k % branches] as number);
  const rank = (name: string, chosen: readonly number[], colour: number) => ({
    name,
    kind: 'points' as const,
    colour,
    x: chosen.map(control),
    y: chosen.map((k) => amounts[k] as number),
  });
  const most = mine.reduce((top, k) => Math.max(top, control(k)), 0);
  return chartsFigure('Scaling of branches', [
    [
      {
        title: `Branch ${silenced} falls silent (shaded), mean of ${size} neurons`,
        x: { label: 'time (s)' },
        y: { label: 'factor ρ' },
        bands: [{ axis: 'x', from: onset, to: onset + silence }],
        series: [
          ...shown.map((branch, colour) => ({
            name: branch === silenced ? 'silenced' : `branch ${branch}`,
            kind: 'line' as const,
            colour,
            // The seconds after the onset are counted from a tick later.
            x: course.map((_, i) => (i <= onset ? i : i + period)),
            y: course.map((lnRho) => mean(lnRho, branch)),
          })),
          { name: 'closed form', kind: 'dashed', colour: 6, x: fine.map((t) => from + t), y: fine.map((t) => start * Math.exp(gain(t, sensor))) },
        ],
      },
      {
        title: 'Amplitudes of one neuron',
        x: { label: 'before (mV)', domain: [0, 1.05 * most] },
        y: { label: 'after (mV)' },
        series: [
          rank(
            'silenced',
            mine.filter((k) => k % branches === silenced),
            0,
          ),
          rank(
            'others',
            mine.filter((k) => k % branches !== silenced),
            1,
          ),
          { name: 'unchanged', kind: 'dashed', colour: 6, x: [0, most], y: [0, most] },
        ],
      },
    ],
  ]);
};

export const branchesExperiment: Experiment = {
  name: 'branches',
  doc: 'Does scaling of branches stay on the branch that lost its input?',
  cite: [
    'Rabinowitch & Segev (2006) Journal of Neurophysiology 96:276, doi:10.1152/jn.00074.2006 (local against global homeostasis)',
    'Branco et al. (2008) Neuron 59:475, doi:10.1016/j.neuron.2008.07.006 (local scaling of release)',
  ],
  run: async (settings): Promise<Findings> => {
    const size = settings.quick ? 100 : 400;
    const silence = 30;
    const scaled = await scaleBranches(settings, size, silence);
    const amounts = await probe(settings, size, scaled.weights, scaled.after);
    return { rows: rowsOf(scaled, amounts, size, silence), figures: new Map([['branches.svg', drawn(scaled, amounts, size, silence)]]) };
  },
};
