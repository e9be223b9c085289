/** `edges`: one stream whose places are the positions in the list. */
import { Batch, type Wired } from './batch.ts';

export const listedEdges = (edges: readonly (readonly [number, number])[]): Wired => ({
  forEach: ({ lo, hi }, visit) => {
    const own: number[] = [];
    for (let k = 0; k < edges.length; k++) {
      const target = (edges[k] as readonly [number, number])[1];
      if (target >= lo && target < hi) own.push(k);
    }
    if (own.length === 0) return;
    // Stable, so that repeats of a pair stay in the order listed.
    own.sort((a, b) => (edges[a] as readonly [number, number])[1] - (edges[b] as readonly [number, number])[1]);
    const batch = new Batch();
    batch.reserve(own.length);
    batch.places = Uint32Array.from(own);
    batch.length = edges.length;
    batch.count = own.length;
    own.forEach((k, i) => {
      [batch.sources[i], batch.targets[i]] = edges[k] as [number, number];
    });
    visit(batch);
  },
});
