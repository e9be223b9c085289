/**
 * Spikes as SONATA HDF5.
 *
 *     /spikes/<population>/timestamps   float64, attribute units = "ms"
 *     /spikes/<population>/node_ids     uint64, within the population
 *
 * @see Dai et al. (2020) PLoS Comput Biol 16(2):e1007696; https://github.com/AllenInstitute/sonata, "Spike file"
 */
import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ModelError } from '../errors.ts';
import { cannotWrite, makeDirectory } from '../simulation/files.ts';
import { type RecordedSpikes, readRun } from '../simulation/read-run.ts';

/** What marks a file as SONATA's. */
const sonataMagic = 0x0a7a;
const sonataVersion = [0, 1];

/** Times and neurons of one population, in order of time. */
const spikesOf = ({ population, neuron, timeMs }: RecordedSpikes, index: number) => {
  let count = 0;
  for (const one of population) if (one === index) count++;
  const times = new Float64Array(count);
  const ids = new BigUint64Array(count);
  let at = 0;
  for (let i = 0; i < population.length; i++) {
    if (population[i] !== index) continue;
    times[at] = timeMs[i] as number;
    ids[at++] = BigInt(neuron[i] as number);
  }
  return { times, ids };
};

/**
 * Writes the recorded spikes of a run directory to one SONATA file; also those of a run that was cut short.
 * @throws ModelError if the directory holds no spikes, or the file cannot be written
 */
export const writeSonataSpikes = async (directory: string, path: string): Promise<void> => {
  const { spikes, receipt } = await readRun(directory);
  if (spikes === null) throw new ModelError('recordingMissing', `Run ${directory} recorded no spikes. Run it with --record spikes.`, { directory });
  const recorded = receipt.recordings.spikes?.populations ?? spikes.populations;
  const partial = `${path}.partial`;
  makeDirectory(dirname(path));
  const hdf5 = await import('h5wasm/node');
  await hdf5.ready;
  try {
    const file = new hdf5.File(partial, 'w');
    file.create_attribute('magic', sonataMagic, [], '<I');
    file.create_attribute('version', sonataVersion, [2], '<I');
    const root = file.create_group('spikes');
    for (const name of recorded) {
      const { times, ids } = spikesOf(spikes, spikes.populations.indexOf(name));
      const group = root.create_group(name);
      group.create_attribute('sorting', 'by_time');
      group.create_dataset({ name: 'timestamps', data: times, shape: [times.length] }).create_attribute('units', 'ms');
      group.create_dataset({ name: 'node_ids', data: ids, shape: [ids.length] });
    }
    file.close();
    cannotWrite(path, () => renameSync(partial, path));
  } finally {
    rmSync(partial, { force: true });
  }
};
