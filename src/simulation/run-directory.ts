import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import type { Facts } from './checkpoint.ts';
import type { EnergyRow } from './energy.ts';
import { EnergyRecorder } from './energy-recorder.ts';
import { makeDirectory } from './files.ts';
import type { Outline } from './protocol.ts';
import { type Receipt, ReceiptWriter, readReceipt, receiptFile, type WeightFile } from './receipt.ts';
import { SpikeRecorder } from './recorder.ts';
import type { SpikeBlock } from './spike-block.ts';
import { TransitionRecorder } from './transition-recorder.ts';
import type { Transitions } from './transitions.ts';

/** What to record in a run directory. */
export interface RecordOptions<P extends string = string, J extends string = string> {
  /** Spikes of all populations, of some, or none; default all. */
  readonly spikes?: boolean | readonly P[];
  /** Weights of all projections, of some, or none, at the end of the run; default none. */
  readonly weights?: boolean | readonly J[];
  /** Time between weight snapshots [ms]; absent: only at the end. */
  readonly weightsEvery?: number;
  /** Whether to measure what synapses transmit, for the summary and in bins; default false. It slows a run, and changes nothing else. */
  readonly energy?: boolean;
  /** Length of its bins, counted from time 0 [ms]; default 100. */
  readonly energyEvery?: number;
  /** Whether to record each change of the state of a spine: synapse, time, new state, weight; default false. */
  readonly states?: boolean;
}

/** Length of a bin of energy [ms]. */
export const energyBin = 100;

const spikesFile = 'spikes.arrow';
const energyFile = 'energy.arrow';
const statesFile = 'states.arrow';

/** The directory of a run: its receipt, and what is recorded while it goes on. */
export class RunDirectory {
  readonly path: string;
  /** Names of the projections whose weights are recorded. */
  readonly weightsOf: readonly string[];
  readonly #receipt: ReceiptWriter;
  readonly #spikesOf: readonly string[];
  readonly #weightsEvery: number | null;
  #recorder: SpikeRecorder | null = null;
  #energy: EnergyRecorder | null = null;
  #states: TransitionRecorder | null = null;
  readonly #energyEvery: number;
  #weightFiles: WeightFile[] = [];
  #checkpoints: { directory: string; atMs: number }[] = [];

  private constructor(path: string, spikesOf: readonly string[], weightsOf: readonly string[], { weightsEvery, energyEvery }: RecordOptions) {
    this.path = path;
    this.weightsOf = weightsOf;
    this.#spikesOf = spikesOf;
    this.#weightsEvery = weightsEvery ?? null;
    this.#energyEvery = energyEvery ?? energyBin;
    this.#receipt = new ReceiptWriter(path);
  }

