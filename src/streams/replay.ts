/** A finished run as if it were going on. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { ModelError } from '../errors.ts';
import { openRecording, recordingTypes } from '../simulation/read-columns.ts';
import { type Receipt, readReceipt } from '../simulation/receipt.ts';
import { Channels } from './channel.ts';
import { type Kind, type Parts, type Rows, recordedStreams, type Scene } from './recorded.ts';
import type { Streams } from './streams.ts';
import { Tape } from './tape.ts';

export interface PlayOptions {
  /** Biological seconds a wall second; default: as fast as subscribers take it. */
  readonly speed?: number;
  /** Stops it. */
  readonly signal?: AbortSignal;
}

/** The streams of a run directory: what was recorded, block by block in order of time, with memory for a block. */
export interface Replay extends Streams {
  readonly receipt: Receipt;
  /**
   * Plays the run from its start to its end, once, to whoever has subscribed; then all streams end.
   * @throws ModelError for a speed that cannot be, a second time, or recordings that are missing or damaged
   */
  play(options?: PlayOptions): Promise<void>;
}

/** Length of a block [ms]. */
const stretch = 50;

/**
 * Opens a run directory to be played.
 * @throws ModelError if it holds no run
 */
export const replay = (directory: string): Replay => {
  const receipt = readReceipt(directory);
  const channels = new Channels();
  const parts: Parts = { spikes: new Set(), energy: new Set(), states: new Set(), moments: new Set() };
  let played = false;
  const play = async (options: PlayOptions = {}): Promise<void> => {
    if (played) throw new ModelError('stream', `The replay of ${directory} has been played. Open it again to play it again.`, { directory });
    played = true;
    try {
      await playAll(directory, receipt, parts, options);
      channels.close(null);
    } catch (error) {
      channels.close(error as Error);
      throw error;
    }
  };
  return { receipt, play, ...recordedStreams(directory, receipt, channels, parts) };
};

interface Written {
  readonly file: string;
  readonly bytes: number;
}

/** What is missing at the end would be played as silence. */
const refuseCut = (path: string, bytes: number): void => {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size >= bytes) return;
  throw new ModelError('recordingCut', `${path} has ${size} bytes, but ${bytes} were written: it was cut or replaced. Run the network again.`, {
    ...{ path, size, bytes },
  });
};

const playAll = async (
  directory: string,
  receipt: Receipt,
  parts: Parts,
  { speed = Number.POSITIVE_INFINITY, signal }: PlayOptions,
): Promise<void> => {
  if (!(speed > 0))
    throw new ModelError('stream', `A replay needs a positive speed, in biological seconds a wall second; not ${String(speed)}.`, { speed });
  const { spikes, energy, states } = receipt.recordings;
  const tapes: { [K in Kind]?: Tape<(typeof recordingTypes)[K]> } = {};
  const open = async <K extends Kind>(kind: K, recorded: Written | null | undefined): Promise<void> => {
    if (!recorded || parts[kind].size === 0) return;
    const { file } = recorded;
    refuseCut(join(directory, file), recorded.bytes);
    const types = recordingTypes[kind];
    Object.assign(tapes, { [kind]: new Tape(await openRecording<typeof types>(join(directory, file), types), types) });
  };
  const give = async <K extends Kind>(kind: K, from: number, upTo: number): Promise<void> => {
    const tape = tapes[kind] as Tape<(typeof recordingTypes)[K]> | undefined;
    if (tape === undefined) return;
    const rows = tape.upTo(upTo) as Rows<K>;
    for (const part of parts[kind] as Set<(scene: Scene<K>) => Promise<void>>) await part({ from, upTo, rows, names: tape.names });
  };
  try {
    await open('spikes', spikes);
    await open('energy', energy);
    await open('states', states);
    const started = performance.now();
    // A run that was killed may have flushed more than its receipt says.
    const goesOn = (from: number): boolean => from < receipt.simulatedMs || Object.values(tapes).some(({ done }) => !done);
    for (let from = 0; goesOn(from) && !signal?.aborted; from += stretch) {
      const upTo = from < receipt.simulatedMs ? Math.min(from + stretch, receipt.simulatedMs) : from + stretch;
      for (const kind of ['spikes', 'states', 'energy'] as const) await give(kind, from, upTo);
      for (const part of parts.moments) await part(from, upTo);
      const early = upTo / speed - (performance.now() - started);
      if (early > 0) await sleep(early, undefined, signal ? { signal } : {}).catch(() => {});
    }
  } finally {
    for (const tape of Object.values(tapes)) tape.close();
  }
};
