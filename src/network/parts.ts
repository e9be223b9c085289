/** Small questions about a description that everything asks. */
import type { Drive, NeuronUse, Population, Source } from './description.ts';

export const isSource = (neuron: NeuronUse | Source): neuron is Source => 'source' in neuron;

/** A population's drives as a list. */
export const drivesOf = (population: Population): readonly Drive[] => {
  const { drive } = population;
  if (drive === undefined) return [];
  return Array.isArray(drive) ? (drive as readonly Drive[]) : [drive as Drive];
};
