/** Equation text as tokens. Spellings of other languages are refused here, with the spelling that is ours. */
import { EquationError } from '../errors.ts';

export interface Token {
  readonly kind: 'number' | 'name' | 'symbol' | 'end';
  readonly text: string;
  /** Where it begins in the source. */
  readonly at: number;
}

/** Longest first, so that `<=` is not read as `<`. */
const symbols = ['+=', '-=', '*=', '==', '!=', '<=', '>=', '+', '-', '*', '/', '^', '<', '>', '=', '~', '?', ':', '(', ')', ','];

/** What people write elsewhere, and what to write here. */
const foreign: readonly (readonly [string, string])[] = [
  ['**', "A power is written with '^', not '**'."],
  ['=<', "'at most' is written '<=', not '=<'."],
  ['=>', "'at least' is written '>=', not '=>'."],
  ['<>', "'different from' is written '!=', not '<>'."],
  ['++', "There is no '++'; write 'name += 1'."],
  ['--', "Two signs in a row: write 'a - (-b)'."],
  ['/=', "There is no '/='; write 'name *= 1 / value'."],
  ['^=', "There is no '^='; write 'name = name ^ value'."],
  ['&&', "There is no '&&'; comparisons are 0 or 1, so multiply them: (a > 0) * (b > 0)."],
  ['||', "There is no '||'; comparisons are 0 or 1, so take the larger: max(a > 0, b > 0)."],
  ['!', "There is no '!'; write 'a == 0'."],
  ['&', "There is no '&'; comparisons are 0 or 1, so multiply them: (a > 0) * (b > 0)."],
  ['|', "There is no '|'; comparisons are 0 or 1, so take the larger: max(a > 0, b > 0)."],
  ['%', "There is no remainder '%'."],
  ['[', 'Names are not indexed: a statement reads the values of its own synapse and neurons; no other synapse or neuron can be named.'],
  ['{', "There are no blocks; choose with 'c ? a : b'."],
  [';', 'One statement per text: write several texts in the list.'],
];

/** The same for words. */
const foreignWords: Readonly<Record<string, string>> = {
  and: "There is no 'and'; comparisons are 0 or 1, so multiply them: (a > 0) * (b > 0).",
  or: "There is no 'or'; comparisons are 0 or 1, so take the larger: max(a > 0, b > 0).",
  not: "There is no 'not'; write 'a == 0'.",
  if: "There is no 'if'; choose with 'c ? a : b'.",
  else: "There is no 'else'; choose with 'c ? a : b'.",
  for: 'There are no loops: a statement runs once for its synapse or neuron.',
  while: 'There are no loops: a statement runs once for its synapse or neuron.',
  return: "There is no 'return'; assign to a name, or 'deliver(…)'.",
  let: "No 'let' is needed: 'name = …' makes a local.",
  const: "No 'const' is needed: 'name = …' makes a local.",
};

/** Longer texts are refused: rules may come from files that nobody has read. */
const longest = 4000;

const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const name = /[A-Za-z_]\w*(?:(?:#\d+)?\.[A-Za-z_]\w*)?/y;
const space = /\s*/y;

const matchAt = (pattern: RegExp, source: string, at: number): string => {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
};

const numberAt = (source: string, at: number): string => {
  const text = matchAt(number, source, at);
  if (text === '') return '';
  if (!Number.isFinite(Number(text))) throw new EquationError('number', `The number ${text} is too large.`, source, at, { number: text });
  const next = matchAt(name, source, at + text.length);
  if (next !== '') throw new EquationError('number', `A product needs its sign: write '${text} * ${next}'.`, source, at + text.length);
  return text;
};

const nameAt = (source: string, at: number): string => {
  const text = matchAt(name, source, at);
  const lesson = Object.hasOwn(foreignWords, text) ? foreignWords[text] : undefined;
  if (lesson !== undefined) throw new EquationError('foreign-spelling', lesson, source, at, { found: text });
  return text;
};

const symbolAt = (source: string, at: number): string => {
  // `--` and `!` begin things that are ours (`a - -b` has a space; `!=`), so ours are looked for first where they are longer.
  const ours = symbols.find((symbol) => source.startsWith(symbol, at));
  const theirs = foreign.find(([spelling]) => source.startsWith(spelling, at) && spelling.length > (ours?.length ?? 0));
  if (theirs !== undefined) throw new EquationError('foreign-spelling', theirs[1], source, at, { found: theirs[0] });
  if (ours !== undefined) return ours;
  const character = String.fromCodePoint(source.codePointAt(at) as number);
  throw new EquationError('character', `The character '${character}' has no meaning in an equation.`, source, at, { found: character });
};

/**
 * The tokens of a text, with an `end` token last.
 * @throws EquationError at the first character that begins no token.
 */
export const tokens = (source: string): readonly Token[] => {
  if (source.length > longest) {
    throw new EquationError('too-long', `An equation has at most ${longest} characters; this one has ${source.length}.`, source.slice(0, 60), 0);
  }
  const found: Token[] = [];
  let at = matchAt(space, source, 0).length;
  while (at < source.length) {
    const digits = numberAt(source, at);
    const word = digits === '' ? nameAt(source, at) : '';
    const text = digits || word || symbolAt(source, at);
    found.push({ kind: digits !== '' ? 'number' : word !== '' ? 'name' : 'symbol', text, at });
    at += text.length;
    at += matchAt(space, source, at).length;
  }
  found.push({ kind: 'end', text: 'the end', at: source.trimEnd().length });
  return found;
};
