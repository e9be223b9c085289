/** Something that is done at every multiple of a period, counted from time 0 whatever runs there were. A run pauses for it. */
export interface Look {
  /** [ms] */
  readonly every: number;
  readonly look: () => unknown;
}

const ticksOf = (everyMs: number, perMs: number): number => Math.max(1, Math.round(everyMs * perMs));

/** All that is to be done from time to time, in the order in which it was asked for. */
export class Looks {
  readonly #looks = new Map<Look, number>();

  /** @param seen - the tick at which it was done already, for what goes on after a checkpoint. @returns ends it */
  add(look: Look, seen = -1): () => void {
    this.#looks.set(look, seen);
    return () => this.#looks.delete(look);
  }

  /** The first tick after `now` at which something is due, or `until` if that is earlier. */
  next(now: number, until: number, perMs: number): number {
    const due = [...this.#looks.keys()].map(({ every }) => (Math.floor(now / ticksOf(every, perMs)) + 1) * ticksOf(every, perMs));
    return Math.min(until, ...due);
  }

  /** Does what is due at `now`, once however many runs end and begin there. */
  async at(now: number, perMs: number): Promise<void> {
    for (const [look, seen] of [...this.#looks]) {
      if (seen === now || now % ticksOf(look.every, perMs) !== 0 || !this.#looks.has(look)) continue;
      this.#looks.set(look, now);
      await look.look();
    }
  }
}
