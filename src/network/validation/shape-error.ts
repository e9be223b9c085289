/** What zod found, as one sentence about the first thing that is wrong. */
import type { z } from 'zod';
import { didYouMean } from '../../equations/names.ts';
import { ModelError } from '../../errors.ts';
import { described, placeOf } from './words.ts';

type Issue = z.core.$ZodIssue;

/** Holds a value against a shape. @throws ModelError `shape` or `unknown-key` */
export const checkShape = (shape: z.ZodType, value: unknown): void => {
  const { error } = shape.safeParse(value);
  if (error) throw shapeError(error.issues[0] as Issue, value);
};

const shapeError = (issue: Issue, root: unknown): ModelError => {
  const { message, path, code, keys } = innermost(issue, root);
  const { owner, part } = placeOf(path);
  const fields = { path: path.map(String) };
  if (code === 'unrecognized_keys') {
    const key = keys[0] as string;
    const within = part === '' ? owner : `${owner}, ${part},`;
    return new ModelError('unknown-key', `${within} has no key ${described(key)}.${didYouMean(key, message.split(', '))} Keys: ${message}.`, fields);
  }
  const value = valueAt(root, path);
  if (part === '') return new ModelError('shape', `${owner} must be ${message}, not ${described(value)}.`, fields);
  if (value === undefined) return new ModelError('shape', `${owner} needs ${part}: ${message}.`, fields);
  return new ModelError('shape', `${owner}: ${part} must be ${message}, not ${described(value)}.`, fields);
};

interface Found {
  readonly code: string;
  readonly message: string;
  readonly path: readonly PropertyKey[];
  readonly keys: readonly string[];
}

/** Of a union, the complaint of the alternative that was meant, where one can tell. */
const innermost = (issue: Issue, root: unknown, above: readonly PropertyKey[] = []): Found => {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const alternatives = issue.errors.filter((issues) => issues.length > 0 && !issues.some((each) => isElsewhere(each, root, path)));
    const [meant] = [...alternatives].sort((a, b) => a.length - b.length);
    if (meant) return innermost(meant[0] as Issue, root, path);
  }
  return { code: issue.code, message: issue.message, path, keys: issue.code === 'unrecognized_keys' ? issue.keys : [] };
};

/** An alternative of another type, or one whose telling key is not even there, was not meant. */
const isElsewhere = (issue: Issue, root: unknown, above: readonly PropertyKey[]): boolean => {
  if (issue.path.length === 0) return issue.code === 'invalid_type';
  return issue.path.length === 1 && TELLING.has(issue.path[0] as string) && valueAt(root, [...above, ...issue.path]) === undefined;
};

const TELLING: ReadonlySet<string> = new Set(['model', 'source', 'drive', 'distribution', 'wiring', 'kind', 'rule', 'after', 'period']);

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? value[key as never] : undefined),
    root,
  );
