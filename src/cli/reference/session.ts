/** A case being run: one partition, in this thread, stopped wherever the case wants to look. */
import type { PartitionEngine } from '../../engines/engine.ts';
import type { Network } from '../../network/description.ts';
import type { ClockName, Plan } from '../../network/plan.ts';
import { type EngineName, makeEngine } from '../../simulation/make-engine.ts';
import type { SpikeList } from './case-file.ts';

/** Opens a network; `resolution` is the case's grid [ms], which the event clock does not need. */
export type OpenSession = (network: Network, resolution?: number) => Promise<Session>;

export const sessionOn =
  (clock: ClockName, engine: EngineName): OpenSession =>
  async (network, resolution) => {
    const made = await makeEngine(
      engine,
      network,
      { seed: 1, clock, ...(clock === 'grid' && resolution !== undefined ? { dt: resolution } : {}) },
      0,
      1,
    );
    return new Session(made.plan, made.engine);
  };

export class Session {
  readonly #plan: Plan;
  readonly #engine: PartitionEngine;
  readonly #ids: number[] = [];
  readonly #times: number[] = [];
  #now = 0;

  constructor(plan: Plan, engine: PartitionEngine) {
    this.#plan = plan;
    this.#engine = engine;
  }

  /** Runs up to and including `timeMs`. */
  runTo(timeMs: number): void {
    const { perMs, epochTicks } = this.#plan;
    const until = Math.round(timeMs * perMs);
    while (this.#now < until) {
      const ruleTick = this.#engine.nextRuleTick();
      const next = Math.min(until, ruleTick, this.#now + epochTicks);
      const spikes = this.#engine.advance(next);
      this.#engine.receive(spikes);
      for (let i = 0; i < spikes.ids.length; i++) {
        this.#ids.push(spikes.ids[i] as number);
        this.#times.push((spikes.ticks[i] as number) / perMs + (spikes.fracs[i] as number));
      }
      if (next === ruleTick) this.#engine.tick(this.#engine.partialSums());
      this.#now = next;
    }
  }

  /** Spikes so far of a population, senders counted from its first neuron. */
  spikesOf(population: string): SpikeList {
    const { first, size } = this.#population(population);
    const own = this.#ids.map((id, i) => [id - first, this.#times[i] as number] as const).filter(([id]) => id >= 0 && id < size);
    return { senders: own.map(([id]) => id), times: own.map(([, time]) => time) };
  }

  voltages(population: string): Float64Array {
    const { index, size } = this.#population(population);
    const out = new Float64Array(size);
    this.#engine.voltages(index, out);
    return out;
  }

  /** The weights of a projection as of now, in row order. */
  weights(projection: string): ArrayLike<number> {
    this.#engine.flush();
    const column = this.#engine.columns().find(({ name }) => name === `${projection}.w`);
    if (column === undefined) throw new Error(`The engine keeps no weights of projection '${projection}'.`);
    return column.data as Float64Array;
  }

  #population(name: string) {
    const found = this.#plan.populations.find((population) => population.name === name);
    if (found === undefined) throw new Error(`The plan has no population '${name}'.`);
    return found;
  }
}
