/** What spikes and rates have in common, so that one protocol measures both. Time is in units of the synaptic time constant, the one of the rate model. */
export interface System extends AsyncDisposable {
  readonly n: number;
  run(time: number): Promise<void>;
  /** x of every unit now. */
  x(): Promise<Float64Array>;
  /** Activity of every unit now: φ(x), or filtered spikes, relative to the rate at x = 0. */
  activity(): Promise<Float64Array>;
  /** Adds to x of every unit. */
  push(by: Float64Array): Promise<void>;
  /** Stops plasticity where it is, or lets it go on. */
  freeze(frozen: boolean): void;
  /** A branch of its own that goes on from here. */
  fork(): Promise<System>;
}
