/** Ctrl-C while a network runs. */
import { exitStatus } from './report.ts';
import type { Terminal } from './terminal.ts';

export interface Stopping {
  readonly signal: AbortSignal;
  /** To be called when there is something that can be stopped in good order. */
  built(): void;
  status(): number;
  release(): void;
}

/** The first Ctrl-C (or SIGTERM) stops the run at its next epoch, the second at once; so does the first while the network is built. */
export const stopSignal = (screen: Terminal): Stopping => {
  const controller = new AbortController();
  let status: number = exitStatus.interrupted;
  let running = false;
  const stop = (code: number) => () => {
    if (controller.signal.aborted) process.exit(code);
    if (!running) {
      screen.note('Interrupted while building.');
      process.exit(code);
    }
    status = code;
    screen.note('Stopping at the next epoch; once more to stop at once.');
    controller.abort();
  };
  const [onInterrupt, onTerminate] = [stop(exitStatus.interrupted), stop(143)];
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  return {
    signal: controller.signal,
    built: () => {
      running = true;
    },
    status: () => status,
    release: () => void process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate),
  };
};
