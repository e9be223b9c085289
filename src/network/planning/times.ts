/** Times of a description [ms] as (tick, frac) of a clock. */
import { ModelError } from '../../errors.ts';
import type { ClockName, Train } from '../plan.ts';

/** What the times are measured in. */
export interface Ticking {
  readonly clock: ClockName;
  readonly perMs: number;
}

/** Within this of a multiple of the tick [ms], a time is that multiple. */
const SNAP = 1e-9;

/** Delay in whole ticks, at least one. */
export const delayTicks = (delay: number, perMs: number): number => Math.max(1, Math.round(delay * perMs));

/** A listed spike train. On the grid every time must be a multiple of dt; on the event clock the remainder is kept. */
export const train = (times: readonly number[], { clock, perMs }: Ticking, where: string): Train => {
  const ticks = new Float64Array(times.length);
  const fracs = new Float64Array(times.length);
  times.forEach((time, i) => {
    const nearest = Math.round(time * perMs);
    if (Math.abs(time - nearest / perMs) < SNAP) {
      ticks[i] = nearest;
    } else if (clock === 'grid') {
      throw offGrid(where, time, perMs);
    } else {
      ticks[i] = Math.floor(time * perMs);
      fracs[i] = Math.max(0, time - (ticks[i] as number) / perMs);
    }
  });
  return { ticks, fracs };
};

/** A time at which something outside the network changes: a multiple of the tick on either clock. */
export const wholeTicks = (time: number, { clock, perMs }: Ticking, where: string): number => {
  const nearest = Math.round(time * perMs);
  if (Math.abs(time - nearest / perMs) < SNAP) return nearest;
  throw clock === 'grid' ? offGrid(where, time, perMs) : offStep(where, time, perMs);
};

const offGrid = (where: string, time: number, perMs: number): ModelError =>
  new ModelError('off-grid', `${where}: ${time} ms is not a multiple of dt = ${1 / perMs} ms. Use such times, a finer dt or the event clock.`, {
    time,
    dt: 1 / perMs,
  });

const offStep = (where: string, time: number, perMs: number): ModelError =>
  new ModelError('off-grid', `${where}: ${time} ms is not a multiple of the delay step, ${1 / perMs} ms. Use such times or a finer delay step.`, {
    time,
    delayStep: 1 / perMs,
  });
