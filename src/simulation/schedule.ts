import { ModelError } from '../errors.ts';
import { checkAgainstOutline, checkIntervention, type Names } from './check-intervention.ts';
import type { Facts } from './checkpoint.ts';
import { type Intervention, type Past, type Placed, remembered } from './interventions.ts';
import type { Outline } from './protocol.ts';
import { shown } from './shown.ts';

/** The interventions of a simulation: those to come, in order of time and then of asking, and those that have happened. */
export class Schedule {
  readonly #names: Names;
  #outline: Outline | null = null;
  /** Asked for before the network was built: their ticks are not known yet. */
  #asked: { readonly timeMs: number; readonly intervention: Intervention }[] = [];
  #pending: Placed[];
  #done: Past[];
  #runningUntil = -1;

  constructor(names: Names, facts: Facts | undefined) {
    this.#names = names;
    this.#pending = [...(facts?.pending ?? [])];
    this.#done = [...(facts?.done ?? [])];
  }

  get pending(): readonly Placed[] {
    return this.#pending;
  }

  get done(): readonly Past[] {
    return this.#done;
  }

  /** @throws ModelError for a time that has passed, or a name that the network lacks */
  add(timeMs: number, intervention: Intervention, nowMs: number): void {
    if (typeof timeMs !== 'number' || !Number.isFinite(timeMs)) {
      throw new ModelError('interventionTime', `The time of an intervention must be a number of milliseconds, not ${shown(timeMs)}.`, { timeMs });
    }
    if (timeMs < nowMs) {
      throw new ModelError('interventionTime', `An intervention at ${String(timeMs)} ms is in the past: the simulation is at ${nowMs} ms.`, {
        timeMs,
        nowMs,
      });
    }
    checkIntervention(intervention, this.#names);
    if (this.#outline) this.#place(timeMs, intervention, this.#outline);
    else this.#asked.push({ timeMs, intervention });
  }

  /** Takes what the built network says: checks everything asked for so far against it. */
  open(outline: Outline): void {
    this.#outline = outline;
    for (const { timeMs, intervention } of this.#asked) this.#place(timeMs, intervention, outline);
    this.#asked = [];
  }

  /** Starts a run: what is due in it. */
  begin(until: number): readonly Placed[] {
    this.#runningUntil = until;
    return this.#pending.filter(({ tick }) => tick <= until);
  }

  /** Ends a run that reached `now`. */
  end(now: number): void {
    this.#runningUntil = -1;
    for (const { tick, intervention } of this.#pending) if (tick <= now) this.#done.push({ tick, intervention: remembered(intervention) });
    this.#pending = this.#pending.filter(({ tick }) => tick > now);
  }

  #place(timeMs: number, intervention: Intervention, outline: Outline): void {
    checkAgainstOutline(intervention, outline);
    const tick = Math.round(timeMs * outline.perMs);
    if (Math.abs(timeMs * outline.perMs - tick) > 1e-6) {
      throw new ModelError('interventionTime', `An intervention at ${timeMs} ms lies between time steps, which are ${1 / outline.perMs} ms.`, {
        timeMs,
      });
    }
    if (tick <= this.#runningUntil) {
      throw new ModelError(
        'interventionTime',
        `An intervention at ${timeMs} ms comes too late: a run beyond that time is under way. Add it before the run.`,
        { timeMs },
      );
    }
    const after = this.#pending.findIndex((other) => other.tick > tick);
    this.#pending.splice(after < 0 ? this.#pending.length : after, 0, { tick, intervention });
  }
}
