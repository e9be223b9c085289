/** The symmetry behind synaptic balancing, in spikes: thresholds and weights multiplied, spike trains the same. */
import { poissonSource } from '../../network/describe/sources.ts';
import { edges } from '../../network/describe/wirings.ts';
import type { Network, Projection } from '../../network/description.ts';
import { network } from '../../network/network.ts';
import { type Factors, rescale } from '../../network/rescale.ts';
import { lif, lifExponential } from '../../neurons/index.ts';
import { uniforms } from '../../random.ts';
import { pairStdp } from '../../rules/pair-stdp.ts';
import { simulate } from '../../simulation/simulate.ts';
import { Hz, ms, mV, pA, s } from '../../units.ts';
import { type Chart, chartsFigure } from '../plot/chart.ts';
import { below, type Experiment, type Findings, near, type Row, reported, type Settings } from './experiment.ts';
import { type HomeoEi, homeoEi } from './homeo-ei.ts';
import { type Comparison, collect, compareTrains, differing, neuronsOf, type Trains } from './spike-trains.ts';

const clocks = ['event', 'grid'] as const;
type Clock = (typeof clocks)[number];

/** Two spikes closer than this are one [ms]. */
const tolerance = 1e-9;

/** The chaotic network with every synapse listed, so that every neuron can have a factor of its own. */
const listedNetwork = async (seed: string): Promise<HomeoEi> => {
  const drawn = await homeoEi({ scaling: 0 });
  await using sim = simulate(drawn, { seed });
  const listed: [string, HomeoEi['projections']['EE']][] = [];
  for (const [name, projection] of Object.entries(drawn.projections)) {
    const { source, target, w } = await sim.weights(name as keyof typeof drawn.projections);
    listed.push([
      name,
      { ...projection, wiring: edges(Array.from(w, (_, k) => [source[k] as number, target[k] as number] as const)), weight: [...w] },
    ]);
  }
  return network({ ...drawn, projections: Object.fromEntries(listed) as HomeoEi['projections'] });
};

const factorsOf = <P extends string>(net: Network<P>, names: readonly P[], seed: string, draw: (random: () => number) => number): Factors<P> => {
  const random = uniforms(`${seed} factors`);
  return Object.fromEntries(
    names.map((name) => [name, Array.from({ length: net.populations[name].size }, () => draw(random))]),
  ) as unknown as Factors<P>;
};

/** From 1/16 to 16. */
const powerOfTwo = (random: () => number): number => 2 ** (Math.floor(9 * random()) - 4);
/** From 1/3 to 3. */
const anyFactor = (random: () => number): number => 3 ** (2 * random() - 1);

const play = async (net: Network, { seed, workers }: Settings, clock: Clock, duration: number): Promise<Trains> => {
  await using sim = simulate(net, { seed, workers, clock });
  const trains = collect(sim);
  await sim.run(duration * s);
  return trains;
};

/** Weights and drives as rescaled, thresholds as they were: no symmetry. */
const withoutThresholds = (net: HomeoEi, rescaled: HomeoEi): HomeoEi =>
  network({
    ...rescaled,
    populations: {
      E: { ...rescaled.populations.E, neuron: net.populations.E.neuron },
      I: { ...rescaled.populations.I, neuron: net.populations.I.neuron },
    },
  });

interface Chaotic {
  readonly clock: Clock;
  readonly duration: number;
  readonly spikes: number;
  readonly bits: number;
  readonly any: Comparison;
  readonly fixed: Comparison;
}

const chaotic = async (settings: Settings, clock: Clock, duration: number): Promise<Chaotic> => {
  const net = await listedNetwork(settings.seed);
  const rescaled = rescale(net, factorsOf(net, ['E', 'I'], settings.seed, powerOfTwo));
  const base = await play(net, settings, clock, duration);
  const exact = await play(rescaled, settings, clock, duration);
  const other = await play(rescale(net, factorsOf(net, ['E', 'I'], settings.seed, anyFactor)), settings, clock, duration);
  const fixed = await play(withoutThresholds(net, rescaled), settings, clock, duration);
  const compared = (trains: Trains): Comparison => compareTrains(base, trains, neuronsOf(net), tolerance);
  return { clock, duration, spikes: base.ids.length, bits: differing(base, exact), any: compared(other), fixed: compared(fixed) };
};

