/**
 * What a neuron does though nothing arrives: events of its drives, release, crossings. Neurons do not influence one another within an epoch,
 * so each is brought up to an instant only when something reaches it there, or when its time has come (event-calendar.ts).
 *
 * `crossGate`: a tick since the base before which a neuron does not cross threshold; may be early, never late.
 */
import {
  ADAPTIVE, CURRENTS, DRIVEN_DELTA, FACTORED, SOURCE, SPIKES, a, b, c, busy, crossGate, driveTable, drives, gap, gapMask, n, perMs, rE, rEMask, rI, rIMask, rebaseTicks, resting, releaseFrac,
  releaseTick, since, tauE, tauEMask, tauI, tauIMask, tauM, tauMMask, tauTheta, tauThetaMask, theta, vInf, vInfMask, vTh, vThMask,
} from './event-network';
import { firstCrossing } from './crossing';
import { fracIn, ticksIn } from './event-forms';
import {
  bucketOf, chunkAfter, clearBit, clearCalendar, countIn, current, enter, giveChunk, isSet, leaveChain, neuronIn, open, setBit, setMovable, takeChain,
} from './event-calendar';
import { exc, inh, nextFrac, nextTick, seekNext, setInput, takeDrives } from './event-drives';
import { alone, at, atRow, base, fire, frac, gE, gI, gM, gTheta, get, input, isBefore, isRefractory, param, rowFrac, rowTick, setAlone, settle, silent, tick, x } from './event-neuron';
import { prepareEvents, takePrepared } from './event-prepared';
import { emit } from './event-spikes';

const NEVER: i32 = i32.MAX_VALUE;

/** Whether some neuron may be at threshold without input, if only by its release: else no release is awaited. */
let restless: bool = false;
export function setRestless(release: bool, crossing: bool): void {
  restless = release;
  setAlone(crossing);
  setMovable(release);
}

/** Ticks since the base, as far as 32 bits reach. */
// @ts-ignore: decorator
@inline
export function sinceBaseTicks(t: f64): i32 {
  return <i32>max(min(t - base, 2147483647.0), -2147483648.0);
}

// @ts-ignore: decorator
@inline
function at4(column: usize, i: i32): usize {
  return column + ((<usize>i) << 2);
}

/**
 * A tick since the base before which the neuron cannot cross, from its state at the working instant, its last write.
 * For y later v <= V + (M − V)·y/τm, with M where it would be drawn if the currents that lift it did not decay; the threshold falls by at most θ·y/τθ.
 */
