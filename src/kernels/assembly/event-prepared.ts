/**
 * The next drive events of a chunk of delta neurons with one Poisson drive, prepared together: their growths and the intervals after them. One neuron after
 * the other would wait for every exp, log and block of random words; fourteen of them overlap.
 */
import { a, driveTable, firstNeuron, gap, gapMask, key0, key1, perMs, prepared, resting, tauM } from './event-network';
import { isSet, neuronIn } from './event-calendar';
import { fracIn, sinceBase, ticksIn } from './event-forms';
import { FRAC, NUMBER, RATE, RATE_MASK, STREAM, TICK, WEIGHT, WEIGHT_MASK, eventOf } from './event-drives';
import { at, base, get, param, set, settle } from './event-neuron';
import { expV, log } from './math';
import { philoxFirstWords, uniform } from './philox';

// @ts-ignore: decorator
@inline
function drive(field: usize): usize {
  return load<u32>(driveTable + field);
}

/** Layout of `prepared`: growths, intervals (sixteen numbers each), ids, event numbers and random words (sixteen words each). */
// @ts-ignore: decorator
@inline const INTERVALS: usize = 128;
// @ts-ignore: decorator
@inline const IDS: usize = 256;
// @ts-ignore: decorator
@inline const NUMBERS: usize = 320;
// @ts-ignore: decorator
@inline const WORDS: usize = 384;
const MOST: f64 = 4294967295.0;

/** False if nothing was prepared: event numbers beyond 32 bits go one by one. */
export function prepareEvents(chunk: u32, count: u32): bool {
  for (let k: u32 = 0; k < count; k++) {
    const i = neuronIn(chunk, k);
    const event = eventOf(driveTable, i);
    const number = load<f64>(event, NUMBER) + 1;
    if (number > MOST) return false;
    store<f64>(prepared + ((<usize>k) << 3), sinceBase(load<f64>(event, TICK), load<f64>(event, FRAC), base, perMs));
    store<u32>(prepared + IDS + ((<usize>k) << 2), firstNeuron + i);
    store<u32>(prepared + NUMBERS + ((<usize>k) << 2), <u32>number);
  }
  const tau = f64x2.splat(load<f64>(tauM));
  for (let at: usize = 0; at < <usize>count << 3; at += 16) v128.store(prepared + at, expV(f64x2.div(v128.load(prepared + at), tau)));
  for (let at: usize = prepared; at < prepared + (<usize>count << 2); at += 16) {
    philoxFirstWords(key0, key1, v128.load(at, IDS), <u32>drive(STREAM), v128.load(at, NUMBERS), at + WORDS);
  }
  for (let k: u32 = 0; k < count; k++) {
    const rate = param(drive(RATE), <i32>drive(RATE_MASK), neuronIn(chunk, k));
    store<f64>(prepared + INTERVALS + ((<usize>k) << 3), -log(uniform(load<u32>(prepared + WORDS + ((<usize>k) << 2)))) / rate);
  }
  return true;
}

/** Lets neuron i, place k of the chunk, have the event prepared if it comes before tick `until` and nothing stands in its way. */
export function takePrepared(i: i32, k: u32, until: f64): void {
  const event = eventOf(driveTable, i);
  const tick = load<f64>(event, TICK);
  if (tick >= until || isSet(resting, i)) return;
  const frac = load<f64>(event, FRAC);
  const rest = frac + load<f64>(prepared + INTERVALS + ((<usize>k) << 3));
  const whole = ticksIn(rest, perMs);
  store<f64>(event, tick + whole, TICK);
  store<f64>(event, fracIn(rest, whole, perMs), FRAC);
  store<f64>(event, load<f64>(event, NUMBER) + 1, NUMBER);
  const g = load<f64>(prepared + ((<usize>k) << 3));
  const lifted = get(a, i) + param(drive(WEIGHT), <i32>drive(WEIGHT_MASK), i) * g;
  set(a, i, lifted);
  if (lifted < param(gap, gapMask, i) * g) return;
  at(i, tick, frac);
  settle(i);
}
