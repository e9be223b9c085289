/** Projections with signs, bounds and delays as the engines need them. */
import { ModelError } from '../../errors.ts';
import { compose } from '../../rules/compose.ts';
import type { Projection, SynapseValue } from '../description.ts';
import { support } from '../draws.ts';
import type { PlannedProjection } from '../plan.ts';
import { delayTicks } from './times.ts';

/** A projection can tell this many delays apart: an index of a delay has 16 bits. */
export const MOST_DELAYS = 65_536;

export interface Projected {
  readonly name: string;
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly perMs: number;
}

export const planProjection = (projection: Projection, of: Projected): PlannedProjection => {
  const where = `projection '${of.name}'`;
  const program = projection.synapse?.length ? compose(projection.synapse, { where, kind: 'projection' }) : null;
  const single = projection.weightPrecision === 'single';
  const sign = signOf(projection, program?.signed ?? false, program !== null, where);
  const { weight, bounds } = projection;
  const constant = program === null && typeof weight === 'number';
  return {
    name: of.name,
    index: of.index,
    from: of.from,
    to: of.to,
    wiring: projection.wiring,
    weight,
    ...ruleBounds(bounds, sign),
    sign,
    single,
    commonWeight: constant ? (single ? Math.fround(weight) : weight) : null,
    delays: delaysOf(projection.delay, of.perMs, where),
    delay: projection.delay,
    dendriticTicks: Math.round((projection.dendriticDelay ?? 0) * of.perMs),
    program,
  };
};

/** The least and greatest weight that a projection can begin with. */
export const weightRange = ({ weight, bounds }: Pick<Projection, 'weight' | 'bounds'>): readonly [number, number] => {
  const [low, high] = valueRange(weight);
  return bounds ? [Math.min(Math.max(low, bounds[0]), bounds[1]), Math.min(Math.max(high, bounds[0]), bounds[1])] : [low, high];
};

const valueRange = (value: SynapseValue): readonly [number, number] => {
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

/** One sign for all, or 0: weights of both signs, stored signed. Rules that learn magnitudes need one sign. */
const signOf = (projection: Projection, signed: boolean, ruled: boolean, where: string): 1 | -1 | 0 => {
  if (signed) return 0;
  const [low, high] = weightRange(projection);
  const [from, to] = ruled && projection.bounds ? projection.bounds : [low, high];
  if (Math.min(low, from) >= 0) return 1;
  if (Math.max(high, to) <= 0) return -1;
  if (!ruled) return 0;
  const what = low < 0 && high > 0 ? `has weights of both signs (${low} to ${high})` : `has bounds of both signs (${from} to ${to})`;
  throw new ModelError(
    'both-signs',
    `${where[0]?.toUpperCase()}${where.slice(1)} ${what}, but its rules act on magnitudes. Give bounds of one sign, as in bounds: [0, ${Math.max(high, to)}], or a rule with signed: true.`,
    { low, high, bounds: projection.bounds },
  );
};

const ruleBounds = (bounds: Projection['bounds'], sign: 1 | -1 | 0): { wMin: number; wMax: number } => {
  if (sign === 0) return { wMin: bounds?.[0] ?? Number.NEGATIVE_INFINITY, wMax: bounds?.[1] ?? Number.POSITIVE_INFINITY };
  if (!bounds) return { wMin: 0, wMax: Number.POSITIVE_INFINITY };
  return sign > 0 ? { wMin: bounds[0], wMax: bounds[1] } : { wMin: 0 - bounds[1], wMax: 0 - bounds[0] };
};

/** Every delay that can occur [ticks]: of a distribution, all between its ends. */
const delaysOf = (delay: SynapseValue, perMs: number, where: string): number[] => {
  if (Array.isArray(delay)) {
    const distinct = [...new Set((delay as readonly number[]).map((each) => delayTicks(each, perMs)))].sort((a, b) => a - b);
    return atMost(distinct.length, where) && distinct.length > 0 ? distinct : [1];
  }
  const [low, high] = valueRange(delay);
  const first = delayTicks(low, perMs);
  const count = delayTicks(high, perMs) - first + 1;
  atMost(count, where);
  return Array.from({ length: count }, (_, i) => first + i);
};

const atMost = (count: number, where: string): true => {
  if (count <= MOST_DELAYS) return true;
  throw new ModelError(
    'delays',
    `${where[0]?.toUpperCase()}${where.slice(1)} can have ${count} different delays at this step; at most ${MOST_DELAYS}. Clip the distribution or use a coarser step.`,
    {
      count,
      most: MOST_DELAYS,
    },
  );
};
