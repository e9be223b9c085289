/** Expressions back to text, with no more parentheses than they need. */
import { precedence } from './precedence.ts';
import type { Expression, Statement } from './tree.ts';

type Kind = Expression['kind'];
type NodeOf<K extends Kind> = Extract<Expression, { readonly kind: K }>;
type Printer = { readonly [K in Kind]: (node: NodeOf<K>) => string };

const tightness = (node: Expression): number => {
  if (node.kind === 'binary') return precedence[node.operator];
  if (node.kind === 'choose' || node.kind === 'compare' || node.kind === 'negate') return precedence[node.kind];
  return precedence.atom;
};

/** In parentheses where it binds more loosely than its place asks. */
const within = (node: Expression, least: number): string => {
  const text = printExpression(node);
  return tightness(node) < least ? `(${text})` : text;
};

const binary = ({ operator, left, right }: NodeOf<'binary'>): string => {
  const own = precedence[operator];
  // A negative exponent needs none: 2^-1.
  if (operator === '^') return `${within(left, own + 1)}^${within(right, right.kind === 'negate' ? precedence.negate : own)}`;
  return `${within(left, own)} ${operator} ${within(right, own + 1)}`;
};

const printer: Printer = {
  number: ({ value }) => String(value),
  name: ({ name }) => name,
  // Two signs in a row are not ours to write.
  negate: ({ operand }) => `-${within(operand, operand.kind === 'negate' ? precedence.atom : precedence.negate)}`,
  binary,
  compare: ({ operator, left, right }) => `${within(left, precedence.compare + 1)} ${operator} ${within(right, precedence.compare + 1)}`,
  choose: ({ test, yes, no }) => `${within(test, precedence.compare)} ? ${printExpression(yes)} : ${printExpression(no)}`,
  call: ({ name, args }) => `${name}(${args.map(printExpression).join(', ')})`,
  history: ({ name, args }) => `${name}(${args.map(printExpression).join(', ')})`,
};

/** The text of an expression: parsing it gives the same tree. */
export const printExpression = (node: Expression): string => (printer[node.kind] as (node: Expression) => string)(node);

type StatementKind = Statement['kind'];
const statementPrinter: { readonly [K in StatementKind]: (statement: Extract<Statement, { readonly kind: K }>) => string } = {
  assign: ({ target, operator, value }) => `${target} ${operator} ${printExpression(value)}`,
  draw: ({ target, distribution, args }) => `${target} ~ ${distribution}(${args.map(printExpression).join(', ')})`,
  deliver: ({ value }) => `deliver(${printExpression(value)})`,
};

/** The text of a statement: parsing it gives the same tree. */
export const printStatement = (statement: Statement): string => (statementPrinter[statement.kind] as (statement: Statement) => string)(statement);
