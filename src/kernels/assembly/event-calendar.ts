/**
 * Who has to be looked at when, though nothing arrives: neurons by buckets of time since the base. A neuron stands in one bucket at most, at or before its
 * next own event (too early costs a look, too late would be wrong). Events beyond the next base are not entered: moving the base enters everybody anew.
 *
 * A bucket is a chain of chunks of 14 neurons, of which only the first may be partly full: a chain is read without waiting for memory at every
 * neuron, as a linked list of neurons would. `busy`: one bit a neuron, set for those in the buckets opened so far and for the refractory: whatever arrives has to look.
 */
import { bucketTicks, buckets, busy, chunks, head, n, place, spot } from './event-network';

// @ts-ignore: decorator
@inline const NEXT: usize = 0;
// @ts-ignore: decorator
@inline const COUNT: usize = 4;
// @ts-ignore: decorator
@inline const ENTRIES: usize = 8;
const FULL: u32 = 14;
const NONE: u32 = 0xffffffff;

/** First bucket that is not done with, and the last one whose neurons are marked busy. */
export let current: i32 = 0;
export let opened: i32 = -1;

/** First chunk that was never used, and the chain of those given back. */
let fresh: u32 = 0;
let given: u32 = NONE;

/** Whether neurons may move to an earlier bucket: then where exactly each stands is kept. */
let movable: bool = false;

export function setMovable(value: bool): void {
  movable = value;
}

// @ts-ignore: decorator
@inline
function at(column: usize, i: i32): usize {
  return column + ((<usize>i) << 2);
}

// @ts-ignore: decorator
@inline
function chunkAt(chunk: u32): usize {
  return chunks + ((<usize>chunk) << 6);
}

// @ts-ignore: decorator
@inline
export function isSet(bits: usize, i: i32): bool {
  return ((load<u32>(bits + ((<usize>i >> 5) << 2)) >> (i & 31)) & 1) != 0;
}

// @ts-ignore: decorator
@inline
export function setBit(bits: usize, i: i32): void {
  const word = bits + ((<usize>i >> 5) << 2);
  store<u32>(word, load<u32>(word) | (1 << (i & 31)));
}

// @ts-ignore: decorator
@inline
export function clearBit(bits: usize, i: i32): void {
  const word = bits + ((<usize>i >> 5) << 2);
  store<u32>(word, load<u32>(word) & ~(1 << (i & 31)));
}

/** An empty calendar from `ticks` since the base on. */
export function clearCalendar(ticks: i32): void {
  memory.fill(head, 0xff, (<usize>buckets) << 2);
  memory.fill(place, 0xff, (<usize>n) << 2);
  memory.fill(busy, 0, ((<usize>n + 31) >> 5) << 2);
  current = bucketOf(ticks);
  opened = current;
  fresh = 0;
  given = NONE;
}

/** Enters neuron i no later than `ticks` since the base, and marks it if that is within the opened buckets. */
export function enter(i: i32, ticks: i32): void {
  const bucket = max(ticks / bucketTicks, current);
  if (bucket <= opened) setBit(busy, i);
  const old = load<i32>(at(place, i));
  if (old >= 0) {
    if (old <= bucket) return;
    leave(i, old);
  }
  let chunk = load<u32>(at(head, bucket));
  if (chunk == NONE || load<u32>(chunkAt(chunk), COUNT) == FULL) {
    const made = takeChunk();
    store<u32>(chunkAt(made), chunk, NEXT);
    store<u32>(chunkAt(made), 0, COUNT);
    store<u32>(at(head, bucket), made);
    chunk = made;
  }
  const count = load<u32>(chunkAt(chunk), COUNT);
  store<u32>(chunkAt(chunk) + ENTRIES + ((<usize>count) << 2), i);
  store<u32>(chunkAt(chunk), count + 1, COUNT);
  store<i32>(at(place, i), bucket);
  if (movable) store<u32>(at(spot, i), (chunk << 4) | count);
}

function takeChunk(): u32 {
  if (given == NONE) return fresh++;
  const chunk = given;
  given = load<u32>(chunkAt(chunk), NEXT);
  return chunk;
}

/** Gives a chunk back. */
export function giveChunk(chunk: u32): void {
  store<u32>(chunkAt(chunk), given, NEXT);
  given = chunk;
}

/** The last neuron of the bucket takes the place of neuron i. */
function leave(i: i32, bucket: i32): void {
  const first = load<u32>(at(head, bucket));
  const count = load<u32>(chunkAt(first), COUNT) - 1;
  const last = load<i32>(chunkAt(first) + ENTRIES + ((<usize>count) << 2));
  const where = load<u32>(at(spot, i));
  store<i32>(chunkAt(where >> 4) + ENTRIES + ((<usize>where & 15) << 2), last);
  store<u32>(at(spot, last), where);
  store<u32>(chunkAt(first), count, COUNT);
  if (count > 0) return;
  store<u32>(at(head, bucket), load<u32>(chunkAt(first), NEXT));
  giveChunk(first);
}

/** Marks the neurons of all buckets up to that of `ticks`. */
export function open(ticks: i32): void {
  const last = bucketOf(ticks);
  while (opened < last) {
    opened++;
    for (let chunk = load<u32>(at(head, opened)); chunk != NONE; chunk = load<u32>(chunkAt(chunk), NEXT)) {
      const count = load<u32>(chunkAt(chunk), COUNT);
      for (let k: u32 = 0; k < count; k++) setBit(busy, neuronIn(chunk, k));
    }
  }
}

/** The bucket of `ticks` since the base. */
export function bucketOf(ticks: i32): i32 {
  return min(ticks / bucketTicks, buckets - 1);
}

/** Makes a bucket the current one and takes its chain: the first chunk, or −1. */
export function takeChain(bucket: i32): i64 {
  current = bucket;
  const chain = load<u32>(at(head, bucket));
  store<u32>(at(head, bucket), NONE);
  return chain == NONE ? -1 : chain;
}

/** The chunk after this one; −1 at the end. */
export function chunkAfter(chunk: u32): i64 {
  const next = load<u32>(chunkAt(chunk), NEXT);
  return next == NONE ? -1 : next;
}

export function countIn(chunk: u32): u32 {
  return load<u32>(chunkAt(chunk), COUNT);
}

// @ts-ignore: decorator
@inline
export function neuronIn(chunk: u32, k: u32): i32 {
  return load<i32>(chunkAt(chunk) + ENTRIES + ((<usize>k) << 2));
}

/** Notes that a neuron of a chain taken stands nowhere. */
export function leaveChain(i: i32): void {
  store<i32>(at(place, i), -1);
}
