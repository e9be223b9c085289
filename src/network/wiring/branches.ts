/** Dendritic branches: synapse k of a neuron, in row order, lies on branch k mod `branches`. */
import type { ProjectionColumns } from '../partition.ts';
import type { Slice } from './batch.ts';

export const branchesOf = ({ target }: Pick<ProjectionColumns, 'target'>, branches: number, { lo, hi }: Slice, branch: Uint8Array): Uint8Array => {
  const next = new Uint32Array(hi - lo);
  for (let synapse = 0; synapse < target.length; synapse++) {
    const neuron = target[synapse] as number;
    const k = next[neuron] as number;
    branch[synapse] = k % branches;
    next[neuron] = k + 1;
  }
  return branch;
};
