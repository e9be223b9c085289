import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ModelError, UnsupportedError } from '../errors.ts';
import type { Progress } from '../simulation/pace.ts';
import { readColumns, recordingTypes } from '../simulation/read-columns.ts';
import type { Receipt } from '../simulation/receipt.ts';
import type { EnergyBin, Spikes, States, Weights } from './blocks.ts';
import type { Channels, End } from './channel.ts';
import { checkName, checkWeights } from './check.ts';
import { pickSynapses, statesOf } from './columns.ts';
import { binnedRates } from './operators/rates.ts';
import { recordedSpikesOf } from './split.ts';
import type { Streams } from './streams.ts';
import type { Tape } from './tape.ts';

export type Kind = 'spikes' | 'energy' | 'states';
export type Rows<K extends Kind> = ReturnType<Tape<(typeof recordingTypes)[K]>['upTo']>;

/** What is played at once: everything in (from, upTo] [ms]. */
export interface Scene<K extends Kind> {
  readonly from: number;
  readonly upTo: number;
  readonly rows: Rows<K>;
  readonly names: readonly string[];
}

/** Those who are given what was recorded of one kind. */
export type Parts = { readonly [K in Kind]: Set<(scene: Scene<K>) => Promise<void>> } & {
  readonly moments: Set<(from: number, upTo: number) => Promise<void>>;
};

const joining = <T>(all: Set<T>, part: T): End => {
  all.add(part);
  return () => all.delete(part);
};

/** The streams of a run directory, fed by whoever plays it. @throws ModelError, each, for what was not recorded */
export const recordedStreams = (directory: string, receipt: Receipt, channels: Channels, parts: Parts): Streams => {
  const { recordings, populations } = receipt;
  const projections = Object.keys((receipt.network as { readonly projections: object }).projections);
  const notRecorded = (what: string): ModelError =>
    new ModelError('stream', `${directory} has no ${what} to replay: they were not recorded.`, { directory, what });
  const spikes: Streams['spikes'] = (name) => {
    checkName(
      'population',
      name,
      populations.map((population) => population.name),
    );
    if (!recordings.spikes?.populations.includes(name)) throw notRecorded(`spikes of population '${name}'`);
    const size = populations.find((population) => population.name === name)?.size ?? 0;
    return channels.stream<Spikes>(`spikes ${name}`, (feed) =>
      joining(parts.spikes, ({ rows, names, from, upTo }) => feed(() => recordedSpikesOf(name, names.indexOf(name), size, from, upTo, rows))),
    );
  };
  return {
    spikes,
    rates: (name, options) => spikes(name).pipe(binnedRates(options)),
    weights: (name, options) => {
      checkName('projection', name, projections);
      checkWeights(options);
      const own = recordings.weights.filter(({ projection, atMs }) => projection === name && isMultiple(atMs, options.every));
      if (own.length === 0) throw notRecorded(`snapshots of the weights of '${name}' at multiples of ${options.every} ms`);
      return channels.stream<Weights>(`weights ${name} ${options.every} ${options.synapses}`, (feed) => {
        let last = 0;
        return joining(parts.moments, async (from, upTo) => {
          for (const { file, atMs } of own.filter(({ atMs: at }) => at <= upTo && (at > from || (from === 0 && at === 0))))
            await feed(async () => {
              const { columns } = await readColumns(join(directory, file), recordingTypes.weights);
              const block = { of: name, from: last, upTo: atMs, ...pickSynapses(columns, options.synapses) };
              last = atMs;
              return block;
            });
        });
      });
    },
    states: (variable) => {
      if (!recordings.states) throw notRecorded('states of synapses');
      return channels.stream<States>(`states ${variable}`, (feed) =>
        joining(parts.states, ({ rows: { timeMs: time, ...columns }, names, from, upTo }) =>
          feed(() => {
            checkName('variable', variable, names);
            return statesOf(variable, names.indexOf(variable), from, upTo, { ...columns, time });
          }),
        ),
      );
    },
    voltages: (population) => {
      throw new UnsupportedError('stream', `${directory} cannot show membrane potentials of '${population}'`, [
        'a run directory holds spikes, weights, states and energy, not membrane potentials: run the network again and subscribe to them',
      ]);
    },
    values: (variable) => {
      throw new UnsupportedError('stream', `${directory} cannot show values of '${variable}'`, [
        'a run directory holds spikes, weights, states and energy, not other variables: run the network again and subscribe to them',
      ]);
    },
    energy: (name) => {
      checkName('projection', name, projections);
      if (!recordings.energy) throw notRecorded('energy');
      return channels.stream<EnergyBin>(`energy ${name}`, (feed) => {
        let last = receipt.energy?.sinceMs ?? 0;
        return joining(parts.energy, async ({ rows, names }) => {
          for (let row = 0; row < rows.timeMs.length; row++) {
            if (names[rows.projection[row] as number] !== name) continue;
            await feed(() => {
              const [from, upTo] = [last, rows.timeMs[row] as number];
              last = upTo;
              return { of: name, from, upTo, sum: rows.sum[row] as number, pC: rows.pC[row] as number };
            });
          }
        });
      });
    },
    progress: () => {
      const started = performance.now();
      return channels.stream<Progress>('progress', (feed) =>
        joining(parts.moments, (_, simulatedMs) =>
          feed(() => {
            const wallSeconds = (performance.now() - started) / 1000;
            return { simulatedMs, wallSeconds, speed: simulatedMs / 1000 / wallSeconds, spikes: receipt.spikes };
          }),
        ),
      );
    },
  };
};

const isMultiple = (atMs: number, every: number): boolean => Math.abs(atMs / every - Math.round(atMs / every)) < 1e-9;
