/** Synapses that come and go: what all workers do together when rules ask for it, and how checkpoints hold the rows. */
import type { Rewired, StructureChanges } from '../engines/engine.ts';
import type { ProjectionColumns } from '../network/partition.ts';
import type { Column } from './lockstep.ts';
import { synapsesBySource } from './synapses.ts';
import type { WorkerState } from './worker-state.ts';

/** How many synapses a projection has lost and won. */
export interface Turnover {
  readonly pruned: number;
  readonly created: number;
}

/** After the rule ticks of `now`; every worker calls this. @returns what has changed here, of each projection whose rules were due */
export const rewire = (state: WorkerState, now: number): readonly Rewired[] => {
  const { engine, log } = state;
  const { structure } = engine;
  if (structure === undefined || structure.due(now).length === 0) return [];
  engine.flush();
  const changed = structure.rewire(now);
  for (const { projection } of changed) rank(state, structure, projection);
  engine.restored(now);
  engine.requeue(log.recent(now));
  return changed;
};

/** Draws are named by a synapse's place in its source's row, over all workers. */
const rank = ({ engine, lockstep }: WorkerState, structure: StructureChanges, projection: number): void => {
  const { rowStart, rankBase } = engine.partition.projections[projection] as ProjectionColumns;
  if (rankBase !== null) structure.rank(projection, lockstep.before(rowStart));
};

const names = ({ plan }: WorkerState, projection: number): { readonly source: string; readonly target: string } => {
  const { name } = plan.projections[projection] as { name: string };
  return { source: `${name}.source`, target: `${name}.target` };
};

/** Own rows of a projection as columns of a checkpoint: neurons within their populations. */
export interface RowColumns {
  readonly rowStart: Uint32Array;
  readonly columns: readonly { readonly name: string; readonly data: Uint32Array }[];
}

/** The rows that a checkpoint must hold, because building does not give them again. They come first in it: the other columns lie in their order. */
export const storedRows = (state: WorkerState): RowColumns[] =>
  (state.engine.structure?.projections ?? []).map((projection) => {
    const { starts, source, target } = synapsesBySource(state, projection, 0, { columns: ['source', 'target'] });
    const name = names(state, projection);
    return {
      rowStart: starts,
      columns: [
        { name: name.source, data: source as Uint32Array },
        { name: name.target, data: target as Uint32Array },
      ],
    };
  });

/** Names of the columns of `storedRows`. */
export const rowNames = (state: WorkerState): string[] =>
  (state.engine.structure?.projections ?? []).flatMap((projection) => Object.values(names(state, projection)));

/** Gives the engine its share of the rows of a checkpoint; every worker calls this. */
export const restoreRows = (state: WorkerState, whole: ReadonlyMap<string, Column>): void => {
  const { engine, plan } = state;
  const { structure } = engine;
  for (const projection of structure?.projections ?? []) {
    const name = names(state, projection);
    const [sources, targets] = [whole.get(name.source), whole.get(name.target)] as [Uint32Array, Uint32Array];
    const { to } = plan.projections[projection] as WorkerState['plan']['projections'][number];
    const { lo, hi } = engine.partition.slices[to] as { lo: number; hi: number };
    const isOwn = (_: number, synapse: number): boolean => (targets[synapse] as number) >= lo && (targets[synapse] as number) < hi;
    structure?.restore(projection, sources.filter(isOwn), targets.filter(isOwn));
    rank(state, structure as StructureChanges, projection);
  }
};
