/**
 * Wirings drawn target by target: stream t holds the sources of target t, in the order in which they are numbered.
 */

import { log } from '../../math.ts';
import { uniform } from '../../random.ts';
import type { Wiring } from '../description.ts';
import { below, PER_WORD, type Words } from '../draws.ts';
import { Batch, type Wired } from './batch.ts';

type Of<W extends Wiring['wiring']> = Extract<Wiring, { wiring: W }>;

/** Fills `batch.sources` with the sources of a target and returns how many there are. */
export type SourcesOf = (target: number, batch: Batch) => number;

/** Sizes of the two populations, and whether they are the same one. */
export interface Ends {
  readonly sources: number;
  readonly targets: number;
  readonly within: boolean;
}

/** The source that a neuron may not have: itself, where self-connections are excluded. −1: none. */
const excluded = (wiring: { readonly selfConnections?: boolean }, ends: Ends, target: number): number =>
  ends.within && wiring.selfConnections === false ? target : -1;

export const byTarget = (sourcesOf: SourcesOf): Wired => ({
  forEach: ({ lo, hi }, visit) => {
    const batch = new Batch();
    for (let target = lo; target < hi; target++) {
      const count = sourcesOf(target, batch);
      batch.stream = target;
      batch.length = count;
      batch.count = count;
      batch.targets.fill(target, 0, count);
      if (count > 0) visit(batch);
    }
  },
});

export const allToAllSources =
  (wiring: Of<'allToAll'>, ends: Ends): SourcesOf =>
  (target, batch) => {
    const self = excluded(wiring, ends, target);
    batch.reserve(ends.sources);
    let count = 0;
    for (let source = 0; source < ends.sources; source++) if (source !== self) batch.sources[count++] = source;
    return count;
  };

export const oneToOneSources: SourcesOf = (target, batch) => {
  batch.sources[0] = target;
  return 1;
};

/** Gaps between connected sources are geometric, so the cost goes with synapses, not with pairs. */
export const fixedProbabilitySources = (wiring: Of<'fixedProbability'>, ends: Ends, words: Words): SourcesOf => {
  if (wiring.p <= 0) return () => 0;
  if (wiring.p >= 1) return allToAllSources({ ...wiring, wiring: 'allToAll' }, ends);
  const gap = gaps(wiring.p, words);
  return (target, batch) => {
    const self = excluded(wiring, ends, target);
    const candidates = self < 0 ? ends.sources : ends.sources - 1;
    words.start(target);
    let count = 0;
    for (let at = gap(); at < candidates; at += 1 + gap()) {
      if (count === batch.sources.length) grow(batch);
      batch.sources[count++] = self >= 0 && at >= self ? at + 1 : at;
    }
    return count;
  };
};

/** Below this probability a gap takes two words: 32 bits are too coarse for the shortest gaps. */
const RARE = 2 ** -12;

/** Failures before the next success, of probability p. */
const gaps = (p: number, words: Words): (() => number) => {
  if (p >= RARE) {
    const perGap = 1 / log(1 - p);
    return () => Math.floor(log(uniform(words.next())) * perGap);
  }
  // ln(1 − p) to 10⁻¹² and more, where 1 − p would lose it.
  const perGap = -1 / (p + (p * p) / 2 + (p * p * p) / 3);
  return () => Math.floor(log((words.next() + uniform(words.next())) * PER_WORD) * perGap);
};

/** More room, keeping what is there. */
const grow = (batch: Batch): void => {
  const { sources } = batch;
  batch.reserve(2 * sources.length);
  batch.sources.set(sources);
};

/** `degreeOf(target)` sources, drawn with replacement. */
export const drawnSources =
  (wiring: { readonly selfConnections?: boolean }, ends: Ends, words: Words, degreeOf: (target: number) => number): SourcesOf =>
  (target, batch) => {
    const self = excluded(wiring, ends, target);
    const candidates = self < 0 ? ends.sources : ends.sources - 1;
    const degree = degreeOf(target);
    batch.reserve(degree + 3);
    const { sources } = batch;
    words.fill(target, degree, sources);
    for (let k = 0; k < degree; k++) {
      const source = below(sources[k] as number, candidates);
      sources[k] = self >= 0 && source >= self ? source + 1 : source;
    }
    return degree;
  };

/** `degree` different numbers below `candidates` (Floyd 1987: one word each), without `self`. */
export const distinct = (words: Words, degree: number, candidates: number, self: number, seen: Seen, out: Uint32Array): void => {
  seen.clear();
  const last = self < 0 ? candidates : candidates - 1;
  for (let k = 0, j = last - degree; j < last; k++, j++) {
    const chosen = below(words.next(), j + 1);
    const number = seen.add(chosen) ? chosen : j;
    if (number === j) seen.add(j);
    out[k] = self >= 0 && number >= self ? number + 1 : number;
  }
};

/** A set of small whole numbers that is emptied at no cost. */
export class Seen {
  readonly #marks: Uint32Array;
  #mark = 0;

  constructor(size: number) {
    this.#marks = new Uint32Array(size);
  }

  clear(): void {
    this.#mark++;
  }

  /** Adds a number; false if it was there. */
  add(number: number): boolean {
    if (this.#marks[number] === this.#mark) return false;
    this.#marks[number] = this.#mark;
    return true;
  }
}

export const distinctSources = (wiring: Of<'fixedInDegree'>, ends: Ends, words: Words): SourcesOf => {
  const seen = new Seen(ends.sources);
  return (target, batch) => {
    batch.reserve(wiring.degree);
    words.start(target);
    distinct(words, wiring.degree, ends.sources, excluded(wiring, ends, target), seen, batch.sources);
    return wiring.degree;
  };
};
