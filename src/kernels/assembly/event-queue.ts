/**
 * Arrivals of one population in time order: spikes wait in one ring per source population, sorted; each (projection, delay class) reads that ring with
 * its own cursor (and one more for each `after` handler of its rules), and a heap merges them in the order of engines/README.md.
 */
import { cursorCount, cursors, heap } from './event-network';

/** Layout of a cursor (engines/wasm/event-arrivals.ts writes it). */
// @ts-ignore: decorator
@inline export const CURSOR_BYTES: usize = 128;
// @ts-ignore: decorator
@inline const RING: usize = 0;
// @ts-ignore: decorator
@inline const POSITION: usize = 4;
// @ts-ignore: decorator
@inline const WAITING: usize = 8;
// @ts-ignore: decorator
@inline export const PROJECTION: usize = 12;
// @ts-ignore: decorator
@inline const CLASS: usize = 16;
// @ts-ignore: decorator
@inline const CLASSES: usize = 20;
// @ts-ignore: decorator
@inline const ROW_START: usize = 24;
// @ts-ignore: decorator
@inline export const TARGET: usize = 28;
// @ts-ignore: decorator
@inline export const TARGET_BYTES: usize = 32;
// @ts-ignore: decorator
@inline export const WEIGHT: usize = 36;
/** 1: one weight for all; 4, 8: bytes of a weight. */
// @ts-ignore: decorator
@inline export const WEIGHT_BYTES: usize = 40;
/** Place among the projections with one weight. */
// @ts-ignore: decorator
@inline export const COMMON: usize = 44;
/** Whether rules decide what is delivered. */
// @ts-ignore: decorator
@inline export const RULED: usize = 48;
// @ts-ignore: decorator
@inline export const SOURCE_ID: usize = 52;
// @ts-ignore: decorator
@inline export const BEGIN: usize = 56;
// @ts-ignore: decorator
@inline export const END: usize = 60;
// @ts-ignore: decorator
@inline const DELAY: usize = 64;
/** The one weight, signed, or the sign. */
// @ts-ignore: decorator
@inline export const FACTOR: usize = 72;
// @ts-ignore: decorator
@inline export const TICK: usize = 80;
// @ts-ignore: decorator
@inline export const FRAC: usize = 88;
/** −1: an arrival; otherwise which `after` handler, run after all arrivals of its instant. */
// @ts-ignore: decorator
@inline const HANDLER: usize = 96;
/** Time since the emission for arrivals, since the arrival for handlers: the longer ago, the earlier. */
// @ts-ignore: decorator
@inline const AGO: usize = 104;

/** Layout of a ring. */
// @ts-ignore: decorator
@inline const RING_TICKS: usize = 0;
// @ts-ignore: decorator
@inline const RING_FRACS: usize = 4;
// @ts-ignore: decorator
@inline const RING_IDS: usize = 8;
// @ts-ignore: decorator
@inline const RING_MASK: usize = 12;
// @ts-ignore: decorator
@inline const RING_END: usize = 16;

/** Cursors in the heap. */
export let waiting: i32 = 0;

// @ts-ignore: decorator
@inline
function slot(k: i32): usize {
  return heap + ((<usize>k) << 2);
}

/** The cursor whose spike arrives first. */
// @ts-ignore: decorator
@inline
export function first(): usize {
  return load<u32>(heap);
}

function isEarlier(p: usize, q: usize): bool {
  const tickP = load<f64>(p, TICK);
  const tickQ = load<f64>(q, TICK);
  if (tickP != tickQ) return tickP < tickQ;
  const fracP = load<f64>(p, FRAC);
  const fracQ = load<f64>(q, FRAC);
  if (fracP != fracQ) return fracP < fracQ;
  const handlerP = load<i32>(p, HANDLER);
  const handlerQ = load<i32>(q, HANDLER);
  if (handlerP >= 0 != handlerQ >= 0) return handlerQ >= 0;
  const agoP = load<f64>(p, AGO);
  const agoQ = load<f64>(q, AGO);
  if (agoP != agoQ) return agoP > agoQ;
  const projectionP = load<i32>(p, PROJECTION);
  const projectionQ = load<i32>(q, PROJECTION);
  if (projectionP != projectionQ) return projectionP < projectionQ;
  const sourceP = load<u32>(p, SOURCE_ID);
  const sourceQ = load<u32>(q, SOURCE_ID);
  return sourceP != sourceQ ? sourceP < sourceQ : handlerP < handlerQ;
}

