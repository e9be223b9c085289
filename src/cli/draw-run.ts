/** Figures of a run directory. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import { fromJson } from '../network/json.ts';
import { isSource } from '../network/parts.ts';
import { neuronModels } from '../neurons/index.ts';
import { type RecordedRun, readRun } from '../simulation/read-run.ts';
import { type ActivityOptions, measureActivity, type SpikeBlock } from './plot/activity.ts';
import { figures } from './plot/figures.ts';
import type { ProjectionWeights } from './plot/weights.ts';
import { duration } from './table.ts';

/** Unit of weights by what a neuron makes of them; sources ignore input, so theirs have none. */
const weightUnits = { delta: 'mV', current: 'pA', conductance: 'nS', none: '' } as const;

const unitOf = (network: Network, projection: string): string => {
  const target = network.populations[network.projections[projection]?.to ?? '']?.neuron;
  if (target === undefined || isSource(target)) return '';
  return weightUnits[neuronModels[target.model]?.input ?? 'none'];
};

/** First and last snapshot of each projection that has any. */
const weightsOf = async (run: RecordedRun, network: Network): Promise<ProjectionWeights[]> => {
  const names = [...new Set(run.receipt.recordings.weights.map(({ projection }) => projection))];
  return Promise.all(
    names.map(async (name) => {
      const files = run.receipt.recordings.weights.filter(({ projection }) => projection === name).sort((a, b) => a.atMs - b.atMs);
      const ends = files.length > 1 ? [files[0], files.at(-1)] : files;
      const snapshots = ends
        .flatMap((file) => (file === undefined ? [] : [file]))
        .map(async ({ file, atMs }) => ({ timeMs: atMs, weights: (await run.weights(file)).w }));
      return { name, unit: unitOf(network, name), snapshots: await Promise.all(snapshots) };
    }),
  );
};

/**
 * Draws the figures of the run in `directory` into `out` (default: the directory itself).
 *
 * @returns names of the files written
 * @throws ModelError where there is no run, or it has recorded no spikes
 */
export const drawRun = async (directory: string, options: ActivityOptions & { readonly out?: string } = {}): Promise<string[]> => {
  const run = await readRun(directory);
  const { receipt } = run;
  const recorded = receipt.recordings.spikes;
  if (recorded === null)
    throw new ModelError('cli.plot', `${directory} has recorded no spikes to plot. Run the network with --record spikes.`, { directory });
  if (options.window !== undefined && options.window[0] >= receipt.simulatedMs)
    throw new ModelError('cli.plot', `The run ends at ${duration(receipt.simulatedMs)}; a raster cannot begin at ${duration(options.window[0])}.`, {
      directory,
    });
  const network = fromJson(JSON.stringify(receipt.network));
  const populations = receipt.populations.filter(({ name }) => recorded.populations.includes(name));
  const activity = await measureActivity(
    {
      name: network.name ?? 'network',
      populations,
      from: 0,
      to: receipt.simulatedMs,
      spikes: recorded.rows,
      blocks: run.spikes() as AsyncIterable<SpikeBlock>,
    },
    options,
  );
  const out = options.out ?? directory;
  mkdirSync(out, { recursive: true });
  const drawn = figures(activity, await weightsOf(run, network));
  for (const [file, svg] of drawn) writeFileSync(join(out, file), svg);
  return [...drawn.keys()];
};
