import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { didYouMean } from '../equations/names.ts';
import { ModelError } from '../errors.ts';
import type { ClockName } from '../network/plan.ts';
import { openCheckpoint, type Snapshot } from './checkpoint.ts';
import type { EngineName } from './make-engine.ts';
import { receiptFile } from './receipt.ts';
import type { RecordOptions } from './run-directory.ts';
import { shown } from './shown.ts';

export interface SimulateOptions<P extends string = string, J extends string = string> {
  /** All randomness follows from it; default 1. */
  readonly seed?: string | number;
  /** Threads among which neurons are divided; results do not depend on it; default 1. */
  readonly workers?: number;
  /** Default: the network's own, else the event clock where all models allow it. */
  readonly clock?: ClockName;
  /** Step of the grid clock [ms]; default 0.1. */
  readonly dt?: number;
  /** Resolution of delays on the event clock [ms]; default 0.01. */
  readonly delayStep?: number;
  /** Default `wasm`. */
  readonly engine?: EngineName;
  /** Run directory: receipt, recordings, checkpoints. Absent: nothing is written. */
  readonly out?: string;
  /** What to record in `out`; default all spikes. */
  readonly record?: RecordOptions<P, J>;
  /** Whether a run that `out` holds may be replaced; default false. */
  readonly overwrite?: boolean;
  /** Simulated time between checkpoints in `out` [ms]; an interrupted run leaves one too. */
  readonly checkpointEvery?: number;
  /** A checkpoint to go on from, or a run directory, whose latest checkpoint is taken and which the run goes on in. */
  readonly resume?: string;
  /** Limit of each worker's JavaScript heap [MiB]; state lies outside it. */
  readonly heapMiB?: number;
}

const most = 256;

const positive = (name: string, value: number | undefined): void => {
  if (value !== undefined && !(Number.isFinite(value) && value > 0)) {
    throw new ModelError('option', `Option '${name}' is ${String(value)}; it must be a positive number of milliseconds.`, { option: name, value });
  }
};

/** Every option, so that a misspelt one is not silently left out. */
const known: Readonly<Record<keyof SimulateOptions, true>> = {
  ...{ seed: true, workers: true, clock: true, dt: true, delayStep: true, engine: true },
  ...{ out: true, record: true, overwrite: true, checkpointEvery: true, resume: true, heapMiB: true },
};

/** @throws ModelError naming the first option that cannot be */
export const checkOptions = (
  options: SimulateOptions,
  names: { readonly populations: readonly string[]; readonly projections: readonly string[] },
): void => {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) {
    const allowed = Object.keys(known);
    throw new ModelError('option', `There is no option '${unknown}'. Options: ${allowed.join(', ')}.${didYouMean(unknown, allowed)}`, {
      option: unknown,
      allowed,
    });
  }
  const { seed = 1, workers = 1, engine = 'wasm', record = {}, checkpointEvery, out, resume } = options;
  if (!(typeof seed === 'string' ? seed !== '' : Number.isFinite(seed))) {
    throw new ModelError('option', `Option 'seed' is ${shown(seed)}; it must be a finite number, or a text that is not empty.`, {
      option: 'seed',
      value: seed,
    });
  }
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= most)) {
    throw new ModelError('option', `Option 'workers' is ${String(workers)}; it must be a whole number from 1 to ${most}.`, {
      option: 'workers',
      value: workers,
    });
  }
  if (engine === 'reference' && workers > 1) {
    throw new ModelError(
      'option',
      `The reference engine runs the whole network in one worker, not in ${workers}. Leave out 'workers', or use the wasm engine.`,
      {
        option: 'workers',
        value: workers,
      },
    );
  }
  if (engine !== 'wasm' && engine !== 'reference' && !engine.startsWith('file:')) {
    throw new ModelError('option', `There is no engine '${engine}'. Engines: wasm, reference, or the file: URL of a module.`, {
      option: 'engine',
      value: engine,
    });
  }
  positive('checkpointEvery', checkpointEvery);
  positive('record.weightsEvery', record.weightsEvery);
  positive('record.energyEvery', record.energyEvery);
  for (const [kind, plural, all] of [
    ['spikes', 'populations', names.populations],
    ['weights', 'projections', names.projections],
  ] as const) {
    const chosen = record[kind];
    const stranger = Array.isArray(chosen) ? (chosen as readonly string[]).find((name) => !all.includes(name)) : undefined;
    if (stranger !== undefined) {
      throw new ModelError(
        'option',
        `Option 'record.${kind}' names '${stranger}', which is not among the network's ${plural}: ${all.join(', ') || 'none'}.`,
        {
          option: `record.${kind}`,
          value: stranger,
        },
      );
    }
  }
  if (checkpointEvery !== undefined && out === undefined && resume === undefined) {
    throw new ModelError('option', "Option 'checkpointEvery' needs 'out', the directory for checkpoints.", { option: 'checkpointEvery' });
  }
};

/** A checkpoint, and the run directory to go on in, if it is that directory's. */
export interface Resumed {
  readonly snapshot: Snapshot;
  readonly out: string | undefined;
  /** Whether `out` is where the checkpoint's recordings are. */
  readonly goesOn: boolean;
}

/** Finds what to resume. @throws ModelError if there is nothing, or it is damaged */
export const findResumed = (path: string, out: string | undefined): Resumed => {
  const isRun = existsSync(join(path, receiptFile));
  const directory = isRun ? latestCheckpoint(path) : path;
  const run = isRun ? path : join(path, '..');
  const place = out ?? (isRun ? path : undefined);
  const goesOn = place !== undefined && resolve(place) === resolve(run) && existsSync(join(run, receiptFile));
  return { snapshot: openCheckpoint(directory), out: place, goesOn };
};

const latestCheckpoint = (run: string): string => {
  const times = readdirSync(run)
    .map((entry) => /^checkpoint-(\d+(?:\.\d+)?)$/.exec(entry)?.[1])
    .filter((time) => time !== undefined)
    .toSorted((a, b) => Number(b) - Number(a));
  if (times[0] === undefined) {
    throw new ModelError('checkpointMissing', `Run ${run} has no checkpoint to resume from. Run it anew, with checkpoints ('checkpointEvery').`, {
      run,
    });
  }
  return join(run, `checkpoint-${times[0]}`);
};
