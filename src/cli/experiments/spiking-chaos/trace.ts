/** x before, during and after a freeze, to be looked at. */
import { follow } from './measure.ts';
import type { System } from './system.ts';

export interface Trace {
  /** In units of the synaptic time constant, 0 where weights are frozen. */
  readonly time: readonly number[];
  readonly x: readonly Float64Array[];
  /** From when to when. */
  readonly frozen: readonly [number, number];
}

const [before, during, after] = [30, 40, 40];

export const traceOf = async (system: System, settle: number): Promise<Trace> => {
  await system.run(settle);
  const x: Float64Array[] = [];
  for (const [duration, frozen] of [
    [before, false],
    [during, true],
    [after, false],
  ] as const) {
    if (x.length > 0) system.freeze(frozen);
    x.push(...(await follow(system, duration, x.at(-1) ?? (await system.x()))).x);
  }
  const step = (before + during + after) / x.length;
  return { time: x.map((_, s) => (s + 1) * step - before), x, frozen: [0, during] };
};
