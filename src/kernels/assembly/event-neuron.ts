/**
 * One neuron on the event clock, step by step as engines/event-clock.md says. Every function acts at the *working instant* (`at`, `atRow`), for
 * which the growths e^(x/τ) are kept; a neuron is brought up to an instant before anything reaches it (event-own.ts).
 */
import {
  ADAPTIVE, COMMON_TAU, CURRENTS, SPIKES, a, b, c, dTheta, dThetaMask, drop, dropMask, gap, gapMask, kE, kEMask, kI, kIMask, perMs, releaseFrac,
  releaseTick, resting, since, subtract, tRef, tRefMask, tauE, tauEMask, tauI, tauIMask, tauM, tauMMask, tauTheta, tauThetaMask, theta, vInf,
  vInfMask, vReset, vResetMask, vTh, vThMask,
} from './event-network';
import { coefficientFor, fracIn, growth, potential, scaledThreshold, sinceBase, ticksIn } from './event-forms';
import { clearBit, isSet, setBit } from './event-calendar';
import { emit } from './event-spikes';

/** Base of the population [ticks]. */
export let base: f64 = 0;
/** Whether nothing of the population may fire. */
export let silent: bool = false;

/** The working instant: its time, x, and growths since the base. */
export let tick: f64 = 0;
export let frac: f64 = 0;
export let x: f64 = 0;
export let gM: f64 = 1;
export let gE: f64 = 1;
export let gI: f64 = 1;
export let gTheta: f64 = 1;

/** The instant of the arrivals being delivered, with its growths where time constants are common. */
export let rowTick: f64 = -1;
export let rowFrac: f64 = 0;
export let rowX: f64 = 0;
export let rowM: f64 = 1;
export let rowE: f64 = 1;
export let rowI: f64 = 1;
let rowTheta: f64 = 1;

export function setBase(value: f64): void {
  base = value;
  rowTick = -1;
}

export function setSilent(value: bool): void {
  silent = value;
}

/** Whether some neuron may cross threshold by itself: else nobody asks when it was last written. */
export let alone: bool = false;

export function setAlone(value: bool): void {
  alone = value;
}

/** A column of one value for all neurons has mask 0, one of a value each −1. */
// @ts-ignore: decorator
@inline
export function param(column: usize, mask: i32, i: i32): f64 {
  return load<f64>(column + ((<usize>(i & mask)) << 3));
}

// @ts-ignore: decorator
@inline
export function get(column: usize, i: i32): f64 {
  return load<f64>(column + ((<usize>i) << 3));
}

// @ts-ignore: decorator
@inline
export function set(column: usize, i: i32, value: f64): void {
  store<f64>(column + ((<usize>i) << 3), value);
}

// @ts-ignore: decorator
@inline
export function isBefore(tick1: f64, frac1: f64, tick2: f64, frac2: f64): bool {
  return tick1 < tick2 || (tick1 == tick2 && frac1 < frac2);
}

// @ts-ignore: decorator
@inline
export function isRefractory(i: i32): bool {
  return SPIKES && isSet(resting, i);
}

/** Makes (t, f) the working instant of neuron i. */
export function at(i: i32, t: f64, f: f64): void {
  tick = t;
  frac = f;
  x = sinceBase(t, f, base, perMs);
  gM = growth(x, param(tauM, tauMMask, i));
  if (CURRENTS) {
    gE = growth(x, param(tauE, tauEMask, i));
    gI = growth(x, param(tauI, tauIMask, i));
  }
  if (ADAPTIVE) gTheta = growth(x, param(tauTheta, tauThetaMask, i));
}

/** Makes (t, f) the instant of arrivals. */
export function setRow(t: f64, f: f64): void {
  if (t == rowTick && f == rowFrac) return;
  rowTick = t;
  rowFrac = f;
  rowX = sinceBase(t, f, base, perMs);
  if (!COMMON_TAU) return;
  at(0, t, f);
  rowM = gM;
  rowE = gE;
  rowI = gI;
  rowTheta = gTheta;
}

/** Makes the instant of arrivals the working instant of neuron i. */
export function atRow(i: i32): void {
  if (!COMMON_TAU) {
    at(i, rowTick, rowFrac);
    return;
  }
  tick = rowTick;
  frac = rowFrac;
  x = rowX;
  gM = rowM;
  gE = rowE;
  gI = rowI;
  gTheta = rowTheta;
}

/** Potential of a neuron that is not refractory. */
export function voltage(i: i32): f64 {
  if (!CURRENTS) return potential(param(vInf, vInfMask, i), get(a, i), 1 / gM, 0, 1, 0, 1);
  return potential(param(vInf, vInfMask, i), get(a, i), 1 / gM, get(b, i), 1 / gE, get(c, i), 1 / gI);
}

function isAtThreshold(i: i32): bool {
  if (!SPIKES || silent) return false;
  const shift: f64 = ADAPTIVE ? get(theta, i) : 0;
  const decay: f64 = ADAPTIVE ? 1 / gTheta : 1;
  if (!CURRENTS) return get(a, i) >= scaledThreshold(param(gap, gapMask, i), shift, decay, gM);
  return voltage(i) >= param(vTh, vThMask, i) + shift * decay;
}

/** Step 3: what arrives. */
export function input(i: i32, exc: f64, inh: f64): void {
  const lifted = !isRefractory(i);
  if (!CURRENTS) {
    if (!lifted) return;
    set(a, i, get(a, i) + (exc + inh) * gM);
    if (!alone) return;
  } else {
    const jumpE = param(kE, kEMask, i) * exc;
    set(b, i, get(b, i) - jumpE * gE);
    if (lifted) set(a, i, get(a, i) + jumpE * gM);
    const jumpI = param(kI, kIMask, i) * inh;
    set(c, i, get(c, i) - jumpI * gI);
    if (lifted) set(a, i, get(a, i) + jumpI * gM);
  }
  set(since, i, x);
}

// @ts-ignore: decorator
@inline
function isReleasedNow(i: i32): bool {
  return get(releaseTick, i) == tick && get(releaseFrac, i) == frac;
}

/** Step 4: release and threshold, again where there is no refractory time. */
export function settle(i: i32): void {
  for (;;) {
    if (isRefractory(i)) {
      if (!isReleasedNow(i)) return;
      release(i);
    }
    if (!isAtThreshold(i)) return;
    fire(i);
  }
}

function release(i: i32): void {
  const held = get(a, i);
  if (CURRENTS) set(a, i, coefficientFor(held, param(vInf, vInfMask, i), gM, get(b, i), 1 / gE, get(c, i), 1 / gI));
  else set(a, i, coefficientFor(held, param(vInf, vInfMask, i), gM, 0, 1, 0, 1));
  set(since, i, x);
  set(releaseTick, i, -1);
  clearBit(resting, i);
}

/** The neuron spikes at the working instant. */
export function fire(i: i32): void {
  const held = subtract ? voltage(i) - param(drop, dropMask, i) : param(vReset, vResetMask, i);
  if (ADAPTIVE) set(theta, i, get(theta, i) + param(dTheta, dThetaMask, i) * gTheta);
  set(a, i, held);
  const rest = frac + param(tRef, tRefMask, i);
  const whole = ticksIn(rest, perMs);
  set(releaseTick, i, tick + whole);
  set(releaseFrac, i, fracIn(rest, whole, perMs));
  set(since, i, x);
  setBit(resting, i);
  emit(i, tick, frac);
}
