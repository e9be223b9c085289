/** Networks from files: `.json` is data, `.ts` and `.js` are modules. */
import { readFile, stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import { fromJson } from '../network/json.ts';
import { importModule, scripts, withLocations } from './load-module.ts';

type Setting = number | boolean | string;
export type Settings = ReadonlyMap<string, Setting>;

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
