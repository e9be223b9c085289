/** Projections with signs, bounds and delays as the engines need them. */
import { ModelError } from '../../errors.ts';
import { compose } from '../../rules/compose.ts';
import type { Projection, SynapseValue } from '../description.ts';
import type { PlannedProjection } from '../plan.ts';
import { signOf, storedBounds, valueRange } from './sign.ts';
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
  const where = `Projection '${of.name}'`;
  const program = projection.synapse?.length ? compose(projection.synapse, { where: `projection '${of.name}'`, kind: 'synapse' }) : null;
  const single = projection.weightPrecision === 'single';
  const sign = signOf(projection, program, where);
  const { weight, bounds } = projection;
  const constant = program === null && typeof weight === 'number';
  return {
    name: of.name,
    index: of.index,
    from: of.from,
    to: of.to,
    wiring: projection.wiring,
    weight,
    ...storedBounds(bounds, sign),
    sign,
    single,
    commonWeight: constant ? (single ? Math.fround(weight) : weight) : null,
    delays: delaysOf(projection.delay, of.perMs, where),
    delay: projection.delay,
    dendriticTicks: Math.round((projection.dendriticDelay ?? 0) * of.perMs),
    spare: projection.spare ?? 0,
    program,
  };
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
    `${where} can have ${count} different delays at this step; at most ${MOST_DELAYS}. Clip the distribution or use a coarser step.`,
    {
      count,
      most: MOST_DELAYS,
    },
  );
};
