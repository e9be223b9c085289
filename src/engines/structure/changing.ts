/** A projection whose synapses come and go, as far as its columns go. The same for every engine. */
import type { ProjectionColumns } from '../../network/partition.ts';
import type { PlannedProjection } from '../../network/plan.ts';

/** A column with one element per synapse, spare ones included. */
export type SynapseColumn = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

export interface Changing {
  readonly projection: PlannedProjection;
  readonly columns: ProjectionColumns;
  /** What each synapse has besides its target, weight and branch: what a new one begins with, or where `isTime`, the tick at which it does. */
  readonly state: readonly { readonly data: SynapseColumn; readonly initial: number; readonly isTime: boolean }[];
  /** Not 0 where a synapse goes; null where none do. */
  readonly remove: SynapseColumn | null;
  /** Mean number of new synapses onto an own target. */
  create(target: number): number;
  /** Synapses have moved. */
  changed(): void;
}
