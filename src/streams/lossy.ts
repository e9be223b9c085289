/** Views that leave blocks out, and say how many. */
import { Observable, type OperatorFunction } from 'rxjs';
import { ModelError } from '../errors.ts';
import type { Block } from './blocks.ts';

/** Rows of a block: the length of its columns; 1 where it has none. */
export const rowsOf = (block: Block): number => {
  const column = Object.values(block).find((value) => ArrayBuffer.isView(value)) as { readonly length: number } | undefined;
  return column?.length ?? 1;
};

/** Counts what is left out between blocks that are not. */
class Dropped {
  #blocks = 0;
  #rows = 0;

  /** A block left out; what its own `dropped` says was left out before it. */
  add(block: Block): void {
    this.#blocks += 1 + (block.dropped?.blocks ?? 0);
    this.#rows += rowsOf(block) + (block.dropped?.rows ?? 0);
  }

  /** The block that goes on, with the count so far, which begins anew. */
  on<B extends Block>(block: B): B & Required<Pick<Block, 'dropped'>> {
    const dropped = { blocks: this.#blocks + (block.dropped?.blocks ?? 0), rows: this.#rows + (block.dropped?.rows ?? 0) };
    [this.#blocks, this.#rows] = [0, 0];
    return { ...block, dropped };
  }
}

/** A block of a lossy view: it says what was left out since the one before. */
export type Lossy<B extends Block> = B & Required<Pick<Block, 'dropped'>>;

/**
 * Has a slow task done with the latest block whenever it is ready for one; blocks that a later one overtakes meanwhile are left out. The engine never waits.
 *
 * `sim.spikes('E').pipe(conflate((block) => draw(block))).subscribe()`
 *
 * @returns what the task makes of each block that it was given; an error where the task fails
 */
export const conflate =
  <B extends Block, R>(task: (block: Lossy<B>) => Promise<R>): OperatorFunction<B, R> =>
  (source) =>
    new Observable((subscriber) => {
      const dropped = new Dropped();
      let latest: B | null = null;
      let busy = false;
      let over = false;
      const work = async (): Promise<void> => {
        busy = true;
        try {
          while (latest !== null && !subscriber.closed) {
            const block = dropped.on(latest);
            latest = null;
            subscriber.next(await task(block));
          }
          busy = false;
          if (over) subscriber.complete();
        } catch (error) {
          subscriber.error(error);
        }
      };
      return source.subscribe({
        next: (block) => {
          if (latest !== null) dropped.add(latest);
          latest = block;
          if (!busy) void work();
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          over = true;
          if (!busy) subscriber.complete();
        },
      });
    });

/**
 * Lets through the first block that ends at or after each multiple of `every` [ms of simulated time].
 * @throws ModelError unless `every` is positive
 */
export const sample = <B extends Block>({ every }: { readonly every: number }): OperatorFunction<B, Lossy<B>> => {
  if (!(Number.isFinite(every) && every > 0))
    throw new ModelError('stream', `sample takes blocks every so many milliseconds, which must be positive; not every ${String(every)}.`, { every });
  return (source) =>
    new Observable((subscriber) => {
      const dropped = new Dropped();
      let next = Number.NEGATIVE_INFINITY;
      return source.subscribe({
        next: (block) => {
          if (block.upTo < next) {
            dropped.add(block);
            return;
          }
          next = (Math.floor(block.upTo / every) + 1) * every;
          subscriber.next(dropped.on(block));
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
};
