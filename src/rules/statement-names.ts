/**
 * Names inside statement texts, checked by the compiler: a misspelt one does not compile.
 *
 * Only words are looked at; grammar, owners and dimensions are left to `defineRule`, which checks them when it runs.
 */
import type { DistributionName, FunctionName } from '../equations/tree.ts';
import type { Rule } from './rule.ts';

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
type Lower =
  | ('a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm')
  | ('n' | 'o' | 'p' | 'q' | 'r' | 's' | 't' | 'u' | 'v' | 'w' | 'x' | 'y' | 'z');
type WordCharacter = Digit | Lower | Uppercase<Lower> | '_' | '.' | '#';

/** All words of a text. Tail-recursive: one step per character. */
type Words<S, Word extends string = '', Found extends string = never> = S extends `${infer C}${infer Rest}`
  ? C extends WordCharacter
    ? Words<Rest, `${Word}${C}`, Found>
    : Words<Rest, '', Word extends '' ? Found : Found | Word>
  : Word extends ''
    ? Found
    : Found | Word;

type Trimmed<S extends string> = S extends ` ${infer Rest}` ? Trimmed<Rest> : S extends `${infer Rest} ` ? Trimmed<Rest> : S;

/** The name before `=` or `~`, if nothing but the name stands there (`x +` of `x += 1` is none). */
type Target<S> = S extends `${infer T}~${string}`
  ? Trimmed<T>
  : S extends `${infer T}=${string}`
    ? Words<T> extends Trimmed<T>
      ? Trimmed<T>
      : never
    : never;

type Fixed = 'w' | 'wMin' | 'wMax' | 'elapsed' | 'change' | 'gradient' | 'deliver' | 'timeAbove' | 'integral' | FunctionName | DistributionName;

/** Numbers begin with a digit or a point; dotted names are outputs of other rules, known when rules are composed. */
type Unknown<S, Names> = Exclude<Words<S>, Names | Fixed | `${Digit}${string}` | `${string}.${string}`>;

/** The text itself, or a text that it cannot be and that says why. */
type Checked<S, Names> = S extends string
  ? string extends S
    ? S
    : [Unknown<S, Names>] extends [never]
      ? S
      : `'${Unknown<S, Names>}' is no name of this rule`
  : S;

type CheckedList<L, Names, Done extends readonly unknown[] = []> = L extends readonly [infer S, ...infer Rest]
  ? S extends { readonly after: infer After; readonly do: infer Do }
    ? CheckedList<Rest, Names, [...Done, { readonly after: Checked<After, Names>; readonly do: CheckedList<Do, Names> }]>
    : CheckedList<Rest, Names | Target<S>, [...Done, Checked<S, Names | Target<S>>]>
  : L extends readonly []
    ? Readonly<Done>
    : L;

type Locals<L, Found = never> = L extends readonly [infer S, ...infer Rest] ? Locals<Rest, Found | Target<S>> : Found;

type CheckedTick<T, Params, Names> = T extends { readonly period: infer Period; readonly do: infer Do }
  ? { readonly period: Checked<Period, Params>; readonly do: CheckedList<Do, Names> }
  : T extends readonly unknown[]
    ? { readonly [I in keyof T]: CheckedTick<T[I], Params, Names> }
    : T;

type CheckedState<S, Params, Names> = {
  readonly [V in keyof S]: {
    readonly [F in keyof S[V]]: F extends 'decay' | 'towards' | 'initial'
      ? Checked<S[V][F], Params>
      : F extends 'sum'
        ? Checked<S[V][F], Names>
        : S[V][F];
  };
};

type CheckedFields<R, Params, Own, Names> = {
  readonly [K in keyof R]: K extends 'onPre' | 'onPost'
    ? CheckedList<R[K], Names>
    : K extends 'advance'
      ? CheckedList<R[K], Own>
      : K extends 'every'
        ? CheckedTick<R[K], Params, Names>
        : K extends 'onSignal'
          ? { readonly [S in keyof R[K]]: CheckedList<R[K][S], Names | S> }
          : K extends 'state'
            ? CheckedState<R[K], Params, Own>
            : K extends 'gain' | 'factor' | 'input'
              ? Checked<R[K], Own>
              : K extends 'structural'
                ? { readonly [F in keyof R[K]]: Checked<R[K][F], Own> }
                : R[K];
};

type Advance<R> = R extends { readonly advance: infer A } ? Locals<A> : never;
type StateOf<R> = R extends { readonly state: infer S } ? keyof S : never;

/** The rule's own type where every word of its statements has a meaning. */
export type CheckedNames<R extends Rule> = CheckedFields<
  R,
  keyof R['params'],
  keyof R['params'] | StateOf<R>,
  keyof R['params'] | StateOf<R> | Advance<R>
>;
