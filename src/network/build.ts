/** From a plan to a partition: the synapses onto a slice of every population, in rows by source. */
import { ModelError } from '../errors.ts';
import { expectedSynapses } from './expected.ts';
import { type Partition, type ProjectionColumns, type RowLayout, sliceAll } from './partition.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from './plan.ts';
import type { Slice, Wired } from './wiring/batch.ts';
import { branchesOf } from './wiring/branches.ts';
import { delaysOf, weightsOf } from './wiring/values.ts';
import { wire } from './wiring/wire.ts';

/** Element types of columns. */
export interface Columns {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/** Gives zeroed memory for a column, named as in `EE.weight`; the default is a new array. */
export type Allocate = <T extends keyof Columns>(type: T, length: number, name: string) => Columns[T];

const arrays: { readonly [T in keyof Columns]: new (length: number) => Columns[T] } = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
};

const allocateArray: Allocate = (type, length) => new arrays[type](length);

export interface BuildOptions {
  readonly allocate?: Allocate;
}

/** Partition `index` of `count`. Together the partitions hold the same synapses, weights and delays whatever `count` is. */
export const buildPartition = (plan: Plan, index: number, count: number, { allocate = allocateArray }: BuildOptions = {}): Partition => {
  const slices = sliceAll(
    plan.populations.map(({ size }) => size),
    index,
    count,
  );
  return {
    index,
    count,
    slices,
    projections: plan.projections.map((projection) => {
      refuseTooMany(plan, projection, count);
      return buildProjection(plan, projection, slices[projection.to] as Slice, allocate);
    }),
  };
};

/** Rows by arrival where something happens at arrivals; else delivered at emission into a ring. */
export const layoutOf = (plan: Plan, projection: PlannedProjection): RowLayout =>
  projection.program !== null || plan.clock === 'event' ? 'arrival' : 'ring';

/** Rows of a projection: a source, or a source and a delay. */
const classesOf = (plan: Plan, projection: PlannedProjection): number => (layoutOf(plan, projection) === 'arrival' ? projection.delays.length : 1);

/** The most synapses of one projection in one partition: row starts have 32 bits. */
export const MOST_SYNAPSES = 2 ** 32 - 1;

const tooMany = (name: string): ModelError =>
  new ModelError('too-many-synapses', `Projection '${name}' has more than ${MOST_SYNAPSES} synapses in one partition. Use more workers.`, {
    projection: name,
    most: MOST_SYNAPSES,
  });

/** Before drawing for hours what could not be held. */
const refuseTooMany = (plan: Plan, { name, wiring, from, to }: PlannedProjection, count: number): void => {
  const [source, target] = [plan.populations[from], plan.populations[to]] as [PlannedPopulation, PlannedPopulation];
  if (wiring.wiring === 'distanceDependent') return;
  if (expectedSynapses(wiring, { size: source.size }, { size: target.size }, from === to).synapses / count > MOST_SYNAPSES) throw tooMany(name);
};

const buildProjection = (plan: Plan, projection: PlannedProjection, slice: Slice, allocate: Allocate): ProjectionColumns => {
  const { name, delays } = projection;
  const to = plan.populations[projection.to] as PlannedPopulation;
  const from = plan.populations[projection.from] as PlannedPopulation;
  const layout = layoutOf(plan, projection);
  const classes = classesOf(plan, projection);
  const wired = wire(plan, projection);
  const rowStart = allocate('u32', from.size * classes + 1, `${name}.rowStart`);
  countInto(rowStart, plan, projection, wired, slice);
  const built = startsFromCounts(rowStart, name);
  const total = built + projection.spare * (slice.hi - slice.lo);
  if (total > MOST_SYNAPSES) throw tooMany(name);
  const columns = {
    layout,
    classes,
    rowStart,
    target: allocate(slice.hi - slice.lo <= 65_536 ? 'u16' : 'u32', total, `${name}.target`),
    weight: projection.commonWeight === null ? allocate(projection.single ? 'f32' : 'f64', total, `${name}.weight`) : null,
    delay: layout === 'ring' && delays.length > 1 ? allocate(delays.length <= 256 ? 'u8' : 'u16', total, `${name}.delay`) : null,
  };
  place(columns, plan, projection, wired, slice);
  return {
    ...columns,
    rankBase: ranksOf(columns, plan, projection, wired, slice, to.size, allocate),
    branch: to.branches > 1 ? branchesOf(columns, to.branches, slice, allocate('u8', total, `${name}.branch`)) : null,
  };
};

