import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ModelError } from '../errors.ts';
import type { Written } from './arrow-file.ts';
import { damagedField } from './check-receipt.ts';
import type { Energy } from './energy.ts';
import { writeAtomically } from './files.ts';
import type { Remembered } from './interventions.ts';
import type { Turnover } from './rewire.ts';
import type { StateCounts } from './transition-ledger.ts';

export type RunStatus = 'running' | 'complete' | 'interrupted' | 'failed';

/** What a run is and how far it came: `run.json`. */
export interface Receipt {
  readonly format: 'spikeloom-run';
  readonly version: 1;
  readonly spikeloom: string;
  readonly node: string;
  readonly startedAt: string;
  readonly status: RunStatus;
  /** Why it failed, in a sentence. */
  readonly error: string | null;
  /** The description as JSON. */
  readonly network: unknown;
  readonly seed: string;
  readonly clock: string;
  /** Step of the grid clock [ms]; null on the event clock. */
  readonly dt: number | null;
  /** Ticks a millisecond: `epoch` of the recordings counts ticks. */
  readonly perMs: number;
  readonly engine: string;
  readonly workers: number;
  readonly neurons: number;
  readonly synapses: number;
  readonly populations: readonly { readonly name: string; readonly first: number; readonly size: number }[];
  readonly simulatedMs: number;
  readonly wallSeconds: number;
  readonly buildSeconds: number;
  readonly spikes: number;
  readonly synapticEvents: number;
  /** Mean rate of each population since time 0 [Hz]. */
  readonly ratesHz: Readonly<Record<string, number>>;
  readonly spikeDigest: string;
  /** Of projections with rules, at the end. */
  readonly weightDigests: Readonly<Record<string, string>>;
  /** What synapses transmitted; null or absent where energy is not measured. */
  readonly energy?: Energy | null;
  /** States of synapses, by variable; null or absent where they are not recorded. */
  readonly states?: Readonly<Record<string, StateCounts>> | null;
  /** Synapses removed and created; absent where none come or go. */
  readonly turnover?: Readonly<Record<string, Turnover>>;
  /** Simulated time between checkpoints [ms]; null: none. */
  readonly checkpointEvery: number | null;
  /** Interventions that have happened. */
  readonly interventions: readonly { readonly atMs: number; readonly intervention: Remembered }[];
  readonly recordings: {
    readonly spikes: {
      readonly file: string;
      readonly populations: readonly string[];
      readonly rows: number;
      readonly batches: number;
      readonly bytes: number;
    } | null;
    readonly weights: readonly WeightFile[];
    /** Projections whose weights are recorded, and how often [ms]; null: only at the end. */
    readonly weightsOf: readonly string[];
    readonly weightsEvery: number | null;
    /** Null or absent where energy is not measured; `every`: length of a bin [ms]. */
    readonly energy?: ({ readonly file: string; readonly every: number } & Written) | null;
    /** Null or absent where states are not recorded. */
    readonly states?: ({ readonly file: string } & Written) | null;
  };
  readonly checkpoints: readonly { readonly directory: string; readonly atMs: number }[];
}

export interface WeightFile {
  readonly file: string;
  readonly projection: string;
  readonly atMs: number;
}

export const receiptFile = 'run.json';

/** Time between updates at least [ms], and how much longer than writing takes: a large description must not slow a run. */
const leastPause = 1000;
const pausePerWrite = 50;

/** Keeps `run.json` up to date while a run goes on. */
export class ReceiptWriter {
  readonly #path: string;
  #next = 0;

  constructor(directory: string) {
    this.#path = join(directory, receiptFile);
  }

  get due(): boolean {
    return performance.now() >= this.#next;
  }

  write(receipt: Receipt): void {
    const started = performance.now();
    writeAtomically(this.#path, `${JSON.stringify(receipt, null, 2)}\n`);
    const now = performance.now();
    this.#next = now + Math.max(leastPause, pausePerWrite * (now - started));
  }
}

/** @throws ModelError if the directory holds no receipt, or one that is not ours */
export const readReceipt = (directory: string): Receipt => {
  const path = join(directory, receiptFile);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ModelError('runMissing', `${directory} is not a run directory: it has no readable ${receiptFile}.`, { directory });
  }
  const receipt = parse(text);
  if (receipt?.format !== 'spikeloom-run') throw new ModelError('runDamaged', `${path} is not the receipt of a Spikeloom run.`, { path });
  if (receipt.version !== 1) {
    throw new ModelError('runVersion', `${path} has version ${String(receipt.version)}; this Spikeloom reads version 1.`, {
      path,
      version: receipt.version,
    });
  }
  const field = damagedField(receipt);
  if (field !== null) {
    throw new ModelError('runDamaged', `${path} is damaged: its '${field}' is missing, or not what a Spikeloom run writes there.`, { path, field });
  }
  return receipt;
};

const parse = (text: string): Receipt | null => {
  try {
    return JSON.parse(text) as Receipt | null;
  } catch {
    return null;
  }
};
