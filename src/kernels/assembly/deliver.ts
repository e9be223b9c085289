/**
 * Delivery of static projections at emission: each spike's row into the ring of its target population, [arrival slot][target].
 * T: type of targets (u16, u32); C: type of counts (u8, u16, u32); W: type of weights (f32, f64); D: type of delay classes (u8, u16).
 * Weights of several delays: under-way.ts. `slots` has the byte offset of the slot in which each delay class arrives (of cells of one byte: multiply by the size of a cell).
 * Everything is added in row order, spike after spike: the order of floating-point sums is part of what a network means.
 */

import { touch } from './touch';

// @ts-ignore: decorator
@inline
function countOne<T, C>(target: usize, cells: usize): void {
  const cell: usize = cells + <usize>load<T>(target) * sizeof<C>();
  store<C>(cell, <C>(load<C>(cell) + <C>1));
}

/** One more arrival for each target of each spike's row. Returns the number of synapses. */
// @ts-ignore: decorator
@inline
export function deliverCounts<T, C>(spikes: usize, count: i32, first: u32, rowStart: usize, targets: usize, cells: usize): i32 {
  let events: i32 = 0;
  const end: usize = spikes + (<usize>count << 2);
  for (; spikes < end; spikes += 4) {
    const row: usize = rowStart + (<usize>(load<u32>(spikes) - first) << 2);
    const from: u32 = load<u32>(row);
    const to: u32 = load<u32>(row, 4);
    events += <i32>(to - from);
    if (spikes + 4 < end) {
      const next: usize = rowStart + (<usize>(load<u32>(spikes, 4) - first) << 2);
      touch(targets + <usize>load<u32>(next) * sizeof<T>(), targets + <usize>load<u32>(next, 4) * sizeof<T>());
    }
    let target: usize = targets + <usize>from * sizeof<T>();
    const stop: usize = targets + <usize>to * sizeof<T>();
    const last: usize = stop - 8 * sizeof<T>();
    // Signed: a short row may begin less than eight targets above address 0 only in theory, but unsigned wrap must not matter.
    while (<isize>(last - target) >= 0) {
      countOne<T, C>(target, cells);
      countOne<T, C>(target + sizeof<T>(), cells);
      countOne<T, C>(target + 2 * sizeof<T>(), cells);
      countOne<T, C>(target + 3 * sizeof<T>(), cells);
      countOne<T, C>(target + 4 * sizeof<T>(), cells);
      countOne<T, C>(target + 5 * sizeof<T>(), cells);
      countOne<T, C>(target + 6 * sizeof<T>(), cells);
      countOne<T, C>(target + 7 * sizeof<T>(), cells);
      target += 8 * sizeof<T>();
    }
    for (; target < stop; target += sizeof<T>()) countOne<T, C>(target, cells);
  }
  return events;
}

/** The same where each synapse has a delay class; classes below `from` are left out (they have arrived already). */
// @ts-ignore: decorator
@inline
export function deliverCountsDelayed<T, C, D>(
  spikes: usize, count: i32, first: u32, rowStart: usize, targets: usize, delays: usize, least: u32, slots: usize, cells: usize,
): i32 {
  let events: i32 = 0;
  const end: usize = spikes + (<usize>count << 2);
  for (; spikes < end; spikes += 4) {
    const row: usize = rowStart + (<usize>(load<u32>(spikes) - first) << 2);
    const to: u32 = load<u32>(row, 4);
    for (let synapse: u32 = load<u32>(row); synapse < to; ++synapse) {
      const delay: u32 = <u32>load<D>(delays + <usize>synapse * sizeof<D>());
      if (delay < least) continue;
      countOne<T, C>(targets + <usize>synapse * sizeof<T>(), cells + <usize>load<u32>(slots + (<usize>delay << 2)) * sizeof<C>());
      ++events;
    }
  }
  return events;
}

/** Adds a weight to its target's sum: `sign` 1 to the excitatory, -1 subtracts from the inhibitory, 0 by the weight's own sign. */
// @ts-ignore: decorator
@inline
function addOne<T, W>(sign: i32, target: usize, weight: usize, exc: usize, inh: usize): void {
  const w: f64 = <f64>load<W>(weight);
  const offset: usize = <usize>load<T>(target) << 3;
  if (sign > 0) f64.store(exc + offset, f64.load(exc + offset) + w);
  else if (sign < 0) f64.store(inh + offset, f64.load(inh + offset) - w);
  else {
    const cell: usize = (w >= 0 ? exc : inh) + offset;
    f64.store(cell, f64.load(cell) + w);
  }
}

/** The weight of each target of each spike's row into its sums. Returns the number of synapses. */
// @ts-ignore: decorator
@inline
export function deliverWeights<T, W>(
  sign: i32, spikes: usize, count: i32, first: u32, rowStart: usize, targets: usize, weights: usize, exc: usize, inh: usize,
): i32 {
  let events: i32 = 0;
  const end: usize = spikes + (<usize>count << 2);
  for (; spikes < end; spikes += 4) {
    const row: usize = rowStart + (<usize>(load<u32>(spikes) - first) << 2);
    const from: u32 = load<u32>(row);
    const to: u32 = load<u32>(row, 4);
    events += <i32>(to - from);
    let target: usize = targets + <usize>from * sizeof<T>();
    let weight: usize = weights + <usize>from * sizeof<W>();
    const stop: usize = targets + <usize>to * sizeof<T>();
    const last: usize = stop - 4 * sizeof<T>();
    while (<isize>(last - target) >= 0) {
      addOne<T, W>(sign, target, weight, exc, inh);
      addOne<T, W>(sign, target + sizeof<T>(), weight + sizeof<W>(), exc, inh);
      addOne<T, W>(sign, target + 2 * sizeof<T>(), weight + 2 * sizeof<W>(), exc, inh);
      addOne<T, W>(sign, target + 3 * sizeof<T>(), weight + 3 * sizeof<W>(), exc, inh);
      target += 4 * sizeof<T>();
      weight += 4 * sizeof<W>();
    }
    for (; target < stop; target += sizeof<T>(), weight += sizeof<W>()) addOne<T, W>(sign, target, weight, exc, inh);
  }
  return events;
}
