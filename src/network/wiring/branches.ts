/** Dendritic branches: synapse k of a neuron, in row order, lies on branch k mod `branches`. */
import { type ProjectionColumns, synapsesIn } from '../partition.ts';
import type { Slice } from './batch.ts';

type Placed = Pick<ProjectionColumns, 'rowStart' | 'target'>;

export const branchesOf = (columns: Placed, branches: number, { lo, hi }: Slice, branch: Uint8Array): Uint8Array => {
  const { target } = columns;
  const next = new Uint32Array(hi - lo);
  const count = synapsesIn(columns);
  for (let synapse = 0; synapse < count; synapse++) {
    const neuron = target[synapse] as number;
    const k = next[neuron] as number;
    branch[synapse] = k % branches;
    next[neuron] = k + 1;
  }
  return branch;
};