/** Adds the number of synapses of row r to `counts[r + 1]`. */
const countInto = (counts: Uint32Array, plan: Plan, projection: PlannedProjection, wired: Wired, slice: Slice): void => {
  const classes = classesOf(plan, projection);
  const classOf = classes > 1 ? delaysOf(plan, projection) : null;
  wired.forEach(slice, (batch) => {
    const { count, sources } = batch;
    if (classOf === null) {
      for (let k = 0; k < count; k++) {
        const row = (sources[k] as number) + 1;
        counts[row] = (counts[row] as number) + 1;
      }
    } else {
      const delay = classOf(batch);
      for (let k = 0; k < count; k++) {
        const row = (sources[k] as number) * classes + (delay[k] as number) + 1;
        counts[row] = (counts[row] as number) + 1;
      }
    }
  });
};

/** Running sums in place; returns the total. */
const startsFromCounts = (counts: Uint32Array, name: string): number => {
  let total = 0;
  for (let row = 0; row < counts.length; row++) {
    total += counts[row] as number;
    if (total > MOST_SYNAPSES) throw tooMany(name);
    counts[row] = total;
  }
  return total;
};

type Placed = Pick<ProjectionColumns, 'classes' | 'rowStart' | 'target' | 'weight' | 'delay'>;

/** Puts every synapse into its row. Targets come in ascending order, so rows need no sorting. */
const place = (columns: Placed, plan: Plan, projection: PlannedProjection, wired: Wired, slice: Slice): void => {
  const { classes, rowStart, target, weight, delay } = columns;
  const weights = weight && weightsOf(plan, projection);
  const delays = delay || classes > 1 ? delaysOf(plan, projection) : null;
  wired.forEach(slice, (batch) => {
    const { count, sources, targets } = batch;
    const w = weights?.(batch);
    const d = delays?.(batch);
    for (let k = 0; k < count; k++) {
      const row = classes > 1 && d ? (sources[k] as number) * classes + (d[k] as number) : (sources[k] as number);
      // Row starts serve as cursors while placing.
      const at = rowStart[row] as number;
      rowStart[row] = at + 1;
      target[at] = (targets[k] as number) - slice.lo;
      if (weight && w) weight[at] = w[k] as number;
      if (delay && d) delay[at] = d[k] as number;
    }
  });
  // Each cursor stands at the next row's start.
  rowStart.copyWithin(1, 0, rowStart.length - 1);
  rowStart[0] = 0;
};

/**
 * Rank of each row's first synapse in its source's full row over all partitions, which is in order of (delay, target).
 * Costs one counting pass over the lower targets, and with several delays one over all targets; so only where draws need it.
 */
const ranksOf = (
  { classes, rowStart }: Placed,
  plan: Plan,
  projection: PlannedProjection,
  wired: Wired,
  slice: Slice,
  targets: number,
  allocate: Allocate,
): Uint32Array | null => {
  if (projection.program === null || projection.program.draws === 0) return null;
  const rows = rowStart.length - 1;
  const below = new Uint32Array(rows + 1);
  countInto(below, plan, projection, wired, { lo: 0, hi: slice.lo });
  const ranks = allocate('u32', rows, `${projection.name}.rankBase`);
  const all = new Uint32Array(classes > 1 ? rows + 1 : 0);
  if (classes > 1) countInto(all, plan, projection, wired, { lo: 0, hi: targets });
  let earlier = 0;
  for (let row = 0; row < rows; row++) {
    if (row % classes === 0) earlier = 0;
    ranks[row] = earlier + (below[row + 1] as number);
    if (classes > 1) earlier += all[row + 1] as number;
  }
  return ranks;
};
