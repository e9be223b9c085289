/** The value of an expression whose names are known numbers: initial values and thresholds of neuron models. */
import { parseExpression } from '../../equations/parse.ts';
import type { Expression, FunctionName } from '../../equations/tree.ts';
import { InternalError } from '../../errors.ts';
import { exp, log, pow } from '../../math.ts';
import type { PerNeuron } from '../plan.ts';
import { valueFor } from './values.ts';

const functions: Readonly<Record<FunctionName, (...args: number[]) => number>> = {
  exp: (x) => exp(x as number),
  log: (x) => log(x as number),
  sqrt: Math.sqrt as (...args: number[]) => number,
  abs: Math.abs as (...args: number[]) => number,
  sign: Math.sign as (...args: number[]) => number,
  min: Math.min,
  max: Math.max,
  clip: (x, low, high) => Math.min(Math.max(x as number, low as number), high as number),
};

const evaluate = (expression: Expression, valueOf: (name: string) => number): number => {
  const value = (of: Expression): number => evaluate(of, valueOf);
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return valueOf(expression.name);
    case 'negate':
      return -value(expression.operand);
    case 'binary':
      return binary[expression.operator](value(expression.left), value(expression.right));
    case 'compare':
      return comparison[expression.operator](value(expression.left), value(expression.right)) ? 1 : 0;
    case 'choose':
      return value(expression.test) !== 0 ? value(expression.yes) : value(expression.no);
    case 'call':
      return functions[expression.name](...expression.args.map(value));
    case 'history':
      throw new InternalError(`A neuron model uses ${expression.name}() where no time has passed.`);
  }
};

const binary: Readonly<Record<'+' | '-' | '*' | '/' | '^', (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => pow(a, b),
};

const comparison: Readonly<Record<'<' | '<=' | '>' | '>=' | '==' | '!=', (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** An expression in parameters: one number where all it reads are common, else one per neuron. */
export const fromParameters = (source: string, values: Readonly<Record<string, PerNeuron>>, size: number): PerNeuron => {
  const expression = parseExpression(source);
  let common = true;
  const at = (neuron: number): number =>
    evaluate(expression, (name) => {
      const value = values[name] as PerNeuron;
      if (typeof value !== 'number') common = false;
      return valueFor(value, neuron);
    });
  const first = at(0);
  return common ? first : Float64Array.from({ length: size }, (_, neuron) => at(neuron));
};
