/** Asking for memory before it is needed. */

/**
 * Loads a byte of each cache line of [from, to): all are on their way at once, where reading on would wait for one after the other.
 * No compiler may leave out a load that could trap.
 */
// @ts-ignore: decorator
@inline
export function touch(from: usize, to: usize): void {
  for (; from < to; from += 64) load<u8>(from);
}
