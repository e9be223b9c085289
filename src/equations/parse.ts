/**
 * Statements and expressions from text: a recursive-descent parser, one function per level of `precedence`.
 *
 *     statement   name = e | name += e | name -= e | name *= e | name ~ Distribution(e, …) | deliver(e)
 *     expression  comparison [? expression : expression]
 *     comparison  sum [< <= > >= == != sum]
 *     sum         product {+ - product}
 *     product     signed {* / signed}
 *     signed      - signed | power
 *     power       atom [^ signed]
 *     atom        number | name | function(e, …) | (expression)
 */
import { didYouMean, distributions, functions, histories } from './names.ts';
import { comparisons, products, sums } from './precedence.ts';
import { atEnd, closing, described, expect, fail, isSymbol, nested, oneOf, peek, type Reader, reader, take } from './reader.ts';
import type { Token } from './tokens.ts';
import type { DistributionName, Expression, FunctionName, Statement } from './tree.ts';

const expression = (read: Reader): Expression =>
  nested(read, () => {
    const test = comparison(read);
    return isSymbol(peek(read), '?') ? choice(read, test) : test;
  });

const choice = (read: Reader, test: Expression): Expression => {
  take(read);
  const yes = expression(read);
  expect(read, ':', "and the other value: a choice is 'c ? a : b'");
  return Object.freeze({ kind: 'choose', test, yes, no: expression(read), at: test.at });
};

const comparison = (read: Reader): Expression => {
  const left = sum(read);
  const operator = oneOf(peek(read), comparisons);
  if (operator === undefined) return left;
  take(read);
  const result: Expression = Object.freeze({ kind: 'compare', operator, left, right: sum(read), at: left.at });
  const again = peek(read);
  if (oneOf(again, comparisons) !== undefined) {
    fail(read, 'chained-comparison', "Comparisons do not chain: write 'a < b < c' as '(a < b) * (b < c)'.", again.at);
  }
  return result;
};

const sum = (read: Reader): Expression => {
  let left = product(read);
  for (let operator = oneOf(peek(read), sums); operator !== undefined; operator = oneOf(peek(read), sums)) {
    take(read);
    left = Object.freeze({ kind: 'binary', operator, left, right: product(read), at: left.at });
  }
  return left;
};

const product = (read: Reader): Expression => {
  let left = signed(read);
  for (let operator = oneOf(peek(read), products); operator !== undefined; operator = oneOf(peek(read), products)) {
    take(read);
    left = Object.freeze({ kind: 'binary', operator, left, right: signed(read), at: left.at });
  }
  return left;
};

const signed = (read: Reader): Expression => {
  const sign = peek(read);
  if (!isSymbol(sign, '-')) return power(read);
  take(read);
  return Object.freeze({ kind: 'negate', operand: nested(read, () => signed(read)), at: sign.at });
};

const power = (read: Reader): Expression => {
  const left = atom(read);
  if (!isSymbol(peek(read), '^')) return left;
  take(read);
  // The exponent is itself signed, so 2^-1 needs no parentheses and 2^3^2 is 2^(3^2).
  return Object.freeze({ kind: 'binary', operator: '^', left, right: nested(read, () => signed(read)), at: left.at });
};

const atom = (read: Reader): Expression => {
  const token = take(read);
  if (token.kind === 'number') return Object.freeze({ kind: 'number', value: Number(token.text), at: token.at });
  if (token.kind === 'name') return isSymbol(peek(read), '(') ? call(read, token) : Object.freeze({ kind: 'name', name: token.text, at: token.at });
  if (isSymbol(token, '(')) {
    const inner = expression(read);
    closing(read, token);
    return inner;
  }
  if (isSymbol(token, '=')) return fail(read, 'foreign-spelling', "'Equal to' is written '==' inside an expression.", token.at, { found: '=' });
  if (isSymbol(token, ')')) return fail(read, 'syntax', "This ')' closes nothing, or a value is missing before it.", token.at);
  return fail(read, 'syntax', `Expected a number, a name or '(', found ${described(token)}.`, token.at);
};

const args = (read: Reader): readonly Expression[] => {
  const opening = take(read);
  const list: Expression[] = [];
  if (!isSymbol(peek(read), ')')) {
    list.push(expression(read));
    while (isSymbol(peek(read), ',')) {
      take(read);
      list.push(expression(read));
    }
  }
  closing(read, opening);
  return Object.freeze(list);
};

const checkCount = (read: Reader, token: Token, count: number, wanted: number): void => {
  if (count === wanted) return;
  const nesting = (token.text === 'min' || token.text === 'max') && count > 2 ? ` Nest them: ${token.text}(a, ${token.text}(b, c)).` : '';
  const plural = wanted === 1 ? 'argument' : 'arguments';
  fail(read, 'arguments', `'${token.text}' takes ${wanted} ${plural}, not ${count}.${nesting}`, token.at, { name: token.text, count, wanted });
};

