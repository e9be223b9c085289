/**
 * Expressions and statements as parsed, before names are resolved. Frozen plain data; `at` is the character
 * where a node begins in its source, so that every later error can point at it.
 */

export type BinaryOperator = '+' | '-' | '*' | '/' | '^';
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';
/** Functions of numbers. `sign(0) = 0`; `clip(x, lo, hi) = min(max(x, lo), hi)`. */
export type FunctionName = 'exp' | 'log' | 'sqrt' | 'abs' | 'sign' | 'min' | 'max' | 'clip';
export type DistributionName = 'Bernoulli' | 'Binomial' | 'Uniform' | 'Normal';

export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'negate'; readonly operand: Expression; readonly at: number }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression; readonly at: number }
  /** 1 where it holds, 0 where not. */
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly kind: 'choose'; readonly test: Expression; readonly yes: Expression; readonly no: Expression; readonly at: number }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[]; readonly at: number }
  /** Closed forms over the time since the last handler: `timeAbove(a, k)`, `integral(a)`, `integral(min(a, k))`, `integral(a * b)`. `elapsed` is a name. */
  | { readonly kind: 'history'; readonly name: 'timeAbove' | 'integral'; readonly args: readonly Expression[]; readonly at: number };

export type Statement =
  | {
      readonly kind: 'assign';
      readonly target: string;
      readonly operator: '=' | '+=' | '-=' | '*=';
      readonly value: Expression;
      readonly source: string;
    }
  | {
      readonly kind: 'draw';
      readonly target: string;
      readonly distribution: DistributionName;
      readonly args: readonly Expression[];
      readonly source: string;
    }
  | { readonly kind: 'deliver'; readonly value: Expression; readonly source: string };
