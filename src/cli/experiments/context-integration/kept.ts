/** Networks that have learned are kept, so that a long experiment goes on where it was stopped. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../../simulation/files.ts';
import { type Arm, arms, type Learning, type Trained, train } from './train.ts';

/** As `train`, once for each directory, seed, arm and setting. */
export const trainOnce = (seed: string, arm: Arm, learning: Learning, out: string, shown: (iteration: number) => void): Trained => {
  const place = join(out, 'runs');
  const of = JSON.stringify({ seed, arm, ...learning });
  const { n, iterations } = learning;
  const file = join(place, `${seed.replace(/[^\w-]/g, '_')}-${arms.indexOf(arm)}-${n}-${iterations}.json`);
  const before = keptIn(file, of);
  if (before) return before;
  makeDirectory(place);
  const trained = train(seed, arm, learning, shown);
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
