/**
 * Threshold crossings found in another way than the engine's: by isolating every root of f(t) = Σ c·exp(−r·t), instead of stepping to the first.
 *
 * f·exp(r₀·t), with r₀ the smallest rate, has a derivative with one term less; between the roots of that derivative f changes sign at most once. So roots of one
 * term (none), two, three … follow from each other, each by bisection down to neighbouring numbers.
 */

/** One term c·exp(−rate·t). */
interface Term {
  readonly c: number;
  readonly rate: number;
}

const valueAt = (terms: readonly Term[], t: number): number =>
  terms.reduce((sum, { c, rate }) => sum + (rate === 0 ? c : c * Math.exp(-rate * t)), 0);

const bisect = (terms: readonly Term[], low: number, high: number): number => {
  const rises = valueAt(terms, high) > 0;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (valueAt(terms, middle) > 0 === rises) high = middle;
    else low = middle;
  }
};

/** Terms in order of rate, equal rates together, the first brought to rate 0: all that remains is bounded. */
const divided = (terms: readonly Term[]): Term[] => {
  const sums = new Map<number, number>();
  for (const { c, rate } of terms) sums.set(rate, (sums.get(rate) ?? 0) + c);
  const sorted = [...sums].filter(([, c]) => c !== 0).sort(([a], [b]) => a - b);
  const slowest = sorted[0]?.[0] ?? 0;
  return sorted.map(([rate, c]) => ({ c, rate: rate - slowest }));
};

/** Roots in (from, to), ascending. */
const roots = (terms: readonly Term[], from: number, to: number): number[] => {
  const own = divided(terms);
  if (own.length < 2) return [];
  const slope = own.slice(1).map(({ c, rate }) => ({ c: -c * rate, rate }));
  const places = [from, ...roots(slope, from, to), to];
  return places.slice(1).flatMap((place, i) => {
    const before = places[i] as number;
    return valueAt(own, before) > 0 !== valueAt(own, place) > 0 ? [bisect(own, before, place)] : [];
  });
};

/**
 * First time in (from, to) at which f, negative at `from`, becomes positive; Infinity if never.
 * `margin`: the least |f| relative to its terms at an extremum before that time. Where it is near the rounding of numbers, no method in these numbers can tell.
 */
export const isolatedCrossing = (terms: readonly Term[], from: number, to: number): { readonly time: number; readonly margin: number } => {
  const crossings = roots(terms, from, to);
  const time = crossings[0] ?? Number.POSITIVE_INFINITY;
  const slope = terms.map(({ c, rate }) => ({ c: -c * rate, rate }));
  const margin = roots(slope, from, Math.min(to, time)).reduce((least, t) => {
    const size = terms.reduce((sum, { c, rate }) => sum + Math.abs(c) * Math.exp(-rate * t), 0);
    return Math.min(least, Math.abs(valueAt(terms, t)) / size);
  }, 1);
  return { time, margin };
};
