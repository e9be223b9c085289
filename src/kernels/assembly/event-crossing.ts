/**
 * Crossings of threshold without input. `crossGate`, one a neuron, is a tick since the base before which it does not cross: a cheap bound, which may be
 * early, never late. Only a neuron whose bound has come, and renewed does not move on, is worth the crossing itself.
 */
import {
  ADAPTIVE, CURRENTS, SPIKES, a, b, c, crossGate, gap, gapMask, perMs, rE, rEMask, rI, rIMask, since, tauE, tauEMask, tauI, tauIMask, tauM, tauMMask,
  tauTheta, tauThetaMask, theta, vInf, vInfMask, vTh, vThMask,
} from './event-network';
import { firstCrossing } from './crossing';
import { fracIn, ticksIn } from './event-forms';
import { alone, at, base, fire, gE, gI, gM, gTheta, get, isBefore, isRefractory, param, settle, silent, x } from './event-neuron';

export const NEVER: i32 = i32.MAX_VALUE;

/** Ticks since the base, as far as 32 bits reach. */
// @ts-ignore: decorator
@inline
export function sinceBaseTicks(t: f64): i32 {
  return <i32>max(min(t - base, 2147483647.0), -2147483648.0);
}

// @ts-ignore: decorator
@inline
function gateOf(i: i32): usize {
  return crossGate + ((<usize>i) << 2);
}

/**
 * A tick since the base before which the neuron cannot cross, from its state at the working instant, its last write.
 * For y later v <= V + (M − V)·y/τm, with M where it would be drawn if the currents that lift it did not decay; the threshold falls by at most θ·y/τθ.
 */
function crossingGate(i: i32): i32 {
  if (!SPIKES || silent) return NEVER;
  const gapHere = param(gap, gapMask, i);
  if (!CURRENTS && !ADAPTIVE && gapHere >= 0) return NEVER;
  const rest = param(vInf, vInfMask, i);
  const lift = get(a, i) / gM;
  const partE = CURRENTS ? get(b, i) / gE : 0;
  const partI = CURRENTS ? get(c, i) / gI : 0;
  const shift = ADAPTIVE ? get(theta, i) / gTheta : 0;
  const v = rest + lift + partE + partI;
  let drawn = rest;
  if (CURRENTS) drawn += max(partE * param(rE, rEMask, i), 0) + max(partI * param(rI, rIMask, i), 0);
  const threshold = param(vTh, vThMask, i);
  // Far above the rounding errors of v and of the root.
  const margin = 1e-12 * (abs(rest) + abs(lift) + abs(partE) + abs(partI) + abs(shift) + abs(threshold));
  if (max(drawn, v) + margin < threshold + min(shift, 0)) return NEVER;
  let speed = max(drawn - v, 0) / param(tauM, tauMMask, i);
  if (ADAPTIVE) speed += max(shift, 0) / param(tauTheta, tauThetaMask, i);
  return gateAfter((threshold + shift - margin - v) / speed);
}

/** Tick of a lower bound y [ms] after the working instant. */
// @ts-ignore: decorator
@inline
function gateAfter(y: f64): i32 {
  // Not y > 0 also holds for NaN: look at once.
  const later = y > 0 ? x + y * 0.999999999 : x;
  return <i32>min(floor(later * perMs - 1e-6), 2147483647.0);
}

/** Notes the bound of neuron i, just written at the working instant. */
// @ts-ignore: decorator
@inline
export function noteCrossing(i: i32): void {
  if (alone) store<i32>(gateOf(i), isRefractory(i) ? NEVER : crossingGate(i));
}

/** Whether a time comes before (t, f), or up to it. */
// @ts-ignore: decorator
@inline
export function isDue(tick1: f64, frac1: f64, t: f64, f: f64, inclusive: bool): bool {
  return isBefore(tick1, frac1, t, f) || (inclusive && tick1 == t && frac1 == f);
}

/** Bounds are renewed so often before the crossing itself is computed, which costs ten times as much. */
const RENEWALS: i32 = 2;

/** Whether a bound says that neuron i does not cross up to `ticks` since the base; seen from where the last bound ends if need be. */
function waits(i: i32, ticks: i32): bool {
  let bound = load<i32>(gateOf(i));
  for (let k = 0; k < RENEWALS; k++) {
    if (bound > ticks) return true;
    at(i, base + <f64>bound, 0);
    const renewed = crossingGate(i);
    if (renewed <= bound) return false;
    bound = renewed;
    store<i32>(gateOf(i), bound);
  }
  return bound > ticks;
}

/** Lets neuron i fire if it crosses threshold before (t, f), or up to it; else notes when it will. */
export function crosses(i: i32, t: f64, f: f64, inclusive: bool): bool {
  if (!SPIKES || !alone || waits(i, sinceBaseTicks(t))) return false;
  const root = firstCrossing(
    get(since, i), -param(gap, gapMask, i), get(a, i), param(tauM, tauMMask, i),
    CURRENTS ? get(b, i) : 0, CURRENTS ? param(tauE, tauEMask, i) : 1, CURRENTS ? get(c, i) : 0, CURRENTS ? param(tauI, tauIMask, i) : 1,
    ADAPTIVE ? -get(theta, i) : 0, ADAPTIVE ? param(tauTheta, tauThetaMask, i) : 1,
  );
  if (root == Infinity) {
    store<i32>(gateOf(i), NEVER);
    return false;
  }
  const whole = ticksIn(root, perMs);
  const crossTick = base + whole;
  const crossFrac = fracIn(root, whole, perMs);
  if (!isDue(crossTick, crossFrac, t, f, inclusive)) {
    store<i32>(gateOf(i), sinceBaseTicks(crossTick));
    return false;
  }
  at(i, crossTick, crossFrac);
  fire(i);
  settle(i);
  noteCrossing(i);
  return true;
}
