/** Names inside statement texts, checked by the compiler: a misspelt one does not compile. */
import type { Rule } from './rule.ts';
export type CheckedNames<R extends Rule> = R extends Rule ? unknown : never;
