import type { EnergyRow } from './energy.ts';
import type { SpikeBlock } from './spike-block.ts';
import type { Transitions } from './transitions.ts';
import type { WeightTable } from './weights.ts';

/** Called with everything there is, in order. The engine waits for the promises of listeners that are behind, so nothing is ever skipped. */
export type Listener<T> = (news: T) => void | Promise<void>;

/** Changes of states since those before, up to `upTo` [ticks, of which a millisecond has `perMs`]; `variable` is an index into `variables`. */
export type StateNews = Transitions & { readonly upTo: number; readonly perMs: number; readonly variables: readonly string[] };

/** What was transmitted from `fromMs` to `timeMs`: a row for each projection, in order. */
export interface EnergyNews {
  readonly fromMs: number;
  readonly timeMs: number;
  readonly rows: readonly EnergyRow[];
}

/** A running network while it waits: what can be asked of it then. */
export interface Moment {
  readonly timeMs: number;
  /** As `Simulation.weights` and `Simulation.read`; so many synapses, spread over all, where a number is given. */
  weights(projection: string, synapses?: number | null): Promise<WeightTable>;
  read(variable: string): Promise<Float64Array>;
}

/** Who wants to hear of one kind of thing. */
export class Audience<T> {
  readonly #listeners = new Set<Listener<T>>();

  /** @returns ends it */
  add(listener: Listener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async tell(news: T): Promise<void> {
    for (const listener of this.#listeners) await listener(news);
  }
}

export class Listeners {
  readonly spikes = new Audience<SpikeBlock>();
  readonly states = new Audience<StateNews>();
  readonly energy = new Audience<EnergyNews>();
}
