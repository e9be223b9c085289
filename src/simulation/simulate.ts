/** Running a network: the public way in. */
import { ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import { fromJson } from '../network/json.ts';
import type { Summary } from './account.ts';
import { checkIdentity, type Snapshot } from './checkpoint.ts';
import type { Intervention } from './interventions.ts';
import type { EnergyNews, Listener, Moment, StateNews } from './listeners.ts';
import { networkDigest } from './network-digest.ts';
import { checkOptions, findResumed, type Resumed, type SimulateOptions } from './options.ts';
import { readReceipt } from './receipt.ts';
import { refuseTaken } from './run-directory.ts';
import { LiveSimulation } from './simulation.ts';
import type { SpikeBlock } from './spike-block.ts';
import type { RunOptions, RunResult, Start } from './start.ts';
import type { WeightTable } from './weights.ts';

/** A network being simulated. Everything is done in the order asked; `close` it (or declare it with `await using`) when done. */
export interface Simulation<P extends string = string, J extends string = string> extends AsyncDisposable {
  /** Time reached [ms]. */
  readonly timeMs: number;
  readonly network: Network<P, J>;
  readonly options: SimulateOptions<P, J>;
  /** Fulfilled once the simulation is closed: null, or why it ended before. */
  readonly ended: Promise<Error | null>;
  /**
   * Runs `ms` further, which includes what happens at the end; ten runs of one second are one of ten.
   * @throws ModelError, UnsupportedError, InternalError: a run that fails ends the simulation; what was recorded stays readable
   */
  run(ms: number, options?: RunOptions): Promise<RunResult>;
  /** Has an intervention happen at a time, after everything else that happens then. @throws ModelError for a time past, or an unknown name */
  at(timeMs: number, intervention: Intervention): void;
  /** Calls a listener with every block of spikes from now on; the engine waits for its promises. @returns ends it */
  onSpikes(listener: Listener<SpikeBlock>): () => void;
  /** The same with changes of synapses' states, at least every second: of a simulation asked to record them (`record: { states: true }`). */
  onStates(listener: Listener<StateNews>): () => void;
  /** The same with what was transmitted, bin by bin (`record: { energy: true }`). */
  onEnergy(listener: Listener<EnergyNews>): () => void;
  /** Calls `look` at every multiple of `every` [ms] that a run comes to or begins at, while everything waits. @returns ends it */
  watch(every: number, look: (moment: Moment) => void | Promise<void>): () => void;
  /** Another simulation that goes on from this moment. It records nothing unless given a directory. */
  fork(options?: ForkOptions<P, J>): Promise<Simulation<P, J>>;
  /** Writes `checkpoint-<ms>` into a directory, by default the run's. @returns its path */
  checkpoint(directory?: string): Promise<string>;
  /** A projection's synapses as they are now, in (source, target) order. */
  weights(projection: J): Promise<WeightTable>;
  /**
   * A state variable as it is now, named as for `set`: `E.v` [mV], `E.synapticScaling.c`, `EE.pairStdp.x`, `EE.w`. What relaxes is extrapolated to now; nothing is changed.
   * `E.factor` is the product of the factors of the rules that population E owns; `EE.factor`, where rules of a projection have factors that belong to its targets, theirs.
   * @returns one value per neuron in order, per synapse in the order of `weights` (weights as rules see them: magnitudes where all have one sign), per source and delay
   *   for variables of a source, per branch or domain in order; of neurons as sources and targets
   *   alike, sources first, then targets where they are another population
   * @throws ModelError for a name that the network lacks
   */
  read(variable: string): Promise<Float64Array>;
  /** SHA-256 of weights in (source, target, ordinal) order; by default of all projections with rules. */
  weightDigests(projections?: readonly J[]): Promise<Readonly<Record<string, string>>>;
  /** What the run was and gave so far. */
  summary(): Promise<Summary>;
  /** Writes what is left to write, and stops the workers. */
  close(): Promise<void>;
}

export type ForkOptions<P extends string = string, J extends string = string> = Pick<
  SimulateOptions<P, J>,
  'workers' | 'out' | 'record' | 'overwrite' | 'checkpointEvery'
>;

/**
 * Starts simulating a network: workers begin to build at once, time begins with `run`.
 * @throws ModelError for an option that cannot be; what is wrong with the network itself, `run` says
 */
export const simulate = <P extends string, J extends string>(network: Network<P, J>, options: SimulateOptions<P, J> = {}): Simulation<P, J> => {
  const resumed = options.resume === undefined ? null : findResumed(options.resume, options.out);
  return begin(network, options, resumed);
};

/**
 * Goes on with a run from its directory alone: network, seed and clock are those of its receipt, recordings are cut back to the latest checkpoint.
 * @throws ModelError if the directory holds no run, or no checkpoint that is whole
 */
export const resume = (directory: string, options: Omit<SimulateOptions, 'resume' | 'seed' | 'clock' | 'dt' | 'delayStep'> = {}): Simulation => {
  const receipt = readReceipt(directory);
  const { checkpointEvery, engine, workers, recordings } = receipt;
  const { spikes, weightsOf, weightsEvery, energy, states } = recordings;
  const record = {
    spikes: spikes?.populations ?? false,
    weights: weightsOf,
    ...(weightsEvery === null ? {} : { weightsEvery }),
    ...(energy ? { energy: true, energyEvery: energy.every } : {}),
    ...(states ? { states: true } : {}),
  };
  if (engine !== 'wasm' && engine !== 'reference' && options.engine === undefined) {
    // A receipt is only data: what it names is not loaded as code.
    throw new ModelError('option', `Run ${directory} was made with an engine of its own, ${engine}: name it in option 'engine'.`, {
      directory,
      engine,
    });
  }
  const stored = { engine, workers, record, ...(checkpointEvery === null ? {} : { checkpointEvery }) };
  return simulate(fromJson(JSON.stringify(receipt.network)), { ...stored, ...options, resume: directory });
};

const begin = <P extends string, J extends string>(
  network: Network<P, J>,
  options: SimulateOptions<P, J>,
  resumed: Resumed | null,
): Simulation<P, J> => {
  if (!network?.populations || !network.projections)
    throw new ModelError('network', 'What is to be simulated is not a network: make one with network({ populations, projections }) or fromJson.');
  const names = { populations: Object.keys(network.populations), projections: Object.keys(network.projections) };
  checkOptions(options, names);
  const out = resumed ? resumed.out : options.out;
  const goesOn = resumed?.goesOn ?? false;
  if (out !== undefined && !goesOn && !options.overwrite) refuseTaken(out);
  const snapshot = resumed?.snapshot ?? null;
  const seed = String(options.seed ?? snapshot?.body.facts.identity.seed ?? 1);
  const digest = networkDigest(network);
  if (snapshot) checkIdentity(snapshot, { ...snapshot.body.facts.identity, network: digest, seed });
  return publicOf({
    network,
    networkDigest: digest,
    names,
    options,
    settings: { seed, ...clockOf(options, snapshot), ...(options.record?.energy ? { energy: true } : {}) },
    seed,
    workers: options.workers ?? 1,
    engine: options.engine ?? 'wasm',
    snapshot,
    out,
    goesOn,
  });
};

/** The clock asked for; by default that of the checkpoint. Workers compare, once they know what the options came to. */
const clockOf = ({ clock, dt, delayStep }: SimulateOptions, snapshot: Snapshot | null) => {
  const { clock: storedClock, perMs } = snapshot?.body.facts.identity ?? {};
  const chosen = clock ?? (storedClock as typeof clock);
  const step = perMs === undefined ? undefined : 1 / perMs;
  const chosenDt = dt ?? (chosen === 'grid' ? step : undefined);
  const chosenDelayStep = delayStep ?? (chosen === 'event' ? step : undefined);
  return {
    ...(chosen === undefined ? {} : { clock: chosen }),
    ...(chosenDt === undefined ? {} : { dt: chosenDt }),
    ...(chosenDelayStep === undefined ? {} : { delayStep: chosenDelayStep }),
  };
};

const publicOf = <P extends string, J extends string>(start: Start): Simulation<P, J> => {
  const live = new LiveSimulation(start);
  return {
    get timeMs() {
      return live.timeMs;
    },
    network: start.network as Network<P, J>,
    options: start.options as SimulateOptions<P, J>,
    ended: live.ended,
    run: (ms, options = {}) => live.run(ms, options),
    at: (timeMs, intervention) => live.at(timeMs, intervention),
    onSpikes: (listener) => live.listeners.spikes.add(listener),
    onStates: (listener) => live.listeners.states.add(listener),
    onEnergy: (listener) => live.listeners.energy.add(listener),
    watch: (every, look) => live.watch(every, look),
    fork: async (options = {}) => {
      const snapshot = await live.snapshot();
      const { resume: _, out: __, checkpointEvery: ___, ...own } = start.options;
      return begin(start.network as Network<P, J>, { ...own, ...options } as SimulateOptions<P, J>, { snapshot, out: options.out, goesOn: false });
    },
    checkpoint: (directory) => live.checkpoint(directory),
    weights: (projection) => live.weights(projection),
    read: (variable) => live.read(variable),
    weightDigests: (projections) => live.weightDigests(projections),
    summary: () => live.summary(),
    close: () => live.close(),
    [Symbol.asyncDispose]: () => live.close(),
  };
};
