/**
 * One partition of a network: a contiguous slice of every population, and all synapses onto those neurons, as flat columns.
 * Built by `buildPartition`, read by the engines; WebAssembly engines copy (or build) the columns into their memory.
 */

/** Which neurons of each population are ours: [lo, hi) within the population, by population index. */
export type Slices = readonly { readonly lo: number; readonly hi: number }[];

/**
 * How a projection's rows are laid out.
 * `arrival`: a row is one (source, delay class); one queue entry per row. Used where the projection has rules, and on the event clock.
 * `ring`: a row is one source, with a delay per synapse where there are several; delivered at emission into a ring [delay][target]. Static projections on the grid clock.
 */
export type RowLayout = 'arrival' | 'ring';

/** Columns with one element per synapse are as long as there may be synapses: rows hold the first `rowStart[last]`, and the others are spare. */
export interface ProjectionColumns {
  readonly layout: RowLayout;
  /** Number of delay classes in a row index: `delays.length` for `arrival`, 1 for `ring`. */
  readonly classes: number;
  /** Row r = source · classes + class holds synapses [rowStart[r], rowStart[r + 1]). */
  readonly rowStart: Uint32Array;
  /** Target within the population slice (0 = slice.lo), ascending within a row, multapses in ordinal order. */
  readonly target: Uint16Array | Uint32Array;
  /** Null where the projection has a common weight. */
  readonly weight: Float32Array | Float64Array | null;
  /** Delay per synapse, as an index into `delays`; only for `ring` with several delays. */
  readonly delay: Uint8Array | Uint16Array | null;
  /** Rank of the row's first synapse in the whole network's row (sum over partitions with lower targets): names random draws. Null unless the program draws. */
  readonly rankBase: Uint32Array | null;
  /** Branch of each synapse; null unless the population has branches. */
  readonly branch: Uint8Array | null;
}

export interface Partition {
  readonly index: number;
  readonly count: number;
  readonly slices: Slices;
  /** By projection index. */
  readonly projections: readonly ProjectionColumns[];
}

/** How many synapses there are now. */
export const synapsesIn = ({ rowStart }: Pick<ProjectionColumns, 'rowStart'>): number => rowStart[rowStart.length - 1] as number;

/** How many synapses each target has. */
export const inDegreesOf = (columns: Pick<ProjectionColumns, 'rowStart' | 'target'>, targets: number): Uint32Array => {
  const inDegrees = new Uint32Array(targets);
  const count = synapsesIn(columns);
  for (let synapse = 0; synapse < count; synapse++) (inDegrees[columns.target[synapse] as number] as number)++;
  return inDegrees;
};

/** The slice of each population that partition `index` of `count` owns. */
export const sliceAll = (sizes: readonly number[], index: number, count: number): Slices =>
  sizes.map((size) => ({ lo: Math.floor((size * index) / count), hi: Math.floor((size * (index + 1)) / count) }));
