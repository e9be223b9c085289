/** Runs of the pruning experiment: with microglia, without, and the same on several workers. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Simulation, simulate } from '../../simulation/simulate.ts';
import { ms, s } from '../../units.ts';
import type { Settings } from './experiment.ts';
import { rateMeter } from './listen.ts';
import { type Pruned, period, prunedNetwork } from './pruned-network.ts';

/** What is looked at after each visit, and of how the neurons fare. */
export interface Course {
  /** Synapses per neuron after each visit. */
  readonly degree: readonly number[];
  /** Pruned and created so far, after each visit, of all neurons. */
  readonly pruned: readonly number[];
  readonly created: readonly number[];
  /** Rate [Hz] and factor of scaling, mean over neurons, in the last quarter of the run. */
  readonly rate: number;
  readonly factor: number;
  /** In-degrees of all neurons, at the visits that were looked at closely; out-degrees at the end. */
  readonly inDegrees: readonly number[];
  readonly outDegrees: readonly number[];
  /** Usage just before a visit, over the mean of the neuron, of synapses that it removes and that it leaves. */
  readonly removed: readonly number[];
  readonly kept: readonly number[];
}

interface Watching extends Pruned {
  readonly seed: string;
  readonly workers: number;
  /** Every so many visits usage and degrees are looked at, in the second half. */
  readonly closely: number;
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Step: a window of 20 ms needs no finer one [ms]. */
const dt = 1 * ms;

const countsOf = async (sim: Simulation<'S' | 'E', 'SE'>) => {
  const { turnover } = await sim.summary();
  return turnover?.SE as { pruned: number; created: number };
};

/** Synapses as (source, target) in one number. */
const pairsOf = ({ source, target }: { readonly source: Uint32Array; readonly target: Uint32Array }): number[] =>
  Array.from(source, (from, k) => from * 65_536 + (target[k] as number));

/** Visits once more, comparing usage before it with who is left after it. */
const visitClosely = async (sim: Simulation<'S' | 'E', 'SE'>, neurons: number) => {
  await sim.run(period * s - 1 * ms);
  const [u, before] = [await sim.read('SE.microglialPruning.u'), await sim.weights('SE')];
  await sim.run(1 * ms);
  const after = await sim.weights('SE');
  const [sum, count] = [new Float64Array(neurons), new Float64Array(neurons)];
  before.target.forEach((neuron, k) => {
    sum[neuron] = (sum[neuron] as number) + (u[k] as number);
    count[neuron] = (count[neuron] as number) + 1;
  });
  const left = new Set(pairsOf(after));
  const [removed, kept]: [number[], number[]] = [[], []];
  pairsOf(before).forEach((pair, k) => {
    const neuron = before.target[k] as number;
    (left.has(pair) ? kept : removed).push(((u[k] as number) * (count[neuron] as number)) / (sum[neuron] as number));
  });
  return { removed, kept, after };
};

const histogramOf = (ids: Uint32Array, size: number): number[] => {
  const counts = new Array<number>(size).fill(0);
  for (const id of ids) (counts[id] as number)++;
  return counts;
};

export const runCourse = async ({ seed, workers, closely, ...pruned }: Watching, say: (share: number) => void): Promise<Course> => {
  const { neurons, speaks } = pruned;
  const net = prunedNetwork(pruned);
  await using sim = simulate(net, { seed, workers, dt });
  const rates = rateMeter(sim, net, ['E']);
  const course = { degree: [] as number[], pruned: [] as number[], created: [] as number[], inDegrees: [] as number[] };
  const usage: { removed: number[]; kept: number[] } = { removed: [], kept: [] };
  const degree = (await sim.weights('SE')).w.length / neurons;
  const factors: number[] = [];
  for (let visit = 1; visit <= speaks.length; visit++) {
    if (visit === Math.floor(0.75 * speaks.length)) rates();
    if (visit > speaks.length / 2 && visit % closely === 0) {
      const { removed, kept, after } = await visitClosely(sim, neurons);
      usage.removed.push(...removed);
      usage.kept.push(...kept);
      course.inDegrees.push(...histogramOf(after.target, neurons));
    } else await sim.run(period * s);
    const counts = await countsOf(sim);
    course.pruned.push(counts.pruned);
    course.created.push(counts.created);
    course.degree.push(degree + (counts.created - counts.pruned) / neurons);
    if (visit > 0.75 * speaks.length) factors.push(meanOf(await sim.read('E.factor')));
    say(visit / speaks.length);
  }
  const outDegrees = histogramOf((await sim.weights('SE')).source, net.populations.S.size);
  return { ...course, ...usage, outDegrees, rate: rates().E, factor: meanOf(Float64Array.from(factors)) };
};

/** How many of the runs on several workers, one stopped and gone on from its checkpoint, differ from the run on one worker; and how many synapses came and went. */
export const compareWorkers = async (pruned: Pruned, { seed, out, progress }: Pick<Settings, 'seed' | 'out' | 'progress'>) => {
  const net = prunedNetwork(pruned);
  const length = pruned.speaks.length * period * s;
  // The checkpoint falls between two visits.
  const half = Math.round(pruned.speaks.length / 2) * period * s + 0.3 * s;
  const resultOf = async (sim: Simulation<'S' | 'E', 'SE'>): Promise<string> => {
    const { spikeDigest, weightDigests, turnover, synapticEvents } = await sim.summary();
    return JSON.stringify([spikeDigest, weightDigests, turnover, synapticEvents]);
  };
  const results: string[] = [];
  let changes = 0;
  for (const workers of [1, 2, 3]) {
    progress(`the same on ${workers === 1 ? '1 worker' : `${workers} workers`}`);
    await using sim = simulate(net, { seed, workers, dt });
    await sim.run(length);
    results.push(await resultOf(sim));
    const { pruned: gone, created } = await countsOf(sim);
    changes = gone + created;
  }
  progress('stopped half-way on 2 workers, gone on with 1');
  const directory = join(out, 'half-way');
  try {
    let checkpoint: string;
    {
      await using first = simulate(net, { seed, workers: 2, dt });
      await first.run(half);
      checkpoint = await first.checkpoint(directory);
    }
    await using second = simulate(net, { seed, workers: 1, dt, resume: checkpoint });
    await second.run(length - half);
    results.push(await resultOf(second));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return { differing: results.filter((result) => result !== results[0]).length, changes };
};
