/** Rows compacted and filled up: every column of a projection goes into the new order of its synapses at once. */
import { synapsesIn } from '../../network/partition.ts';
import type { Birth } from './births.ts';
import type { Changing, SynapseColumn } from './changing.ts';

/** In an order: the next new synapse. */
const fresh = 0xffffffff;

/** Where each synapse was, row by row, those that stay before a new one of a later target; and where rows then start. */
const newOrder = ({ columns }: Changing, goes: (synapse: number) => boolean, gone: number, births: readonly Birth[]) => {
  const { rowStart, target } = columns;
  const from = new Uint32Array(synapsesIn(columns) - gone + births.length);
  const starts = new Uint32Array(rowStart.length);
  let [at, next] = [0, 0];
  for (let row = 0; row + 1 < rowStart.length; row++) {
    const bornBefore = (j: number): void => {
      for (let birth = births[next]; birth?.source === row && birth.target < j; birth = births[++next]) from[at++] = fresh;
    };
    for (let s = rowStart[row] as number; s < (rowStart[row + 1] as number); s++) {
      if (goes(s)) continue;
      bornBefore(target[s] as number);
      from[at++] = s;
    }
    bornBefore(Number.POSITIVE_INFINITY);
    starts[row + 1] = at;
  }
  return { from, starts };
};

const rearrange = (column: SynapseColumn, synapses: number, from: Uint32Array, begin: (birth: number) => number): void => {
  const before = column.slice(0, synapses);
  let next = 0;
  for (let i = 0; i < from.length; i++) column[i] = from[i] === fresh ? begin(next++) : (before[from[i] as number] as number);
};

/**
 * Removes the `gone` synapses that go, and adds the new ones, which are in the order of (source, target); there is one delay, so a row is a source.
 * @param now - the present tick
 * @returns where the new ones are
 */
export const rewire = (changing: Changing, goes: (synapse: number) => boolean, gone: number, births: readonly Birth[], now: number): Uint32Array => {
  const { columns, state } = changing;
  const { rowStart, target, weight, branch } = columns;
  const synapses = synapsesIn(columns);
  const { from, starts } = newOrder(changing, goes, gone, births);
  for (const { data, initial, isTime } of state) rearrange(data, synapses, from, () => (isTime ? now : initial));
  if (weight !== null) rearrange(weight, synapses, from, (k) => (births[k] as Birth).w);
  if (branch !== null) rearrange(branch, synapses, from, (k) => (births[k] as Birth).branch);
  rearrange(target, synapses, from, (k) => (births[k] as Birth).target);
  rowStart.set(starts);
  return Uint32Array.from(from.keys()).filter((place) => from[place] === fresh);
};