interface Learnt {
  readonly spikes: number;
  readonly bits: number;
  readonly weights: number;
  /** Weights that learning changed. */
  readonly changed: number;
}

/** Plasticity in units of the rescaled weights: factors of whole populations. */
const learning = async ({ seed, workers }: Settings, duration: number): Promise<Learnt> => {
  const drawn = await homeoEi({ scaling: 0 });
  const EE = { ...drawn.projections.EE, bounds: [0, 1 * mV] as const, synapse: [pairStdp({ aPlus: 0.01 * mV, aMinus: 0.01 * mV })] };
  const net = network({ ...drawn, projections: { ...drawn.projections, EE } }) as HomeoEi;
  const run = async (one: HomeoEi) => {
    await using sim = simulate(one, { seed, workers });
    const trains = collect(sim);
    await sim.run(0);
    const { w: before } = await sim.weights('EE');
    await sim.run(duration * s);
    const { w } = await sim.weights('EE');
    return { trains, before, w };
  };
  const [a, b] = [await run(net), await run(rescale(net, { E: 8, I: 0.25 }))];
  const unlike = (values: Float64Array, others: Float64Array, factor: number): number =>
    values.filter((value, k) => value * factor !== (others[k] as number)).length;
  return { spikes: a.trains.ids.length, bits: differing(a.trains, b.trains), weights: unlike(a.w, b.w, 8), changed: unlike(a.before, a.w, 1) };
};

/** Sources onto neurons of two kinds, and nothing back. */
const feedForward = async (settings: Settings, duration: number): Promise<Comparison & { readonly spikes: number }> => {
  const [size, sources, degree] = [50, 200, 40];
  const random = uniforms(`${settings.seed} feed-forward`);
  const listed = (weight: number): Pick<Projection, 'wiring' | 'weight'> => {
    const pairs = Array.from({ length: size * degree }, (_, k) => [Math.floor(random() * sources), k % size] as const);
    return { wiring: edges(pairs), weight: pairs.map(() => weight * (0.5 + random())) };
  };
  const net = network({
    name: 'feed-forward',
    populations: {
      S: { size: sources, neuron: poissonSource({ rate: 20 * Hz }) },
      // In the unit of theirs: potentials that jump, and currents.
      A: { size, neuron: lif() },
      B: { size, neuron: lifExponential() },
    },
    projections: {
      SA: { from: 'S', to: 'A', ...listed(1.4 * mV), delay: 1 * ms },
      SB: { from: 'S', to: 'B', ...listed(240 * pA), delay: 1 * ms },
    },
  });
  const base = await play(net, settings, 'event', duration);
  const other = await play(rescale(net, factorsOf(net, ['A', 'B'], settings.seed, anyFactor)), settings, 'event', duration);
  return { ...compareTrains(base, other, neuronsOf(net), tolerance), spikes: base.ids.filter((id) => id >= sources).length };
};

const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

const rowsOfChaotic = ({ clock, duration, spikes, bits, any, fixed }: Chaotic): Row[] => {
  const of = (quantity: string): string => `${clock} clock, ${duration} s: ${quantity}`;
  return [
    near(of('spikes that differ in any bit, powers of two per neuron'), bits, 0, 0, 'established'),
    reported(of('spikes'), spikes),
    reported(of('first spike without a partner within 1e-9 ms, other factors (ms; the end where there is none)'), any.alone[0] ?? duration * 1000),
    below(of('first spike without a partner, thresholds left (ms)'), fixed.alone[0] ?? Number.POSITIVE_INFINITY, duration * 1000, 'established'),
  ];
};