const call = (read: Reader, token: Token): Expression => {
  const { text: name, at } = token;
  if (Object.hasOwn(functions, name)) {
    const list = args(read);
    checkCount(read, token, list.length, functions[name as FunctionName]);
    return Object.freeze({ kind: 'call', name: name as FunctionName, args: list, at });
  }
  if (name === 'timeAbove' || name === 'integral') return history(read, token, name);
  if (Object.hasOwn(distributions, name)) {
    return fail(read, 'draw-in-expression', `A draw is a statement of its own: 'n ~ ${name}(…)', then use n.`, at, { name });
  }
  if (name === 'deliver') return fail(read, 'deliver-in-expression', "'deliver(…)' is a statement of its own.", at);
  const known = [...Object.keys(functions), ...Object.keys(histories)];
  return fail(read, 'unknown-function', `Unknown function '${name}'. Functions: ${known.join(', ')}.${didYouMean(name, known)}`, at, { name, known });
};

const history = (read: Reader, token: Token, name: 'timeAbove' | 'integral'): Expression => {
  const list = args(read);
  checkCount(read, token, list.length, histories[name]);
  const first = list[0] as Expression;
  if (name === 'timeAbove' && first.kind !== 'name') fail(read, 'history', "'timeAbove(a, k)' needs the name of a variable first.", first.at);
  if (name === 'integral' && !isIntegrand(first)) {
    fail(read, 'history', "An integral is 'integral(a)', 'integral(min(a, k))' or 'integral(a * b)', a and b being variables.", first.at);
  }
  return Object.freeze({ kind: 'history', name, args: list, at: token.at });
};

const isIntegrand = (node: Expression): boolean =>
  node.kind === 'name' ||
  (node.kind === 'call' && node.name === 'min' && node.args[0]?.kind === 'name') ||
  (node.kind === 'binary' && node.operator === '*' && node.left.kind === 'name' && node.right.kind === 'name');

/**
 * The tree of an expression, frozen.
 * @throws EquationError with a caret under the first place that is wrong.
 */
export const parseExpression = (source: string): Expression => {
  const read = reader(source);
  const tree = expression(read);
  atEnd(read);
  return tree;
};

const draw = (read: Reader, target: string): Statement => {
  const token = take(read);
  const known = Object.keys(distributions);
  if (token.kind !== 'name' || !Object.hasOwn(distributions, token.text)) {
    const near = token.kind === 'name' ? didYouMean(token.text, known) : '';
    return fail(read, 'unknown-distribution', `After '~' comes a distribution: ${known.join(', ')}; found ${described(token)}.${near}`, token.at, {
      known,
    });
  }
  if (!isSymbol(peek(read), '(')) fail(read, 'syntax', `Write '${token.text}(…)' with parentheses.`, peek(read).at);
  const list = args(read);
  const distribution = token.text as DistributionName;
  // Binomial(k, p, most): a number of trials that varies, up to a most.
  if (!(distribution === 'Binomial' && list.length === 3)) checkCount(read, token, list.length, distributions[distribution]);
  atEnd(read);
  return Object.freeze({ kind: 'draw', target, distribution, args: list, source: read.source });
};

const operators = ['=', '+=', '-=', '*='] as const;

/**
 * The tree of a statement, frozen: `name = expr`, `name += expr` (`-=`, `*=`), `name ~ Bernoulli(p)`, `deliver(expr)`.
 * @throws EquationError with a caret under the first place that is wrong.
 */
export const parseStatement = (source: string): Statement => {
  const read = reader(source);
  const first = take(read);
  if (first.kind !== 'name') {
    const found = described(first);
    return fail(read, 'syntax', `A statement begins with the name that it changes, or is 'deliver(…)'; found ${found}.`, first.at);
  }
  if (first.text === 'deliver' && isSymbol(peek(read), '(')) {
    const opening = take(read);
    const value = expression(read);
    closing(read, opening);
    atEnd(read);
    return Object.freeze({ kind: 'deliver', value, source });
  }
  const target = first.text;
  if (target.includes('.')) fail(read, 'foreign-target', `'${target}' belongs to another rule; a rule changes only its own names and w.`, first.at);
  const after = take(read);
  if (isSymbol(after, '~')) return draw(read, target);
  const operator = oneOf(after, operators);
  if (operator === undefined) {
    return fail(read, 'syntax', `After '${target}' comes one of = += -= *= ~, found ${described(after)}.`, after.at);
  }
  const value = expression(read);
  atEnd(read);
  return Object.freeze({ kind: 'assign', target, operator, value, source });
};
