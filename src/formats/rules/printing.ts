/** Expressions as text of a language with infix operators: what such languages share, each giving its own words. */
import type { FunctionName } from '../../equations/tree.ts';
import type { Node } from '../../rules/program.ts';

/** How tightly the outermost operator binds. */
export const Level = { choose: 1, compare: 2, sum: 3, product: 4, unary: 5, power: 6, atom: 7 } as const;

export interface Printed {
  readonly text: string;
  readonly level: number;
}

type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** One function per kind of node: a kind that is missing does not compile. */
export type NodePrinters = { readonly [K in Node['kind']]: (node: NodeOf<K>) => Printed };

export const atom = (text: string): Printed => ({ text, level: Level.atom });
export const within = ({ text, level }: Printed, least: number): string => (level < least ? `(${text})` : text);

/** A number with a point, which no language takes for a whole one. */
export const decimal = (value: number): string => {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};

/** Words in which languages differ. */
export interface Words {
  readonly functions: Readonly<Record<FunctionName, (args: readonly string[]) => Printed>>;
  /** A condition as the number 1 or 0. */
  truth(condition: string): Printed;
  choose(condition: string, yes: Printed, no: Printed): Printed;
}

type Arithmetic = Pick<NodePrinters, 'number' | 'negate' | 'binary' | 'compare' | 'choose' | 'call'>;

/** A node as a condition. */
export const conditionOf = (node: Node, print: (node: Node) => Printed): string =>
  node.kind === 'compare'
    ? `${within(print(node.left), Level.sum)} ${node.operator} ${within(print(node.right), Level.sum)}`
    : `${within(print(node), Level.sum)} != 0`;

/** Printers of all that reads nothing by itself. */
export const arithmetic = (words: Words, print: (node: Node) => Printed): Arithmetic => ({
  number: ({ value }) => ({ text: decimal(value), level: value < 0 ? Level.unary : Level.atom }),
  negate: ({ operand }) => ({ text: `-${within(print(operand), Level.power)}`, level: Level.unary }),
  binary: ({ operator, left, right }) => {
    const [a, b] = [print(left), print(right)];
    if (operator === '^') return { text: `${within(a, Level.atom)}**${within(b, Level.atom)}`, level: Level.power };
    const level = operator === '+' || operator === '-' ? Level.sum : Level.product;
    return { text: `${within(a, level)} ${operator} ${within(b, level + 1)}`, level };
  },
  compare: (node) => words.truth(conditionOf(node, print)),
  choose: ({ test, yes, no }) => words.choose(conditionOf(test, print), print(yes), print(no)),
  call: ({ name, args }) => words.functions[name](args.map((arg) => print(arg).text)),
});
