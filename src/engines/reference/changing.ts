/** Projections of the reference engine whose synapses come and go. */
import type { Structural } from '../../rules/program.ts';
import type { Changing } from '../structure/changing.ts';
import type { Runner } from './runner.ts';
import type { Synapses } from './synapses.ts';

export const changingOf = (synapses: readonly Synapses[]): Changing[] =>
  synapses.flatMap((each) => {
    const structural = each.projection.program?.structural ?? null;
    return structural === null || each.runner === null ? [] : [changing(each, each.runner, structural)];
  });

const changing = (synapses: Synapses, { program, cells, clocks }: Runner, { remove, create }: Structural): Changing => {
  const { projection, columns } = synapses;
  const param = (index: number): number => program.params[index]!.value;
  const value = (data: Float64Array, initial = 0) => ({ data, initial, isTime: false });
  const time = (data: Float64Array) => ({ data, initial: 0, isTime: true });
  const variables = cells.cells.flatMap(({ variable, values, ticks, fracs, oldValues, oldTicks, oldFracs }) =>
    variable.owner !== 'synapse'
      ? []
      : [
          ...[values, oldValues].map((data) => value(data, param(variable.initial))),
          ...[fracs, oldFracs].map((data) => value(data)),
          ...[ticks, oldTicks].map(time),
        ],
  );
  const stamps = clocks.flatMap(({ ticks, fracs }, clock) => (program.clocks[clock]!.owner === 'synapse' ? [time(ticks), value(fracs)] : []));
  return {
    projection,
    columns,
    state: [...variables, ...stamps],
    remove: remove === null ? null : cells.cells[remove]!.values,
    create: (target) => (create === null ? 0 : create.kind === 'param' ? param(create.index) : cells.cells[create.index]!.values[target]!),
    changed: () => synapses.index(),
  };
};
