import { ModelError } from '../errors.ts';
import type { Simulation } from '../simulation/simulate.ts';
import { followProgress } from './progress.ts';
import type { Stopping } from './stop-signal.ts';
import { duration } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Runs a simulation to its total time, with progress on `screen` if there is one. @throws ModelError if it is past that time */
export const runTo = async (
  { totalMs, neurons }: { readonly totalMs: number; readonly neurons: number },
  sim: Pick<Simulation, 'run' | 'timeMs'>,
  { signal, built }: Stopping,
  screen: Terminal | null,
) => {
  const left = totalMs - sim.timeMs;
  if (left < 0)
    throw new ModelError(
      'cli.for',
      `The run is already at ${duration(sim.timeMs)}; --for ${duration(totalMs)} is the total time, which must be later.`,
      { totalMs, timeMs: sim.timeMs },
    );
  if (screen?.live) screen.status('building …');
  await sim.run(0);
  built();
  if (screen === null) return sim.run(left, { signal });
  let follow: ReturnType<typeof followProgress> | undefined;
  return sim.run(left, {
    signal,
    onProgress: ({ simulatedMs, spikes }) => {
      const progress = { simulatedMs, totalMs, spikes };
      follow ??= followProgress(screen, progress, neurons);
      follow(progress);
    },
  });
};