const drawn = (runs: readonly Chaotic[], distances: readonly number[]): string => {
  const bins = 25;
  const panel = ({ clock, duration, spikes, any, fixed }: Chaotic): Chart => {
    const edges = Array.from({ length: bins + 1 }, (_, i) => (i * duration * 1000) / bins);
    const share = ({ alone }: Comparison): number[] =>
      edges.slice(1).map((to, i) => alone.filter((t) => t > (edges[i] as number) && t <= to).length / ((2 * spikes) / bins));
    return {
      title: `Chaotic network, ${clock} clock: spikes without a partner within 1e-9 ms`,
      x: { label: 'time (ms)', domain: [0, duration * 1000] },
      y: { label: 'relative to all spikes' },
      series: [
        { name: 'factors from 1/3 to 3', kind: 'steps', x: edges, y: share(any) },
        { name: 'powers of two, thresholds left', kind: 'steps', x: edges, y: share(fixed) },
        { name: 'powers of two: none', kind: 'dashed', colour: 6, x: [0, duration * 1000], y: [0, 0] },
      ],
    };
  };
  // On a logarithmic axis 0 has no place: what agrees to the bit stands at its left end.
  const fs = 1e12;
  const [least, sorted] = [1e-4, distances.map((distance) => distance * fs).sort((a, b) => a - b)];
  const chosen = Array.from({ length: 200 }, (_, i) => Math.floor((i * (sorted.length - 1)) / 199));
  return chartsFigure('Thresholds and weights multiplied', [
    ...runs.map((run) => [panel(run)]),
    [
      {
        title: 'Feed-forward, factors from 1/3 to 3: how far partners are apart',
        x: { label: 'distance (fs); at the left end: none', log: true, domain: [least, 2 * tolerance * fs] },
        y: { label: 'share of spikes', domain: [0, 1] },
        bands: [{ axis: 'x', from: tolerance * fs, to: 2 * tolerance * fs }],
        series: [
          {
            name: 'spikes that are no further apart',
            kind: 'line',
            x: chosen.map((i) => Math.max(least, sorted[i] ?? 0)),
            y: chosen.map((i) => (i + 1) / Math.max(1, sorted.length)),
          },
        ],
      },
    ],
  ]);
};

export const gauge: Experiment = {
  name: 'gauge',
  doc: 'Do spikes stay as they are when thresholds are multiplied together with all that reaches them?',
  cite: ['Stock, Harvey, Ocko & Ganguli (2022) PLoS Computational Biology 18:e1010418, doi:10.1371/journal.pcbi.1010418 (the symmetry, of rates)'],
  run: async (settings): Promise<Findings> => {
    const duration = settings.quick ? 1 : 10;
    const runs: Chaotic[] = [];
    for (const [i, clock] of clocks.entries()) {
      settings.progress(`chaotic network, ${clock} clock`, i / 4);
      runs.push(await chaotic(settings, clock, duration));
    }
    settings.progress('learning', 0.5);
    const learnt = await learning(settings, duration);
    settings.progress('feed-forward network', 0.75);
    const forward = await feedForward(settings, 10);
    const rows = [
      ...runs.flatMap(rowsOfChaotic),
      near(`with pairStdp, ${duration} s: spikes that differ in any bit, powers of two per population`, learnt.bits, 0, 0, 'established'),
      near(`with pairStdp, ${duration} s: weights E→E that are not 8 times as large, to the bit`, learnt.weights, 0, 0, 'established'),
      reported(`with pairStdp, ${duration} s: weights E→E that learning changed`, learnt.changed),
      near('feed-forward, 10 s: spikes without a partner within 1e-9 ms', forward.alone.length, 0, 0, 'established'),
      below('feed-forward, 10 s: largest distance of partners (ms)', largest(forward.distances), tolerance, 'established'),
      reported('feed-forward, 10 s: spikes', forward.spikes),
    ];
    return { rows, figures: new Map([['gauge.svg', drawn(runs, forward.distances)]]) };
  },
};
