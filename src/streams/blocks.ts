/** What streams carry: columns, one block per group of epochs, never an object per spike. Times in ms since the start of the simulation. */

/** What every block says. Blocks of one stream follow each other without gaps: `from` is the `upTo` of the block before. */
export interface Block {
  /** The population, projection or variable that it is about, as the network names it. */
  readonly of: string;
  /** Everything in (from, upTo] is here. */
  readonly from: number;
  readonly upTo: number;
  /** Blocks, and rows in them, that were left out since the last block that was not: 0 unless the stream is lossy by declaration. */
  readonly dropped?: { readonly blocks: number; readonly rows: number };
}

/** Spikes of a population, in (time, neuron) order. */
export interface Spikes extends Block {
  /** Neurons of the population. */
  readonly size: number;
  /** Neurons within their population, one entry per spike. */
  readonly neuron: Uint32Array;
  /** Times [ms], one per spike. */
  readonly time: Float64Array;
}

/** A projection's synapses at one moment, `upTo`, in (source, target, ordinal) order. */
export interface Weights extends Block {
  /** Neurons within their populations, one entry per synapse. */
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  /** Weights with their sign, in the unit of the target's input. */
  readonly w: Float64Array;
}
