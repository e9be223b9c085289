/**
 * Drives of the neurons of a slice, and sources, which are drives without a neuron: for each neuron the next event. Poisson and image drives
 * draw it when the one before is taken; lists read it.
 */
import { SOURCE, driveTable, drives, firstNeuron, key0, key1, perMs, words } from './event-network';
import { fracIn, ticksIn } from './event-forms';
import { log } from './math';
import { get, param } from './event-neuron';
import { philox, uniform } from './philox';

/** Layout of an entry of the drive table (engines/wasm/event-drives.ts writes it). */
// @ts-ignore: decorator
@inline const DRIVE_BYTES: usize = 96;
// @ts-ignore: decorator
@inline const KIND: usize = 0;
// @ts-ignore: decorator
@inline export const STREAM: usize = 4;
// @ts-ignore: decorator
@inline const EVENTS: usize = 8;
// @ts-ignore: decorator
@inline export const RATE: usize = 24;
// @ts-ignore: decorator
@inline export const RATE_MASK: usize = 28;
// @ts-ignore: decorator
@inline export const WEIGHT: usize = 32;
// @ts-ignore: decorator
@inline export const WEIGHT_MASK: usize = 36;
// @ts-ignore: decorator
@inline const STARTS: usize = 40;
// @ts-ignore: decorator
@inline const STARTS_MASK: usize = 44;
// @ts-ignore: decorator
@inline const LIST_TICKS: usize = 48;
// @ts-ignore: decorator
@inline const LIST_FRACS: usize = 52;
// @ts-ignore: decorator
@inline const IMAGE_RATES: usize = 56;
// @ts-ignore: decorator
@inline const IMAGES: usize = 60;
// @ts-ignore: decorator
@inline const IMAGE_TICKS: usize = 64;
// @ts-ignore: decorator
@inline const IMAGE_STRIDE: usize = 72;

/** A neuron's next event: time, number, and whether an image keeps it (0 or 1), side by side since they are used together. */
// @ts-ignore: decorator
@inline export const TICK: usize = 0;
// @ts-ignore: decorator
@inline export const FRAC: usize = 8;
// @ts-ignore: decorator
@inline export const NUMBER: usize = 16;
// @ts-ignore: decorator
@inline const KEPT: usize = 24;

/** Where the next event of neuron i stands. */
// @ts-ignore: decorator
@inline
export function eventOf(drive: usize, i: i32): usize {
  return load<u32>(drive, EVENTS) + ((<usize>i) << 5);
}

const POISSON: i32 = 0;
const LIST: i32 = 1;

/** What `takeDrives` adds to. */
export let exc: f64 = 0;
export let inh: f64 = 0;

export function setInput(excitatory: f64, inhibitory: f64): void {
  exc = excitatory;
  inh = inhibitory;
}

/** Time of the next event of neuron i on any drive, found by `seekNext`. */
export let nextTick: f64 = Infinity;
export let nextFrac: f64 = 0;

export function seekNext(i: i32): void {
  const first = eventOf(driveTable, i);
  nextTick = load<f64>(first, TICK);
  nextFrac = load<f64>(first, FRAC);
  for (let d: usize = 1; d < <usize>drives; d++) {
    const event = eventOf(driveTable + d * DRIVE_BYTES, i);
    const tick = load<f64>(event, TICK);
    const frac = load<f64>(event, FRAC);
    if (tick > nextTick || (tick == nextTick && frac >= nextFrac)) continue;
    nextTick = tick;
    nextFrac = frac;
  }
}

