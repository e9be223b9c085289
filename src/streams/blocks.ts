/** What streams carry: columns, one block per group of epochs, never an object per spike. Times in ms since the start of the simulation. */

/** What every block says. Blocks of one stream follow each other without gaps, unless it is lossy: `from` is the `upTo` of the block before. */
export interface Block {
  /** The population, projection or variable that it is about, as the network names it. */
  readonly of: string;
  /** Everything in (from, upTo] is here. */
  readonly from: number;
  readonly upTo: number;
  /** Blocks, and rows in them, that were left out since the last block that was not: only where a stream is lossy by declaration. */
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

/** Changes of a state of synapses (`of` is the variable: `EE.spineSwitching.strong`), in (time, source, target, ordinal) order. */
export interface States extends Block {
  /** Times [ms], one per change, as all columns are. */
  readonly time: Float64Array;
  /** Neurons within their populations; `ordinal` counts synapses between the same two. */
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly ordinal: Uint16Array;
  /** The new state, and the weight it begins with, with its sign, in the unit of the target's input. */
  readonly state: Float64Array;
  readonly w: Float64Array;
}

/** Membrane potentials at one moment, `upTo`. */
export interface Voltages extends Block {
  /** Neurons within their population. */
  readonly neuron: Uint32Array;
  /** [mV], one per neuron. */
  readonly v: Float64Array;
}

/** A variable of neurons or of synapses at one moment, `upTo`. */
export interface Values extends Block {
  /** As `read` of a simulation gives them. */
  readonly values: Float64Array;
}

/** What the synapses of a projection transmitted in (from, upTo]. */
export interface EnergyBin extends Block {
  /** Sizes of all amounts, in the unit of the target's input. */
  readonly sum: number;
  /** The charge that they move [pC]. */
  readonly pC: number;
}
