/**
 * Modules from files, wherever they lie: bundled by esbuild with `spikeloom` meaning this very package and `rxjs` its own, so that they need neither a package.json
 * nor a node_modules of their own, and so that their errors are our error classes.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';
import { isSpikeloomError, ModelError } from '../errors.ts';

/** Endings of modules. */
export const scripts = ['.ts', '.mts', '.js', '.mjs'];

/** A path as the user sees it: relative where that is shorter. */
const shown = (path: string): string => {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
};

/** `spikeloom` is the barrel beside this folder: the same module instance that runs this command. */
const barrel = new URL(`../index${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
const thisPackage: Plugin = {
  name: 'spikeloom',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^spikeloom$/ }, () => ({ path: barrel.href, external: true }));
    onResolve({ filter: /^rxjs$/ }, () => ({ path: import.meta.resolve('rxjs'), external: true }));
  },
};

/** The default export of a module. */
export const importModule = async (path: string): Promise<unknown> => {
  const { build } = await import('esbuild');
  const directory = await mkdtemp(join(tmpdir(), 'spikeloom-'));
  try {
    const output = join(directory, `${basename(path, extname(path))}.mjs`);
    const { outputFiles } = await build({
      entryPoints: [path],
      outfile: output,
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      sourcesContent: false,
      logLevel: 'silent',
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(path).href) },
      plugins: [thisPackage],
    });
    await writeFile(output, outputFiles[0]?.contents ?? '');
    process.setSourceMapsEnabled(true);
    return ((await import(pathToFileURL(output).href)) as { readonly default?: unknown }).default;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

/** Runs `load` and says in one sentence where the file is wrong: compiler errors, our own errors and exceptions alike. */
export const withLocations = async <T>(path: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load();
  } catch (error) {
    if (isSpikeloomError(error) && error.code.startsWith('cli.')) throw error;
    throw new ModelError('cli.network', `${placeOf(error, path)}: ${messageOf(error)}`, { file: path, cause: error });
  } finally {
    process.setSourceMapsEnabled(false);
  }
};

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors);

const messageOf = (error: unknown): string => {
  if (isBuildFailure(error)) return error.errors[0]?.text ?? 'it does not compile';
  if (isSpikeloomError(error)) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};

const placeOf = (error: unknown, path: string): string => {
  if (isBuildFailure(error)) {
    const location = error.errors[0]?.location;
    return location ? `${shown(resolve(location.file))}:${location.line}:${location.column + 1}` : shown(path);
  }
  if (!(error instanceof Error)) return shown(path);
  // The innermost frame outside of this package and of Node: the line of the network that did it. (Our own frames may be mapped to `src`.)
  const ours = ['../../dist/', '../../src/'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
  for (const [, file, place] of (error.stack ?? '').matchAll(/^\s+at .*?\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^\s()]*?):(\d+:\d+)\)?$/gm)) {
    const real = file?.startsWith('file:') ? fileURLToPath(file) : (file ?? '');
    if (!ours.some((folder) => real.startsWith(folder)) && !real.includes('node_modules')) return `${shown(real)}:${place}`;
  }
  return shown(path);
};