/** Moves a cursor to the next spike that has a row here (or rules, whose traces every spike moves); false at the end of the ring. */
function seek(cursor: usize): bool {
  const ring: usize = load<u32>(cursor, RING);
  const end = load<u32>(ring, RING_END);
  const mask = load<u32>(ring, RING_MASK);
  const classes = load<u32>(cursor, CLASSES);
  const ruled = load<i32>(cursor, RULED) != 0;
  for (let position = load<u32>(cursor, POSITION); position != end; position++) {
    const entry: usize = position & mask;
    const source = load<u32>(load<u32>(ring, RING_IDS) + (entry << 2));
    const row = load<u32>(cursor, ROW_START) + (<usize>(source * classes + load<u32>(cursor, CLASS)) << 2);
    const begin = load<u32>(row);
    const stop = load<u32>(row, 4);
    if (begin == stop && !ruled) continue;
    store<u32>(cursor, position, POSITION);
    store<u32>(cursor, source, SOURCE_ID);
    store<u32>(cursor, begin, BEGIN);
    store<u32>(cursor, stop, END);
    store<f64>(cursor, load<f64>(load<u32>(ring, RING_TICKS) + (entry << 3)) + load<f64>(cursor, DELAY), TICK);
    store<f64>(cursor, load<f64>(load<u32>(ring, RING_FRACS) + (entry << 3)), FRAC);
    return true;
  }
  store<u32>(cursor, end, POSITION);
  return false;
}

/** Moves the first cursor on. */
export function advanceFirst(): void {
  const cursor = first();
  store<u32>(cursor, load<u32>(cursor, POSITION) + 1, POSITION);
  if (!seek(cursor)) {
    store<i32>(cursor, 0, WAITING);
    waiting--;
    store<u32>(heap, load<u32>(slot(waiting)));
  }
  if (waiting > 1) sink(0);
}

function sink(k: i32): void {
  const cursor: usize = load<u32>(slot(k));
  for (;;) {
    let child = 2 * k + 1;
    if (child >= waiting) break;
    if (child + 1 < waiting && isEarlier(load<u32>(slot(child + 1)), load<u32>(slot(child)))) child++;
    const other: usize = load<u32>(slot(child));
    if (!isEarlier(other, cursor)) break;
    store<u32>(slot(k), <u32>other);
    k = child;
  }
  store<u32>(slot(k), <u32>cursor);
}

/** Takes up cursors that had come to an end, after spikes were put into rings. */
export function resume(): void {
  for (let k = 0; k < cursorCount; k++) {
    const cursor = cursors + <usize>k * CURSOR_BYTES;
    if (load<i32>(cursor, WAITING) || !seek(cursor)) continue;
    store<i32>(cursor, 1, WAITING);
    let place = waiting++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above: usize = load<u32>(slot(parent));
      if (!isEarlier(cursor, above)) break;
      store<u32>(slot(place), <u32>above);
      place = parent;
    }
    store<u32>(slot(place), <u32>cursor);
  }
}

/** Empties the heap: cursors were set back. */
export function clearQueue(): void {
  waiting = 0;
  for (let k = 0; k < cursorCount; k++) store<i32>(cursors + <usize>k * CURSOR_BYTES, 0, WAITING);
}

/** Passes over what arrived up to tick `now`. */
export function skip(now: f64): void {
  while (waiting > 0 && isPast(first(), now)) advanceFirst();
}

function isPast(cursor: usize, now: f64): bool {
  const tick = load<f64>(cursor, TICK);
  return tick < now || (tick == now && load<f64>(cursor, FRAC) == 0);
}
