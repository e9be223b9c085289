/** Interventions as people type them: `--at '10s scale E.drive0.rate 0.9'`. */
import { ModelError } from '../errors.ts';
import { freezePlasticity, type Intervention, lesion, scale, set, signal, silence } from '../simulation/interventions.ts';
import { parseTime, parseValue } from './quantity.ts';

/** What stands in `--at`, after the time: what it is called, its form, and what it means. */
interface Kind {
  readonly form: string;
  /** Null: not of this form. */
  parse(words: readonly string[]): Intervention | null;
}

const number = (word: string | undefined): number | null => {
  const value = word === undefined ? null : parseValue(word);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

/** A name, and whether it is lifted again. */
const switched =
  (make: (name: string, on: boolean) => Intervention): Kind['parse'] =>
  ([name, off, ...rest]) =>
    name === undefined || rest.length > 0 || (off !== undefined && off !== 'off') ? null : make(name, off === undefined);

/** A name and a number. */
const valued =
  (make: (name: string, value: number) => Intervention): Kind['parse'] =>
  ([name, word, ...rest]) => {
    const value = number(word);
    return name === undefined || value === null || rest.length > 0 ? null : make(name, value);
  };

const kinds: Readonly<Record<string, Kind>> = {
  silence: { form: 'silence <population> [off]', parse: switched(silence) },
  freeze: { form: 'freeze <projection or population> [off]', parse: switched(freezePlasticity) },
  lesion: { form: 'lesion <projection>', parse: ([name, ...rest]) => (name === undefined || rest.length > 0 ? null : lesion(name)) },
  set: { form: 'set <variable> <value>', parse: valued(set) },
  scale: { form: 'scale <variable> <factor>', parse: valued(scale) },
  signal: { form: 'signal <name> <value>', parse: valued(signal) },
};

export interface Timed {
  readonly text: string;
  readonly atMs: number;
  readonly intervention: Intervention;
}

/**
 * One `--at`.
 *
 * @throws ModelError where there is no time, no such kind, or not what belongs to it
 */
export const parseAt = (text: string): Timed => {
  const [time = '', word = '', ...words] = text.trim().split(/\s+/);
  const atMs = parseTime('--at', time);
  const kind = Object.hasOwn(kinds, word) ? kinds[word] : undefined;
  if (kind === undefined) {
    const forms = Object.values(kinds).map(({ form }) => `'${form}'`);
    throw new ModelError('cli.at', `--at takes a time and what happens then: ${forms.join(', ')}; not '${text}'.`, {
      text,
      allowed: Object.keys(kinds),
    });
  }
  const intervention = kind.parse(words);
  if (intervention === null) throw new ModelError('cli.at', `--at '${text}' should read '<time> ${kind.form}'.`, { text, form: kind.form });
  return { text, atMs, intervention };
};

/** Those of a run, which must lie within it. */
export const parseInterventions = (texts: readonly string[], totalMs: number): readonly Timed[] =>
  texts.map((text) => {
    const timed = parseAt(text);
    if (timed.atMs <= totalMs) return timed;
    throw new ModelError('cli.at', `--at '${text}' would never happen: the run ends at ${totalMs} ms (--for).`, { text, totalMs });
  });
