/** Runs that are done are kept, so that a long experiment goes on where it was stopped. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../../simulation/files.ts';
import { networkDigest } from '../../../simulation/network-digest.ts';
import { type Model, models, patternTask } from './task.ts';
import { type Trained, train } from './train.ts';

/** As `train`, once for each directory: what was kept of another network is not taken. */
export const trainOnce = async (seed: string, model: Model, trials: number, every: number, out: string): Promise<Trained> => {
  const place = join(out, 'runs');
  const file = join(place, `${seed.replace(/[^\w-]/g, '_')}-${models.indexOf(model)}-${trials}.json`);
  const of = networkDigest(patternTask(seed, model));
  const before = keptIn(file, of);
  if (before) return before;
  makeDirectory(place);
  const trained = await train(seed, model, trials, every);
  writeFileSync(`${file}.new`, JSON.stringify({ of, trained }));
  renameSync(`${file}.new`, file);
  return trained;
};

const keptIn = (file: string, of: string): Trained | null => {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { readonly of: string; readonly trained: Trained };
    return kept.of === of ? kept.trained : null;
  } catch {
    return null;
  }
};
