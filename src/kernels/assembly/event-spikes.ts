/** The spikes of an interval: written as they are found, sorted by (tick, frac, neuron) at its end. */
import { LISTENED, outCapacity, outFracs, outIds, outOrder, outTicks } from './event-network';

/** The host takes what there is: the buffer is full. */
// @ts-ignore: decorator
@external('engine', 'full')
declare function full(): void;

/** Rules see a spike the moment it is found: nothing that comes to this neuron later has happened yet. */
// @ts-ignore: decorator
@external('engine', 'fired')
declare function fired(i: i32, tick: f64, frac: f64): void;

export let emitted: i32 = 0;
let spikes: f64 = 0;

/** Notes a spike of a neuron of the slice. */
export function emit(i: i32, tick: f64, frac: f64): void {
  if (emitted == outCapacity) full();
  store<f64>(outTicks + ((<usize>emitted) << 3), tick);
  store<f64>(outFracs + ((<usize>emitted) << 3), frac);
  store<u32>(outIds + ((<usize>emitted) << 2), i);
  emitted++;
  spikes += 1;
  if (LISTENED) fired(i, tick, frac);
}

/** Empties the buffer. */
export function taken(): void {
  emitted = 0;
}

/** Spikes since the start. */
export function spikeCount(): f64 {
  return spikes;
}

/** Whether spike k comes after spike j. */
function isAfter(k: u32, j: u32): bool {
  const tickK = load<f64>(outTicks + ((<usize>k) << 3));
  const tickJ = load<f64>(outTicks + ((<usize>j) << 3));
  if (tickK != tickJ) return tickK > tickJ;
  const fracK = load<f64>(outFracs + ((<usize>k) << 3));
  const fracJ = load<f64>(outFracs + ((<usize>j) << 3));
  if (fracK != fracJ) return fracK > fracJ;
  return load<u32>(outIds + ((<usize>k) << 2)) > load<u32>(outIds + ((<usize>j) << 2));
}

/** Writes the order of the spikes to `outOrder` (merge sort; twice outCapacity) and returns where it begins there. */
export function sortSpikes(): usize {
  const n = emitted;
  let from = outOrder;
  let to = outOrder + ((<usize>outCapacity) << 2);
  for (let k = 0; k < n; k++) store<u32>(from + ((<usize>k) << 2), k);
  for (let width = 1; width < n; width <<= 1) {
    for (let left = 0; left < n; left += 2 * width) merge(from, to, left, min(left + width, n), min(left + 2 * width, n));
    const swap = from;
    from = to;
    to = swap;
  }
  return from;
}

function merge(from: usize, to: usize, left: i32, middle: i32, end: i32): void {
  let i = left;
  let j = middle;
  for (let k = left; k < end; k++) {
    const takeLeft = i < middle && (j >= end || !isAfter(load<u32>(from + ((<usize>i) << 2)), load<u32>(from + ((<usize>j) << 2))));
    const source = takeLeft ? i++ : j++;
    store<u32>(to + ((<usize>k) << 2), load<u32>(from + ((<usize>source) << 2)));
  }
}
