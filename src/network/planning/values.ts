/** Values per neuron: numbers stay numbers, arrays are copied, distributions are drawn. */
import { ModelError } from '../../errors.ts';
import { domains } from '../../random.ts';
import type { NeuronValue } from '../description.ts';
import { Draws, type Key } from '../draws.ts';
import type { PerNeuron } from '../plan.ts';

/**
 * Names the quantities of a population that may be drawn. Value of neuron i: domain `initial`, stream = slot, place = i,
 * counter word 2 = population index.
 */
export const slot = {
  parameter: (index: number): number => index,
  initial: (index: number): number => 0x100 + index,
  drive: (index: number, quantity: 'rate' | 'weight' | 'amplitude'): number => 0x200 + 4 * index + ['rate', 'weight', 'amplitude'].indexOf(quantity),
  sourceRate: 0x1000,
} as const;

/** One value per neuron for more neurons than this would take a GiB for each quantity, and more than any partition can hold. */
const MOST_VALUES = 2 ** 27;

const tooLarge = (size: number): ModelError =>
  new ModelError(
    'too-large',
    `A value per neuron for ${size} neurons does not fit; at most ${MOST_VALUES} neurons may have values of their own. Use plain numbers.`,
    {
      size,
      most: MOST_VALUES,
    },
  );

/** The values of one population, scaled by `factor` to the system of the equations. */
export const perNeuron = (value: NeuronValue, factor: number, size: number, key: Key, population: number, of: number): PerNeuron => {
  if (typeof value === 'number') return value * factor;
  if (size > MOST_VALUES) throw tooLarge(size);
  const values = new Float64Array(size);
  if (Array.isArray(value)) values.set(value);
  else new Draws(key, domains.initial, population).fill(value as Exclude<NeuronValue, number | readonly number[]>, of, size, values);
  if (factor !== 1) for (let i = 0; i < size; i++) values[i] = (values[i] as number) * factor;
  return values;
};

/** The value for one neuron. */
export const valueFor = (values: PerNeuron, neuron: number): number => (typeof values === 'number' ? values : (values[neuron] as number));

/** The least and greatest of the values. */
export const rangeOf = (values: PerNeuron): readonly [number, number] => {
  if (typeof values === 'number') return [values, values];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
};
