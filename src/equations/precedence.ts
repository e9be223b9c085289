/** How tightly things bind, loosest first: the parser and every printer read this one table. */
import type { BinaryOperator, Comparison } from './tree.ts';

export const precedence = {
  choose: 1,
  compare: 2,
  '+': 3,
  '-': 3,
  '*': 4,
  '/': 4,
  /** Tighter than `*`, looser than `^`: −k^n is −(k^n), −a·b is (−a)·b. */
  negate: 5,
  '^': 6,
  atom: 7,
} as const;

export const sums: readonly BinaryOperator[] = ['+', '-'];
export const products: readonly BinaryOperator[] = ['*', '/'];
export const comparisons: readonly Comparison[] = ['<', '<=', '>', '>=', '==', '!='];
