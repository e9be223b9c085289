import type { StateColumn } from '../engines/engine.ts';
import { InternalError } from '../errors.ts';
import type { ProjectionColumns } from '../network/partition.ts';
import { checkRange } from './check-intervention.ts';
import type { Intervention } from './interventions.ts';
import type { Column } from './lockstep.ts';
import type { Sums } from './sums.ts';
import { sourceOrder } from './synapses.ts';
import { columnsOf, rowStartOf, type WorkerState } from './worker-state.ts';

const indexOf = (named: readonly { readonly name: string; readonly index: number }[], name: string): number =>
  named.find((candidate) => candidate.name === name)?.index ?? -1;

/** Applies an intervention at the present moment; every worker does so at the same one. Names were checked before. */
export const applyIntervention = (state: WorkerState, sums: Sums, intervention: Intervention): void => {
  const { plan, engine } = state;
  switch (intervention.kind) {
    case 'silence': {
      const population = indexOf(plan.populations, intervention.population);
      engine.silence(population, intervention.silent);
      mark(state.silenced, population, intervention.silent);
      return;
    }
    case 'freeze':
      freeze(state, intervention.name, intervention.frozen);
      return;
    case 'lesion':
      change(state, `${intervention.projection}.w`, (column) => column.fill(0));
      freeze(state, intervention.projection, true);
      return;
    case 'set':
      change(state, intervention.variable, (column, whole) => setColumn(state, column, whole, intervention.value));
      return;
    case 'scale':
      change(state, intervention.variable, (column) => {
        for (let i = 0; i < column.length; i++) column[i] = (column[i] as number) * intervention.factor;
      });
      return;
    case 'signal':
      engine.signal(intervention.name, intervention.value, sums.total(engine.partialSums(intervention.name)));
  }
};

const freeze = (state: WorkerState, name: string, frozen: boolean): void => {
  const { plan, engine } = state;
  const projection = indexOf(plan.projections, name);
  if (projection >= 0) {
    engine.freeze(projection, frozen);
    mark(state.frozen, projection, frozen);
    return;
  }
  const population = indexOf(plan.populations, name);
  engine.freezeHomeostasis(population, frozen);
  mark(state.heldFactors, population, frozen);
};

const mark = (marked: Set<number>, index: number, on: boolean): void => {
  if (on) marked.add(index);
  else marked.delete(index);
};

type Numbers = Exclude<Column, BigInt64Array>;

const change = (state: WorkerState, name: string, write: (column: Numbers, whole: StateColumn) => void): void => {
  const { engine } = state;
  engine.flush();
  const column = columnsOf(state).find((candidate) => candidate.name === name);
  if (!column) throw new InternalError(`The engine lost its column '${name}'.`);
  write(column.data as Numbers, column);
  checkRange(column);
  state.touched.add(name);
  engine.restored(state.now, name);
  engine.requeue(state.log.recent(state.now));
};

const setColumn = (state: WorkerState, column: Numbers, whole: StateColumn, value: number | readonly number[]): void => {
  if (typeof value === 'number') {
    column.fill(value);
    return;
  }
  const values = (column.constructor as unknown as { from(values: readonly number[]): Numbers }).from(value);
  if (whole.of === 'row' || whole.of === 'global') {
    column.set(values);
    return;
  }
  const rows = whole.of === 'synapse' ? (state.engine.partition.projections[whole.owner] as ProjectionColumns) : null;
  const { starts, order } = rows ? sourceOrder(rows) : { starts: rowStartOf(state, whole), order: null };
  const sorted = order === null ? column : column.slice();
  let at = 0;
  state.lockstep.scatter(starts, sorted, (length) => {
    at += length;
    return values.subarray(at - length, at);
  });
  if (order !== null) for (let i = 0; i < order.length; i++) column[order[i] as number] = sorted[i] as number;
};
