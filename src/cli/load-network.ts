/**
 * Networks from files, wherever they lie. `.json` is data. `.ts` and `.js` are bundled by esbuild with `spikeloom` meaning this very
 * package, so that a network needs neither a package.json nor a node_modules of its own, and so that its errors are our error classes.
 */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';
import { isSpikeloomError, ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import { fromJson } from '../network/json.ts';

type Setting = number | boolean | string;
export type Settings = ReadonlyMap<string, Setting>;

const scripts = ['.ts', '.mts', '.js', '.mjs'];

/** A path as the user sees it: relative where that is shorter. */
const shown = (path: string): string => {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
};

/**
 * Reads the network in `file`; where the file exports a function, calls it with `settings`.
 *
 * @throws ModelError naming file and line where the file cannot be read, does not compile, throws, or exports something else
 */
export const loadNetwork = async (file: string, settings: Settings = new Map()): Promise<Network> => {
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new ModelError('cli.network', `There is no file ${file}. A network is a .ts, .js or .json file.`, { file });
  if (!found.isFile()) throw new ModelError('cli.network', `${file} is not a file. A network is a .ts, .js or .json file.`, { file });
  const extension = extname(path);
  if (extension === '.json') {
    refuseSettings(settings, file, 'is JSON');
    // Some editors put a byte order mark first, which JSON does not allow.
    const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
    return withLocations(path, async () => fromJson(text));
  }
  if (!scripts.includes(extension))
    throw new ModelError('cli.network', `${file} is not a network: its name ends in '${extension}', not in .ts, .js or .json.`, { file });
  return withLocations(path, async () => asNetwork(await importModule(path), file, settings));
};

const refuseSettings = (settings: Settings, file: string, why: string): void => {
  const [name] = settings.keys();
  if (name !== undefined)
    throw new ModelError(
      'cli.set',
      `--set ${name} has nothing to set: ${file} ${why}. Only a network file that exports a function of parameters takes --set.`,
      { file, name },
    );
};

const asNetwork = async (exported: unknown, file: string, settings: Settings): Promise<Network> => {
  if (exported === undefined)
    throw new ModelError('cli.network', `${file} has no default export. It should say: export default network({ populations, projections }).`, {
      file,
    });
  if (typeof exported !== 'function') {
    refuseSettings(settings, file, 'exports a network, not a function');
    return asDescription(exported, file);
  }
  const read = new Set<string>();
  const network = await (exported as (parameters: unknown) => unknown)(watched(settings, read));
  for (const name of settings.keys()) {
    if (!read.has(name))
      throw new ModelError('cli.set', `--set ${name} names no parameter of ${file}. Parameters: ${[...read].join(', ') || 'none'}.`, {
        file,
        name,
        parameters: [...read],
      });
  }
  return asDescription(network, file);
};

const asDescription = (value: unknown, file: string): Network => {
  if (typeof value !== 'object' || value === null || !('populations' in value))
    throw new ModelError(
      'cli.network',
      `What ${file} exports is not a network. It should say: export default network({ populations, projections }).`,
      { file },
    );
  return value as Network;
};

/** Parameters that remember which of them were asked for: a misspelt `--set` must not pass silently. */
const watched = (settings: Settings, read: Set<string>): Readonly<Record<string, Setting>> =>
  new Proxy(Object.fromEntries(settings), {
    get: (target, name) => {
      if (typeof name === 'string') read.add(name);
      return Object.hasOwn(target, name) ? Reflect.get(target, name) : undefined;
    },
    has: (target, name) => {
      if (typeof name === 'string') read.add(name);
      return Object.hasOwn(target, name);
    },
    ownKeys: (target) => {
      for (const name of settings.keys()) read.add(name);
      return Reflect.ownKeys(target);
    },
  });

/** `spikeloom` is the barrel beside this folder: the same module instance that runs this command. */
const barrel = new URL(`../index${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
const thisPackage: Plugin = {
  name: 'spikeloom',
  setup: ({ onResolve }) => onResolve({ filter: /^spikeloom$/ }, () => ({ path: barrel.href, external: true })),
};

const importModule = async (path: string): Promise<unknown> => {
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
const withLocations = async <T>(path: string, load: () => Promise<T>): Promise<T> => {
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
