/** Ranges of neuron parameters, by the names that all models share. */
import { above0, from0, type Range } from './values.ts';

/** Null restriction (undefined) for potentials and currents, which may be anything. */
export const parameterRange = (name: string): Range | undefined => {
  if (/^tau|^cM$|^gL$/.test(name)) return above0;
  return name === 'tRef' ? from0 : undefined;
};
