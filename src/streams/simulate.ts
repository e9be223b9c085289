/** Running a network with its streams: the public way in. */

import type { Observable } from 'rxjs';
import { config } from 'rxjs';
import type { Network } from '../network/description.ts';
import type { SimulateOptions } from '../simulation/options.ts';
import { type Simulation as Core, type ForkOptions, resume as resumeCore, simulate as simulateCore } from '../simulation/simulate.ts';
import type { WeightTable } from '../simulation/weights.ts';
import type { Weights } from './blocks.ts';
import { liveStreams } from './live.ts';
import type { Streams, WeightsOptions } from './streams.ts';

/** A network being simulated, and its streams. Everything is done in the order asked; `close` it (or declare it with `await using`) when done. */
export interface Simulation<P extends string = string, J extends string = string>
  extends Omit<Core<P, J>, 'weights' | 'fork'>,
    Omit<Streams<P, J>, 'weights'> {
  /** A projection's synapses as they are now, in (source, target) order. */
  weights(projection: J): Promise<WeightTable>;
  /** Snapshots of them from time to time. */
  weights(projection: J, options: WeightsOptions): Observable<Weights>;
  /** Another simulation that goes on from this moment, with streams of its own. It records nothing unless given a directory. */
  fork(options?: ForkOptions<P, J>): Promise<Simulation<P, J>>;
}

/**
 * Starts simulating a network: workers begin to build at once, time begins with `run`.
 * @throws ModelError for an option that cannot be; what is wrong with the network itself, `run` says
 */
export const simulate = <P extends string, J extends string>(network: Network<P, J>, options: SimulateOptions<P, J> = {}): Simulation<P, J> =>
  withStreams(simulateCore(network, options));

/**
 * Goes on with a run from its directory alone: network, seed and clock are those of its receipt, recordings are cut back to the latest checkpoint.
 * @throws ModelError if the directory holds no run, or no checkpoint that is whole
 */
export const resume = (directory: string, options: Parameters<typeof resumeCore>[1] = {}): Simulation => withStreams(resumeCore(directory, options));

const withStreams = <P extends string, J extends string>(core: Core<P, J>): Simulation<P, J> => {
  warnOfFailures();
  const { streams, tellProgress } = liveStreams(core as unknown as Core);
  const own = {
    ...streams,
    run: (ms: number, options: Parameters<Core['run']>[1] = {}) =>
      core.run(ms, {
        ...options,
        onProgress: (progress) => {
          tellProgress(progress);
          options.onProgress?.(progress);
        },
      }),
    weights: (projection: J, options?: WeightsOptions) => (options === undefined ? core.weights(projection) : streams.weights(projection, options)),
    fork: async (options?: ForkOptions<P, J>) => withStreams(await core.fork(options)),
  };
  const simulation = Object.create(core, Object.getOwnPropertyDescriptors(own));
  return simulation as Simulation<P, J>;
};

/** Warnings told already. */
const told = new Set<string>();

/**
 * What a subscriber throws, RxJS throws again from a timer, which would end the process and the run with it. Unless the application has said what is to be done
 * instead (`config.onUnhandledError` of rxjs), it becomes a warning, once for each message; the other subscribers and the run go on.
 */
const warnOfFailures = (): void => {
  config.onUnhandledError ??= (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (told.has(text)) return;
    told.add(text);
    process.emitWarning(`A subscriber failed; the run and the other subscribers go on. ${text}`, 'SpikeloomStream');
  };
};
