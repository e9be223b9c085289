/** Rate models by name, or from a file of one's own. */
import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { type AnyComparator, type Models, models } from '../comparators/models.ts';
import { didYouMean } from '../equations/names.ts';
import { ModelError } from '../errors.ts';
import type { Network } from '../network/description.ts';
import { importModule, scripts, withLocations } from './load-module.ts';

const members = ['name', 'quantity', 'unit', 'band', 'watch', 'follow'] as const;

/**
 * @param asked - a name among `models`, or a .ts or .js file whose default export is a comparator, or a function of the network that gives one or several
 * @throws ModelError for an unknown name, and a file that exports something else
 */
export const loadComparators = async (asked: string, network: Network): Promise<readonly AnyComparator[]> => {
  if (Object.hasOwn(models, asked)) return (await (models[asked] as (typeof models)[string]).load())(network);
  if (scripts.includes(extname(asked))) return fromFile(asked, network);
  const names = Object.keys(models);
  throw new ModelError(
    'cli.compare',
    `There is no comparator '${asked}'. Comparators: ${names.join(', ')}; or a .ts or .js file of your own.${didYouMean(asked, names)}`,
    { asked, allowed: names },
  );
};

const fromFile = async (file: string, network: Network): Promise<readonly AnyComparator[]> => {
  const path = resolve(file);
  if (!(await stat(path).catch(() => undefined))) throw new ModelError('cli.compare', `There is no file ${file} with a comparator.`, { file });
  return withLocations(path, async () => {
    const exported = await importModule(path);
    const made = typeof exported === 'function' ? await (exported as Models)(network) : exported;
    const all = (Array.isArray(made) ? made : [made]) as AnyComparator[];
    for (const each of all) {
      const missing = members.filter((member) => (each as Partial<AnyComparator> | undefined)?.[member] === undefined);
      if (missing.length > 0)
        throw new ModelError(
          'cli.compare',
          `What ${file} exports is not a comparator: it lacks ${missing.join(', ')}. Its default export must be one, or a function of the network that gives one or several.`,
          { file, missing },
        );
    }
    return all;
  });
};
