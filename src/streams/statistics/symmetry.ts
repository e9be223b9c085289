/** How alike the two directions between neurons are. */
import type { Weights } from '../blocks.ts';
import { correlation } from './counts.ts';

export interface Symmetry {
  /**
   * Σ w(ij)·w(ji) / Σ w(ij)² over pairs of different neurons, which is (‖S‖² − ‖A‖²)/‖W‖² with S and A the symmetric and antisymmetric parts of W:
   * 1, −1 and 0 of symmetric, antisymmetric and independent weights (Sommers et al. 1988, doi:10.1103/PhysRevLett.60.1895). NaN without weights.
   */
  readonly index: number;
  /** Pearson's correlation of w(ij) and w(ji) over pairs that are connected both ways; NaN without such pairs, or where their weights are all alike. */
  readonly correlation: number;
  /** Share of connections i → j for which there is one j → i too: the connection probability where they are drawn independently. */
  readonly reciprocal: number;
}

/** Entries of a sparse matrix, one per connected pair, by row and then by column. */
interface Entries {
  readonly row: number[];
  readonly column: number[];
  readonly w: number[];
}

/** Indices in order of `keys`, those of equal keys in the order given. */
const sorted = (order: Uint32Array, keys: ArrayLike<number>, neurons: number): Uint32Array => {
  const next = new Uint32Array(neurons + 1);
  for (const k of order) next[(keys[k] as number) + 1] = (next[(keys[k] as number) + 1] as number) + 1;
  for (let i = 1; i <= neurons; i++) next[i] = (next[i] as number) + (next[i - 1] as number);
  const out = new Uint32Array(order.length);
  for (const k of order) {
    const place = next[keys[k] as number] as number;
    out[place] = k;
    next[keys[k] as number] = place + 1;
  }
  return out;
};

/** Synapses of the same pair are one entry; those of a neuron with itself are left out. */
const entriesOf = (rows: ArrayLike<number>, columns: ArrayLike<number>, w: ArrayLike<number>, neurons: number): Entries => {
  const all = Uint32Array.from({ length: w.length }, (_, k) => k);
  const entries: Entries = { row: [], column: [], w: [] };
  for (const k of sorted(sorted(all, columns, neurons), rows, neurons)) {
    const [row, column] = [rows[k] as number, columns[k] as number];
    const last = entries.w.length - 1;
    if (row === column) continue;
    if (entries.row[last] === row && entries.column[last] === column) entries.w[last] = (entries.w[last] as number) + (w[k] as number);
    else {
      entries.row.push(row);
      entries.column.push(column);
      entries.w.push(w[k] as number);
    }
  }
  return entries;
};

/** Symmetry of the weights of a projection from a population onto itself, in any order. */
export const symmetry = ({ source, target, w }: Pick<Weights, 'source' | 'target' | 'w'>): Symmetry => {
  let neurons = 0;
  for (let k = 0; k < w.length; k++) neurons = Math.max(neurons, (source[k] as number) + 1, (target[k] as number) + 1);
  const there = entriesOf(source, target, w, neurons);
  const back = entriesOf(target, source, w, neurons);
  const [one, other]: [number[], number[]] = [[], []];
  for (let i = 0, k = 0; i < there.w.length && k < back.w.length; ) {
    const ahead = (there.row[i] as number) - (back.row[k] as number) || (there.column[i] as number) - (back.column[k] as number);
    if (ahead === 0) {
      one.push(there.w[i] as number);
      other.push(back.w[k] as number);
    }
    if (ahead <= 0) i++;
    if (ahead >= 0) k++;
  }
  return {
    index: one.reduce((sum, x, i) => sum + x * (other[i] as number), 0) / there.w.reduce((sum, x) => sum + x * x, 0),
    correlation: correlation(one, other),
    reciprocal: one.length / there.w.length,
  };
};
