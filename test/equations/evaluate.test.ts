import { expect, it } from 'vitest';
import { evaluate } from '../../src/equations/evaluate.ts';
import { parseExpression } from '../../src/equations/parse.ts';

const value = (source: string) => evaluate(parseExpression(source), source, (name) => ({ a: 2, b: -3 })[name] as number);

it.each([
  ['-a^2', -4],
  ['10 - 3 - 2', 5],
  ['2^3^2', 512],
  ['2^-1', 0.5],
  ['0^0', 1],
  ['b^3', -27],
  ['a > 1 ? 7 : 1 / 0', 7],
  ['(a == 2) + (a != 2) + (a <= 2) + (a >= 2) + (a < 2)', 3],
  ['sign(b) + sign(0) + abs(b)', 2],
  ['clip(9, 0, a) + min(a, b) + max(a, b)', 1],
  ['sqrt(16) + exp(0) + log(1)', 5],
])('%s is %d', (source, expected) => {
  expect(value(source)).toBe(expected);
});

it('has no value for functions of time', () => {
  expect(() => value('1 + integral(a)')).toThrowErrorMatchingInlineSnapshot(`
    [EquationError: 'integral' changes in time; a constant is needed here.
      1 + integral(a)
          ^]
  `);
});
