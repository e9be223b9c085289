import type { SpikeList } from './spike-list.ts';

/** Spikes in (time, id) order, as columns of which the first `length` count. */
export interface Train {
  length: number;
  readonly ids: Uint32Array;
  readonly ticks: Float64Array;
  readonly fracs: Float64Array;
}

/** Whether spike `i` of `a` comes before spike `j` of `b`. */
const precedes = (a: Train, i: number, b: Train, j: number): boolean => {
  const tick = (a.ticks[i] as number) - (b.ticks[j] as number);
  if (tick !== 0) return tick < 0;
  const frac = (a.fracs[i] as number) - (b.fracs[j] as number);
  if (frac !== 0) return frac < 0;
  return (a.ids[i] as number) < (b.ids[j] as number);
};

/**
 * Merges ordered trains into `out`, which it overwrites, in (tick, frac, id) order.
 * Looks at every head each time: trains are as many as workers, which are few.
 */
export const merge = (trains: readonly Train[], heads: Int32Array, out: SpikeList): void => {
  let total = 0;
  for (let t = 0; t < trains.length; t++) {
    total += (trains[t] as Train).length;
    heads[t] = 0;
  }
  out.length = 0;
  out.reserve(total);
  const { ids, ticks, fracs } = out;
  for (let place = 0; place < total; place++) {
    let next = -1;
    for (let t = 0; t < trains.length; t++) {
      const head = heads[t] as number;
      if (head >= (trains[t] as Train).length) continue;
      if (next < 0 || precedes(trains[t] as Train, head, trains[next] as Train, heads[next] as number)) next = t;
    }
    const train = trains[next] as Train;
    const head = heads[next] as number;
    ids[place] = train.ids[head] as number;
    ticks[place] = train.ticks[head] as number;
    fracs[place] = train.fracs[head] as number;
    heads[next] = head + 1;
  }
  out.length = total;
};
