/** Tokens read one by one, with the sentences for what is missing or too much. */
import { EquationError } from '../errors.ts';
import { type Token, tokens } from './tokens.ts';

/** Deeper nesting is refused before it can exhaust the stack. */
const deepest = 100;

export interface Reader {
  readonly source: string;
  readonly tokens: readonly Token[];
  next: number;
  depth: number;
}

export const reader = (source: string): Reader => ({ source, tokens: tokens(source), next: 0, depth: 0 });
export const peek = (read: Reader, ahead = 0): Token => read.tokens[Math.min(read.next + ahead, read.tokens.length - 1)] as Token;
export const take = (read: Reader): Token => {
  const token = peek(read);
  read.next++;
  return token;
};
export const isSymbol = (token: Token, text: string): boolean => token.kind === 'symbol' && token.text === text;
export const oneOf = <Text extends string>(token: Token, texts: readonly Text[]): Text | undefined =>
  token.kind === 'symbol' ? texts.find((text) => text === token.text) : undefined;

export const fail = (read: Reader, code: string, message: string, at: number, fields = {}): never => {
  throw new EquationError(code, message, read.source, at, fields);
};

export const expect = (read: Reader, text: string, why: string): Token => {
  const token = peek(read);
  if (!isSymbol(token, text)) return fail(read, 'syntax', `Expected '${text}' ${why}, found ${described(token)}.`, token.at, { expected: text });
  return take(read);
};

export const described = (token: Token): string => (token.kind === 'end' ? 'the end' : `'${token.text}'`);

const leftover = (read: Reader, token: Token, wanted: string): never => {
  if (isSymbol(token, '=')) return fail(read, 'foreign-spelling', "'Equal to' is written '==' inside an expression.", token.at, { found: '=' });
  return fail(read, 'syntax', `Expected ${wanted}, found ${described(token)}.`, token.at);
};

export const closing = (read: Reader, opening: Token): void => {
  const token = peek(read);
  if (isSymbol(token, ')')) take(read);
  else if (token.kind === 'end') fail(read, 'syntax', "This '(' is never closed.", opening.at);
  else leftover(read, token, "an operator or ')'");
};

export const atEnd = (read: Reader): void => {
  const token = peek(read);
  if (isSymbol(token, ')')) fail(read, 'syntax', "This ')' closes nothing.", token.at);
  if (token.kind !== 'end') leftover(read, token, 'an operator or the end');
};

/** Runs `inner` one level deeper. */
export const nested = <T>(read: Reader, inner: () => T): T => {
  if (++read.depth > deepest) fail(read, 'too-deep', `An equation nests at most ${deepest} deep.`, peek(read).at);
  const result = inner();
  read.depth--;
  return result;
};
