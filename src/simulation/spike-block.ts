/** Spikes of all partitions as listeners on the main thread get them. */
export interface SpikeBlock {
  /** All spikes in (from, upTo] [ticks] are here, in (time, id) order. */
  readonly from: number;
  readonly upTo: number;
  /** Ticks a millisecond: time is tick / perMs + frac [ms]. */
  readonly perMs: number;
  /** Global neuron ids: the neurons of all populations counted through. */
  readonly ids: Uint32Array;
  readonly ticks: Float64Array;
  readonly fracs: Float64Array;
}
