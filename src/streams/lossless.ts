import { Observable, type OperatorFunction } from 'rxjs';
import { hold } from './hold.ts';

export interface LosslessOptions {
  /** How many values may wait for the task before the engine waits too; default 8. */
  readonly ahead?: number;
}

/**
 * Has a slow task done with every value, one after the other, in order; nothing is left out and memory stays bounded, because the engine waits while more than
 * `ahead` values do. Put it directly behind a stream, or behind operators that hand values on at once.
 *
 * `sim.spikes('E').pipe(lossless((block) => socket.send(block))).subscribe()`
 *
 * @returns what the task makes of each value; an error where the task fails
 */
export const lossless =
  <T, R>(task: (value: T) => Promise<R>, { ahead = 8 }: LosslessOptions = {}): OperatorFunction<T, R> =>
  (source) =>
    new Observable((subscriber) => {
      let waiting = 0;
      let last: Promise<unknown> = Promise.resolve();
      let release = (): void => {};
      let room: Promise<void> | null = null;
      const freed = (): void => {
        waiting--;
        if (waiting > ahead) return;
        room = null;
        release();
      };
      const done = async (value: T): Promise<void> => {
        if (!subscriber.closed) subscriber.next(await task(value));
      };
      subscriber.add(() => release());
      return source.subscribe({
        next: (value) => {
          waiting++;
          last = last
            .then(() => done(value))
            .catch((error: unknown) => subscriber.error(error))
            .finally(freed);
          if (waiting <= ahead) return;
          room ??= new Promise((resolve) => {
            release = resolve;
          });
          hold(room);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          last = last.then(() => subscriber.complete());
        },
      });
    });
