/** Rules in JSON: the whole rule, as text, and parameter values that say their unit. */
import { ModelError } from '../../errors.ts';
import type { RuleUse } from '../../rules/rule.ts';
import { type Unit, type UnitName, units } from '../../units.ts';

interface Quantity {
  readonly value: number;
  readonly unit: UnitName;
}

interface RuleUseJson {
  readonly rule: RuleUse['rule'];
  readonly params: Readonly<Record<string, Quantity>>;
}

const sameDimension = (a: Unit, b: Unit): boolean =>
  (['time', 'voltage', 'current', 'weight'] as const).every((key) => a.dimension[key] === b.dimension[key]);

/** The unit of the system itself with a dimension: held as it is. */
const baseOf = (name: UnitName): UnitName => {
  const of = units[name];
  const found = Object.entries<Unit>(units).find(([, unit]) => unit.held === 1 && unit.coherent === of.coherent && sameDimension(unit, of));
  return (found?.[0] ?? name) as UnitName;
};

/** In the declared unit if that loses nothing, else in the system's. */
const quantity = (held: number, declared: UnitName): Quantity => {
  const value = held / units[declared].held;
  return Object.is(value * units[declared].held, held) ? { value, unit: declared } : { value: held, unit: baseOf(declared) };
};

export const ruleUseToJson = ({ rule, params }: RuleUse): RuleUseJson => ({
  rule,
  params: Object.fromEntries(Object.entries(params).map(([name, held]) => [name, quantity(held, rule.params[name]?.unit ?? '')])),
});

export const ruleUseFromJson = ({ rule, params }: RuleUseJson, where: string): RuleUse => ({
  rule,
  params: Object.fromEntries(
    Object.entries(params).map(([name, { value, unit }]) => {
      const declared = Object.hasOwn(rule.params, name) ? rule.params[name]?.unit : undefined;
      // A parameter that the rule lacks is complained of when the rule is composed.
      return [name, declared === undefined ? value : heldIn(value, unit, declared, `${where}, rule '${rule.name}': ${name}`)];
    }),
  ),
});

const heldIn = (value: number, unit: UnitName, declared: UnitName, where: string): number => {
  const [given, wanted] = [units[unit], units[declared]];
  if (!sameDimension(given, wanted)) {
    const allowed = Object.entries<Unit>(units).flatMap(([name, each]) => (sameDimension(each, wanted) ? [`'${name}'`] : []));
    throw new ModelError('unit', `${where} is in '${unit}', which is of another kind than its unit, '${declared}'. Units: ${allowed.join(', ')}.`, {
      unit,
      declared,
    });
  }
  const held = value * given.held;
  return given.coherent === wanted.coherent ? held : (held * given.coherent) / wanted.coherent;
};
