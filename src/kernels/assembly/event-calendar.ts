/**
 * Who has to be looked at when, though nothing arrives: lists of neurons by buckets of time since the base. A neuron stands in one list at most,
 * at or before its next own event (too early costs a look, too late would be wrong). Events beyond the next base are not entered:
 * moving the base enters everybody anew.
 */
import { bucketTicks, buckets, head, next, place, previous } from './event-network';

/** First bucket that is not done with. */
export let current: i32 = 0;

export function setCurrent(bucket: i32): void {
  current = bucket;
}

// @ts-ignore: decorator
@inline
function at(column: usize, i: i32): usize {
  return column + ((<usize>i) << 2);
}

export function clearCalendar(neurons: i32): void {
  memory.fill(head, 0xff, (<usize>buckets) << 2);
  memory.fill(place, 0xff, (<usize>neurons) << 2);
  current = 0;
}

/** Enters neuron i no later than `ticks` since the base. */
export function enter(i: i32, ticks: i32): void {
  const bucket = max(ticks / bucketTicks, current);
  const old = load<i32>(at(place, i));
  if (old >= 0) {
    if (old <= bucket) return;
    leave(i, old);
  }
  if (bucket >= buckets) {
    store<i32>(at(place, i), -1);
    return;
  }
  const first = load<i32>(at(head, bucket));
  store<i32>(at(next, i), first);
  store<i32>(at(previous, i), -1);
  if (first >= 0) store<i32>(at(previous, first), i);
  store<i32>(at(head, bucket), i);
  store<i32>(at(place, i), bucket);
}

function leave(i: i32, bucket: i32): void {
  const before = load<i32>(at(previous, i));
  const after = load<i32>(at(next, i));
  if (before >= 0) store<i32>(at(next, before), after);
  else store<i32>(at(head, bucket), after);
  if (after >= 0) store<i32>(at(previous, after), before);
}

/** Takes a bucket's list off the calendar: its first neuron, or −1. Follow with `takeNext`. */
export function takeBucket(bucket: i32): i32 {
  const first = load<i32>(at(head, bucket));
  store<i32>(at(head, bucket), -1);
  return first;
}

/** Marks neuron i as standing nowhere and returns the one after it. */
export function takeNext(i: i32): i32 {
  store<i32>(at(place, i), -1);
  return load<i32>(at(next, i));
}
