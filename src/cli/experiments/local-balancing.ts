/** Synaptic balancing by a local rule in a spiking network: what it costs, what it keeps, and what it does to rates. */
import { neuronCosts } from '../../comparators/balancing/costs.ts';
import { type Balance, balance } from '../../comparators/balancing/sweeps.ts';
import { activityBalancing } from '../../rules/activity-balancing.ts';
import { simulate } from '../../simulation/simulate.ts';
import { distances, eigenvalues } from '../../streams/statistics/eigenvalues.ts';
import { momentsOf } from '../../streams/statistics/moments.ts';
import { s } from '../../units.ts';
import { above, below, type Experiment, type Findings, near, type Row, reported, type Settings } from './experiment.ts';
import { drawn } from './local-balancing/figures.ts';
import { type Learning, learn } from './local-balancing/hebbian.ts';
import { acting, costMatrix, cycleLogs, cyclesOf, type Sim, type Synapses, synapsesOf, weightMatrix } from './local-balancing/matrix.ts';
import { balancingRule, factorsOf, networkWith, period, ratesOver } from './local-balancing/network.ts';

export interface Balanced {
  readonly synapses: Synapses;
  /** After each half second: cost relative to the beginning. */
  readonly course: readonly number[];
  readonly h: Float64Array;
  readonly oracle: Balance;
  /** Neurons of E; the others are I. */
  readonly excitatory: number;
  /** Of every neuron before and after [Hz]. */
  readonly before: Float64Array;
  readonly after: Float64Array;
}

const halves = 12;

/** The network as it is, and the same network until the rule has balanced it. */
const balanced = async ({ seed, workers, quick, progress }: Settings): Promise<Balanced> => {
  const seconds = quick ? 5 : 20;
  const plain = await networkWith([]);
  await using still: Sim = simulate(plain, { seed, workers, clock: 'grid' });
  progress('rates before', 0);
  await still.run(1 * s);
  const before = await ratesOver(still, plain, seconds);
  const net = await networkWith([balancingRule]);
  await using sim: Sim = simulate(net, { seed, workers, clock: 'grid' });
  await sim.run(0);
  const synapses = await synapsesOf(sim, net);
  const start = costMatrix(synapses);
  const course: number[] = [];
  for (let half = 0; half < halves; half++) {
    progress('balancing', 0.1);
    await sim.run(0.5 * s);
    course.push(neuronCosts(costMatrix(acting(synapses, await factorsOf(sim))), synapses.n).cost / neuronCosts(start, synapses.n).cost);
  }
  const after = await ratesOver(sim, net, seconds);
  const { size } = net.populations.E;
  return { synapses, course, h: await factorsOf(sim), oracle: balance(start, synapses.n, { held: true }), excitatory: size, before, after };
};

interface Energy {
  /** Mean |out − in| / (out + in) of the energy of releases at the beginning and at the end. */
  readonly before: number;
  readonly after: number;
}

/** The same by what releases cost. */
const balancedByActivity = async ({ seed, workers, quick, progress }: Settings): Promise<Energy> => {
  const net = await networkWith([activityBalancing({ eta: 0.05, tauCost: 1 * s, period })]);
  await using sim: Sim = simulate(net, { seed, workers, clock: 'grid' });
  progress('balancing by activity', 0.3);
  const imbalance = async (): Promise<number> => {
    const [incoming, outgoing] = [await sim.read('EI.activityBalancing.incoming'), await sim.read('EI.activityBalancing.outgoing')];
    return momentsOf(incoming.map((cost, i) => Math.abs((outgoing[i] as number) - cost) / ((outgoing[i] as number) + cost))).mean;
  };
  await sim.run(1 * s);
  const before = await imbalance();
  await sim.run((quick ? 10 : 60) * s);
  return { before, after: await imbalance() };
};

interface Spectra {
  /** Largest distance of eigenvalues from those before, relative to the largest of these. */
  readonly balancing: number;
  readonly scaling: number;
  readonly size: number;
}

/** Eigenvalues of the weights among every third neuron (all, in the long form), as they are, as balanced, and as scaled. */
const spectraOf = async ({ seed, workers, quick, progress }: Settings, { synapses, h, excitatory }: Balanced): Promise<Spectra> => {
  const net = await networkWith([], {}, true);
  await using sim: Sim = simulate(net, { seed, workers, clock: 'grid' });
  progress('scaling', 0.4);
  await sim.run(20 * s);
  const alpha = await sim.read('E.factor');
  const scaled = synapses.w.map((w, k) => ((synapses.to[k] as number) < excitatory && w > 0 ? w * (alpha[synapses.to[k] as number] as number) : w));
  progress('eigenvalues', 0.5);
  const step = quick ? 3 : 1;
  const { matrix, size } = weightMatrix(synapses, step);
  const first = eigenvalues(matrix, size);
  const radius = first.re.reduce((most, re, i) => Math.max(most, Math.hypot(re, first.im[i] as number)), 0);
  const moved = (other: Synapses): number => Math.max(...distances(first, eigenvalues(weightMatrix(other, step).matrix, size))) / radius;
  return { balancing: moved(acting(synapses, h)), scaling: moved({ ...synapses, w: scaled }), size };
};

