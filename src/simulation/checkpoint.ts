/**
 * What a checkpoint is: a body of facts, and columns of state in an order that does not depend on how the network was split.
 * On disk a directory of two files: `manifest.json` (the facts, with their checksum) and `state.bin` (a magic word, then the columns one after the other).
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import type { Written } from './arrow-file.ts';
import type { EnergyFacts } from './energy.ts';
import type { Past, Placed } from './interventions.ts';
import { bytesPer, type ColumnType } from './lockstep.ts';
import type { TransitionFacts } from './transition-ledger.ts';

export const checkpointVersion = 1;
/** First bytes of `state.bin`. */
export const magic = new TextEncoder().encode('SPKLOOM1');

export interface ColumnEntry {
  readonly name: string;
  readonly type: ColumnType;
  readonly length: number;
  /** Of its bytes; null in memory. */
  readonly sha256: string | null;
}

/** What decides the spikes of a run: a checkpoint continues only the run it is of. */
export interface Identity {
  readonly network: string;
  readonly seed: string;
  readonly clock: string;
  readonly perMs: number;
}

/** What the main thread adds to a checkpoint; it comes back on resuming. */
export interface Facts {
  readonly identity: Identity;
  readonly digest: { readonly previous: string; readonly second: number };
  readonly spikesOf: readonly number[];
  readonly synapticEvents: number;
  readonly wallSeconds: number;
  /** Interventions done, and those still to come. */
  readonly done: readonly Past[];
  readonly pending: readonly Placed[];
  /** How far the recordings went; null where nothing is recorded. */
  readonly recordings: {
    readonly spikesBytes: number;
    readonly spikesRows: number;
    readonly spikesBatches: number;
    readonly weightFiles: number;
    /** Absent where energy is not recorded. */
    readonly energy?: Written;
    /** Absent where states are not recorded. */
    readonly states?: Written;
  } | null;
  /** Absent where energy is not measured. */
  readonly energy?: EnergyFacts;
  /** Absent where states are not recorded. */
  readonly states?: TransitionFacts;
}

export interface CheckpointBody {
  readonly facts: Facts;
  readonly tick: number;
  readonly timeMs: number;
  /** Populations silenced, projections and populations' homeostasis frozen, and columns changed by interventions, by index and name. */
  readonly silenced: readonly number[];
  readonly frozen: readonly number[];
  /** Absent where none is. */
  readonly heldFactors?: readonly number[];
  readonly touched: readonly string[];
  readonly columns: readonly ColumnEntry[];
}

/** A checkpoint to start from: a directory, or columns in shared memory. */
export interface Snapshot {
  readonly body: CheckpointBody;
  readonly from: string | Readonly<Record<string, SharedArrayBuffer>>;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const manifestText = (body: CheckpointBody): string =>
  `${JSON.stringify({ format: 'spikeloom-checkpoint', version: checkpointVersion, sha256: sha256(JSON.stringify(body)), body })}\n`;

const damaged = (file: string, how: string): ModelError =>
  new ModelError('checkpointDamaged', `Checkpoint file ${file} ${how}. Resume from an earlier checkpoint.`, { file });

/** Refuses a column whose bytes are not those that were written. */
export const damagedColumn = (file: string, column: string): ModelError =>
  damaged(file, `is altered: the bytes of column '${column}' do not match their checksum`);

export const truncated = (file: string, expected: number, actual: number): ModelError =>
  damaged(file, `has ${actual} bytes instead of ${expected}: it is truncated or altered`);

/**
 * Reads and checks the facts of a checkpoint, and that its state has the right size; checksums of columns are checked as they are read.
 * @throws ModelError `checkpointMissing`, `checkpointDamaged`, `checkpointVersion`
 */
export const openCheckpoint = (directory: string): Snapshot => {
  const manifest = join(directory, 'manifest.json');
  const state = join(directory, 'state.bin');
  const text = readText(manifest, directory);
  const { format, version, sha256: checksum, body } = parsed(text, manifest);
  if (format !== 'spikeloom-checkpoint') throw damaged(manifest, 'is not the manifest of a Spikeloom checkpoint');
  if (version !== checkpointVersion) {
    throw new ModelError(
      'checkpointVersion',
      `Checkpoint ${directory} has version ${String(version)}; this Spikeloom reads version ${checkpointVersion}. Resume it with the Spikeloom that wrote it.`,
      { directory, version, readable: checkpointVersion },
    );
  }
  if (checksum !== sha256(JSON.stringify(body))) throw damaged(manifest, 'is altered: its facts do not match their checksum');
  const facts = body as CheckpointBody;
  const expected = facts.columns.reduce((sum, { type, length }) => sum + length * bytesPer(type), magic.length);
  const actual = statSync(state, { throwIfNoEntry: false })?.size;
  if (actual === undefined) throw damaged(state, 'is missing');
  if (actual !== expected) throw truncated(state, expected, actual);
  return { body: facts, from: directory };
};

const readText = (manifest: string, directory: string): string => {
  try {
    return readFileSync(manifest, 'utf8');
  } catch {
    throw new ModelError(
      'checkpointMissing',
      `${directory} is not a checkpoint: it has no readable manifest.json. A checkpoint is a directory 'checkpoint-<ms>'.`,
      {
        directory,
      },
    );
  }
};

const parsed = (text: string, manifest: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through to the same refusal as any other JSON value.
  }
  throw damaged(manifest, 'is not JSON: it is truncated or altered');
};

/** @throws ModelError if a checkpoint is of another network, seed or clock */
export const checkIdentity = (snapshot: Snapshot, identity: Identity): void => {
  const stored = snapshot.body.facts.identity;
  const names = { network: 'network', seed: 'seed', clock: 'clock', perMs: 'time step' } as const;
  const differing = (Object.keys(names) as (keyof Identity)[]).filter((key) => stored[key] !== identity[key]);
  if (differing.length === 0) return;
  const where = typeof snapshot.from === 'string' ? ` ${snapshot.from}` : '';
  const what = differing
    .map((key) => (key === 'network' ? 'another network' : `${names[key]} ${stored[key]} instead of ${identity[key]}`))
    .join(', ');
  throw new ModelError('checkpointNetwork', `Checkpoint${where} is of ${what}. Resume it with the description, seed and clock it was made with.`, {
    stored,
    identity,
  });
};

/** Bytes of the spikes of the biological second under way, for the digest: the last column. */
export const pendingBytes = ({ body, from }: Snapshot): Uint8Array => {
  const { name, length } = body.columns.at(-1) as ColumnEntry;
  if (typeof from !== 'string') return new Uint8Array(from[name] as SharedArrayBuffer).slice();
  const bytes = new Uint8Array(length);
  const path = join(from, 'state.bin');
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, length, statSync(path).size - length);
  } finally {
    closeSync(file);
  }
  return bytes;
};
