import type { PartitionEngine, StateColumn } from '../engines/engine.ts';
import type { Plan } from '../network/plan.ts';
import type { Lockstep } from './lockstep.ts';
import type { SpikeLog } from './spike-log.ts';

/** What a worker holds between commands. */
export interface WorkerState {
  readonly plan: Plan;
  readonly engine: PartitionEngine;
  readonly lockstep: Lockstep;
  readonly log: SpikeLog;
  /** Indices of silenced populations, frozen projections and populations with frozen homeostasis: engines do not show these in columns. */
  readonly silenced: Set<number>;
  readonly frozen: Set<number>;
  readonly heldFactors: Set<number>;
  /** Columns written by interventions. */
  readonly touched: Set<string>;
  now: number;
}

/** Where own rows of a column start; a column that is no synapse's is one row, divided by worker. */
export const rowStartOf = ({ engine }: WorkerState, column: StateColumn): Uint32Array =>
  column.of === 'synapse' ? (engine.partition.projections[column.owner]?.rowStart as Uint32Array) : Uint32Array.of(0, column.data.length);

/** Whether all workers hold the same values. */
export const isShared = (column: StateColumn): boolean => column.of === 'row' || column.of === 'global';

/**
 * All columns of state: those the engine shows, and the weights of projections without rules, which partitions hold. Empty where the engine has moved
 * them elsewhere, these are what the engine delivers.
 */
export const columnsOf = ({ plan, engine }: WorkerState): readonly StateColumn[] => {
  const columns = engine.columns();
  const shown = new Set(columns.map(({ name }) => name));
  const held = plan.projections.flatMap(({ name, index }): StateColumn[] => {
    const rows = engine.partition.projections[index];
    if (!rows?.weight || rows.weight.length !== rows.target.length || shown.has(`${name}.w`)) return [];
    return [{ name: `${name}.w`, of: 'synapse', owner: index, data: rows.weight }];
  });
  return [...columns, ...held];
};

/**
 * The columns that a checkpoint holds, in an order all workers agree on. Weights and rates that no rule and no intervention changes are left out:
 * building the network again gives them again, and they would be most of the file.
 */
export const storedColumns = (state: WorkerState): readonly StateColumn[] =>
  columnsOf(state)
    .filter(
      ({ name, of, owner, role }) =>
        role !== 'derived' &&
        (state.touched.has(name) ||
          (role !== 'parameter' && (of !== 'synapse' || !name.endsWith('.w') || state.plan.projections[owner]?.program !== null))),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
