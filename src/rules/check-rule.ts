/** A rule from a file that nobody has read: every field checked, its texts parsed and composed, nothing in it ever run. */
import { didYouMean } from '../equations/names.ts';
import { ModelError } from '../errors.ts';
import { units } from '../units.ts';
import { checkedRule } from './define-rule.ts';
import { listed } from './draft.ts';
import type { Owner, Rule } from './rule.ts';

type Check = (value: unknown, path: string) => void;

/** More than any rule of the literature needs, and few enough to compose at once. */
const most = 200;
const owners: readonly Owner[] = ['synapse', 'pre', 'post', 'branch', 'domain', 'signal'];

const refuse = (path: string, value: unknown, wanted: string): never => {
  const shown = value === undefined ? 'missing' : (JSON.stringify(value)?.slice(0, 60) ?? String(value));
  throw new ModelError('rule-json', `${path} is ${shown}; it must be ${wanted}.`, { path, value });
};

const string: Check = (value, path) => {
  if (typeof value !== 'string') refuse(path, value, 'a text');
};
const number: Check = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(path, value, 'a finite number');
};
const boolean: Check = (value, path) => {
  if (typeof value !== 'boolean') refuse(path, value, 'true or false');
};
const textOrNumber: Check = (value, path) => {
  if (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))) return;
  refuse(path, value, 'an expression or a finite number');
};
const oneOf =
  (allowed: readonly string[]): Check =>
  (value, path) => {
    if (typeof value === 'string' && allowed.includes(value)) return;
    refuse(path, value, `one of ${allowed.map((each) => `'${each}'`).join(', ')}`);
  };
const checkCount = (count: number, path: string): void => {
  if (count > most) throw new ModelError('rule-json', `${path} has ${count} entries; at most ${most} are taken.`, { path, count });
};
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with these fields and no others. */
const fields =
  (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value, path) => {
    if (!isObject(value)) return refuse(path, value, 'an object');
    const known = [...Object.keys(required), ...Object.keys(optional)];
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      throw new ModelError('rule-json', `${path} has an unknown key '${key}'. Keys: ${listed(known)}.${didYouMean(key, known)}`, {
        path,
        key,
        known,
      });
    }
    for (const [key, check] of Object.entries(required)) check(Object.hasOwn(value, key) ? value[key] : undefined, `${path}.${key}`);
    for (const [key, check] of Object.entries(optional)) if (Object.hasOwn(value, key)) check(value[key], `${path}.${key}`);
  };

/** An object from any names to the same kind of thing. */
const record =
  (check: Check): Check =>
  (value, path) => {
    if (!isObject(value)) return refuse(path, value, 'an object');
    checkCount(Object.keys(value).length, path);
    for (const [key, inner] of Object.entries(value)) check(inner, `${path}.${key}`);
  };

const list =
  (check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return refuse(path, value, 'a list');
    checkCount(value.length, path);
    value.forEach((inner, index) => {
      check(inner, `${path}[${index}]`);
    });
  };

const statements = list(string);
const tick = fields({ period: textOrNumber, do: statements });
const delayed = fields({ after: textOrNumber, do: statements });

const shape = fields(
  {
    name: string,
    cite: string,
    params: record(fields({ value: number, unit: oneOf(Object.keys(units)), doc: string })),
  },
  {
    doc: string,
    state: record(
      fields(
        { of: oneOf(owners), doc: string },
        {
          decay: textOrNumber,
          towards: textOrNumber,
          initial: textOrNumber,
          sum: string,
          quantum: number,
          accumulates: boolean,
          signal: string,
        },
      ),
    ),
    advance: statements,
    onPre: list((value, path) => {
      if (typeof value === 'string') return;
      if (!isObject(value)) refuse(path, value, 'a text, or { after, do } for what runs later');
      delayed(value, path);
    }),
    onPost: statements,
    every: (value, path) => (Array.isArray(value) ? list(tick)(value, path) : tick(value, path)),
    onSignal: record(statements),
    gain: string,
    factor: string,
    input: string,
    signed: boolean,
    guard: string,
  },
);

/**
 * The rule that parsed JSON holds, frozen.
 *
 * @param path - where it stands in its file, for messages
 * @throws ModelError for a field that is missing, unknown or of the wrong kind; and what `defineRule` throws
 */
export const checkRule = (value: unknown, path = 'rule'): Rule => {
  shape(value, path);
  return checkedRule(value as Rule);
};
