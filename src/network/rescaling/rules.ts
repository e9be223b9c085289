/** Parameters of rules, multiplied where they count weights: rules are dimensionally sound, so their other numbers stay. */
import { dimensionsOf } from '../../rules/check-dimensions.ts';
import { parseRule } from '../../rules/parse-rule.ts';
import type { RuleUse } from '../../rules/rule.ts';
import { type Dimension, units } from '../../units.ts';
import { type Factor, type Refuse, scaledNumber } from './values.ts';

/** With which power of the factor a quantity of a dimension goes. */
export type Exponent = (dimension: Dimension) => number;

/** Numbers that stand in declarations without a unit, of variables that have one. */
const refuseLiterals = ({ rule }: RuleUse, exponent: Exponent, refuse: Refuse, where: string): void => {
  const parsed = parseRule(rule);
  for (const [name, dimension] of dimensionsOf(parsed)) {
    const variable = parsed.state[name];
    if (variable === undefined || exponent(dimension) === 0) continue;
    const what = `${where}, rule '${rule.name}': ${name}`;
    for (const part of ['initial', 'towards'] as const) {
      const value = variable[part];
      const literal = typeof value === 'number' ? value : value.tree.kind === 'number' ? value.tree.value : 0;
      if (literal !== 0) refuse(`${what}.${part} is the number ${literal}, which has no unit: make it a parameter`);
    }
    if (variable.quantum !== undefined) refuse(`${what} is summed in steps of ${variable.quantum}, which would have to be multiplied too`);
  }
};

export const scaledRules = (uses: readonly RuleUse[], factor: Factor, exponent: Exponent, refuse: Refuse, where: string): readonly RuleUse[] =>
  uses.map((use) => {
    refuseLiterals(use, exponent, refuse, where);
    const params = Object.entries(use.rule.params).flatMap(([name, { value, unit }]) => {
      const { held, dimension } = units[unit];
      const power = exponent(dimension);
      const given = Object.hasOwn(use.params, name) ? (use.params[name] as number) : undefined;
      if (power === 0) return given === undefined ? [] : [[name, given] as const];
      return [[name, scaledNumber(given ?? value * held, factor, power, refuse, `${where}, rule '${use.rule.name}': ${name}`)] as const];
    });
    return { rule: use.rule, params: Object.fromEntries(params) };
  });