export function crossingGate(i: i32): i32 {
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
export function gateAfter(y: f64): i32 {
  // Not y > 0 also holds for NaN: look at once.
  const later = y > 0 ? x + y * 0.999999999 : x;
  return <i32>min(floor(later * perMs - 1e-6), 2147483647.0);
}

/** Puts neuron i, just written at the working instant, back in line. */
export function rest(i: i32): void {
  noteCrossing(i);
  awaitNext(i);
}

// @ts-ignore: decorator
@inline
function noteCrossing(i: i32): void {
  if (alone) store<i32>(at4(crossGate, i), isRefractory(i) ? NEVER : crossingGate(i));
}

/** Enters neuron i, whose crossing gate stands, into the calendar if it has business of its own. */
export function awaitNext(i: i32): void {
  let due: i32 = NEVER;
  if (drives > 0) {
    seekNext(i);
    due = sinceBaseTicks(nextTick);
  }
  if (isRefractory(i)) {
    if (restless) due = min(due, sinceBaseTicks(get(releaseTick, i)));
    if (<f64>due < rebaseTicks) enter(i, due);
    setBit(busy, i);
    return;
  }
  if (!SOURCE && alone) due = min(due, load<i32>(at4(crossGate, i)));
  clearBit(busy, i);
  if (<f64>due < rebaseTicks) enter(i, due);
}

/** Everything that neuron i does of its own before (t, f), or up to it if `inclusive`. */
export function reach(i: i32, t: f64, f: f64, inclusive: bool): void {
  if (SOURCE) {
    reachSource(i, t, f, inclusive);
    return;
  }
  for (;;) {
    let ownTick: f64 = Infinity;
    let ownFrac: f64 = 0;
    if (drives > 0) {
      seekNext(i);
      ownTick = nextTick;
      ownFrac = nextFrac;
    }
    if (isRefractory(i)) {
      if (isBefore(get(releaseTick, i), get(releaseFrac, i), ownTick, ownFrac)) {
        ownTick = get(releaseTick, i);
        ownFrac = get(releaseFrac, i);
      }
      if (!isDue(ownTick, ownFrac, t, f, inclusive)) return;
    } else if (isDue(ownTick, ownFrac, t, f, inclusive)) {
      if (crosses(i, ownTick, ownFrac, false)) continue;
    } else {
      if (crosses(i, t, f, inclusive)) continue;
      return;
    }
    undergo(i, ownTick, ownFrac);
  }
}

// @ts-ignore: decorator
@inline
function isDue(tick1: f64, frac1: f64, t: f64, f: f64, inclusive: bool): bool {
  return isBefore(tick1, frac1, t, f) || (inclusive && tick1 == t && frac1 == f);
}

/** Drive events and release of neuron i at (t, f). */
function undergo(i: i32, t: f64, f: f64): void {
  at(i, t, f);
  if (drives > 0) {
    setInput(0, 0);
    const came = takeDrives(i, t, f) > 0;
    if (came) takeIn(i);
    else if (!isRefractory(i)) return;
  }
  settle(i);
  noteCrossing(i);
}

/** What neuron-owned rules multiply the excitation of neuron i by. */
// @ts-ignore: decorator
@external('engine', 'factor')
declare function factor(i: i32, tick: f64, frac: f64): f64;

/** Step 3 with what was summed in `exc` and `inh`. */
// @ts-ignore: decorator
@inline
function takeIn(i: i32): void {
  input(i, FACTORED && exc != 0 ? exc * factor(i, tick, frac) : exc, inh);
}

/** Bounds are renewed so often before the crossing itself is computed, which costs ten times as much. */
const RENEWALS: i32 = 2;

/** Whether a bound says that neuron i does not cross up to `ticks` since the base; seen from where the last bound ends if need be. */
function waits(i: i32, ticks: i32): bool {
  let bound = load<i32>(at4(crossGate, i));
  for (let k = 0; k < RENEWALS; k++) {
    if (bound > ticks) return true;
    at(i, base + <f64>bound, 0);
    const renewed = crossingGate(i);
    if (renewed <= bound) return false;
    bound = renewed;
    store<i32>(at4(crossGate, i), bound);
  }
  return bound > ticks;
}

/** Lets neuron i fire if it crosses threshold before (t, f), or up to it; else notes when it will. */
function crosses(i: i32, t: f64, f: f64, inclusive: bool): bool {
  if (!SPIKES || !alone || waits(i, sinceBaseTicks(t))) return false;
  const root = firstCrossing(
    get(since, i), -param(gap, gapMask, i), get(a, i), param(tauM, tauMMask, i),
    CURRENTS ? get(b, i) : 0, CURRENTS ? param(tauE, tauEMask, i) : 1, CURRENTS ? get(c, i) : 0, CURRENTS ? param(tauI, tauIMask, i) : 1,
    ADAPTIVE ? -get(theta, i) : 0, ADAPTIVE ? param(tauTheta, tauThetaMask, i) : 1,
  );
  if (root == Infinity) {
    store<i32>(at4(crossGate, i), NEVER);
    return false;
  }
  const whole = ticksIn(root, perMs);
  const crossTick = base + whole;
  const crossFrac = fracIn(root, whole, perMs);
  if (!isDue(crossTick, crossFrac, t, f, inclusive)) {
    store<i32>(at4(crossGate, i), sinceBaseTicks(crossTick));
    return false;
  }
  at(i, crossTick, crossFrac);
  fire(i);
  settle(i);
  noteCrossing(i);
  return true;
}

function reachSource(i: i32, t: f64, f: f64, inclusive: bool): void {
  for (seekNext(i); isDue(nextTick, nextFrac, t, f, inclusive); seekNext(i)) {
    const when = nextTick;
    const rest = nextFrac;
    const came = takeDrives(i, when, rest);
    if (!silent) for (let k = 0; k < came; k++) emit(i, when, rest);
  }
}

/** What reaches neuron i at the instant of arrivals: everything of its own before, then drives of that very instant, then input and threshold. */
export function receive(i: i32, excitatory: f64, inhibitory: f64): void {
  reach(i, rowTick, rowFrac, false);
  atRow(i);
  setInput(excitatory, inhibitory);
  if (drives > 0) takeDrives(i, tick, frac);
  takeIn(i);
  settle(i);
  rest(i);
}

/** Brings neuron i up to the instant of arrivals, for rules that look at its spikes. Those of a source at this very instant come first. */
export function reachRow(i: i32): void {
  if (!isSet(busy, i)) return;
  reach(i, rowTick, rowFrac, SOURCE);
  awaitNext(i);
}

/** Everything of their own that neurons do before tick `until`, or up to it. */
export function sweep(until: f64, inclusive: bool): void {
  const last = bucketOf(sinceBaseTicks(until));
  open(sinceBaseTicks(until));
  for (let bucket = current; bucket <= last; bucket++) {
    for (let chunk = takeChain(bucket); chunk >= 0; ) chunk = sweepChunk(<u32>chunk, until, inclusive);
  }
}

/** Brings the neurons of a chunk up to date; returns the chunk after it. */
function sweepChunk(chunk: u32, until: f64, inclusive: bool): i64 {
  const count = countIn(chunk);
  const prepares = DRIVEN_DELTA && !alone && prepareEvents(chunk, count);
  for (let k: u32 = 0; k < count; k++) {
    const i = neuronIn(chunk, k);
    leaveChain(i);
    if (prepares) takePrepared(i, k, until);
    reach(i, until, 0, inclusive);
    awaitNext(i);
  }
  const after = chunkAfter(chunk);
  giveChunk(chunk);
  return after;
}

/** The calendar anew at tick t, after the base moved, the current changed or columns were written; crossings are bounded from the state as it is at t. */
export function enterAll(t: f64): void {
  clearCalendar(sinceBaseTicks(t));
  for (let i = 0; i < n; i++) {
    if (SPIKES) {
      if (get(releaseTick, i) >= 0) setBit(resting, i);
      else clearBit(resting, i);
    }
    if (alone && !SOURCE) {
      at(i, t, 0);
      noteCrossing(i);
    }
    awaitNext(i);
  }
}
