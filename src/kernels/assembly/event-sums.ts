/** Several arrivals at one instant: what each neuron receives is summed, kinds apart (engines/README.md, Sums), then applied once. */
import { SOURCE, commonWeights, commons, counts, marks, minus, n, plus, ruleMinus, rulePlus, touched, touchedCount } from './event-network';
import { get, set } from './event-neuron';
import { receive } from './event-own';
import { COMMON, FACTOR, TARGET, TARGET_BYTES, WEIGHT, WEIGHT_BYTES } from './event-queue';

/** Adds the synapses [begin, end) of a cursor's projection. */
export function addRow(cursor: usize, begin: u32, end: u32): void {
  const targets: usize = load<u32>(cursor, TARGET);
  const weights: usize = load<u32>(cursor, WEIGHT);
  const wide = load<u32>(cursor, TARGET_BYTES) == 4;
  const bytes = load<u32>(cursor, WEIGHT_BYTES);
  const factor = load<f64>(cursor, FACTOR);
  const count = counts + ((<usize>load<u32>(cursor, COMMON) * <usize>n) << 2);
  for (let k: usize = begin; k < <usize>end; k++) {
    const i = wide ? <i32>load<u32>(targets + (k << 2)) : <i32>load<u16>(targets + (k << 1));
    touch(i);
    if (bytes == 1) {
      const cell = count + ((<usize>i) << 2);
      store<u32>(cell, load<u32>(cell) + 1);
      continue;
    }
    const amount = (bytes == 4 ? <f64>load<f32>(weights + (k << 2)) : load<f64>(weights + (k << 3))) * factor;
    const sum = amount >= 0 ? plus : minus;
    set(sum, i, get(sum, i) + amount);
  }
}

/** Notes that something came for neuron i. The count stands in memory: rules' kernels touch neurons too. */
// @ts-ignore: decorator
@inline
function touch(i: i32): void {
  const mark = marks + <usize>i;
  if (load<u8>(mark)) return;
  store<u8>(mark, 1);
  const k = load<u32>(touchedCount);
  store<u32>(touched + ((<usize>k) << 2), i);
  store<u32>(touchedCount, k + 1);
}

/** Gives every touched neuron its sums, and clears them. */
export function applySums(): void {
  const end = load<u32>(touchedCount);
  store<u32>(touchedCount, 0);
  for (let k: u32 = 0; k < end; k++) {
    const i = load<i32>(touched + ((<usize>k) << 2));
    store<u8>(marks + <usize>i, 0);
    let exc = get(plus, i) + get(rulePlus, i);
    let inh = get(minus, i) + get(ruleMinus, i);
    for (let s: usize = 0; s < <usize>commons; s++) {
      const cell = counts + ((s * <usize>n + <usize>i) << 2);
      const weight = load<f64>(commonWeights + (s << 3));
      const amount = <f64>load<u32>(cell) * weight;
      store<u32>(cell, 0);
      if (weight >= 0) exc += amount;
      else inh += amount;
    }
    set(plus, i, 0);
    set(minus, i, 0);
    set(rulePlus, i, 0);
    set(ruleMinus, i, 0);
    if (!SOURCE) receive(i, exc, inh);
  }
}