  /**
   * @param resumed - facts of the checkpoint with which the run in this directory goes on: its recordings are cut back to there; null for a new run
   * @param overwrite - whether a run that the directory holds may be replaced
   */
  static async open(path: string, outline: Outline, record: RecordOptions, resumed: Facts | null, overwrite: boolean): Promise<RunDirectory> {
    makeDirectory(path);
    const pick = (choice: boolean | readonly string[], all: readonly string[]) => (choice === true ? all : choice === false ? [] : choice);
    const populations = outline.populations.map(({ name }) => name);
    const spikesOf = pick(record.spikes ?? true, populations);
    const weightsOf = pick(
      record.weights ?? false,
      outline.projections.map(({ name }) => name),
    );
    const run = new RunDirectory(path, spikesOf, weightsOf, record);
    if (resumed) run.#cutBack(resumed);
    else clear(path, overwrite);
    const { recordings } = resumed ?? { recordings: null };
    const file = join(path, spikesFile);
    if (spikesOf.length > 0) {
      const goOn =
        recordings && recordings.spikesBytes > 0
          ? { bytes: recordings.spikesBytes, rows: recordings.spikesRows, batches: recordings.spikesBatches }
          : null;
      run.#recorder = await SpikeRecorder.open(
        file,
        outline.populations,
        populations.map((name) => spikesOf.includes(name)),
        goOn,
      );
    } else rmSync(file, { force: true });
    const energy = join(path, energyFile);
    const names = outline.projections.map(({ name }) => name);
    if (record.energy) run.#energy = await EnergyRecorder.open(energy, names, recordings?.energy ?? null);
    else rmSync(energy, { force: true });
    const states = join(path, statesFile);
    if (record.states) run.#states = await TransitionRecorder.open(states, outline.transitions, outline.perMs, recordings?.states ?? null);
    else rmSync(states, { force: true });
    return run;
  }

  async take(block: SpikeBlock): Promise<void> {
    await this.#recorder?.take(block);
  }

  /** What was transmitted in a bin that ends at `timeMs`. */
  async takeEnergy(timeMs: number, rows: readonly EnergyRow[] = []): Promise<void> {
    await this.#energy?.take(timeMs, rows);
  }

  /** Changes of states since those before, in order; null where none are recorded. */
  async takeTransitions(transitions: Transitions | null): Promise<void> {
    if (transitions) await this.#states?.take(transitions);
  }

  async flush(): Promise<void> {
    await this.#recorder?.flush();
    await this.#energy?.flush();
    await this.#states?.flush();
  }

  /** How far the recordings go: every spike before a `flush`. */
  get recordings(): NonNullable<Facts['recordings']> {
    const { bytes, rows, batches } = this.#recorder?.written ?? { bytes: 0, rows: 0, batches: 0 };
    const energy = this.#energy ? { energy: this.#energy.written } : {};
    const states = this.#states ? { states: this.#states.written } : {};
    return { spikesBytes: bytes, spikesRows: rows, spikesBatches: batches, weightFiles: this.#weightFiles.length, ...energy, ...states };
  }

  /** Path of the next weight snapshot of a projection. */
  nextWeights(projection: string): string {
    const before = this.#weightFiles.filter((file) => file.projection === projection).length;
    return join(this.path, `weights-${projection}-${before}.arrow`);
  }

  /** Whether a snapshot was taken at this time. */
  hasWeightsAt(atMs: number): boolean {
    return this.#weightFiles.some((file) => file.atMs === atMs);
  }

  wroteWeights(projection: string, atMs: number): void {
    this.#weightFiles.push({ file: this.nextWeights(projection).slice(this.path.length + 1), projection, atMs });
  }

  wroteCheckpoint(directory: string, atMs: number): void {
    this.#checkpoints = [...this.#checkpoints.filter((checkpoint) => checkpoint.directory !== directory), { directory, atMs }];
  }

  /** Whether the receipt is due for an update. */
  get receiptDue(): boolean {
    return this.#receipt.due;
  }

  writeReceipt(receipt: Omit<Receipt, 'recordings' | 'checkpoints'>): void {
    const { spikesBytes: bytes, spikesRows: rows, spikesBatches: batches } = this.recordings;
    const spikes = this.#recorder ? { file: spikesFile, populations: this.#spikesOf, rows, batches, bytes } : null;
    const energy = this.#energy ? { file: energyFile, every: this.#energyEvery, ...this.#energy.written } : null;
    const states = this.#states ? { file: statesFile, ...this.#states.written } : null;
    const recordings = { spikes, weights: this.#weightFiles, weightsOf: this.weightsOf, weightsEvery: this.#weightsEvery, energy, states };
    this.#receipt.write({ ...receipt, recordings, checkpoints: this.#checkpoints });
  }

  async close(): Promise<void> {
    const closed = await Promise.allSettled([this.#recorder, this.#energy, this.#states].map((recorder) => recorder?.close()));
    for (const outcome of closed) if (outcome.status === 'rejected') throw outcome.reason;
  }

  #cutBack({ recordings }: Facts): void {
    const { recordings: earlier, checkpoints } = readReceipt(this.path);
    for (const [name, expected] of [
      [spikesFile, recordings?.spikesBytes ?? 0],
      [energyFile, recordings?.energy?.bytes ?? 0],
      [statesFile, recordings?.states?.bytes ?? 0],
    ] as const) {
      const file = join(this.path, name);
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size >= expected) continue;
      throw new ModelError(
        'recordingCut',
        `${file} has ${size} bytes, but ${expected} were written before the checkpoint: it was cut or replaced. Resume from an earlier checkpoint, or into another directory.`,
        { file, size, expected },
      );
    }
    const kept = recordings?.weightFiles ?? 0;
    this.#weightFiles = earlier.weights.slice(0, kept);
    for (const { file } of earlier.weights.slice(kept)) rmSync(join(this.path, file), { force: true });
    this.#checkpoints = checkpoints.filter(({ directory }) => existsSync(join(this.path, directory)));
  }
}

/** @throws ModelError if a directory holds a run already */
export const refuseTaken = (path: string): void => {
  if (!existsSync(join(path, receiptFile))) return;
  throw new ModelError('runExists', `${path} already holds a run. Choose another directory, resume that run, or allow it to be overwritten.`, {
    path,
  });
};

/** Refuses a directory that holds a run, or removes that run: its files by their names, and nothing else. */
const clear = (path: string, overwrite: boolean): void => {
  if (!existsSync(join(path, receiptFile))) return;
  if (!overwrite) refuseTaken(path);
  for (const entry of readdirSync(path)) {
    if ([receiptFile, spikesFile, energyFile, statesFile].includes(entry) || /^weights-.*\.arrow$|^checkpoint-[\d.]+$/.test(entry)) {
      rmSync(join(path, entry), { recursive: true, force: true });
    }
  }
};