/** Slope of ln(rate after / before) over h, of neurons that fire in both: 1 if rates followed their factors. */
const slopeOf = (h: readonly number[], before: readonly number[], after: readonly number[]): number => {
  const pairs = h.flatMap((each, i) =>
    (before[i] as number) > 0 && (after[i] as number) > 0 ? [[each, Math.log((after[i] as number) / (before[i] as number))] as const] : [],
  );
  const [x, y] = [momentsOf(pairs.map(([each]) => each)).mean, momentsOf(pairs.map(([, ln]) => ln)).mean];
  return pairs.reduce((sum, [each, ln]) => sum + (each - x) * (ln - y), 0) / pairs.reduce((sum, [each]) => sum + (each - x) ** 2, 0);
};

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const [x, y] = [momentsOf(a), momentsOf(b)];
  return a.reduce((sum, each, i) => sum + (each - x.mean) * ((b[i] as number) - y.mean), 0) / ((a.length - 1) * x.deviation * y.deviation);
};

const rowsOfBalance = ({ synapses, course, h, oracle, excitatory, before, after }: Balanced, seed: string): Row[] => {
  const now = acting(synapses, h);
  const start = neuronCosts(costMatrix(synapses), synapses.n);
  const end = neuronCosts(costMatrix(now), synapses.n);
  const cycles = cyclesOf(synapses, 500, seed);
  const [first, last] = [cycleLogs(synapses, cycles), cycleLogs(now, cycles)];
  const rising = course.reduce((most, cost, i) => Math.max(most, cost - (course[i - 1] ?? 1)), Number.NEGATIVE_INFINITY);
  const parts = { E: [0, excitatory], I: [excitatory, synapses.n] } as const;
  const ofPopulation = Object.entries(parts).flatMap(([name, [from, to]]) => {
    const [own, a, b] = [h, before, after].map((values) => [...values.slice(from, to)]) as [number[], number[], number[]];
    return [
      reported(`h of ${name}, mean`, momentsOf(own).mean - momentsOf(h).mean),
      reported(`rate of ${name} before (Hz)`, momentsOf(a).mean),
      reported(`rate of ${name} after (Hz)`, momentsOf(b).mean),
      reported(`${name}: correlation of rates before and after`, correlation(a, b)),
      reported(`${name}: slope of ln(rate after / before) over h`, slopeOf(own, a, b)),
      reported(`${name}: share of neurons below 0.1 Hz after`, b.filter((rate) => rate < 0.1).length / b.length),
    ];
  });
  return [
    near('cost reached / cost of matrix balancing', end.cost / oracle.cost, 1, 0.01, 'established'),
    below('largest imbalance |g| / C', end.imbalance, 1e-6, 'established'),
    below('largest rise of C / C₀ in half a second', rising, 1e-9, 'established'),
    near(
      'synapses that changed sign, appeared or vanished',
      now.w.filter((w, k) => Math.sign(w) !== Math.sign(synapses.w[k] as number)).length,
      0,
      0,
      'established',
    ),
    below(
      'largest change of ln w in the mean of a cycle of three',
      Math.max(...last.map((each, i) => Math.abs(each - (first[i] as number)))),
      1e-9,
      'established',
    ),
    reported('cost of matrix balancing / cost before', oracle.cost / start.cost),
    reported('largest cost of a synapse / total cost, before', Math.max(...synapses.w.map((w) => w ** 2)) / start.cost),
    ...ofPopulation,
  ];
};

const rowsOfLearning = ({ arm, time, E, total, growth, cycles }: Learning): Row[] => {
  const saturated = time[E.findIndex((rate) => rate > 100)];
  return [
    ...(arm === 'balancing'
      ? [below('learning beside balancing: largest change of a cycle that is not that of w', cycles, 1e-9, 'established')]
      : []),
    reported(`learning, ${arm}: time to more than 100 Hz (s; 0: never)`, saturated ?? 0),
    reported(`learning, ${arm}: total E→E, end / beginning`, total.at(-1) as number),
    reported(`learning, ${arm}: growth of ln w around cycles, per synapse`, growth[0]),
    reported(`learning, ${arm}: time learnt (s)`, time.at(-1) as number),
  ];
};

export const localBalancing: Experiment = {
  name: 'local-balancing',
  doc: 'Does a local rule balance the weights of a spiking network, and what does it do to its rates, its eigenvalues and to learning that runs away?',
  cite: [
    'Stock, Harvey, Ocko & Ganguli (2022) PLoS Computational Biology 18:e1010418, doi:10.1371/journal.pcbi.1010418 (synaptic balancing)',
    'Osborne (1960) Journal of the ACM 7:338, doi:10.1145/321043.321048 (matrix balancing)',
    'van Rossum, Bi & Turrigiano (2000) Journal of Neuroscience 20:8812, doi:10.1523/JNEUROSCI.20-23-08812.2000 (scaling)',
  ],
  run: async (settings): Promise<Findings> => {
    const whole = await balanced(settings);
    const energy = await balancedByActivity(settings);
    const spectra = await spectraOf(settings, whole);
    const arms: Learning[] = [];
    for (const [i, arm] of (['alone', 'balancing', 'scaling'] as const).entries())
      arms.push(await learn(settings, arm, settings.quick ? 10 : 60, 0.6 + 0.13 * i));
    const rows = [
      ...rowsOfBalance(whole, settings.seed),
      below(`eigenvalues of ${spectra.size} neurons: largest shift by balancing / largest eigenvalue`, spectra.balancing, 1e-9, 'established'),
      above(`eigenvalues of ${spectra.size} neurons: largest shift by scaling / largest eigenvalue`, spectra.scaling, 1e-3, 'established'),
      reported('by activity: mean |out − in| / (out + in) after 1 s', energy.before),
      reported('by activity: mean |out − in| / (out + in) at the end', energy.after),
      ...arms.flatMap(rowsOfLearning),
    ];
    return { rows, figures: new Map([['local-balancing.svg', drawn(whole, arms)]]) };
  },
};
