import { didYouMean } from '../equations/names.ts';
import { ModelError } from '../errors.ts';
import type { VoltagesOptions, WeightsOptions } from './streams.ts';

/** @throws ModelError unless `name` is one of the network's */
export const checkName = (kind: 'population' | 'projection' | 'variable', name: string, names: readonly string[]): void => {
  if (names.includes(name)) return;
  const there = names.length > 0 ? `It has: ${names.join(', ')}.${didYouMean(name, names)}` : 'It has none.';
  throw new ModelError('stream', `There is no stream of ${kind} '${name}', because the network has no such ${kind}. ${there}`, {
    name,
    allowed: names,
  });
};

/** @throws ModelError unless `every` is a positive number of milliseconds */
export const checkEvery = (stream: string, options: { readonly every: number } | undefined): void => {
  const every = options?.every;
  if (typeof every === 'number' && Number.isFinite(every) && every > 0) return;
  throw new ModelError('stream', `A stream of ${stream} needs { every }, a positive number of milliseconds; not ${String(every)}.`, { every });
};

/** @throws ModelError unless `synapses` is a whole number of at least 1 */
export const checkWeights = (options: WeightsOptions): void => {
  checkEvery('weights', options);
  const { synapses } = options;
  if (synapses === undefined || (Number.isInteger(synapses) && synapses >= 1)) return;
  throw new ModelError('stream', `A stream of weights takes a whole number of synapses, at least 1; not ${String(synapses)}.`, { synapses });
};

/** @throws ModelError unless all neurons are of the population */
export const checkVoltages = (options: VoltagesOptions, population: string, size: number): void => {
  checkEvery('voltages', options);
  const stranger = options.neurons?.find((neuron) => !(Number.isInteger(neuron) && neuron >= 0 && neuron < size));
  if (stranger === undefined) return;
  throw new ModelError('stream', `Population '${population}' has no neuron ${String(stranger)}: its neurons are 0 to ${size - 1}.`, {
    population,
    neuron: stranger,
  });
};