/** Adds what the drives of neuron i bring at exactly (tick, frac) to `exc` and `inh`, and returns how many events came. */
export function takeDrives(i: i32, tick: f64, frac: f64): i32 {
  let came = 0;
  for (let d: usize = 0; d < <usize>drives; d++) {
    const drive = driveTable + d * DRIVE_BYTES;
    const event = eventOf(drive, i);
    let count = 0;
    while (load<f64>(event, TICK) == tick && load<f64>(event, FRAC) == frac) {
      if (load<i32>(drive, KIND) <= LIST || load<f64>(event, KEPT) != 0) count++;
      drawNext(drive, i, event);
    }
    came += count;
    if (SOURCE || count == 0) continue;
    const weight = param(load<u32>(drive, WEIGHT), load<i32>(drive, WEIGHT_MASK), i);
    if (weight >= 0) exc += <f64>count * weight;
    else inh += <f64>count * weight;
  }
  return came;
}

/** Moves neuron i to the event after the one taken. */
function drawNext(drive: usize, i: i32, event: usize): void {
  const number = load<f64>(event, NUMBER) + 1;
  store<f64>(event, number, NUMBER);
  if (load<i32>(drive, KIND) == LIST) readList(drive, i, event);
  else drawInterval(drive, i, event, load<f64>(event, TICK), load<f64>(event, FRAC));
}

// @ts-ignore: decorator
@inline
function setTime(event: usize, tick: f64, frac: f64): void {
  store<f64>(event, tick, TICK);
  store<f64>(event, frac, FRAC);
}

function readList(drive: usize, i: i32, event: usize): void {
  const starts = load<u32>(drive, STARTS) + ((<usize>(i & load<i32>(drive, STARTS_MASK))) << 2);
  const k = <i32>(load<u32>(starts) + <u32>load<f64>(event, NUMBER));
  if (k >= load<i32>(starts, 4)) setTime(event, Infinity, 0);
  else setTime(event, get(load<u32>(drive, LIST_TICKS), k), get(load<u32>(drive, LIST_FRACS), k));
}

/** What is listed for time 0 is past. */
function startList(drive: usize, i: i32): void {
  const event = eventOf(drive, i);
  for (let number: f64 = 0; ; number++) {
    store<f64>(event, number, NUMBER);
    readList(drive, i, event);
    if (load<f64>(event, TICK) != 0 || load<f64>(event, FRAC) != 0) return;
  }
}

/** Draws the event of the number that stands there, after one at (tick, frac). */
function drawInterval(drive: usize, i: i32, event: usize, tick: f64, frac: f64): void {
  const rate = param(load<u32>(drive, RATE), load<i32>(drive, RATE_MASK), i);
  if (rate == 0) {
    setTime(event, Infinity, 0);
    return;
  }
  const number = <u64>load<f64>(event, NUMBER);
  philox(key0, key1, firstNeuron + i, load<u32>(drive, STREAM), <u32>number, <u32>(number >> 32), words);
  const rest = frac + -log(uniform(load<u32>(words))) / rate;
  const ticks = ticksIn(rest, perMs);
  setTime(event, tick + ticks, fracIn(rest, ticks, perMs));
  if (load<i32>(drive, KIND) != POISSON) keepByImage(drive, i, event, rate);
}

function keepByImage(drive: usize, i: i32, event: usize, fastest: f64): void {
  const image = <i64>floor(load<f64>(event, TICK) / load<f64>(drive, IMAGE_TICKS)) % <i64>load<i32>(drive, IMAGES);
  const rate = get(load<u32>(drive, IMAGE_RATES) + ((<usize>image * <usize>load<i32>(drive, IMAGE_STRIDE)) << 3), i);
  store<f64>(event, uniform(load<u32>(words, 4)) * fastest < rate ? 1 : 0, KEPT);
}

/** First events, of n neurons. */
export function startDrives(n: i32): void {
  for (let d: usize = 0; d < <usize>drives; d++) {
    const drive = driveTable + d * DRIVE_BYTES;
    if (load<i32>(drive, KIND) == LIST) for (let i = 0; i < n; i++) startList(drive, i);
    else for (let i = 0; i < n; i++) drawInterval(drive, i, eventOf(drive, i), 0, 0);
  }
}
