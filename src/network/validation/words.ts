/** Words of error messages: where something is, and what stands there. */
import { didYouMean } from '../../equations/names.ts';
import { ModelError } from '../../errors.ts';

const LONGEST = 40;

/** A value in a few words, whatever it is. */
export const described = (value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return `'${shortened(value)}'`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return value === undefined ? 'nothing' : `a ${typeof value}`;
};

const shortened = (value: string): string => (value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);

/** `populations, E, drive, 0, rate` → owner `Population 'E'`, part `drive[0].rate`. */
export const placeOf = (path: readonly PropertyKey[]): { readonly owner: string; readonly part: string } => {
  const [root, name, ...rest] = path;
  const owned = (root === 'populations' || root === 'projections') && name !== undefined;
  const owner = owned ? `${root === 'populations' ? 'Population' : 'Projection'} ${described(String(name))}` : 'The network';
  const parts = owned ? rest : path;
  return { owner, part: parts.map((each, i) => (typeof each === 'number' ? `[${each}]` : `${i > 0 ? '.' : ''}${shortened(String(each))}`)).join('') };
};

const MOST_NAMES = 30;

/** Names as a message lists them. */
export const listed = (names: readonly string[]): string => {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, MOST_NAMES).map(shortened).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
};

/** A name that is none of those that exist: says which do, and which was probably meant. */
export const unknownName = (sentence: string, name: string, known: readonly string[], kinds: string, code: string): ModelError =>
  new ModelError(code, `${sentence}${didYouMean(name, known)} ${kinds}: ${listed(known)}.`, { name, known });

/** Throws a ModelError unless a condition holds. */
export function demand(holds: boolean, code: string, message: () => string, fields: Readonly<Record<string, unknown>> = {}): asserts holds {
  if (!holds) throw new ModelError(code, message(), fields);
}

/** Names come before shapes, because messages about shapes use them. Null: no such object. */
export const keysIn = (value: unknown, part: 'populations' | 'projections'): string[] | null => {
  const of = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : null;
  return typeof of === 'object' && of !== null && !Array.isArray(of) ? Object.keys(of) : null;
};
