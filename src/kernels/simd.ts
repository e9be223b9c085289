/** Expressions of neuron models as AssemblyScript over two neurons at a time (f64x2), operation for operation what `evaluate.ts` does. */
import type { BinaryOperator, Comparison, Expression } from '../equations/tree.ts';
import { InternalError } from '../errors.ts';

const splat = (value: number): string => `f64x2.splat(${value})`;

const operators: Readonly<Record<Exclude<BinaryOperator, '^'>, string>> = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div' };
const comparisons: Readonly<Record<Comparison, string>> = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', '==': 'eq', '!=': 'ne' };

/** What a printed expression refers to. */
export interface SimdNames {
  /** The v128 that holds a name. */
  nameOf(name: string): string;
  /** The v128 that holds the value of a whole expression computed before, or null. */
  known(node: Expression): string | null;
}

/** A condition as a mask of all ones or zeros per lane. */
export const printMask = (node: Expression, names: SimdNames): string =>
  node.kind === 'compare'
    ? `f64x2.${comparisons[node.operator]}(${printSimd(node.left, names)}, ${printSimd(node.right, names)})`
    : `f64x2.ne(${printSimd(node, names)}, ${splat(0)})`;

const printCall = (node: Extract<Expression, { kind: 'call' }>, args: readonly string[]): string => {
  const [x, y, z] = args;
  switch (node.name) {
    case 'exp':
      return `expV(${x})`;
    case 'log':
      return `logV(${x})`;
    case 'sqrt':
    case 'abs':
      return `f64x2.${node.name}(${x})`;
    case 'sign':
      return `signV(${x})`;
    case 'min':
    case 'max':
      return `f64x2.${node.name}(${x}, ${y})`;
    case 'clip':
      return `f64x2.min(f64x2.max(${x}, ${y}), ${z})`;
  }
};

/** The text of an expression of type v128. */
export const printSimd = (node: Expression, names: SimdNames): string => {
  const print = (inner: Expression): string => printSimd(inner, names);
  const known = names.known(node);
  if (known !== null) return known;
  switch (node.kind) {
    case 'number':
      return splat(node.value);
    case 'name':
      return names.nameOf(node.name);
    case 'negate':
      return `f64x2.neg(${print(node.operand)})`;
    case 'binary':
      return node.operator === '^'
        ? `powV(${print(node.left)}, ${print(node.right)})`
        : `f64x2.${operators[node.operator]}(${print(node.left)}, ${print(node.right)})`;
    case 'compare':
      return `v128.and(${printMask(node, names)}, ${splat(1)})`;
    case 'choose':
      return `v128.bitselect(${print(node.yes)}, ${print(node.no)}, ${printMask(node.test, names)})`;
    case 'call':
      return printCall(node, node.args.map(print));
    case 'history':
      throw new InternalError(`An equation of a neuron model uses “${node.name}”, which belongs to rules.`, { name: node.name });
  }
};

/** Every name that an expression reads. */
export const namesIn = (node: Expression): readonly string[] => {
  switch (node.kind) {
    case 'number':
      return [];
    case 'name':
      return [node.name];
    case 'negate':
      return namesIn(node.operand);
    case 'binary':
    case 'compare':
      return [...namesIn(node.left), ...namesIn(node.right)];
    case 'choose':
      return [...namesIn(node.test), ...namesIn(node.yes), ...namesIn(node.no)];
    case 'call':
    case 'history':
      return node.args.flatMap(namesIn);
  }
};
