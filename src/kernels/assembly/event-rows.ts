/**
 * A row delivered at its arrival. One arrival alone at its instant (almost all are) acts at once, target after target; several at one instant are summed per
 * neuron first (event-sums.ts). Of targets that stand twice in a row the amounts are summed too.
 */
import {
  ADAPTIVE, COMMON_TAU, CURRENTS, FACTORED, SPIKES, a, b, bucketTicks, busy, c, crossGate, gap, gapMask, kE, kEMask, kI, kIMask, perMs, place, rE,
  rI, rebaseTicks, since, tauM, vInf, vInfMask, vTh, vThMask,
} from './event-network';
import { enter, isSet, opened } from './event-calendar';
import { alone, atRow, get, param, rowE, rowI, rowM, rowX, set, settle, silent } from './event-neuron';
import { reachRow, receive, rest } from './event-own';
import { FACTOR, TARGET, TARGET_BYTES, WEIGHT, WEIGHT_BYTES } from './event-queue';

/** Delivers the synapses [begin, end) of a cursor's projection. */
export function deliverRow(cursor: usize, begin: u32, end: u32): void {
  const wide = load<u32>(cursor, TARGET_BYTES) == 4;
  const bytes = load<u32>(cursor, WEIGHT_BYTES);
  if (bytes == 1) wide ? rowOf<u32, u8>(cursor, begin, end) : rowOf<u16, u8>(cursor, begin, end);
  else if (bytes == 4) wide ? rowOf<u32, f32>(cursor, begin, end) : rowOf<u16, f32>(cursor, begin, end);
  else wide ? rowOf<u32, f64>(cursor, begin, end) : rowOf<u16, f64>(cursor, begin, end);
}

function rowOf<T, W>(cursor: usize, begin: u32, end: u32): void {
  const targets: usize = load<u32>(cursor, TARGET);
  const weights: usize = load<u32>(cursor, WEIGHT);
  const factor = load<f64>(cursor, FACTOR);
  const plain = !ADAPTIVE && !FACTORED && COMMON_TAU;
  if (plain && !CURRENTS && !alone) deltaRow<T, W>(targets, weights, begin, end, factor);
  else if (plain && CURRENTS) currentRow<T, W>(targets, weights, begin, end, factor);
  else for (let k = begin; k < end; ) k = receiveAt<T, W>(targets, weights, k, end, factor);
}

// @ts-ignore: decorator
@inline
function targetAt<T>(targets: usize, k: u32): i32 {
  return <i32>load<T>(targets + <usize>k * sizeof<T>());
}

/** Brings the targets of the synapses [begin, end) up to the instant of arrivals. */
export function reachTargets(cursor: usize, begin: u32, end: u32): void {
  const targets: usize = load<u32>(cursor, TARGET);
  if (load<u32>(cursor, TARGET_BYTES) == 4) for (let k = begin; k < end; k++) reachRow(targetAt<u32>(targets, k));
  else for (let k = begin; k < end; k++) reachRow(targetAt<u16>(targets, k));
}

/** What synapse k brings, signed. A projection with one weight has no column (W = u8). */
// @ts-ignore: decorator
@inline
function amountAt<W>(weights: usize, k: u32, factor: f64): f64 {
  if (sizeof<W>() == 1) return factor;
  return <f64>load<W>(weights + <usize>k * sizeof<W>()) * factor;
}

/** The long way for the target of synapse k, all its synapses in the row together; returns the synapse after them. */
function receiveAt<T, W>(targets: usize, weights: usize, k: u32, end: u32, factor: f64): u32 {
  const i = targetAt<T>(targets, k);
  let exc: f64 = 0;
  let inh: f64 = 0;
  let count: f64 = 0;
  for (; k < end && targetAt<T>(targets, k) == i; k++) {
    const amount = amountAt<W>(weights, k, factor);
    count += 1;
    if (amount >= 0) exc += amount;
    else inh += amount;
  }
  if (sizeof<W>() == 1) {
    exc = factor >= 0 ? count * factor : 0;
    inh = factor >= 0 ? 0 : count * factor;
  }
  receive(i, exc, inh);
  return k;
}

