/**
 * Hartigan's dip: how far a sample is from having one mode only.
 *
 * The dip is the least distance, in the sense of Kolmogorov, of the sample's distribution from any with one mode: 1/(2n) at least, 1/4 for two far points. After
 * Hartigan & Hartigan (1985) Annals of Statistics 13:70, doi:10.1214/aos/1176346577, section 5: the modal interval is narrowed until the distance between the greatest
 * convex minorant and the least concave majorant in it is no more than what one mode costs outside of it.
 */

/** A distinct value of the sample, and the share of the sample below it and up to it. */
interface Jump {
  readonly x: number;
  readonly below: number;
  readonly upTo: number;
}

const jumpsOf = (sample: ArrayLike<number>): Jump[] => {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  const jumps: Jump[] = [];
  for (let i = 0; i < n; ) {
    let end = i;
    while (end < n && sorted[end] === sorted[i]) end++;
    jumps.push({ x: sorted[i] as number, below: i / n, upTo: end / n });
    i = end;
  }
  return jumps;
};

/** Corners of the hull of (x, y) over jumps `from` to `to`: convex from below (`side` 1) or concave from above (−1). */
const hull = (jumps: readonly Jump[], from: number, to: number, y: (jump: Jump) => number, side: 1 | -1): number[] => {
  const corners: number[] = [];
  const at = (index: number) => jumps[index] as Jump;
  const turns = (a: Jump, b: Jump, c: Jump): number => (b.x - a.x) * (y(c) - y(a)) - (c.x - a.x) * (y(b) - y(a));
  for (let k = from; k <= to; k++) {
    while (corners.length > 1 && side * turns(at(corners.at(-2) as number), at(corners.at(-1) as number), at(k)) <= 0) corners.pop();
    corners.push(k);
  }
  return corners;
};

/** The hull's height at each jump from `from` to `to`. */
const heights = (jumps: readonly Jump[], corners: readonly number[], y: (jump: Jump) => number): Float64Array => {
  const from = corners[0] as number;
  const out = new Float64Array((corners.at(-1) as number) - from + 1);
  corners.forEach((end, i) => {
    const b = jumps[end] as Jump;
    out[end - from] = y(b);
    if (i === 0) return;
    const start = corners[i - 1] as number;
    const a = jumps[start] as Jump;
    for (let k = start + 1; k < end; k++) out[k - from] = y(a) + ((y(b) - y(a)) * ((jumps[k] as Jump).x - a.x)) / (b.x - a.x);
  });
  return out;
};

/** The dip of a sample of finite numbers, in any order; 0 of an empty one. */
export const dip = (sample: ArrayLike<number>): number => {
  if (sample.length === 0) return 0;
  const jumps = jumpsOf(sample);
  const [lower, upper] = [({ below }: Jump) => below, ({ upTo }: Jump) => upTo];
  let [from, to] = [0, jumps.length - 1];
  /** Twice the dip so far. */
  let distance = 1 / sample.length;
  for (;;) {
    const start = from;
    const [convex, concave] = [hull(jumps, from, to, lower, 1), hull(jumps, from, to, upper, -1)];
    const [below, above] = [heights(jumps, convex, lower), heights(jumps, concave, upper)];
    const gap = (k: number): number => (above[k - start] as number) - (below[k - start] as number);
    const widest = [...convex, ...concave].reduce((best, k) => (gap(k) > gap(best) ? k : best), from);
    if (gap(widest) <= distance) return distance / 2;
    const newFrom = convex.findLast((k) => k <= widest) as number;
    const newTo = concave.find((k) => k >= widest) as number;
    for (let k = from; k <= newFrom; k++) distance = Math.max(distance, (jumps[k] as Jump).upTo - (below[k - start] as number));
    for (let k = newTo; k <= to; k++) distance = Math.max(distance, (above[k - start] as number) - (jumps[k] as Jump).below);
    if (newFrom === from && newTo === to) return distance / 2;
    [from, to] = [newFrom, newTo];
  }
};

/**
 * Dips of uniform samples of a size, in order: uniform is the least favourable distribution with one mode. They depend on nothing else, so that one set serves many
 * samples of that size.
 * @param random - numbers from 0 to 1
 */
export const uniformDips = (size: number, random: () => number, rounds = 500): Float64Array => {
  const uniform = new Float64Array(size);
  return Float64Array.from({ length: rounds }, () => dip(uniform.map(random))).sort();
};

/** The dip with its p-value: the share of `uniform` dips that are as large, the observed one counted among them. */
export const dipAmong = (sample: ArrayLike<number>, uniform: Float64Array): { readonly dip: number; readonly p: number } => {
  const observed = dip(sample);
  const asLarge = uniform.reduce((count, other) => (other >= observed ? count + 1 : count), 1);
  return { dip: observed, p: asLarge / (uniform.length + 1) };
};

/** The dip with its p-value among `rounds` uniform samples of the same size. */
export const dipTest = (sample: ArrayLike<number>, random: () => number, rounds = 500): { readonly dip: number; readonly p: number } =>
  dipAmong(sample, uniformDips(sample.length, random, rounds));
