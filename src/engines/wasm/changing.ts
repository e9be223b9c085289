/** Projections of a partition whose synapses come and go, their columns in its memory. */
import type { ProjectionColumns } from '../../network/partition.ts';
import type { PlannedProjection } from '../../network/plan.ts';
import type { Changing, SynapseColumn } from '../structure/changing.ts';
import type { RuleInstance } from './rule-instance.ts';

/** The changing part of a projection with rules; null where its synapses stay. */
export const changingOf = (
  projection: PlannedProjection,
  columns: ProjectionColumns,
  instance: RuleInstance,
  changed: () => void,
): Changing | null => {
  const { program, name } = instance;
  const structural = program.structural;
  if (structural === null) return null;
  const { remove, create } = structural;
  const param = (index: number): number => program.params[index]?.value as number;
  /** A variable that no statement names has no column, and stays as it began. */
  const column = (variable: number) => instance.columns.find((each) => each.name === `${name}.${program.variables[variable]?.name}`)?.data;
  const created = create?.kind === 'variable' ? (column(create.index) as Float64Array | undefined) : undefined;
  const constant = create === null ? 0 : create.kind === 'param' ? param(create.index) : param(program.variables[create.index]?.initial as number);
  return {
    projection,
    columns,
    state: instance.synapses,
    remove: remove === null ? null : ((column(remove) ?? null) as SynapseColumn | null),
    create: (target) => (created === undefined ? constant : (created[target] as number)),
    changed,
  };
};
