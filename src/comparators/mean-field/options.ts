/** What `meanField` may be told. */
import { ModelError } from '../../errors.ts';
import type { Network } from '../../network/description.ts';
import { isSource } from '../../network/parts.ts';
import type { Band } from '../comparator.ts';

export interface StationaryOptions<P extends string = string> {
  /** Rates of all populations from which a solution is looked for, one after the other [Hz]; the first that is found counts. Default: 0, 20 and 300. */
  readonly starts?: readonly number[];
  /** Rates that homeostasis has brought populations to [Hz]: the factors on their excitatory input follow. */
  readonly held?: { readonly [Name in P]?: number };
  /** Factors on all excitatory input of populations, drives included. */
  readonly factors?: { readonly [Name in P]?: number };
  /** Takes what learns and scales as it begins, instead of refusing it; default false. */
  readonly frozen?: boolean;
  /** Step of the grid clock that the network runs on [ms], which delta input feels: with 0.1 ms rates are some per cent lower. Default 0: continuous time. */
  readonly dt?: number;
  /** Windows in which a running network's rates are taken [ms]; default 1000. */
  readonly window?: number;
  /** Where the first window begins at the earliest [ms]; default 0. Until a network has settled its rates are not the stationary ones. */
  readonly begin?: number;
  /** How far off counts as an alarm; default a tenth of the prediction. */
  readonly band?: Band;
}

export interface CheckedOptions {
  readonly dt: number;
  readonly window: number;
  readonly begin: number;
  readonly starts: readonly number[];
  readonly band: Band;
  readonly held: ReadonlyMap<string, number>;
  readonly factors: ReadonlyMap<string, number>;
  readonly frozen: boolean;
}

const refuse = (option: string, value: unknown, allowed: string): never => {
  throw new ModelError('option', `Option ${option} of meanField is ${String(value)}; it is ${allowed}.`, { option, value });
};

/** Values by population, each a number above 0. */
const byPopulation = (
  option: string,
  values: Readonly<Record<string, number | undefined>>,
  { populations }: Network,
  what: string,
): ReadonlyMap<string, number> => {
  const given = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined);
  for (const [name, value] of given) {
    const population = populations[name];
    if (population === undefined || isSource(population.neuron)) {
      const neurons = Object.entries(populations).flatMap(([each, { neuron }]) => (isSource(neuron) ? [] : [each]));
      throw new ModelError('option', `Option ${option} of meanField names '${name}', but the populations of neurons are ${neurons.join(', ')}.`, {
        name,
      });
    }
    if (!(Number.isFinite(value) && value > 0)) refuse(`${option}.${name}`, value, `${what} above 0`);
  }
  return new Map(given);
};

/** @throws ModelError for what cannot be */
export const checkOptions = <P extends string>(net: Network<P>, options: StationaryOptions<P>): CheckedOptions => {
  const { starts = [0, 20, 300], dt = 0, window = 1000, begin = 0, band = { relative: 0.1 }, frozen = false } = options;
  if (starts.length === 0 || starts.some((start) => !(Number.isFinite(start) && start >= 0)))
    refuse('starts', `[${starts.join(', ')}]`, 'one rate or more [Hz], each 0 or above');
  if (!(Number.isFinite(dt) && dt >= 0)) refuse('dt', dt, 'a time, 0 or more [ms]');
  if (!(Number.isFinite(window) && window > 0)) refuse('window', window, 'a time above 0 [ms]');
  if (!(Number.isFinite(begin) && begin >= 0)) refuse('begin', begin, 'a time, 0 or later [ms]');
  const held = byPopulation('held', options.held ?? {}, net as Network, 'a rate [Hz]');
  const factors = byPopulation('factors', options.factors ?? {}, net as Network, 'a factor');
  const both = [...held.keys()].find((name) => factors.has(name));
  if (both !== undefined) refuse('factors', both, `for populations whose rate is not held: the factor of '${both}' follows from its rate`);
  return { dt, window, begin, starts, band, held, factors, frozen };
};
