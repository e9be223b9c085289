/** Whether a literal has the shape of a rule: the compiler says so in TypeScript, but plain JavaScript and bundled networks are not compiled. */
import { didYouMean } from '../equations/names.ts';
import { ModelError } from '../errors.ts';
import { units } from '../units.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Throws where a value is not what it must be; `at` is where it stands. */
type Shape = (value: unknown, at: string) => void;

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a value is, in a few words. */
const described = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 60);

const must =
  (holds: (value: unknown) => boolean, what: string): Shape =>
  (value, at) => {
    if (!holds(value)) throw new ModelError('rule-shape', `${at} must be ${what}, not ${described(value)}.`, { at, value });
  };

const text = must((value) => typeof value === 'string', 'a text');
const finite = must((value) => typeof value === 'number' && Number.isFinite(value), 'a finite number');
const flag = must((value) => typeof value === 'boolean', 'true or false');
const constant = must((value) => typeof value === 'string' || Number.isFinite(value), 'a parameter, an expression or a number');
const oneOf = (...allowed: readonly string[]): Shape =>
  must((value) => allowed.includes(value as string), `one of ${allowed.map((word) => `'${word}'`).join(', ')}`);

const list =
  (of: Shape, what: string): Shape =>
  (value, at) => {
    must(Array.isArray, what)(value, at);
    for (const [i, item] of (value as readonly unknown[]).entries()) of(item, `${at}[${i}]`);
  };

const byName =
  (of: Shape, what: string): Shape =>
  (value, at) => {
    must(isRecord, what)(value, at);
    for (const [name, item] of Object.entries(value as Fields)) of(item, `${at}.${name}`);
  };

/** An object with these keys, no others, and all that are not among `optional`. */
const object =
  (required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  (value, at) => {
    const shapes = { ...required, ...optional };
    const allowed = Object.keys(shapes);
    must(isRecord, `an object with ${allowed.join(', ')}`)(value, at);
    for (const key of Object.keys(value as Fields)) {
      if (Object.hasOwn(shapes, key)) continue;
      throw new ModelError('rule-shape', `${at} has no '${key}'. It has: ${allowed.join(', ')}.${didYouMean(key, allowed)}`, { at, key, allowed });
    }
    for (const [key, shape] of Object.entries(shapes)) {
      const inner = (value as Fields)[key];
      if (inner !== undefined || key in required) shape(inner, `${at}.${key}`);
    }
  };

const statements = list(text, 'a list of statements');
const tick = object({ period: constant, do: statements });
const arrival = object({ after: constant, do: statements });
const parameter = object({ value: finite, unit: oneOf(...Object.keys(units)), doc: text });
const variable = object(
  { of: oneOf('synapse', 'pre', 'post', 'neuron', 'branch', 'domain', 'signal'), doc: text },
  {
    ...{ decay: constant, towards: constant, initial: constant, sum: text, over: oneOf('incoming', 'outgoing'), quantum: finite },
    ...{ accumulates: flag, shortTerm: flag, transitions: flag, signal: text },
  },
);

const structural = object({}, { remove: text, create: constant, weight: constant });

const literal = object(
  { name: text, cite: text, params: byName(parameter, 'parameters by name') },
  {
    doc: text,
    state: byName(variable, 'variables by name'),
    advance: statements,
    onPre: list((value, at) => (typeof value === 'string' ? undefined : arrival(value, at)), 'a list of statements'),
    onPost: statements,
    every: (value, at) => (Array.isArray(value) ? list(tick, '')(value, at) : tick(value, at)),
    onSignal: byName(statements, 'statements by signal'),
    structural,
    ...{ gain: text, factor: text, input: text, guard: text, signed: flag },
  },
);

/** @throws ModelError naming the first part of a rule that is not what it must be */
export const checkShape = (rule: unknown): void => {
  const name = isRecord(rule) && typeof rule.name === 'string' ? `Rule '${rule.name}'` : 'A rule';
  literal(rule, name);
};
