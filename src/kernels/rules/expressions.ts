/**
 * Expressions of rules as AssemblyScript: node by node what `interpreter.ts` computes, in the same order of operations.
 * Parentheses stand where the tree needs them, so that the text reads like the rule.
 */
import type { FunctionName } from '../../equations/tree.ts';
import type { Node } from '../../rules/program.ts';
import { printNumber } from './text.ts';

/** Names under which an expression finds what it reads, at one place of a kernel. */
export interface Scene {
  param(index: number): string;
  variable(index: number): string;
  /** A variable of the neuron at that end of the synapse. */
  end(end: 'pre' | 'post', index: number): string;
  local(index: number): string;
  weight(name: 'w' | 'wMin' | 'wMax'): string;
  broadcast(): string;
  elapsed(clock: number): string;
  /** Value at the clock's last stamp, resting value and time constant: three arguments. */
  course(clock: number, variable: number): string;
}

/** How tightly the outermost operator binds. */
const Level = { choose: 1, compare: 2, sum: 3, product: 4, unary: 5, atom: 6 } as const;

interface Printed {
  readonly text: string;
  readonly level: number;
}

type Printers = { readonly [K in Node['kind']]: (node: Extract<Node, { kind: K }>, scene: Scene) => Printed };

const atom = (text: string): Printed => ({ text, level: Level.atom });
const within = ({ text, level }: Printed, least: number): string => (level < least ? `(${text})` : text);
const printedOf = (node: Node, scene: Scene): Printed => (printers[node.kind] as (node: Node, scene: Scene) => Printed)(node, scene);

const functions: Readonly<Record<FunctionName, (args: readonly string[]) => string>> = {
  exp: ([x]) => `exp(${x})`,
  log: ([x]) => `log(${x})`,
  sqrt: ([x]) => `sqrt(${x})`,
  abs: ([x]) => `abs(${x})`,
  sign: ([x]) => `sign(${x})`,
  min: (args) => args.reduce((a, b) => `min(${a}, ${b})`),
  max: (args) => args.reduce((a, b) => `max(${a}, ${b})`),
  clip: ([x, low, high]) => `min(max(${x}, ${low}), ${high})`,
};

const printers: Printers = {
  number: ({ value }) => ({ text: printNumber(value), level: value < 0 ? Level.unary : Level.atom }),
  param: ({ index }, scene) => atom(scene.param(index)),
  variable: ({ index }, scene) => atom(scene.variable(index)),
  end: ({ end, index }, scene) => atom(scene.end(end, index)),
  local: ({ index }, scene) => atom(scene.local(index)),
  weight: ({ name }, scene) => atom(scene.weight(name)),
  broadcast: (_, scene) => atom(scene.broadcast()),
  negate: ({ operand }, scene) => ({ text: `-${within(printedOf(operand, scene), Level.atom)}`, level: Level.unary }),
  binary: ({ operator, left, right }, scene) => {
    const [a, b] = [printedOf(left, scene), printedOf(right, scene)];
    // A square is the product to the bit, and needs no call.
    if (operator === '^') return atom(right.kind === 'number' && right.value === 2 ? `square(${a.text})` : `pow(${a.text}, ${b.text})`);
    const level = operator === '+' || operator === '-' ? Level.sum : Level.product;
    return { text: `${within(a, level)} ${operator} ${within(b, level + 1)}`, level };
  },
  compare: (node, scene) => atom(`<f64>(${comparison(node, scene)})`),
  choose: ({ test, yes, no }, scene) => ({
    text: `${printTest(test, scene)} ? ${within(printedOf(yes, scene), Level.compare)} : ${within(printedOf(no, scene), Level.choose)}`,
    level: Level.choose,
  }),
  call: ({ name, args }, scene) => atom(functions[name](args.map((arg) => printExpression(arg, scene)))),
  elapsed: ({ clock }, scene) => ({ text: scene.elapsed(clock), level: Level.sum }),
  timeAbove: ({ clock, variable, level }, scene) =>
    atom(`timeAbove(${scene.course(clock, variable)}, ${scene.elapsed(clock)}, ${printExpression(level, scene)})`),
  integral: ({ clock, variable, cap }, scene) =>
    atom(`integral(${scene.course(clock, variable)}, ${scene.elapsed(clock)}, ${cap === null ? 'Infinity' : printExpression(cap, scene)})`),
  integralOfProduct: ({ clock, left, right }, scene) =>
    atom(`integralOfProduct(${scene.course(clock, left)}, ${scene.course(clock, right)}, ${scene.elapsed(clock)})`),
};

const comparison = ({ operator, left, right }: Extract<Node, { kind: 'compare' }>, scene: Scene): string =>
  `${within(printedOf(left, scene), Level.sum)} ${operator} ${within(printedOf(right, scene), Level.sum)}`;

/** The node as text of type f64. */
export const printExpression = (node: Node, scene: Scene): string => printedOf(node, scene).text;

/** The node as right operand of an operator. */
export const printOperand = (node: Node, operator: '+' | '-' | '*', scene: Scene): string =>
  within(printedOf(node, scene), operator === '*' ? Level.unary : Level.product);

/** `first * second * …`, multiplied from the left. */
export const printProduct = (factors: readonly Node[], scene: Scene): string => {
  const [first, ...others] = factors.map((node) => printedOf(node, scene));
  if (others.length === 0) return first!.text;
  return [within(first!, Level.product), ...others.map((other) => within(other, Level.unary))].join(' * ');
};

/** The node as a test: whether it is not 0. */
export const printTest = (node: Node, scene: Scene): string =>
  node.kind === 'compare' ? comparison(node, scene) : `${within(printedOf(node, scene), Level.sum)} != 0.0`;
