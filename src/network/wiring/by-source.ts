/** `fixedOutDegree`: stream s holds the targets of source s; a slice keeps its own. */
import type { Wiring } from '../description.ts';
import { below, type Words } from '../draws.ts';
import { Batch, type Wired } from './batch.ts';
import { distinct, type Ends, Seen } from './by-target.ts';

type FixedOutDegree = Extract<Wiring, { wiring: 'fixedOutDegree' }>;

export const fixedOutDegreeTargets = (wiring: FixedOutDegree, ends: Ends, words: Words): Wired => {
  const { degree } = wiring;
  const all = new Uint32Array(degree + 3);
  const seen = wiring.multapses === false ? new Seen(ends.targets) : null;
  const draw = (source: number): void => {
    const self = ends.within && wiring.selfConnections === false ? source : -1;
    if (seen) {
      words.start(source);
      distinct(words, degree, ends.targets, self, seen, all);
      return;
    }
    words.fill(source, degree, all);
    const candidates = self < 0 ? ends.targets : ends.targets - 1;
    for (let k = 0; k < degree; k++) {
      const target = below(all[k] as number, candidates);
      all[k] = self >= 0 && target >= self ? target + 1 : target;
    }
  };
  return {
    forEach: ({ lo, hi }, visit) => {
      const batch = new Batch();
      const places = new Uint32Array(degree);
      batch.reserve(degree);
      batch.places = places;
      batch.length = degree;
      // Target and place in one number, so that sorting by target keeps the order of a pair's synapses.
      const keys = new Float64Array(degree);
      for (let source = 0; source < ends.sources; source++) {
        draw(source);
        let count = 0;
        for (let k = 0; k < degree; k++) {
          const target = all[k] as number;
          if (target >= lo && target < hi) keys[count++] = target * degree + k;
        }
        if (count === 0) continue;
        keys.subarray(0, count).sort();
        for (let i = 0; i < count; i++) {
          const target = Math.floor((keys[i] as number) / degree);
          batch.targets[i] = target;
          places[i] = (keys[i] as number) - target * degree;
        }
        batch.sources.fill(source, 0, count);
        batch.stream = source;
        batch.count = count;
        visit(batch);
      }
    },
  };
};
