/**
 * Back-pressure. RxJS has none of its own: a source cannot be told to wait. Ours can: while it hands on a block, whoever gets it, through whatever
 * synchronous operators, may name promises that the source is to wait for before it hands on the next one; and the engine waits for its sources.
 */

/** What was asked to be waited for during the emission under way; null outside one. */
let held: PromiseLike<unknown>[] | null = null;

/**
 * Has the source of the block that is being handed on wait for a promise. Outside the handing on (after `delay`, `observeOn` and their like) it does nothing.
 * A promise that is rejected is one that is over.
 */
export const hold = (promise: PromiseLike<unknown>): void => {
  held?.push(promise);
};

/** Hands something on. @returns when everybody who asked to be waited for is ready */
export const handOn = async (next: () => void): Promise<void> => {
  const outer = held;
  const own: PromiseLike<unknown>[] = [];
  held = own;
  try {
    next();
  } finally {
    held = outer;
  }
  if (own.length > 0) await Promise.allSettled(own);
};
