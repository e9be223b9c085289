import type { Outline } from './protocol.ts';
import type { Transitions } from './transitions.ts';

/** How a state of synapses is distributed, and how often it changed. */
export interface StateCounts {
  readonly synapses: number;
  /** In a state other than 0 (of `EE.exists`: there): when recording began, and now. */
  readonly initially: number;
  readonly now: number;
  /** Changes since recording began. */
  readonly transitions: number;
}

/** What a checkpoint keeps, by variable. */
export interface TransitionFacts {
  readonly initially: readonly number[];
  readonly now: readonly number[];
  readonly transitions: readonly number[];
}

/** Counts of transitions, over all workers and since recording began, resumes included. */
export class TransitionLedger {
  readonly #names: readonly string[];
  readonly #synapses: readonly number[];
  readonly #initially: readonly number[];
  readonly #now: number[];
  readonly #transitions: number[];

  constructor({ transitions, variables, inState }: Outline, facts: TransitionFacts | undefined) {
    const start = inState ?? [];
    this.#names = transitions;
    // Of existence, there is no variable: all are there at the beginning.
    this.#synapses = transitions.map(
      (name, i) => variables.find((variable) => variable.name === name)?.length ?? (facts?.initially ?? start)[i] ?? 0,
    );
    this.#initially = facts?.initially ?? start;
    this.#now = [...(facts?.now ?? start)];
    this.#transitions = [...(facts?.transitions ?? start.map(() => 0))];
  }

  /** Transitions between states other than 0 change no share. */
  add({ variable, state, before }: Transitions): void {
    variable.forEach((index, row) => {
      const gained = Number(state[row] !== 0) - Number(before[row] !== 0);
      this.#now[index] = (this.#now[index] as number) + gained;
      this.#transitions[index] = (this.#transitions[index] as number) + 1;
    });
  }

  get facts(): TransitionFacts {
    return { initially: this.#initially, now: [...this.#now], transitions: [...this.#transitions] };
  }

  summary(): Readonly<Record<string, StateCounts>> {
    return Object.fromEntries(
      this.#names.map((name, i) => [
        name,
        {
          synapses: this.#synapses[i] as number,
          initially: this.#initially[i] as number,
          now: this.#now[i] as number,
          transitions: this.#transitions[i] as number,
        },
      ]),
    );
  }
}
