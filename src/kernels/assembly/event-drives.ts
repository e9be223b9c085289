/**
 * Drives of the neurons of a slice, and sources, which are drives without a neuron: for each neuron the next event. Poisson and image drives
 * draw it when the one before is taken; lists read it.
 */
import { SOURCE, driveTable, drives, firstNeuron, key0, key1, perMs, words } from './event-network';
import { fracIn, ticksIn } from './event-forms';
import { log } from './math';
import { get, param, set } from './event-neuron';
import { philox, uniform } from './philox';

/** Layout of an entry of the drive table (engines/wasm/event-drives.ts writes it). */
// @ts-ignore: decorator
@inline const DRIVE_BYTES: usize = 96;
// @ts-ignore: decorator
@inline const KIND: usize = 0;
// @ts-ignore: decorator
@inline export const STREAM: usize = 4;
// @ts-ignore: decorator
@inline export const TICK: usize = 8;
// @ts-ignore: decorator
@inline export const FRAC: usize = 12;
// @ts-ignore: decorator
@inline export const NUMBER: usize = 16;
// @ts-ignore: decorator
@inline const KEPT: usize = 20;
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
  nextTick = get(load<u32>(driveTable, TICK), i);
  nextFrac = get(load<u32>(driveTable, FRAC), i);
  for (let d: usize = 1; d < <usize>drives; d++) {
    const drive = driveTable + d * DRIVE_BYTES;
    const tick = get(load<u32>(drive, TICK), i);
    const frac = get(load<u32>(drive, FRAC), i);
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
    let count = 0;
    while (get(load<u32>(drive, TICK), i) == tick && get(load<u32>(drive, FRAC), i) == frac) {
      if (load<i32>(drive, KIND) <= LIST || load<u8>(load<u32>(drive, KEPT) + <usize>i)) count++;
      drawNext(drive, i);
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
function drawNext(drive: usize, i: i32): void {
  const number = get(load<u32>(drive, NUMBER), i) + 1;
  set(load<u32>(drive, NUMBER), i, number);
  if (load<i32>(drive, KIND) == LIST) readList(drive, i, <u32>number);
  else drawInterval(drive, i, number, get(load<u32>(drive, TICK), i), get(load<u32>(drive, FRAC), i));
}

function readList(drive: usize, i: i32, number: u32): void {
  const starts = load<u32>(drive, STARTS) + (<usize>(i & load<i32>(drive, STARTS_MASK)) << 2);
  const k = <i32>(load<u32>(starts) + number);
  const ended = k >= <i32>load<u32>(starts, 4);
  set(load<u32>(drive, TICK), i, ended ? Infinity : get(load<u32>(drive, LIST_TICKS), k));
  set(load<u32>(drive, FRAC), i, ended ? 0 : get(load<u32>(drive, LIST_FRACS), k));
}

/** What is listed for time 0 is past. */
function startList(drive: usize, i: i32): void {
  let number: u32 = 0;
  do {
    set(load<u32>(drive, NUMBER), i, number);
    readList(drive, i, number++);
  } while (get(load<u32>(drive, TICK), i) == 0 && get(load<u32>(drive, FRAC), i) == 0);
}

/** Draws event `number` after the one at (tick, frac). */
function drawInterval(drive: usize, i: i32, number: f64, tick: f64, frac: f64): void {
  const rate = param(load<u32>(drive, RATE), load<i32>(drive, RATE_MASK), i);
  if (rate == 0) {
    set(load<u32>(drive, TICK), i, Infinity);
    set(load<u32>(drive, FRAC), i, 0);
    return;
  }
  const whole = <u64>number;
  philox(key0, key1, firstNeuron + i, load<u32>(drive, STREAM), <u32>whole, <u32>(whole >> 32), words);
  const rest = frac + -log(uniform(load<u32>(words))) / rate;
  const ticks = ticksIn(rest, perMs);
  const at = tick + ticks;
  set(load<u32>(drive, TICK), i, at);
  set(load<u32>(drive, FRAC), i, fracIn(rest, ticks, perMs));
  if (load<i32>(drive, KIND) != POISSON) keepByImage(drive, i, at, rate);
}

function keepByImage(drive: usize, i: i32, tick: f64, fastest: f64): void {
  const image = <i64>floor(tick / load<f64>(drive, IMAGE_TICKS)) % <i64>load<i32>(drive, IMAGES);
  const rate = get(load<u32>(drive, IMAGE_RATES) + (<usize>image * <usize>load<i32>(drive, IMAGE_STRIDE) << 3), i);
  store<u8>(load<u32>(drive, KEPT) + <usize>i, uniform(load<u32>(words, 4)) * fastest < rate);
}

/** First events, of n neurons. */
export function startDrives(n: i32): void {
  for (let d: usize = 0; d < <usize>drives; d++) {
    const drive = driveTable + d * DRIVE_BYTES;
    if (load<i32>(drive, KIND) == LIST) for (let i = 0; i < n; i++) startList(drive, i);
    else for (let i = 0; i < n; i++) drawInterval(drive, i, 0, 0, 0);
  }
}
