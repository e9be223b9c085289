/** Names of populations and projections: they become file names, column names and keys. */
import { demand, described } from './words.ts';

const ALLOWED = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** The limits of the counters that name random draws. */
export const MOST_POPULATIONS = 256;
export const MOST_PROJECTIONS = 0xf00;

/** Null where there is no object to have names: its shape is complained of elsewhere. */
export const checkNames = (populations: readonly string[] | null, projections: readonly string[] | null): void => {
  demand(populations?.length !== 0, 'no-population', () => 'The network has no population. It needs at least one.');
  checkAll('Population', populations ?? [], MOST_POPULATIONS);
  checkAll('Projection', projections ?? [], MOST_PROJECTIONS);
  for (const name of projections ?? []) {
    demand(!populations?.includes(name), 'name', () => `Projection '${name}' has the name of a population. Their columns share names: rename one.`, {
      name,
    });
  }
};

const checkAll = (what: 'Population' | 'Projection', names: readonly string[], most: number): void => {
  demand(names.length <= most, 'too-many', () => `The network has ${names.length} ${what.toLowerCase()}s; at most ${most}.`, { count: names.length });
  for (const name of names) checkName(what, name);
};

const checkName = (what: string, name: string): void =>
  demand(
    ALLOWED.test(name) && !(name in {}),
    'name',
    () =>
      `${what} ${described(name)} has a name that cannot be used. A name is a letter, then up to 63 letters, digits, _ or -, and no name of JavaScript's objects.`,
    { name },
  );
