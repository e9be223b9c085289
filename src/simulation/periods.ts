import { ModelError } from '../errors.ts';
import type { SimulateOptions } from './options.ts';
import { energyBin } from './run-directory.ts';
import { shown } from './shown.ts';

/** Times at which a run pauses to write something: multiples of a period, counted from time 0, whatever runs there were. */

export type Periods = Readonly<Record<'checkpointEvery' | 'weightsEvery' | 'energyEvery' | 'statesEvery', number | undefined>>;

/** Transitions wait in the workers' memory no longer than this [ms]. */
const statesWithin = 1000;

/** What is written how often [ms]; undefined: not by time. */
export const periodsOf = ({ checkpointEvery, record }: SimulateOptions): Periods => ({
  checkpointEvery,
  weightsEvery: record?.weightsEvery,
  energyEvery: record?.energy ? (record.energyEvery ?? energyBin) : undefined,
  statesEvery: record?.states ? statesWithin : undefined,
});

const ticksOf = (everyMs: number, perMs: number): number => Math.max(1, Math.round(everyMs * perMs));

/** Whether a period ends at `now` [ticks]; never where there is none. */
export const falls = (now: number, everyMs: number | undefined, perMs: number): boolean =>
  everyMs !== undefined && now % ticksOf(everyMs, perMs) === 0;

/** The first end of a period after `now`, or `until` if that is earlier [ticks]. */
export const nextCut = (now: number, until: number, everyMs: readonly (number | undefined)[], perMs: number): number =>
  Math.min(
    until,
    ...everyMs.filter((every) => every !== undefined).map((every) => (Math.floor(now / ticksOf(every, perMs)) + 1) * ticksOf(every, perMs)),
  );

/** Where a run of `ms` from `now` ends [ticks]. @throws ModelError unless that is a whole number of time steps, none negative */
export const runEnd = (now: number, ms: number, perMs: number): number => {
  if (typeof ms !== 'number') {
    throw new ModelError('runTime', `Cannot run for ${shown(ms)}: the time must be a number of milliseconds, as in run(1000).`, { ms });
  }
  const ticks = Math.round(ms * perMs);
  const whole = Math.abs(ms * perMs - ticks) <= 1e-6 && (ticks > 0 || ms === 0);
  if (ms >= 0 && whole && Number.isSafeInteger(now + ticks)) return now + ticks;
  throw new ModelError(
    'runTime',
    `Cannot run for ${Number(ms.toPrecision(12))} ms: it must be a multiple of the time step, which is ${1 / perMs} ms, and not negative.`,
    {
      ms,
      step: 1 / perMs,
    },
  );
};
