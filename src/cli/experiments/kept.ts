/** Runs that are done are kept, so that a long experiment goes on where it was stopped. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../simulation/files.ts';

/**
 * What `run` gives, once for each directory.
 *
 * @param name - of the file, without ending; other than letters, digits, `_` and `-` are replaced
 * @param of - what the result depends on: one that was kept of something else is not taken
 */
export const once = async <T>(out: string, name: string, of: string, run: () => T | Promise<T>): Promise<T> => {
  const place = join(out, 'runs');
  const file = join(place, `${name.replace(/[^\w-]/g, '_')}.json`);
  const kept = read<T>(file);
  if (kept?.of === of) return kept.trained;
  makeDirectory(place);
  const trained = await run();
  writeFileSync(`${file}.new`, JSON.stringify({ of, trained }));
  renameSync(`${file}.new`, file);
  return trained;
};

const read = <T>(file: string): { readonly of: string; readonly trained: T } | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { readonly of: string; readonly trained: T };
  } catch {
    return null;
  }
};
