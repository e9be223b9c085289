/** The value of an equation of a neuron model, given values for its names. Kernels print the same trees (simd.ts). */
import { evaluate } from '../equations/evaluate.ts';
import type { Expression } from '../equations/tree.ts';
import { InternalError } from '../errors.ts';

/**
 * Value of an expression over `names`. A comparison is 1 or 0; a test holds where it is not 0.
 * @throws InternalError at a name without a value; EquationError at a closed form over time (`integral`, `timeAbove`), which only rules have
 */
export const evaluateExpression = (tree: Expression, names: Readonly<Record<string, number>>): number =>
  evaluate(tree, '', (name) => {
    const value = names[name];
    if (value === undefined) throw new InternalError(`An equation of a neuron model uses “${name}”, which has no value.`, { name });
    return value;
  });
