/** The value of an expression of constants: time constants, initial values and periods are such expressions in parameters. */
import { EquationError } from '../errors.ts';
import { exp, log, pow } from '../math.ts';
import type { BinaryOperator, Comparison, Expression, FunctionName } from './tree.ts';

/** What an operator does: the one definition that interpreters share. */
export const binaryMeaning: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': pow,
};

export const comparisonMeaning: Readonly<Record<Comparison, (a: number, b: number) => number>> = {
  '<': (a, b) => (a < b ? 1 : 0),
  '<=': (a, b) => (a <= b ? 1 : 0),
  '>': (a, b) => (a > b ? 1 : 0),
  '>=': (a, b) => (a >= b ? 1 : 0),
  '==': (a, b) => (a === b ? 1 : 0),
  '!=': (a, b) => (a !== b ? 1 : 0),
};

export const functionMeaning: Readonly<Record<FunctionName, (...args: number[]) => number>> = {
  exp: (x) => exp(x as number),
  log: (x) => log(x as number),
  sqrt: (x) => Math.sqrt(x as number),
  abs: (x) => Math.abs(x as number),
  // Not Math.sign, which keeps the sign of -0.
  sign: (x) => ((x as number) > 0 ? 1 : (x as number) < 0 ? -1 : 0),
  min: (a, b) => Math.min(a as number, b as number),
  max: (a, b) => Math.max(a as number, b as number),
  clip: (x, low, high) => Math.min(Math.max(x as number, low as number), high as number),
};

/**
 * The value of `tree`, names being looked up by `lookUp`.
 * @throws EquationError for functions of time, which have no constant value, and whatever `lookUp` throws.
 */
export const evaluate = (tree: Expression, source: string, lookUp: (name: string, at: number) => number): number => {
  const value = (node: Expression): number => {
    switch (node.kind) {
      case 'number':
        return node.value;
      case 'name':
        return lookUp(node.name, node.at);
      case 'negate':
        return -value(node.operand);
      case 'binary':
        return binaryMeaning[node.operator](value(node.left), value(node.right));
      case 'compare':
        return comparisonMeaning[node.operator](value(node.left), value(node.right));
      case 'choose':
        return value(value(node.test) !== 0 ? node.yes : node.no);
      case 'call':
        return functionMeaning[node.name](...node.args.map(value));
      case 'history':
        throw new EquationError('not-constant', `'${node.name}' changes in time; a constant is needed here.`, source, node.at);
    }
  };
  return value(tree);
};
