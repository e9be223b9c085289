/** Times as (tick, frac), and the queue in which every event of a run waits. */
import FastPriorityQueue from 'fastpriorityqueue';

/** An instant: whole ticks and a remainder [ms]. */
export interface Moment {
  readonly tick: number;
  readonly frac: number;
}

/** Elapsed time [ms], computed so and no other way. */
export const span = (from: Moment, to: Moment, perMs: number): number => (to.tick - from.tick) / perMs + (to.frac - from.frac);

export const sameMoment = (a: Moment, b: Moment): boolean => a.tick === b.tick && a.frac === b.frac;

/** Whether `a` comes after `b`. */
export const isLater = (a: Moment, b: Moment): boolean => a.tick > b.tick || (a.tick === b.tick && a.frac > b.frac);

/** Order at one instant: what an event does comes after what caused it. */
export const Phase = { postDue: 1, arrival: 2, after: 3, drive: 4, update: 5, postFired: 6 } as const;

export interface QueuedEvent extends Moment {
  readonly phase: number;
  /** When the spike behind it was emitted; drives and updates carry their own time. */
  readonly emitted: Moment;
  readonly projection: number;
  readonly source: number;
  /** Place among handlers of one arrival, or among neurons of one update. */
  readonly order: number;
  act(): void;
}

const before = (a: QueuedEvent, b: QueuedEvent): boolean => {
  const difference =
    a.tick - b.tick ||
    a.frac - b.frac ||
    a.phase - b.phase ||
    a.emitted.tick - b.emitted.tick ||
    a.emitted.frac - b.emitted.frac ||
    a.projection - b.projection ||
    a.source - b.source ||
    a.order - b.order;
  return difference < 0;
};

export type EventQueue = FastPriorityQueue<QueuedEvent>;

export const eventQueue = (): EventQueue => new FastPriorityQueue<QueuedEvent>(before);
