/** Equations as TeX, for the pages that document rules. */
import { precedence } from './precedence.ts';
import type { Comparison, Expression, FunctionName, Statement } from './tree.ts';

type Kind = Expression['kind'];
type NodeOf<K extends Kind> = Extract<Expression, { readonly kind: K }>;

const greek = 'alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega'.split(' ');

const comparisons: Readonly<Record<Comparison, string>> = { '<': '<', '<=': '\\le', '>': '>', '>=': '\\ge', '==': '=', '!=': '\\ne' };

/** `tauPlus` is τ with a subscript, `x` is x, `released` an upright word. */
const texName = (name: string): string => {
  const own = name.slice(name.indexOf('.') + 1).replaceAll('_', '\\_');
  const [, stem = '', subscript = ''] = /^([a-z]+|[A-Z])([A-Z0-9].*)?$/.exec(own) ?? [own, own];
  const known = greek.includes(stem) ? `\\${stem}` : stem.length === 1 ? stem : `\\mathrm{${stem}}`;
  return subscript === '' ? known : `${known}_{\\mathrm{${subscript.toLowerCase()}}}`;
};

const texNumber = (value: number): string => {
  const [mantissa = '', exponent] = String(value).split('e');
  return exponent === undefined ? mantissa : `${mantissa === '1' ? '' : `${mantissa} \\cdot `}10^{${Number(exponent)}}`;
};

const tightness = (node: Expression): number => {
  // A fraction, a case and a comparison in brackets are boxes of their own.
  if (node.kind === 'binary') return node.operator === '/' ? precedence.negate : precedence[node.operator];
  return node.kind === 'negate' ? precedence.negate : precedence.atom;
};

const parenthesised = (text: string): string => `\\left(${text}\\right)`;
const within = (node: Expression, least: number): string => (tightness(node) < least ? parenthesised(tex(node)) : tex(node));
const listed = (args: readonly Expression[]): string => args.map(tex).join(', ');
const applied = (name: string, args: readonly Expression[]): string => `${name}${parenthesised(listed(args))}`;

const functionPrinter: Readonly<Record<FunctionName, (args: readonly Expression[]) => string>> = {
  exp: (args) => applied('\\exp', args),
  log: (args) => applied('\\ln', args),
  sqrt: (args) => `\\sqrt{${listed(args)}}`,
  abs: (args) => `\\left|${listed(args)}\\right|`,
  sign: (args) => applied('\\operatorname{sign}', args),
  min: (args) => applied('\\min', args),
  max: (args) => applied('\\max', args),
  clip: (args) => applied('\\operatorname{clip}', args),
};

const printer: { readonly [K in Kind]: (node: NodeOf<K>) => string } = {
  number: ({ value }) => texNumber(value),
  name: ({ name }) => texName(name),
  negate: ({ operand }) => `-${within(operand, precedence.negate)}`,
  binary: ({ operator, left, right }) => {
    if (operator === '/') return `\\frac{${tex(left)}}{${tex(right)}}`;
    if (operator === '^')
      return `${left.kind === 'binary' && left.operator === '/' ? parenthesised(tex(left)) : within(left, precedence['^'] + 1)}^{${tex(right)}}`;
    const own = precedence[operator];
    const sign = operator === '*' ? (right.kind === 'number' ? '\\cdot' : '\\,') : operator;
    return `${within(left, own)} ${sign} ${within(right, own + 1)}`;
  },
  compare: ({ operator, left, right }) => `[${tex(left)} ${comparisons[operator]} ${tex(right)}]`,
  choose: ({ test, yes, no }) => `\\begin{cases} ${tex(yes)} & ${tex(test)} \\\\ ${tex(no)} & \\text{otherwise} \\end{cases}`,
  call: ({ name, args }) => functionPrinter[name](args),
  history: ({ name, args }) => (name === 'integral' ? `\\int ${listed(args)} \\, dt` : applied('T_{>}', args)),
};

/** An expression as TeX, without delimiters. */
export const tex = (node: Expression): string => (printer[node.kind] as (node: Expression) => string)(node);

const statementPrinter: { readonly [K in Statement['kind']]: (statement: Extract<Statement, { readonly kind: K }>) => string } = {
  assign: ({ target, operator, value }) => {
    const name = texName(target);
    if (operator === '=') return `${name} \\leftarrow ${tex(value)}`;
    const sign = operator === '+=' ? '+' : operator === '-=' ? '-' : '\\cdot';
    return `${name} \\leftarrow ${name} ${sign} ${within(value, operator === '*=' ? precedence['*'] + 1 : precedence['+'] + 1)}`;
  },
  draw: ({ target, distribution, args }) => `${texName(target)} \\sim ${applied(`\\mathrm{${distribution}}`, args)}`,
  deliver: ({ value }) => `\\mathrm{deliver}${parenthesised(tex(value))}`,
};

/** A statement as TeX, without delimiters. */
export const texStatement = (statement: Statement): string => (statementPrinter[statement.kind] as (statement: Statement) => string)(statement);
