/**
 * What a neuron does though nothing arrives: events of its drives, release, crossings. Neurons do not influence one another within an epoch,
 * so each is brought up to an instant only when something reaches it there, or when its time has come (event-calendar.ts).
 */
import { DRIVEN_DELTA, FACTORED, SOURCE, SPIKES, busy, crossGate, drives, n, rebaseTicks, releaseFrac, releaseTick, resting } from './event-network';
import {
  bucketOf, chunkAfter, clearBit, clearCalendar, countIn, current, enter, giveChunk, isSet, leaveChain, neuronIn, open, setBit, setMovable,
  takeChain,
} from './event-calendar';
import { NEVER, crosses, isDue, noteCrossing, sinceBaseTicks } from './event-crossing';
import { exc, inh, nextFrac, nextTick, seekNext, setInput, takeDrives } from './event-drives';
import { alone, at, atRow, frac, get, input, isBefore, isRefractory, rowFrac, rowTick, setAlone, settle, silent, tick } from './event-neuron';
import { prepareEvents, takePrepared } from './event-prepared';
import { emit } from './event-spikes';

/** Whether some neuron may be at threshold without input, if only by its release: else no release is awaited. */
let restless: bool = false;

export function setRestless(release: bool, crossing: bool): void {
  restless = release;
  setAlone(crossing);
  setMovable(release);
}

/** Puts neuron i, just written at the working instant, back in line. */
export function rest(i: i32): void {
  noteCrossing(i);
  awaitNext(i);
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
  if (!SOURCE && alone) due = min(due, load<i32>(crossGate + ((<usize>i) << 2)));
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
