/** Which expressions of a program are numbers whatever happens, and which ones: parameters are known when a rule is exported. */
import { evaluate, type Scene } from '../../kernels/interpreter.ts';
import type { Node, Program } from '../../rules/program.ts';

type Leaves = { readonly [K in Node['kind']]: (node: Extract<Node, { kind: K }>) => readonly Node[] | null };

/** What a node is made of; null where it changes in time. */
const parts: Leaves = {
  number: () => [],
  param: () => [],
  variable: () => null,
  end: () => null,
  local: () => null,
  weight: () => null,
  broadcast: () => null,
  negate: ({ operand }) => [operand],
  binary: ({ left, right }) => [left, right],
  compare: ({ left, right }) => [left, right],
  choose: ({ test, yes, no }) => [test, yes, no],
  call: ({ args }) => args,
  elapsed: () => null,
  timeAbove: () => null,
  integral: () => null,
  integralOfProduct: () => null,
};

const isConstant = (node: Node): boolean => (parts[node.kind] as (node: Node) => readonly Node[] | null)(node)?.every(isConstant) ?? false;

/** The value of an expression of parameters and numbers; null for any other. */
export const constantOf = (program: Program, node: Node): number | null =>
  isConstant(node) ? evaluate(node, { param: (index: number) => program.params[index]?.value ?? Number.NaN } as Scene) : null;
