/** Numbers with units as people type them: `10s`, `0.1ms`, `5Hz`. */
import { ModelError } from '../errors.ts';
import { units } from '../units.ts';

const times: Readonly<Record<string, number>> = { us: 1e-3, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;

/**
 * A positive stretch of time.
 *
 * @param option - what it was given to, for the message: `--for`
 * @returns ms
 * @throws ModelError where the number is not positive, or has no unit of time
 */
export const parseTime = (option: string, text: string): number => {
  const [, amount, unit = ''] = new RegExp(`^\\s*(${number})\\s*([a-z]*)\\s*$`, 'i').exec(text) ?? [];
  const factor = Object.hasOwn(times, unit) ? times[unit] : undefined;
  const value = Number(amount) * (factor ?? 1);
  if (amount === undefined || factor === undefined || !Number.isFinite(value) || value <= 0)
    throw new ModelError('cli.time', `${option} takes a positive time with its unit (us, ms, s, min, h), such as 10s or 0.1ms, not '${text}'.`, {
      option,
      text,
    });
  return value;
};

/** A whole number of at least 1. */
export const parseCount = (option: string, text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new ModelError('cli.count', `${option} takes a whole number of at least 1, not '${text}'.`, { option, text });
  return value;
};

/** A rate [Hz], with or without its unit. */
export const parseRate = (text: string): number => {
  const value = Number(text.replace(/\s*Hz$/, '') || Number.NaN);
  if (!Number.isFinite(value) || value < 0) throw new ModelError('cli.rate', `--rate takes a rate in Hz, such as 5 or 5Hz, not '${text}'.`, { text });
  return value;
};

/** One of a fixed set of words. */
export const parseChoice = <T extends string>(option: string, text: string, allowed: readonly T[]): T => {
  const found = allowed.find((word) => word === text);
  if (found === undefined) throw new ModelError('cli.choice', `${option} takes ${allowed.join(' or ')}, not '${text}'.`, { option, text, allowed });
  return found;
};

/** The value of a `--set`: a number, a number with a unit (as a description holds it), true, false, or else the text itself. */
export const parseValue = (text: string): number | boolean | string => {
  if (text === 'true' || text === 'false') return text === 'true';
  const [, amount, unit = ''] = new RegExp(`^(${number})\\s*(\\S*)$`).exec(text) ?? [];
  if (amount === undefined || !Object.hasOwn(units, unit)) return text;
  return Number(amount) * (units as Readonly<Record<string, { readonly held: number }>>)[unit]!.held;
};

/**
 * `k=v` pairs of `--set`.
 *
 * @throws ModelError for a pair without `=` or a name given twice
 */
export const parseSettings = (pairs: readonly string[]): ReadonlyMap<string, number | boolean | string> => {
  const settings = new Map<string, number | boolean | string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at < 1 || name === '') throw new ModelError('cli.set', `--set takes name=value, such as --set scale=0.1, not '${pair}'.`, { pair });
    if (settings.has(name)) throw new ModelError('cli.set', `--set gives ${name} twice.`, { pair, name });
    settings.set(name, parseValue(pair.slice(at + 1).trim()));
  }
  return settings;
};
