/** The sign of a projection's weights, and its bounds as rules see them. */
import { ModelError } from '../../errors.ts';
import type { Program } from '../../rules/program.ts';
import type { Projection, SynapseValue } from '../description.ts';
import { support } from '../draws.ts';

/** The least and the greatest of what a value can be. */
export const valueRange = (value: SynapseValue): readonly [number, number] => {
  if (typeof value === 'number') return [value, value];
  if (!Array.isArray(value)) return support(value as Exclude<SynapseValue, number | readonly number[]>);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const each of value as readonly number[]) {
    if (each < low) low = each;
    if (each > high) high = each;
  }
  return [low, high];
};

/** The least and greatest weight that a projection can begin with. */
const weightRange = ({ weight, bounds }: Projection): readonly [number, number] => {
  const [low, high] = valueRange(weight);
  if (bounds === undefined) return [low, high];
  const inside = (value: number): number => Math.min(Math.max(value, bounds[0]), bounds[1]);
  return [inside(low), inside(high)];
};

/**
 * +1 or −1 where all weights have one sign (then magnitudes are stored), 0 where they have both or rules want the signed weight.
 *
 * @throws ModelError `both-signs` where rules act on magnitudes but weights or bounds have both signs
 */
export const signOf = (projection: Projection, program: Program | null, where: string): 1 | -1 | 0 => {
  if (program?.signed) return 0;
  const [low, high] = weightRange(projection);
  const [from, to] = program && projection.bounds ? projection.bounds : [low, high];
  if (Math.min(low, from) >= 0) return 1;
  if (Math.max(high, to) <= 0) return -1;
  if (program === null) return 0;
  const what = low < 0 && high > 0 ? `can have weights of both signs (${low} to ${high})` : `has bounds of both signs (${from} to ${to})`;
  throw new ModelError(
    'both-signs',
    `${where} ${what}, but its rules act on magnitudes. Give bounds of one sign, such as [0, ${Math.max(high, to)}], or a rule with signed: true.`,
    { low, high, bounds: projection.bounds },
  );
};

/** Bounds of what is stored: the magnitude, or the signed weight where there are both signs. */
export const storedBounds = (bounds: Projection['bounds'], sign: 1 | -1 | 0): { readonly wMin: number; readonly wMax: number } => {
  if (sign === 0) return { wMin: bounds?.[0] ?? Number.NEGATIVE_INFINITY, wMax: bounds?.[1] ?? Number.POSITIVE_INFINITY };
  if (bounds === undefined) return { wMin: 0, wMax: Number.POSITIVE_INFINITY };
  // A static projection may have bounds that reach across 0; magnitudes begin there. `0 −` keeps −0 away.
  const [least, greatest] = sign > 0 ? bounds : [0 - bounds[1], 0 - bounds[0]];
  return { wMin: Math.max(0, least), wMax: greatest };
};
