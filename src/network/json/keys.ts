/** Renaming the keys of one object: `delay` ↔ `delayMs`. */
import { ModelError } from '../../errors.ts';
import { type KeyUnit, type Part, type Suffix, unitKeys, weightSuffix, withSuffix } from '../shape/keys.ts';

type Plain = Readonly<Record<string, unknown>>;

const suffixIn = (unit: KeyUnit, weight: Suffix): Suffix => (unit === 'weight' ? weight : unit);

/** Keys get their units. */
export const keysToJson = <T extends object>(part: Part, of: T, weight: Suffix): Plain => {
  const withUnits: Readonly<Record<string, KeyUnit>> = unitKeys[part];
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [withSuffix(key, suffixIn(withUnits[key] ?? '', weight)), value]));
};

/**
 * Keys lose their units.
 *
 * @throws ModelError `unit` where a weight is in another unit than its target takes
 */
export const keysFromJson = <T extends object>(part: Part, of: T, weight: Suffix, where: string): Plain => {
  const plainKeys = new Map<string, string>();
  const wrongKeys = new Map<string, string>();
  for (const [key, unit] of Object.entries<KeyUnit>(unitKeys[part])) {
    if (unit === 'weight') for (const suffix of Object.values(weightSuffix)) wrongKeys.set(withSuffix(key, suffix), withSuffix(key, weight));
    plainKeys.set(withSuffix(key, suffixIn(unit, weight)), key);
  }
  const weightKey = wrongKeys.get('weight');
  const converted = Object.entries(of).map(([key, value]) => {
    const plain = plainKeys.get(key);
    const right = wrongKeys.get(key);
    if (plain === undefined && right !== undefined) {
      throw new ModelError('unit', `${where} has ${key}, but the neurons that receive it take ${right}.`, { key, expected: right });
    }
    return [plain ?? key, value] as const;
  });
  // The shape of JSON cannot say which of the three keys is needed.
  if (weightKey !== undefined && !converted.some(([key]) => key === 'weight')) {
    throw new ModelError('shape', `${where} needs ${weightKey}.`, { key: weightKey });
  }
  return Object.fromEntries(converted);
};

/** Renames the keys of `of` where it is an object and not a list: parameters and initial values, whose names depend on the model. */
export const renamed = (of: Plain, name: (key: string) => string): Plain =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [name(key), value]));
