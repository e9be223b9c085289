/** What a clock adds to the core: how neurons move, when drives act, which columns they keep. */
import type { StateColumn } from '../engine.ts';
import type { Rates } from '../rates.ts';

export interface ReferenceClock {
  /** Puts into the queue whatever moves on its own from now on: at the start, and after columns were written; `written` by an intervention. */
  start(written?: string): void;
  /** Makes derived columns those of now. */
  flush(): void;
  /** After rule ticks and signals: the rules' currents may have changed. */
  currentsChanged(): void;
  /** These rates have changed for these neurons, just now. */
  ratesChanged(rates: Rates, neurons: readonly number[]): void;
  columns(): readonly StateColumn[];
  /** Membrane potentials now [mV]. */
  voltages(population: number, out: Float64Array): void;
  silence(population: number, silent: boolean): void;
}
