/** What a network is and what it will cost, before anything is allocated. */
import { ModelError } from '../errors.ts';
import { type Activity, activityOf } from './check/activity.ts';
import { neuronBytes, projectionBytes, trialBytes } from './check/bytes.ts';
import type { Network, Population, Projection } from './description.ts';
import { expectedSynapses } from './expected.ts';
import { isSource } from './parts.ts';
import type { ClockName } from './plan.ts';
import { type ClockOptions, chooseClock } from './planning/clock.ts';
import { planProjection } from './planning/projections.ts';
import { validate } from './validate.ts';

export interface CheckOptions extends ClockOptions {
  /** Partitions; default 1. */
  readonly workers?: number;
  /** What one partition may take [bytes]; default 4 GiB, the most that a WebAssembly memory holds. */
  readonly bytesPerPartition?: number;
  /** What all may take together [bytes]; default no limit. */
  readonly bytes?: number;
  /** Rate at which neurons (not sources) are supposed to fire [Hz]; default 10. */
  readonly rate?: number;
}

export interface ProjectionReport {
  readonly name: string;
  /** Number of synapses, or its mean over seeds where `exact` is false. */
  readonly synapses: number;
  readonly exact: boolean;
  readonly bytes: number;
}

export interface NetworkReport extends Activity {
  readonly clock: ClockName;
  readonly workers: number;
  readonly neurons: number;
  readonly synapses: number;
  readonly exact: boolean;
  readonly populations: readonly { readonly name: string; readonly size: number; readonly model: string }[];
  readonly projections: readonly ProjectionReport[];
  /** Columns of one partition, neurons and delays included [bytes]; an estimate. */
  readonly bytesPerPartition: number;
  readonly fits: boolean;
  /** The least number of workers with which every partition fits; null if the whole is too large for `bytes`. */
  readonly workersThatFit: number | null;
  /** The share of this network's synapses that would fit, at most 1. */
  readonly scaleThatFits: number;
}

const GIB = 2 ** 30;

/**
 * Neurons, synapses, memory and events of a network. Allocates nothing of their size.
 *
 * @throws ModelError where the description is wrong; UnsupportedError where the event clock is asked for and cannot
 */
export const checkNetwork = (network: Network, options: CheckOptions = {}): NetworkReport => {
  validate(network);
  const { workers = 1, bytes = Number.POSITIVE_INFINITY, rate = 10 } = options;
  const limit = options.bytesPerPartition ?? 4 * GIB;
  const ticking = chooseClock(network, options);
  const names = Object.keys(network.populations);
  const populations = Object.entries<Population>(network.populations);
  const projections = Object.entries<Projection>(network.projections).map(([name, projection], index) => {
    const [from, to] = [network.populations[projection.from], network.populations[projection.to]] as [Population, Population];
    const expected = expectedSynapses(projection.wiring, from, to, from === to);
    const planned = planProjection(projection, {
      name,
      index,
      from: names.indexOf(projection.from),
      to: names.indexOf(projection.to),
      perMs: ticking.perMs,
    });
    return { name, ...expected, planned, from, to };
  });
  const shares = (count: number): { readonly neurons: number; readonly list: number[] } => ({
    neurons: populations.reduce(
      (sum, [, population]) => sum + neuronBytes(population, count, ticking.clock, projections),
      trialBytes(
        populations.map(([, population]) => population),
        projections,
        count,
        ticking.perMs,
      ),
    ),
    list: projections.map((projection) => projectionBytes(projection, count, ticking.clock)),
  });
  const total = (count: number): number => {
    const { neurons, list } = shares(count);
    return list.reduce((sum, each) => sum + each, neurons);
  };
  const { list } = shares(workers);
  const bytesPerPartition = total(workers);
  const whole = bytesPerPartition * workers;
  return {
    clock: ticking.clock,
    workers,
    neurons: populations.reduce((sum, [, { size }]) => sum + size, 0),
    synapses: projections.reduce((sum, { synapses }) => sum + synapses, 0),
    exact: projections.every(({ exact }) => exact),
    populations: populations.map(([name, { size, neuron }]) => ({ name, size, model: isSource(neuron) ? `${neuron.source} source` : neuron.model })),
    projections: projections.map(({ name, synapses, exact }, i) => ({ name, synapses, exact, bytes: list[i] as number })),
    bytesPerPartition,
    ...activityOf(populations, projections, rate),
    fits: bytesPerPartition <= limit && whole <= bytes,
    workersThatFit: whole > bytes ? null : leastWorkers(total, limit),
    scaleThatFits: Math.min(1, limit / bytesPerPartition, bytes / whole),
  };
};

/** Rows are repeated in every partition, so more workers do not always help. */
const MOST_WORKERS = 1024;

const leastWorkers = (total: (workers: number) => number, limit: number): number | null => {
  for (let workers = 1; workers <= MOST_WORKERS; workers++) if (total(workers) <= limit) return workers;
  return null;
};

const inGib = (bytes: number): string => `${(bytes / GIB).toPrecision(3)} GiB`;

/** @throws ModelError `does-not-fit`, with the number that would */
export const demandFit = (report: NetworkReport): void => {
  if (report.fits) return;
  const { synapses, bytesPerPartition, workers, workersThatFit, scaleThatFits } = report;
  const fewer = `a network of ${Math.floor(synapses * scaleThatFits)} synapses would fit`;
  const advice =
    workersThatFit !== null && workersThatFit > workers
      ? `Use ${workersThatFit} workers; with ${workers}, ${fewer}.`
      : `With ${workers === 1 ? 'one' : workers}, ${fewer}.`;
  throw new ModelError(
    'does-not-fit',
    `The network does not fit: ${Math.round(synapses)} synapses need ${inGib(bytesPerPartition)} in ${workers === 1 ? 'one partition' : `each of ${workers} partitions`}. ${advice}`,
    { synapses, bytesPerPartition, workers, workersThatFit, scaleThatFits },
  );
};
