import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression, parseStatement } from '../../src/equations/parse.ts';
import { printExpression, printStatement } from '../../src/equations/text.ts';
import type { Expression } from '../../src/equations/tree.ts';
import { EquationError } from '../../src/errors.ts';

/** The tree with every operation in parentheses. */
const grouped = (node: Expression): string => {
  switch (node.kind) {
    case 'number':
      return String(node.value);
    case 'name':
      return node.name;
    case 'negate':
      return `(-${grouped(node.operand)})`;
    case 'binary':
    case 'compare':
      return `(${grouped(node.left)} ${node.operator} ${grouped(node.right)})`;
    case 'choose':
      return `(${grouped(node.test)} ? ${grouped(node.yes)} : ${grouped(node.no)})`;
    case 'call':
    case 'history':
      return `${node.name}(${node.args.map(grouped).join(', ')})`;
  }
};
const parsed = (source: string) => grouped(parseExpression(source));
const refusal = (source: string, parse: (source: string) => unknown = parseExpression): string => {
  try {
    parse(source);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};
const statementRefusal = (source: string) => refusal(source, parseStatement);

describe('precedence', () => {
  it.each([
    ['-k^n', '(-(k ^ n))'],
    ['a - b - c', '((a - b) - c)'],
    ['a / b / c', '((a / b) / c)'],
    ['a / b * c', '((a / b) * c)'],
    ['2^3^2', '(2 ^ (3 ^ 2))'],
    ['2^-1', '(2 ^ (-1))'],
    ['2^-3^2', '(2 ^ (-(3 ^ 2)))'],
    ['-a * b', '((-a) * b)'],
    ['a * -b', '(a * (-b))'],
    ['a + b * c^d', '(a + (b * (c ^ d)))'],
    ['(a + b) * c', '((a + b) * c)'],
    ['- -a', '(-(-a))'],
    ['a - -b', '(a - (-b))'],
    ['a + 1 < b * 2', '((a + 1) < (b * 2))'],
    ['a < b ? c : d', '((a < b) ? c : d)'],
    ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'],
    ['a ? b ? c : d : e', '(a ? (b ? c : d) : e)'],
    ['a ? b : c + 1', '(a ? b : (c + 1))'],
    ['exp(-x / tau) * w', '(exp(((-x) / tau)) * w)'],
    ['clip(a, 0, 1)^2', '(clip(a, 0, 1) ^ 2)'],
    ['a <= b', '(a <= b)'],
    ['a != b', '(a != b)'],
  ])('reads %s as %s', (source, tree) => {
    expect(parsed(source)).toBe(tree);
  });
});

describe('numbers and names', () => {
  it.each([
    ['1', 1],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['2.', 2],
    ['1e-3', 1e-3],
    ['2.5E+2', 250],
  ])('reads %s', (source, value) => {
    expect(parseExpression(source)).toEqual({ kind: 'number', value, at: 0 });
  });
  it('reads names, dotted names of outputs and those of a second use', () => {
    expect(parseExpression('release.released').kind).toBe('name');
    expect(parsed('pairStdp#2.x + aPlus')).toBe('(pairStdp#2.x + aPlus)');
  });
  it('remembers where each node begins, and freezes it', () => {
    const tree = parseExpression('  a + exp(b)');
    expect(tree).toMatchObject({ at: 2, left: { at: 2 }, right: { at: 6, args: [{ at: 10 }] } });
    expect(Object.isFrozen(tree) && tree.kind === 'binary' && Object.isFrozen(tree.right)).toBe(true);
  });
  it('reads history functions in their three forms', () => {
    expect(parsed('timeAbove(c, thetaP)')).toBe('timeAbove(c, thetaP)');
    expect(parsed('integral(a) + integral(min(a, k)) + integral(a * b)')).toBe('((integral(a) + integral(min(a, k))) + integral((a * b)))');
  });
});

describe('statements', () => {
  it.each(['w -= aMinus * y', 'x = 1', 'x *= 0.5', 'released ~ Bernoulli(p)', 'n ~ Binomial(5, p)', 'u ~ Uniform()', 'deliver(w * released / p)'])(
    'reads and prints %s',
    (source) => {
      const statement = parseStatement(source);
      expect(statement.source).toBe(source);
      expect(printStatement(statement)).toBe(source);
      expect(Object.isFrozen(statement)).toBe(true);
    },
  );
});

describe('refusals teach', () => {
  it.each([
    'a ** 2',
    'a =< b',
    'a => b',
    'a and b',
    'a or b',
    'a && b',
    '!a',
    'if (a) b',
    'w[3]',
    'a < b < c',
    'a = b',
    'exp(a',
    '(a + b',
    'a + b)',
    'a +',
    '',
    '2x',
    'exq(a)',
    'foo(a)',
    'exp(a, b)',
    'min(a, b, c)',
    'Normal()',
    'timeAbove(2, k)',
    'integral(a + b)',
    'a ? b',
    'a b',
    '1e999',
    'a $ b',
    'a--b',
    '()',
  ])('of %j', (source) => {
    expect(refusal(source)).toMatchSnapshot();
  });
  it.each([
    '3 = x',
    'x',
    'x + 1',
    'x /= 2',
    'x++',
    'release.released = 1',
    'n ~ Normla()',
    'n ~ 3',
    'n ~ Normal',
    'x = 1; y = 2',
    'if (a) w += 1',
    'deliver(w',
  ])('of the statement %j', (source) => {
    expect(statementRefusal(source)).toMatchSnapshot();
  });
  it('of texts made to exhaust the stack', () => {
    expect(refusal('('.repeat(3000))).toContain('An equation nests at most 100 deep.');
    expect(refusal('- '.repeat(1500))).toContain('An equation nests at most 100 deep.');
    expect(refusal(Array(1500).fill('2').join('^'))).toContain('An equation nests at most 100 deep.');
    expect(refusal('a'.repeat(5000))).toContain('An equation has at most 4000 characters; this one has 5000.');
  });
});

it('answers any text with a tree or with a caret inside the text', () => {
  const pieces = fc.constantFrom(
    'a',
    'w',
    '1',
    '.5',
    '1e3',
    '+',
    '-',
    '*',
    '/',
    '^',
    '(',
    ')',
    ',',
    '=',
    '<',
    '>',
    '!',
    '?',
    ':',
    '~',
    ' ',
    'exp',
    'min',
    'integral',
    'Normal',
    '#',
    '.',
    'é',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(text, (source) => {
      for (const parse of [parseExpression, parseStatement]) {
        try {
          parse(source);
        } catch (error) {
          expect(error).toBeInstanceOf(EquationError);
          expect((error as EquationError).position).toBeLessThanOrEqual(source.length);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

describe('printing', () => {
  const at = 0;
  const leaf = fc.oneof(
    fc.constantFrom('a', 'b', 'w').map((name): Expression => ({ kind: 'name', name, at })),
    fc.double({ min: 0, max: 1e6, noNaN: true }).map((value): Expression => ({ kind: 'number', value: Object.is(value, -0) ? 0 : value, at })),
  );
  const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('tree').map((operand): Expression => ({ kind: 'negate', operand, at })),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', '^'), tie('tree'), tie('tree'))
        .map(([operator, left, right]) => ({ kind: 'binary', operator, left, right, at }) as Expression),
      fc
        .tuple(fc.constantFrom('<', '==', '>='), tie('tree'), tie('tree'))
        .map(([operator, left, right]) => ({ kind: 'compare', operator, left, right, at }) as Expression),
      fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([test, yes, no]): Expression => ({ kind: 'choose', test, yes, no, at })),
      fc.tuple(tie('tree'), tie('tree')).map((args): Expression => ({ kind: 'call', name: 'min', args, at })),
    ),
  }));
  it('is undone by parsing, for any tree', () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(grouped(parseExpression(printExpression(node)))).toBe(grouped(node));
      }),
    );
  });
  it.each([
    'a - (b - c)',
    '(a + b) * c',
    '(-a)^2',
    '-a^2',
    '2^-1',
    '(a^b)^c',
    'a^b^c',
    '(a < b) * (b < c)',
    '(a ? b : c) ? d : e',
    '-(-a)',
    'a * (b / c)',
  ])('keeps just the parentheses of %s', (source) => {
    expect(printExpression(parseExpression(source))).toBe(source);
  });
});
