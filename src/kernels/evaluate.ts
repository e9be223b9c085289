/** What an equation of a neuron model means: a value, given values for its names. Kernels print the same trees (simd.ts). */
import type { BinaryOperator, Comparison, Expression, FunctionName } from '../equations/tree.ts';
import { InternalError } from '../errors.ts';
import { exp, log, pow } from '../math.ts';

export const functionMeanings: Readonly<Record<FunctionName, (...args: number[]) => number>> = {
  exp: (x) => exp(x as number),
  log: (x) => log(x as number),
  sqrt: (x) => Math.sqrt(x as number),
  abs: (x) => Math.abs(x as number),
  sign: (x) => ((x as number) > 0 ? 1 : (x as number) < 0 ? -1 : 0),
  min: (a, b) => Math.min(a as number, b as number),
  max: (a, b) => Math.max(a as number, b as number),
  clip: (x, low, high) => Math.min(Math.max(x as number, low as number), high as number),
};

export const comparisonMeanings: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

export const operatorMeanings: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': pow,
};

/**
 * Value of an expression over `names`. A comparison is 1 or 0; a test holds where it is not 0.
 * @throws InternalError at a name without a value, or at a history (`integral`, `timeAbove`), which only rules have.
 */
export const evaluateExpression = (node: Expression, names: Readonly<Record<string, number>>): number => {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'name': {
      const value = names[node.name];
      if (value === undefined) throw new InternalError(`An equation of a neuron model uses “${node.name}”, which has no value.`, { name: node.name });
      return value;
    }
    case 'negate':
      return -evaluateExpression(node.operand, names);
    case 'binary':
      return operatorMeanings[node.operator](evaluateExpression(node.left, names), evaluateExpression(node.right, names));
    case 'compare':
      return comparisonMeanings[node.operator](evaluateExpression(node.left, names), evaluateExpression(node.right, names)) ? 1 : 0;
    case 'choose':
      return evaluateExpression(node.test, names) !== 0 ? evaluateExpression(node.yes, names) : evaluateExpression(node.no, names);
    case 'call':
      return functionMeanings[node.name](...node.args.map((arg) => evaluateExpression(arg, names)));
    case 'history':
      throw new InternalError(`An equation of a neuron model uses “${node.name}”, which belongs to rules.`, { name: node.name });
  }
};
