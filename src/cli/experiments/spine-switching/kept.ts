/** Runs that are done are kept, so that a long experiment goes on where it was stopped. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../../simulation/files.ts';
import { type Model, models } from './task.ts';
import { type Trained, train } from './train.ts';

/** As `train`, once for each directory. */
export const trainOnce = async (seed: string, model: Model, trials: number, every: number, out: string): Promise<Trained> => {
  const place = join(out, 'runs');
  const file = join(place, `${seed.replace(/[^\w-]/g, '_')}-${models.indexOf(model)}-${trials}.json`);
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Trained;
    if (kept.seed === seed && kept.model === model) return kept;
  } catch {
    // Not done yet, or cut short.
  }
  makeDirectory(place);
  const trained = await train(seed, model, trials, every);
  writeFileSync(`${file}.new`, JSON.stringify(trained));
  renameSync(`${file}.new`, file);
  return trained;
};
