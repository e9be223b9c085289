/** A rule from its literal: checked in the editor (names in statements), checked when it is made, then frozen data. */
import { didYouMean } from '../equations/names.ts';
import { ModelError } from '../errors.ts';
import { checkShape } from './check-shape.ts';
import { compose } from './compose.ts';
import { listed } from './draft.ts';
import type { Rule, RuleUse } from './rule.ts';
import type { CheckedNames } from './statement-names.ts';

/** A rule that can be used: `pairStdp({ tauPlus: 16.8 * ms })`. */
export interface RuleDefinition<P extends string = string> {
  /** The rule with its own values, some of them changed; numbers as descriptions hold them (`5 * Hz`, `20 * ms`). */
  (params?: { readonly [K in P]?: number }): RuleUse;
  readonly rule: Rule;
}

const deepFrozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(deepFrozen)) as T;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deepFrozen(inner)]))) as T;
};

/**
 * A use of a rule, its parameters checked.
 * @throws ModelError naming the rule, the parameter and the parameters there are.
 */
export const useRule = (rule: Rule, params: Readonly<Record<string, number | undefined>> = {}): RuleUse => {
  const names = Object.keys(rule.params);
  const given: Record<string, number> = {};
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(rule.params, name)) {
      const message = `Rule '${rule.name}' has no parameter '${name}'. Parameters: ${listed(names)}.${didYouMean(name, names)}`;
      throw new ModelError('unknown-parameter', message, { rule: rule.name, parameter: name, allowed: names });
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      const message = `Parameter '${name}' of rule '${rule.name}' is ${String(value)}; it must be a finite number.`;
      throw new ModelError('parameter-value', message, { rule: rule.name, parameter: name, value });
    }
    given[name] = value;
  }
  return Object.freeze({ rule, params: Object.freeze(given) });
};

/** A frozen copy of a rule that composes by itself; its data and nothing else travels in descriptions. */
export const checkedRule = (rule: Rule): Rule => {
  const frozen = deepFrozen(rule);
  const kind = frozen.input === undefined ? 'synapse' : 'neuron';
  compose([{ rule: frozen, params: {} }], { where: `the definition of '${frozen.name}'`, kind, alone: true });
  return frozen;
};

/**
 * Makes a rule of its literal. A name that a statement misspells does not compile, and throws where it was not compiled.
 *
 * @throws EquationError with a caret under what is wrong in a statement; ModelError where a declaration does not fit.
 */
export const defineRule = <const R extends Rule>(literal: R & CheckedNames<R>): RuleDefinition<keyof R['params'] & string> => {
  checkShape(literal);
  const rule = checkedRule(literal);
  const use = (params?: Readonly<Record<string, number | undefined>>): RuleUse => useRule(rule, params);
  return Object.freeze(Object.assign(use, { rule }));
};
