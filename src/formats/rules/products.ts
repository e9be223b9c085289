/** Sums of products: what a learning rule of Loihi is made of. An expression becomes one, or says what stands in the way. */
import { describeNode } from '../../rules/describe.ts';
import type { Node, Program } from '../../rules/program.ts';
import { constantOf } from './constants.ts';
import type { Refusals } from './refusals.ts';

/** `coefficient · w^weight · factors`; a factor is a trace (`x1`), or a trace less a number (`(x1-16)`). */
export interface Product {
  readonly coefficient: number;
  readonly weight: number;
  readonly factors: readonly string[];
}

export type Sum = readonly Product[];

/** What an expression can read where it stands. */
export interface Reading {
  readonly program: Program;
  readonly refusals: Refusals;
  readonly wMax: number;
  variable(index: number): Sum;
  local(index: number): Sum | undefined;
}

const keyOf = ({ weight, factors }: Product): string => `${weight} ${factors.join(' ')}`;

/** Like products added up; those that vanish left out. */
export const collected = (sum: Sum): Sum => {
  const byKey = new Map<string, Product>();
  for (const each of sum) {
    const known = byKey.get(keyOf(each));
    byKey.set(keyOf(each), { ...each, coefficient: each.coefficient + (known?.coefficient ?? 0) });
  }
  return [...byKey.values()].filter(({ coefficient }) => coefficient !== 0);
};

export const constant = (coefficient: number): Sum => [{ coefficient, weight: 0, factors: [] }];
export const scaled = (sum: Sum, by: number): Sum => sum.map((each) => ({ ...each, coefficient: each.coefficient * by }));
export const timesSum = (a: Sum, b: Sum): Sum =>
  collected(
    a.flatMap((left) =>
      b.map((right) => ({
        coefficient: left.coefficient * right.coefficient,
        weight: left.weight + right.weight,
        factors: [...left.factors, ...right.factors].sort(),
      })),
    ),
  );

/** The number that a sum is, if it is one. */
const numberOf = (sum: Sum): number | null => {
  const [only, ...others] = collected(sum);
  if (only === undefined) return 0;
  return others.length === 0 && only.weight === 0 && only.factors.length === 0 ? only.coefficient : null;
};

type Expanders = { readonly [K in Node['kind']]: (node: Extract<Node, { kind: K }>, reading: Reading) => Sum };

/** Of an expression that is a number; any other is refused. */
const numberOnly =
  (why: string) =>
  (node: Node, { program, refusals }: Reading): Sum => {
    const value = constantOf(program, node);
    if (value === null) refusals.refuse(`'${describeNode(program, node)}' ${why}`);
    return constant(value ?? 0);
  };

const ofTime = (node: Node, { program, refusals }: Reading): Sum => {
  refusals.refuse(`'${describeNode(program, node)}' is a function of the time since an event, which learning rules of Loihi do not know`);
  return [];
};

const power = (node: Extract<Node, { kind: 'binary' }>, reading: Reading): Sum => {
  const exponent = constantOf(reading.program, node.right);
  if (exponent === null || !Number.isInteger(exponent) || exponent < 0 || exponent > 3)
    return numberOnly('is a power; learning rules of Loihi multiply and add')(node, reading);
  const base = expand(node.left, reading);
  return Array.from({ length: exponent }, () => base).reduce(timesSum, constant(1));
};

const expanders: Expanders = {
  number: ({ value }) => constant(value),
  param: ({ index }, { program }) => constant(program.params[index]?.value ?? 0),
  variable: ({ index }, reading) => reading.variable(index),
  end: ({ index }, reading) => reading.variable(index),
  local: ({ index }, reading) => reading.local(index) ?? [],
  weight: ({ name }, { wMax }) => (name === 'w' ? [{ coefficient: 1, weight: 1, factors: [] }] : constant(name === 'wMax' ? wMax : 0)),
  broadcast: (_, { refusals }) => {
    refusals.refuse("'broadcast', the value of a signal, has no variable in a two-factor rule");
    return [];
  },
  negate: ({ operand }, reading) => scaled(expand(operand, reading), -1),
  binary: (node, reading) => {
    if (node.operator === '^') return power(node, reading);
    const [left, right] = [expand(node.left, reading), expand(node.right, reading)];
    if (node.operator === '+') return collected([...left, ...right]);
    if (node.operator === '-') return collected([...left, ...scaled(right, -1)]);
    if (node.operator === '*') return timesSum(left, right);
    const divisor = numberOf(right);
    // Nothing is left of a divisor that has been refused; its reason is given.
    if (divisor === 0 && constantOf(reading.program, node.right) === null) return [];
    return divisor === null
      ? numberOnly('divides by what changes; learning rules of Loihi multiply and add')(node, reading)
      : scaled(left, 1 / divisor);
  },
  compare: numberOnly('is a condition; learning rules of Loihi multiply and add'),
  choose: (node, reading) => {
    const test = constantOf(reading.program, node.test);
    if (test === null) return numberOnly('is a choice; learning rules of Loihi multiply and add')(node, reading);
    return expand(test === 0 ? node.no : node.yes, reading);
  },
  call: numberOnly('is a function; learning rules of Loihi multiply and add'),
  elapsed: ofTime,
  timeAbove: ofTime,
  integral: ofTime,
  integralOfProduct: ofTime,
};

/** The expression as a sum of products; what cannot be one is refused, and left out. */
export const expand = (node: Node, reading: Reading): Sum =>
  collected((expanders[node.kind] as (node: Node, reading: Reading) => Sum)(node, reading));
