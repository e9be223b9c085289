/** Kernel sources and compiled kernels as files: the host that `kernels/compile.ts` asks for. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { KernelHost } from '../kernels/compile.ts';

/** The package ships `src`, so the texts are found from `src/simulation` and from `dist/simulation` alike. */
const assembly = new URL('../../src/kernels/assembly/', import.meta.url);

/** `SPIKELOOM_CACHE`, or `spikeloom` in the user's cache directory. */
export const defaultCacheDirectory = (): string =>
  process.env.SPIKELOOM_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'spikeloom');

/** Compiled kernels kept in `directory`, one file each, written under another name and renamed, so that a reader never sees half of one. */
export const kernelHost = (directory: string = defaultCacheDirectory()): KernelHost => {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json') as { readonly version: string };
  const fileOf = (key: string): string => join(directory, `${key}.wasm`);
  return {
    compilerVersion: version,
    source: (file) => readFile(new URL(file, assembly), 'utf8'),
    read: async (key) => {
      try {
        return new Uint8Array(await readFile(fileOf(key)));
      } catch {
        return null;
      }
    },
    // The cache only saves time: a run goes on where it cannot be written.
    write: async (key, bytes) => {
      const temporary = `${fileOf(key)}.${randomUUID()}`;
      try {
        await mkdir(directory, { recursive: true });
        await writeFile(temporary, bytes);
        await rename(temporary, fileOf(key));
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
};
