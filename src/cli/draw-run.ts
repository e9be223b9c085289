/** Figures of a run directory. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import { fromJson } from '../network/json.ts';
import { isSource } from '../network/parts.ts';
import { neuronModels } from '../neurons/index.ts';
import { makeDirectory } from '../simulation/files.ts';
import { type RecordedRun, type RecordedSpikes, readRun } from '../simulation/read-run.ts';
import { type ActivityOptions, measureActivity, type PlottedPopulation, type SpikeBlock } from './plot/activity.ts';
import type { ProjectionEnergy } from './plot/energy.ts';
import { figures } from './plot/figures.ts';
import type { ProjectionWeights } from './plot/weights.ts';
import { statesOf } from './recorded-states.ts';
import { duration } from './table.ts';

/** Unit of weights by what a neuron makes of them; sources ignore input, so theirs have none. */
const weightUnits = { delta: 'mV', current: 'pA', conductance: 'nS', none: '' } as const;

const unitOf = (network: Network, projection: string): string => {
  const target = network.populations[network.projections[projection]?.to ?? '']?.neuron;
  if (target === undefined || isSource(target)) return '';
  return weightUnits[neuronModels[target.model]?.input ?? 'none'];
};

/** The rate that a rule of the neurons aims at, if one has such a parameter [Hz]. */
const targetOf = (network: Network, population: string): { target?: number } => {
  for (const { rule, params } of network.populations[population]?.homeostasis ?? []) {
    const { target } = rule.params ?? {};
    if (target?.unit === 'Hz') return { target: Number(params?.target ?? target.value) };
  }
  return {};
};

/** First and last snapshot of each projection that has any, read one after the other: they may be large. */
const weightsOf = async (run: RecordedRun, network: Network): Promise<ProjectionWeights[]> => {
  const projections: ProjectionWeights[] = [];
  for (const name of new Set(run.weights.map(({ projection }) => projection))) {
    const own = run.weights.filter(({ projection }) => projection === name);
    const snapshots = [];
    for (const snapshot of own.length > 1 ? [own[0], own.at(-1)] : own)
      if (snapshot !== undefined) snapshots.push({ timeMs: snapshot.atMs, weights: (await snapshot.read()).w });
    projections.push({ name, unit: unitOf(network, name), snapshots });
  }
  return projections;
};

/** What each projection transmitted, bin by bin. */
const energyOf = ({ energy, receipt }: RecordedRun): ProjectionEnergy[] =>
  energy === null || energy.timeMs.length === 0
    ? []
    : energy.projections.map((name, projection) => {
        const rows = [...energy.projection.keys()].filter((row) => energy.projection[row] === projection);
        const ends = rows.map((row) => energy.timeMs[row] as number);
        return { name, edges: [receipt.energy?.sinceMs ?? 0, ...ends], pC: rows.map((row) => energy.pC[row] as number) };
      });

const blockLength = 65_536;

/** Spikes with global ids, block by block. */
function* blocksOf({ population, populations, neuron, timeMs }: RecordedSpikes, all: readonly PlottedPopulation[]): Generator<SpikeBlock> {
  const firsts = Uint32Array.from(populations, (name) => all.find((candidate) => candidate.name === name)?.first ?? 0);
  for (let from = 0; from < neuron.length; from += blockLength) {
    const to = Math.min(neuron.length, from + blockLength);
    const ids = neuron.slice(from, to);
    for (let i = 0; i < ids.length; i++) ids[i] = (ids[i] as number) + (firsts[population[from + i] as number] as number);
    yield { ids, times: timeMs.subarray(from, to) };
  }
}

/**
 * Draws the figures of the run in `directory` into `out` (default: the directory itself).
 *
 * @returns names of the files written
 * @throws ModelError where there is no run, or it has recorded no spikes
 */
export const drawRun = async (directory: string, options: ActivityOptions & { readonly out?: string } = {}): Promise<string[]> => {
  const run = await readRun(directory);
  const { receipt, spikes } = run;
  const recorded = receipt.recordings.spikes;
  if (spikes === null || recorded === null)
    throw new ModelError('cli.plot', `${directory} has recorded no spikes to plot. Run the network with --record spikes.`, { directory });
  // A run that was killed may have flushed more than its receipt says.
  const to = Math.max(receipt.simulatedMs, spikes.timeMs.at(-1) ?? 0);
  if (to <= 0) throw new ModelError('cli.plot', `${directory} is a run of 0 ms: there is nothing to plot.`, { directory });
  if (options.window !== undefined && options.window[0] >= to)
    throw new ModelError('cli.plot', `The run ends at ${duration(to)}; a raster cannot begin at ${duration(options.window[0])}.`, { directory });
  const network = fromJson(JSON.stringify(receipt.network));
  const populations = receipt.populations
    .filter(({ name }) => recorded.populations.includes(name))
    .map((population) => ({ ...population, ...targetOf(network, population.name) }));
  const blocks = blocksOf(spikes, receipt.populations);
  const activity = measureActivity({ name: network.name ?? 'network', populations, from: 0, to, spikes: spikes.neuron.length, blocks }, options);
  const out = options.out ?? directory;
  makeDirectory(out);
  const drawn = figures(activity, await weightsOf(run, network), energyOf(run), await statesOf(run, (projection) => unitOf(network, projection)));
  for (const [file, svg] of drawn) writeFileSync(join(out, file), svg);
  return [...drawn.keys()];
};
