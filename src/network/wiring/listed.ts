/** `edges`: one stream whose places are the positions in the list. */
import { Batch, type Slice, type Wired } from './batch.ts';

type Edges = readonly (readonly [number, number])[];

export const listedEdges = (edges: Edges): Wired => ({
  forEach: (slice, visit) => {
    const places = placesByTarget(edges, slice);
    if (places.length === 0) return;
    const batch = new Batch();
    batch.reserve(places.length);
    batch.places = places;
    batch.length = edges.length;
    batch.count = places.length;
    for (let i = 0; i < places.length; i++) {
      const [source, target] = edges[places[i] as number] as readonly [number, number];
      batch.sources[i] = source;
      batch.targets[i] = target;
    }
    visit(batch);
  },
});

/** Positions of the edges onto a slice, by target; repeats of a pair stay in the order listed (counting sort). */
const placesByTarget = (edges: Edges, { lo, hi }: Slice): Uint32Array => {
  const next = new Uint32Array(hi - lo + 1);
  for (const [, target] of edges) if (target >= lo && target < hi) next[target - lo + 1] = (next[target - lo + 1] as number) + 1;
  for (let i = 1; i < next.length; i++) next[i] = (next[i] as number) + (next[i - 1] as number);
  const places = new Uint32Array(next[hi - lo] as number);
  for (let k = 0; k < edges.length; k++) {
    const target = (edges[k] as readonly [number, number])[1];
    if (target < lo || target >= hi) continue;
    const at = next[target - lo] as number;
    places[at] = k;
    next[target - lo] = at + 1;
  }
  return places;
};
