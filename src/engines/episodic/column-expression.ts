/** An equation of a neuron model for all neurons at once: columns in, a column out, in the operations of the one interpreter. */
import { binaryMeaning, comparisonMeaning, functionMeaning } from '../../equations/evaluate.ts';
import type { Expression } from '../../equations/tree.ts';
import { InternalError } from '../../errors.ts';

/** One number for all neurons, or one each. */
export type Column = number | Float64Array;

export interface ColumnExpression {
  readonly values: Float64Array;
  /** Computes `values` from the columns as they are now. */
  update(): void;
}

type Meaning = (...args: number[]) => number;

/** @param lookUp - the column that a name stands for; live, and of `n` values where it is no number */
export const columnExpression = (tree: Expression, n: number, lookUp: (name: string) => Column): ColumnExpression => {
  const steps: (() => void)[] = [];
  const wide = (column: Column): Float64Array => (typeof column === 'number' ? new Float64Array(n).fill(column) : column);
  const apply = (meaning: Meaning, args: readonly Column[]): Column => {
    if (args.every((arg) => typeof arg === 'number')) return meaning(...(args as number[]));
    const values = new Float64Array(n);
    steps.push(loop(meaning, args.map(wide), values));
    return values;
  };
  const build = (node: Expression): Column => {
    switch (node.kind) {
      case 'number':
        return node.value;
      case 'name':
        return lookUp(node.name);
      case 'negate':
        return apply((x) => -(x as number), [build(node.operand)]);
      case 'binary':
        return apply(binaryMeaning[node.operator] as Meaning, [build(node.left), build(node.right)]);
      case 'compare':
        return apply(comparisonMeaning[node.operator] as Meaning, [build(node.left), build(node.right)]);
      case 'choose':
        return apply((test, yes, no) => (test !== 0 ? yes : no) as number, [build(node.test), build(node.yes), build(node.no)]);
      case 'call':
        return apply(functionMeaning[node.name], node.args.map(build));
      case 'history':
        throw new InternalError(`An equation of a neuron model uses ${node.name}, which only rules have.`);
    }
  };
  const values = wide(build(tree));
  return { values, update: () => steps.forEach((step) => void step()) };
};

const loop = (meaning: Meaning, args: readonly Float64Array[], out: Float64Array): (() => void) => {
  const [a, b, c] = args as [Float64Array, Float64Array, Float64Array];
  const n = out.length;
  if (args.length === 1)
    return () => {
      for (let i = 0; i < n; i++) out[i] = meaning(a[i] as number);
    };
  if (args.length === 2)
    return () => {
      for (let i = 0; i < n; i++) out[i] = meaning(a[i] as number, b[i] as number);
    };
  return () => {
    for (let i = 0; i < n; i++) out[i] = meaning(a[i] as number, b[i] as number, c[i] as number);
  };
};
