/** The value of a neuron model's expression for the neurons of a population. */
import { evaluate } from '../../equations/evaluate.ts';
import { parseExpression } from '../../equations/parse.ts';
import type { PerNeuron } from '../plan.ts';
import { valueFor } from './values.ts';

/** An expression in parameters: one number where all it reads are common, else one per neuron. */
export const fromParameters = (source: string, values: Readonly<Record<string, PerNeuron>>, size: number): PerNeuron => {
  const expression = parseExpression(source);
  let common = true;
  const at = (neuron: number): number =>
    evaluate(expression, source, (name) => {
      const value = values[name] as PerNeuron;
      if (typeof value !== 'number') common = false;
      return valueFor(value, neuron);
    });
  const first = at(0);
  return common ? first : Float64Array.from({ length: size }, (_, neuron) => at(neuron));
};
