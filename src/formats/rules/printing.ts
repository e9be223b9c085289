/** Expressions as text of a language with infix operators: what such languages share, each giving its own words. */
import type { FunctionName } from '../../equations/tree.ts';
import { describeNode } from '../../rules/describe.ts';
import type { Node, Program } from '../../rules/program.ts';
import { plainForm, type Surroundings } from './closed-forms.ts';
import type { Names } from './names.ts';
import type { Refusals } from './refusals.ts';

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

/** A value that a clock's stamp keeps, because a closed form reads it. */
export interface Stamped {
  readonly clock: number;
  readonly variable: number;
  readonly name: string;
}

/** A text in the making, and what it turns out to need. */
export interface RuleText {
  readonly program: Program;
  readonly names: Names;
  readonly refusals: Refusals;
  /** Parameters that the text mentions. */
  readonly used: Set<number>;
  /** Words that it mentions and that somebody has to define: `wMin`, `wMax`, what a language adds. */
  readonly words: Set<string>;
  readonly stamped: Map<string, Stamped>;
}

/** In what languages differ. */
export interface Language {
  /** How refusals call it. */
  readonly title: string;
  readonly functions: Readonly<Record<FunctionName, (args: readonly string[]) => Printed>>;
  /** A condition as the number 1 or 0. */
  truth(condition: string): Printed;
  choose(condition: string, yes: Printed, no: Printed): Printed;
  param(name: string, index: number): Printed;
  variable(name: string, index: number): Printed;
  /** Time since a clock was stamped [ms]. */
  elapsed(clock: string): Printed;
  /** A statement that makes a local. */
  local(name: string, value: string): string;
}

/** Prints the expressions of one handler; parts of closed forms become lines of their own, which stand ahead. */
export interface Expressions {
  print(node: Node): Printed;
  condition(node: Node): string;
  /** `first * second * …`, multiplied from the left. */
  product(nodes: readonly Node[]): Printed;
  /** Lines since they were last taken. */
  ahead(): readonly string[];
}

/** Name of the variable that keeps a value of when the clock was stamped. */
const stampedName = ({ names, stamped }: RuleText, clock: number, variable: number): string => {
  const key = `${clock} ${variable}`;
  const name = stamped.get(key)?.name ?? `${names.variables[variable]}At${(names.clocks[clock] as string).replace(/^l/, 'L')}`;
  stamped.set(key, { clock, variable, name });
  return name;
};

const minus = (text: string, operand: string): string => `${text}${operand.startsWith('-') ? `(${operand})` : operand}`;

export const expressionsIn = (text: RuleText, language: Language): Expressions => {
  const { program, names, refusals } = text;
  const lines: { readonly name: string; readonly value: string }[] = [];
  const counts = new Map<string, number>();
  /** Names that stand for parts of closed forms: locals beyond the program's own. */
  const standIns: string[] = [];
  const standIn = (name: string): Node => ({ kind: 'local', index: names.locals.length + standIns.push(name) - 1 });
  const surroundings: Surroundings = {
    program,
    stamped: (clock, variable) => standIn(stampedName(text, clock, variable)),
    named: (name, part) => {
      const value = print(part).text;
      const known = lines.find((line) => line.value === value)?.name;
      if (known !== undefined) return standIn(known);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      const chosen = `${name}${count === 1 ? '' : count}`;
      lines.push({ name: chosen, value });
      return standIn(chosen);
    },
  };
  const closed = (node: NodeOf<'timeAbove' | 'integral' | 'integralOfProduct'>): Printed => {
    const plain = plainForm(surroundings, node);
    if (plain !== null) return print(plain);
    return atom(refusals.refuse(`'${describeNode(program, node)}' has a level that moves; only for levels made of parameters is there a formula`));
  };
  const printers: NodePrinters = {
    number: ({ value }) => ({ text: decimal(value), level: value < 0 ? Level.unary : Level.atom }),
    param: ({ index }) => {
      text.used.add(index);
      const name = names.params[index] as string;
      return Number.isNaN(Number(name)) ? language.param(name, index) : print({ kind: 'number', value: Number(name) });
    },
    variable: ({ index }) => language.variable(names.variables[index] as string, index),
    // What owns it has been refused by its declaration.
    end: ({ index }) => atom(names.variables[index] as string),
    local: ({ index }) => atom(names.locals[index] ?? (standIns[index - names.locals.length] as string)),
    weight: ({ name }) => {
      if (name !== 'w') text.words.add(name);
      return atom(name);
    },
    broadcast: () => atom(refusals.refuse(`'broadcast', the value of a signal: ${language.title} sends none to its synapses`)),
    negate: ({ operand }) => ({ text: minus('-', within(print(operand), Level.power)), level: Level.unary }),
    binary: ({ operator, left, right }) => {
      const [a, b] = [print(left), print(right)];
      if (operator === '^') return { text: `${within(a, Level.atom)}**${within(b, Level.atom)}`, level: Level.power };
      const level = operator === '+' || operator === '-' ? Level.sum : Level.product;
      return { text: `${within(a, level)} ${operator} ${within(b, level + 1)}`, level };
    },
    compare: (node) => language.truth(condition(node)),
    choose: ({ test, yes, no }) => language.choose(condition(test), print(yes), print(no)),
    call: ({ name, args }) => language.functions[name](args.map((arg) => print(arg).text)),
    elapsed: ({ clock }) => language.elapsed(names.clocks[clock] as string),
    timeAbove: closed,
    integral: closed,
    integralOfProduct: closed,
  };
  const print = (node: Node): Printed => (printers[node.kind] as (node: Node) => Printed)(node);
  const condition = (node: Node): string =>
    node.kind === 'compare'
      ? `${within(print(node.left), Level.sum)} ${node.operator} ${within(print(node.right), Level.sum)}`
      : `${within(print(node), Level.sum)} != 0`;
  return {
    print,
    condition,
    product: (nodes) => {
      const [first, ...others] = nodes.map(print) as [Printed, ...Printed[]];
      if (others.length === 0) return first;
      return { text: [within(first, Level.product), ...others.map((other) => within(other, Level.unary))].join(' * '), level: Level.product };
    },
    ahead: () => lines.splice(0).map(({ name, value }) => language.local(name, value)),
  };
};

/** What `name operator value` leaves in the name, gains multiplying an increment. */
export const changed = (
  expressions: Expressions,
  operator: '=' | '+=' | '-=' | '*=',
  name: string,
  value: Node,
  gains: readonly Node[] = [],
): Printed => {
  const by = gains.length === 0 ? expressions.print(value) : expressions.product([value, ...gains]);
  if (operator === '=') return by;
  if (operator === '*=') return { text: `${name} * ${within(by, Level.unary)}`, level: Level.product };
  return { text: `${name} ${operator[0]} ${within(by, Level.product)}`, level: Level.sum };
};
