/**
 * The event clock for one population of a partition: arrivals in time order, and what its neurons do of their own. Nothing in a population acts on
 * another within an epoch, so each runs through an interval by itself. The host cuts intervals at bases and current steps.
 */
import {
  ADAPTIVE, CURRENTS, SOURCE, a, b, c, n, perMs, rebaseTicks, since, tauE, tauEMask, tauI, tauIMask, tauM, tauMMask, tauTheta, tauThetaMask, theta,
  vInf, vInfMask, vInfNext,
} from './event-network';
import { rebased } from './event-forms';
import { exp } from './math';
import { at, gM, get, isRefractory, param, set, setBase, setRow, setSilent, settle, voltage, x } from './event-neuron';
import { sinceBaseTicks } from './event-crossing';
import { enterAll, reach, setRestless, sweep } from './event-own';
import { BEGIN, END, FRAC, RULED, TICK, advanceFirst, clearQueue, first, resume, skip, waiting } from './event-queue';
import { deliverRow, reachTargets } from './event-rows';
import { addRow, applySums } from './event-sums';
import { emitted, sortSpikes, spikeCount, taken } from './event-spikes';
import { startDrives } from './event-drives';
import { open } from './event-calendar';

export { init } from './event-network';
export { startDrives, resume, clearQueue, skip, sortSpikes, spikeCount, taken, setBase, enterAll };

/** The rules of a projection handle an arrival: the host calls their kernel, which adds to the sums. */
// @ts-ignore: decorator
@external('engine', 'arrive')
declare function arrive(cursor: usize): void;

let delivered: f64 = 0;

/** Synaptic events so far. */
export function deliveredCount(): f64 {
  return delivered;
}

export function emittedCount(): i32 {
  return emitted;
}

/** `restless`, `alone`: see event-own.ts; both depend on the currents of the moment. */
export function configure(restless: i32, alone: i32, mute: i32): void {
  setRestless(restless != 0, alone != 0);
  setSilent(mute != 0);
}

// @ts-ignore: decorator
@inline
function isWithin(cursor: usize, until: f64, inclusive: bool): bool {
  const t = load<f64>(cursor, TICK);
  return t < until || (inclusive && t == until && load<f64>(cursor, FRAC) == 0);
}

/** Everything that happens before tick `until`, or up to it. */
export function advance(until: f64, inclusive: i32): void {
  const included = inclusive != 0;
  open(sinceBaseTicks(until));
  while (waiting > 0) {
    const cursor = first();
    if (!isWithin(cursor, until, included)) break;
    const t = load<f64>(cursor, TICK);
    const f = load<f64>(cursor, FRAC);
    setRow(t, f);
    if (load<i32>(cursor, RULED)) {
      while (isNow(t, f)) addFirst();
      applySums();
      continue;
    }
    const begin = load<u32>(cursor, BEGIN);
    const end = load<u32>(cursor, END);
    delivered += <f64>(end - begin);
    advanceFirst();
    // A source ignores what arrives.
    if (SOURCE) continue;
    if (!isNow(t, f)) {
      deliverRow(cursor, begin, end);
      continue;
    }
    addRow(cursor, begin, end);
    while (isNow(t, f)) addFirst();
    applySums();
  }
  sweep(until, included);
}

// @ts-ignore: decorator
@inline
function isNow(t: f64, f: f64): bool {
  return waiting > 0 && load<f64>(first(), TICK) == t && load<f64>(first(), FRAC) == f;
}

function addFirst(): void {
  const cursor = first();
  const begin = load<u32>(cursor, BEGIN);
  const end = load<u32>(cursor, END);
  delivered += <f64>(end - begin);
  if (load<i32>(cursor, RULED)) {
    reachTargets(cursor, begin, end);
    arrive(cursor);
  } else if (!SOURCE) addRow(cursor, begin, end);
  advanceFirst();
}

/** Brings every neuron up to and including tick `now`. */
export function reachAll(now: f64): void {
  for (let i = 0; i < n; i++) reach(i, now, 0, true);
  enterAll(now);
}

/** Step 1 at tick `now`: the base moves there. Everybody has been brought up to it. */
export function moveBase(now: f64): void {
  for (let i = 0; i < n; i++) reach(i, now, 0, false);
  setBase(now);
  if (!SOURCE) {
    const shift = -(rebaseTicks / perMs);
    let factorM: f64 = 1;
    let factorE: f64 = 1;
    let factorI: f64 = 1;
    let factorTheta: f64 = 1;
    for (let i = 0; i < n; i++) {
      if (i == 0 || tauMMask) factorM = exp(shift / param(tauM, tauMMask, i));
      if (!isRefractory(i)) set(a, i, rebased(get(a, i), factorM));
      if (CURRENTS) {
        if (i == 0 || tauEMask) factorE = exp(shift / param(tauE, tauEMask, i));
        if (i == 0 || tauIMask) factorI = exp(shift / param(tauI, tauIMask, i));
        set(b, i, rebased(get(b, i), factorE));
        set(c, i, rebased(get(c, i), factorI));
      }
      if (ADAPTIVE) {
        if (i == 0 || tauThetaMask) factorTheta = exp(shift / param(tauTheta, tauThetaMask, i));
        set(theta, i, rebased(get(theta, i), factorTheta));
      }
      set(since, i, 0);
    }
  }
  enterAll(now);
}

/** Step 2 at tick `now`: `vInfNext` holds where each neuron is drawn from here (in the layout of `vInf`). `inclusive`: after everything else of that instant. */
export function changeCurrent(now: f64, inclusive: i32): void {
  for (let i = 0; i < n; i++) {
    reach(i, now, 0, inclusive != 0);
    const old = param(vInf, vInfMask, i);
    const drawn = param(vInfNext, vInfMask, i);
    if (drawn == old) continue;
    at(i, now, 0);
    if (!isRefractory(i)) set(a, i, get(a, i) + (old - drawn) * gM);
    set(since, i, x);
  }
}

/** Whoever is at or above threshold at tick `now` fires: where a population may fire again. */
export function testAll(now: f64): void {
  for (let i = 0; i < n; i++) {
    if (isRefractory(i)) continue;
    at(i, now, 0);
    set(since, i, x);
    settle(i);
  }
}

/** Potentials at tick `now` of neurons brought up to it. */
export function voltages(now: f64, out: usize): void {
  for (let i = 0; i < n; i++) {
    at(i, now, 0);
    set(out, i, isRefractory(i) ? get(a, i) : voltage(i));
  }
}