function deltaRow<T, W>(targets: usize, weights: usize, begin: u32, end: u32, factor: f64): void {
  const growth = rowM;
  const step = factor * growth;
  for (let k = begin; k < end; ) {
    const i = targetAt<T>(targets, k);
    const twice = k + 1 < end && targetAt<T>(targets, k + 1) == i;
    if (twice || isSet(busy, i)) {
      k = receiveAt<T, W>(targets, weights, k, end, factor);
      continue;
    }
    const lifted = get(a, i) + (sizeof<W>() == 1 ? step : amountAt<W>(weights, k, factor) * growth);
    set(a, i, lifted);
    k++;
    if (SPIKES && lifted >= param(gap, gapMask, i) * growth) tryFire(i);
  }
}

function currentRow<T, W>(targets: usize, weights: usize, begin: u32, end: u32, factor: f64): void {
  const decayM = 1 / rowM;
  const decayE = 1 / rowE;
  const decayI = 1 / rowI;
  const tau = load<f64>(tauM);
  const factorE = load<f64>(rE);
  const factorI = load<f64>(rI);
  for (let k = begin; k < end; ) {
    const i = targetAt<T>(targets, k);
    const twice = k + 1 < end && targetAt<T>(targets, k + 1) == i;
    if (twice || isSet(busy, i)) {
      k = receiveAt<T, W>(targets, weights, k, end, factor);
      continue;
    }
    const amount = amountAt<W>(weights, k, factor);
    k++;
    let e = get(b, i);
    let h = get(c, i);
    let jump: f64;
    if (amount >= 0) {
      jump = param(kE, kEMask, i) * amount;
      e -= jump * rowE;
      set(b, i, e);
    } else {
      jump = param(kI, kIMask, i) * amount;
      h -= jump * rowI;
      set(c, i, h);
    }
    const m = get(a, i) + jump * rowM;
    set(a, i, m);
    set(since, i, rowX);
    if (!SPIKES || silent) continue;
    // From here as isAtThreshold and crossingGate, with what the row has in common in registers.
    const bottom = param(vInf, vInfMask, i);
    const lift = m * decayM;
    const partE = e * decayE;
    const partI = h * decayI;
    const v = bottom + lift + partE + partI;
    const threshold = param(vTh, vThMask, i);
    if (v >= threshold) {
      tryFire(i);
      continue;
    }
    const drawn = bottom + (max(partE * factorE, 0) + max(partI * factorI, 0));
    const margin = 1e-12 * (abs(bottom) + abs(lift) + abs(partE) + abs(partI) + abs(threshold));
    let ticks = i32.MAX_VALUE;
    if (max(drawn, v) + margin >= threshold) {
      const y = ((threshold - margin - v) / max(drawn - v, 0)) * tau;
      const later = y > 0 ? rowX + y * 0.999999999 : rowX;
      ticks = <i32>min(floor(later * perMs - 1e-6), 2147483647.0);
    }
    noteCrossing(i, ticks);
  }
}

/** Enters a neuron that cannot cross before `ticks`. */
// @ts-ignore: decorator
@inline
function noteCrossing(i: i32, ticks: i32): void {
  store<i32>(crossGate + ((<usize>i) << 2), ticks);
  if (<f64>ticks >= rebaseTicks) return;
  const bucket = ticks / bucketTicks;
  // Where it stands early enough already it stays; −1 (nowhere) is the greatest unsigned bucket.
  if (bucket <= opened || load<u32>(place + ((<usize>i) << 2)) > <u32>bucket) enter(i, ticks);
}

function tryFire(i: i32): void {
  atRow(i);
  settle(i);
  rest(i);
}
