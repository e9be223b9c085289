/**
 * A network as JSON, both ways. Keys carry units there (`delayMs`, `tauMMs`, `weightMv`), rules travel as their equation text,
 * and nothing in a file is ever run. Numbers come back bit for bit.
 */
import { ModelError } from '../errors.ts';
import type { Network, Population, Projection } from './description.ts';
import { populationFromJson, populationToJson } from './json/populations.ts';
import { print } from './json/print.ts';
import { projectionFromJson, projectionToJson } from './json/projections.ts';
import { jsonShape } from './shape/network.ts';
import { validate } from './validate.ts';
import { checkNames } from './validation/names.ts';
import { checkShape } from './validation/shape-error.ts';
import { keysIn } from './validation/words.ts';

const mapped = <T, U>(record: Readonly<Record<string, T>>, to: (value: T, name: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value, name)]));

/** The text of a network. */
export const toJson = (network: Network): string => {
  validate(network);
  return `${print({
    ...network,
    populations: mapped<Population, unknown>(network.populations, populationToJson),
    projections: mapped<Projection, unknown>(network.projections, (projection) => projectionToJson(projection, network.populations)),
  })}\n`;
};

/**
 * The network of a text, checked like any other.
 *
 * @throws ModelError naming what is wrong, where, and what is allowed; EquationError, with a caret, for the text of a rule
 */
export const fromJson = (text: string): Network => {
  const value = parsed(text);
  try {
    checkNames(keysIn(value, 'populations'), keysIn(value, 'projections'));
    checkShape(jsonShape, value);
    const { $schema: _, ...json } = value as Network & { readonly $schema?: string };
    const populations = mapped<Population, Population>(json.populations, populationFromJson);
    return validate({
      ...json,
      populations,
      projections: mapped<Projection, Projection>(json.projections, (projection, name) => projectionFromJson(projection, name, populations)),
    });
  } catch (error) {
    // A stack that overflows, or a list too long to hold, is the input's doing.
    if (error instanceof RangeError) throw new ModelError('json', `The network cannot be read: ${error.message}. Is it nested too deeply?`);
    throw error;
  }
};

const parsed = (text: string): unknown => {
  try {
    // Only such a text can hold the one key that an object cannot have as its own by assignment.
    return /__proto__|\\u/.test(text) ? JSON.parse(text, refuseProto) : JSON.parse(text);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError('json', `The network is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
};

const refuseProto = (key: string, value: unknown): unknown => {
  if (key === '__proto__') throw new ModelError('unknown-key', "The network has a key '__proto__', which nothing in a network has.");
  return value;
};
