import { ModelError } from '../errors.ts';
import { shown } from './shown.ts';

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
