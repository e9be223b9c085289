/**
 * Synapses come in batches: all that one stream of draws gives to some targets. A batch is reused, so nothing of the size
 * of a projection is ever held besides its columns.
 */

/** Targets [lo, hi) of a population. */
export interface Slice {
  readonly lo: number;
  readonly hi: number;
}

export class Batch {
  /** Names the draws of weights and delays: a target, a source, or 0, by wiring. */
  stream = 0;
  /** How many values the stream has. */
  length = 0;
  /** How many synapses are in this batch. */
  count = 0;
  /** Per synapse: neuron numbers within their populations. Targets ascend; synapses of one pair keep their order. */
  sources = new Uint32Array(16);
  targets = new Uint32Array(16);
  /** Place of each synapse in the stream; null: 0, 1, 2 … */
  places: Uint32Array | null = null;

  /** Makes room for `count` synapses. */
  reserve(count: number): void {
    if (count <= this.sources.length) return;
    const room = Math.max(count, 2 * this.sources.length);
    this.sources = new Uint32Array(room);
    this.targets = new Uint32Array(room);
    if (this.places) this.places = new Uint32Array(room);
  }
}

/** A wiring ready to give the synapses onto any slice of its targets, in the same way whatever the slice. */
export interface Wired {
  forEach(slice: Slice, visit: (batch: Batch) => void): void;
}
