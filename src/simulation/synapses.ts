import type { ProjectionColumns } from '../network/partition.ts';
import type { WorkerState } from './worker-state.ts';

/** A weight per synapse in row order, or one for all. */
export type Weights = Float64Array | Float32Array | number;

type ColumnName = 'source' | 'target' | 'w' | 'delay';

export interface SynapseColumns {
  /** Synapses of source s are [starts[s], starts[s + 1]). */
  readonly starts: Uint32Array;
  readonly source?: Uint32Array;
  readonly target?: Uint32Array;
  readonly w?: Float64Array | Float32Array;
  readonly delay?: Float64Array;
}

interface Wanted {
  readonly columns: readonly ColumnName[];
  /** Whether to give weights their sign, as float64, instead of as stored. */
  readonly signed?: boolean;
}

/**
 * Own synapses of a projection by (source, target, ordinal): rows of one source, one per delay class, become one.
 * Where there is one class and weights are wanted as stored, nothing is copied.
 */
export const synapsesBySource = (state: WorkerState, index: number, weights: Weights, { columns, signed = false }: Wanted): SynapseColumns => {
  const planned = state.plan.projections[index] as WorkerState['plan']['projections'][number];
  const rows = state.engine.partition.projections[index] as WorkerState['engine']['partition']['projections'][number];
  const { rowStart, classes, target } = rows;
  const count = rowStart[rowStart.length - 1] as number;
  const { starts, order } = sourceOrder(rows);
  const at = (i: number): number => (order ? (order[i] as number) : i);
  const lo = state.engine.partition.slices[planned.to]?.lo ?? 0;
  // A common weight has its own sign already.
  const sign = signed && planned.sign !== 0 && typeof weights !== 'number' ? planned.sign : 1;
  const weightAt = (i: number): number => (typeof weights === 'number' ? weights : (weights[at(i)] as number));
  const fill = <T extends Uint32Array | Float64Array | Float32Array>(column: T, value: (i: number) => number): T => {
    for (let i = 0; i < count; i++) column[i] = value(i);
    return column;
  };
  const wanted: { -readonly [K in keyof SynapseColumns]: SynapseColumns[K] } = { starts };
  if (columns.includes('w')) {
    if (signed) wanted.w = fill(new Float64Array(count), (i) => sign * weightAt(i) || 0);
    else if (order === null && typeof weights !== 'number') wanted.w = weights;
    else wanted.w = fill(weights instanceof Float32Array ? new Float32Array(count) : new Float64Array(count), weightAt);
  }
  if (columns.includes('target')) wanted.target = fill(new Uint32Array(count), (i) => lo + (target[at(i)] as number));
  if (columns.includes('source')) wanted.source = perRow(starts, new Uint32Array(count), (source) => source);
  if (columns.includes('delay')) {
    const delays = planned.delays.map((ticks) => ticks / state.plan.perMs);
    const byRow = classes === 1 ? null : perRow(rowStart, new Uint16Array(count), (row) => row % classes);
    const delayClass = byRow ?? rows.delay;
    wanted.delay = fill(new Float64Array(count), (i) => delays[delayClass ? (delayClass[at(i)] as number) : 0] as number);
  }
  return wanted;
};

/** Where own synapses of each source start, and for each place in (source, target, ordinal) order where that synapse lies in row order; null: at that place. */
export const sourceOrder = ({
  rowStart,
  classes,
  target,
}: ProjectionColumns): { readonly starts: Uint32Array; readonly order: Uint32Array | null } =>
  classes === 1
    ? { starts: rowStart, order: null }
    : { starts: rowStart.filter((_, row) => row % classes === 0), order: orderBySource(rowStart, classes, target) };

/** A column whose value is the same within a row. */
const perRow = <T extends Uint32Array | Uint16Array>(starts: Uint32Array, column: T, value: (row: number) => number): T => {
  for (let row = 0; row + 1 < starts.length; row++) column.fill(value(row), starts[row], starts[row + 1]);
  return column;
};

/** For each place in (source, target, delay class, ordinal) order, where that synapse lies in row order. */
const orderBySource = (rowStart: Uint32Array, classes: number, target: Uint16Array | Uint32Array): Uint32Array => {
  const order = new Uint32Array(rowStart[rowStart.length - 1] as number);
  for (let row = 0; row + classes < rowStart.length; row += classes) {
    const start = rowStart[row] as number;
    const count = (rowStart[row + classes] as number) - start;
    // Target and place in one number: sorting numbers needs no comparison function, and equal targets keep their order.
    const keys = new Float64Array(count);
    for (let i = 0; i < count; i++) keys[i] = (target[start + i] as number) * count + i;
    keys.sort();
    for (let i = 0; i < count; i++) order[start + i] = start + ((keys[i] as number) % count);
  }
  return order;
};
