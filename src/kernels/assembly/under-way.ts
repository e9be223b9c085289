/**
 * What is under way to a population slice whose synapses have many delays: per side and arrival slot a list of (target, amount), in the order
 * of emission, which is the order of sums. Appending writes a few ends of lists and settling a slot adds into the sums of one step, so both stay in
 * the cache, where a ring of sums [slot][target] is written at random all over.
 *
 * Lists are chains of chunks, each beginning at a multiple of its size: first the address of the next chunk, then records.
 * A record is a target (u32) and an amount (f32 behind it in eight bytes, or f64 in the second half of sixteen).
 * R: type of amounts in records; W: of weights; T: of targets; D: of delay classes, void where all synapses have one.
 */

import { touch } from './touch';

/** Bytes of a chunk: many lists are short, and a list's last chunk is half empty. */
export const chunkBytes: u32 = 1024;

// @ts-ignore: decorator
@inline
function recordBytes<R>(): u32 {
  return sizeof<R>() == 4 ? 8 : 16;
}

/**
 * A list is two u32 at `list`: its first chunk and the end of its last record, 0 where nothing is in it. `pool`: first free chunk, and their number.
 * A full chunk ends where the next one could begin, so does a list without chunks.
 */
// @ts-ignore: decorator
@inline
function extend<R>(list: usize, end: u32, pool: usize): u32 {
  const chunk: u32 = load<u32>(pool);
  store<u32>(pool, load<u32>(chunk));
  store<u32>(pool, load<u32>(pool, 4) - 1, 4);
  store<u32>(chunk, 0);
  if (end == 0) store<u32>(list, chunk);
  else store<u32>(end - chunkBytes, chunk);
  return chunk + recordBytes<R>();
}

// @ts-ignore: decorator
@inline
function append<T, R>(list: usize, end: u32, target: usize, amount: R, pool: usize): u32 {
  if ((end & (chunkBytes - 1)) == 0) end = extend<R>(list, end, pool);
  store<u32>(end, <u32>load<T>(target));
  store<R>(end, amount, sizeof<R>());
  return end + recordBytes<R>();
}

// @ts-ignore: decorator
@inline
function classOf<D>(delays: usize, synapse: u32): u32 {
  if (isVoid<D>()) return 0;
  else return <u32>load<D>(delays + <usize>synapse * sizeof<D>());
}

/** The next row is asked for while a row is read: half of what a short row costs is waiting for its first lines. */
// @ts-ignore: decorator
@inline
function touchRow<T, W, D>(row: usize, targets: usize, weights: usize, delays: usize): void {
  const from: usize = <usize>load<u32>(row);
  const to: usize = <usize>load<u32>(row, 4);
  touch(targets + from * sizeof<T>(), targets + to * sizeof<T>());
  touch(weights + from * sizeof<W>(), weights + to * sizeof<W>());
  if (!isVoid<D>()) touch(delays + from * sizeof<D>(), delays + to * sizeof<D>());
}

/**
 * Rows of spikes emitted at one tick into the lists of their arrival slots, as `deliverWeightsDelayed` would into rings. `sign` 1: all to the excitatory
 * side, -1: their negatives to the inhibitory side, 0: each by its own sign; classes below `least` are left out. `slots`: byte offset of the list that each of
 * `classes` delay classes goes to. Adds the number of synapses to the u32 at `events`. Stops before a row for which the pool may not suffice; returns how many spikes it has done.
 */
// @ts-ignore: decorator
@inline
export function enqueue<T, W, R, D>(
  sign: i32, spikes: usize, count: i32, first: u32, rowStart: usize, targets: usize, weights: usize, delays: usize, least: u32,
  slots: usize, classes: u32, exc: usize, inh: usize, pool: usize, events: usize,
): i32 {
  for (let i: i32 = 0; i < count; ++i) {
    const row: usize = rowStart + (<usize>(load<u32>(spikes + (<usize>i << 2)) - first) << 2);
    let synapse: u32 = load<u32>(row);
    const to: u32 = load<u32>(row, 4);
    // Each side's list of each class may begin a chunk, and go on in others.
    if (load<u32>(pool, 4) < 2 * classes + (to - synapse) / (chunkBytes / recordBytes<R>() - 1)) return i;
    if (i + 1 < count) touchRow<T, W, D>(rowStart + (<usize>(load<u32>(spikes + (<usize>i << 2), 4) - first) << 2), targets, weights, delays);
    let delivered: u32 = 0;
    for (; synapse < to; ++synapse) {
      const delay: u32 = classOf<D>(delays, synapse);
      if (delay < least) continue;
      const at: usize = <usize>load<u32>(slots + (<usize>delay << 2));
      const target: usize = targets + <usize>synapse * sizeof<T>();
      const w: R = <R>load<W>(weights + <usize>synapse * sizeof<W>());
      const list: usize = (sign < 0 || (sign == 0 && w < 0) ? inh : exc) + at;
      store<u32>(list, append<T, R>(list, load<u32>(list, 4), target, sign < 0 ? -w : w, pool), 4);
      ++delivered;
    }
    store<u32>(events, load<u32>(events) + delivered);
  }
  return count;
}

/** Adds a slot's list to the sums of the present step, and gives its chunks back. */
// @ts-ignore: decorator
@inline
export function settle<R>(list: usize, sums: usize, pool: usize): void {
  const end: u32 = load<u32>(list, 4);
  if (end == 0) return;
  let chunk: u32 = load<u32>(list);
  let free: u32 = load<u32>(pool);
  let given: u32 = 0;
  while (chunk != 0) {
    const next: u32 = load<u32>(chunk);
    const stop: u32 = next == 0 ? end : chunk + chunkBytes;
    for (let record: u32 = chunk + recordBytes<R>(); record < stop; record += recordBytes<R>()) {
      const cell: usize = sums + (<usize>load<u32>(record) << 3);
      f64.store(cell, f64.load(cell) + <f64>load<R>(record, sizeof<R>()));
    }
    store<u32>(chunk, free);
    free = chunk;
    ++given;
    chunk = next;
  }
  store<u32>(pool, free);
  store<u32>(pool, load<u32>(pool, 4) + given, 4);
  store<u64>(list, 0);
}
