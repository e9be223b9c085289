/** Whether the two sides of every sum, comparison and choice measure the same thing. */
import { EquationError } from '../errors.ts';
import { type Dimension, type UnitName, units } from '../units.ts';
import { printExpression } from './text.ts';
import type { Expression } from './tree.ts';

/** Null fits everything: the literal 0, and what is not known yet. */
export type Measure = Dimension | null;

export const dimensionless: Dimension = units[''].dimension;
export const time: Dimension = units.ms.dimension;

const parts = ['time', 'voltage', 'current', 'weight'] as const;

/** Applies to each exponent. */
const each = (combine: (part: (typeof parts)[number]) => number): Dimension => ({
  time: combine('time'),
  voltage: combine('voltage'),
  current: combine('current'),
  weight: combine('weight'),
});

const product = (a: Measure, b: Measure): Measure => (a === null || b === null ? null : each((part) => a[part] + b[part]));
const quotient = (a: Measure, b: Measure): Measure => (a === null || b === null ? null : each((part) => a[part] - b[part]));
const power = (a: Measure, exponent: number): Measure => (a === null ? null : each((part) => a[part] * exponent));
export const same = (a: Dimension, b: Dimension): boolean => parts.every((part) => a[part] === b[part]);

/** The names by which people know the common ones. */
const spoken: readonly (readonly [UnitName, string])[] = [
  ['', 'dimensionless'],
  ['ms', 'a time [ms]'],
  ['1/ms', 'a rate [1/ms]'],
  ['mV', 'a voltage [mV]'],
  ['pA', 'a current [pA]'],
  ['pF', 'a capacitance [pF]'],
  ['nS', 'a conductance [nS]'],
  ['GOhm', 'a resistance [GOhm]'],
  ['weight', 'a weight'],
  ['1/weight', 'an inverse weight [1/weight]'],
];

/** A dimension for people: `a time [ms]`, `dimensionless`, `[weight/ms]`. */
export const describeDimension = (dimension: Dimension): string => {
  const known = spoken.find(([unit]) => same(units[unit].dimension, dimension));
  if (known !== undefined) return known[1];
  const symbols = { weight: 'weight', voltage: 'mV', current: 'pA', time: 'ms' } as const;
  const factors = (sign: 1 | -1): string[] =>
    (['weight', 'voltage', 'current', 'time'] as const)
      .filter((part) => dimension[part] * sign > 0)
      .map((part) => (dimension[part] * sign === 1 ? symbols[part] : `${symbols[part]}^${dimension[part] * sign}`));
  const above = factors(1).join('·') || '1';
  const below = factors(-1);
  return below.length === 0 ? `[${above}]` : `[${above}/${below.length > 1 ? `(${below.join('·')})` : below[0]}]`;
};

const wholeExponent = (node: Expression): number | null => {
  if (node.kind === 'number') return Number.isInteger(node.value) ? node.value : null;
  const inner = node.kind === 'negate' ? wholeExponent(node.operand) : null;
  return inner === null ? null : -inner;
};

/**
 * The dimension of an expression; null where it fits everything.
 * @param of - the dimension of each name
 * @throws EquationError naming both dimensions, with the caret under the part that does not fit
 */
export const dimensionOf = (tree: Expression, source: string, of: (name: string, at: number) => Measure): Measure => {
  const fail = (message: string, at: number): never => {
    throw new EquationError('dimension', message, source, at);
  };
  const quoted = (node: Expression, measure: Dimension): string => `'${printExpression(node)}' is ${describeDimension(measure)}`;
  const alike = (left: Expression, right: Expression, what: string): Measure => {
    const [a, b] = [measure(left), measure(right)];
    if (a !== null && b !== null && !same(a, b)) fail(`${what} need one dimension: ${quoted(left, a)}, ${quoted(right, b)}.`, right.at);
    return a ?? b;
  };
  const pure = (node: Expression, what: string): void => {
    const found = measure(node);
    if (found !== null && !same(found, dimensionless)) fail(`${what} must be dimensionless: ${quoted(node, found)}.`, node.at);
  };
  const binary = (node: Expression & { kind: 'binary' }): Measure => {
    const { operator, left, right } = node;
    if (operator === '+' || operator === '-') return alike(left, right, `Both sides of '${operator}'`);
    if (operator === '*') return product(measure(left), measure(right));
    if (operator === '/') return quotient(measure(left), measure(right));
    const exponent = wholeExponent(right);
    if (exponent !== null) return power(measure(left), exponent);
    pure(right, 'An exponent');
    pure(left, 'The base of a power (other than a whole number)');
    return dimensionless;
  };
  const call = (node: Expression & { kind: 'call' }): Measure => {
    const [first, second, third] = node.args as [Expression, Expression, Expression];
    switch (node.name) {
      case 'exp':
      case 'log':
        pure(first, `What '${node.name}' takes`);
        return dimensionless;
      case 'sqrt':
        return power(measure(first), 0.5);
      case 'abs':
        return measure(first);
      case 'sign':
        measure(first);
        return dimensionless;
      case 'min':
      case 'max':
        return alike(first, second, `Both values of '${node.name}'`);
      case 'clip': {
        const what = "The value and the bounds of 'clip'";
        alike(second, third, what);
        const low = alike(first, second, what);
        const high = alike(first, third, what);
        return low ?? high;
      }
    }
  };
  const measure = (node: Expression): Measure => {
    switch (node.kind) {
      case 'number':
        return node.value === 0 ? null : dimensionless;
      case 'name':
        return of(node.name, node.at);
      case 'negate':
        return measure(node.operand);
      case 'binary':
        return binary(node);
      case 'compare':
        alike(node.left, node.right, `Both sides of '${node.operator}'`);
        return dimensionless;
      case 'choose':
        measure(node.test);
        return alike(node.yes, node.no, "Both values of '? :'");
      case 'call':
        return call(node);
      case 'history': {
        const [first, second] = node.args as [Expression, Expression];
        if (node.name === 'integral') return product(measure(first), time);
        alike(first, second, "The variable and the level of 'timeAbove'");
        return time;
      }
    }
  };
  return measure(tree);
};
