/**
 * When a membrane next reaches its threshold, on the event clock.
 *
 * Membrane potential minus threshold is f(t) = c0 + Σ cₖ·e^(−t/τₖ) over at most four modes: membrane, excitatory and
 * inhibitory current, adaptation. The first crossing is approached from the left by steps that provably do not reach it,
 * until a certificate says that Newton's method converges to the nearest root, or that no root is left. So a crossing can
 * be as brief as it likes and is not missed; the bar is Krishnan, Porta Mana, Helias, Diesmann & Di Napoli 2018
 * (doi:10.3389/fninf.2017.00075).
 *
 * Both certificates of absence, and the bound on the curvature, rest on one fact. With the modes ordered from slow to fast,
 * x0 + Σ xₖ·e^(−s/τₖ) is, for every s >= 0, a mean of the partial sums x0, x0 + x1, …: their weights e^(−s/τₖ) − e^(−s/τₖ₊₁)
 * are positive and add up to 1. So it never exceeds the highest partial sum.
 *
 * **This text is also AssemblyScript**: kernels/build.mjs copies it to kernels/assembly/crossing.ts, with the kernels' `exp`
 * and `log`, and both give the same bits. Hence the plain style: numbers only, no objects, and what a literal alone
 * initialises has its type written.
 */
import { exp, log } from '../math.ts';

/** Bound on the rounding error of f, per unit of its terms' magnitudes: what rises above threshold by less is a graze. */
const ROUNDING: number = 4.44e-16;
/** Error of the crossing time at which Newton's method may stop [ms]. */
const TIME_ERROR: number = 1e-13;

/** A mode at t. Absent modes cost nothing. */
function decayed(c: number, t: number, tau: number): number {
  if (c === 0) return 0;
  return c * exp(-t / tau);
}

/** The highest of the partial sums of five terms. */
function highest(x0: number, x1: number, x2: number, x3: number, x4: number): number {
  const s1 = x0 + x1;
  const s2 = s1 + x2;
  const s3 = s2 + x3;
  return Math.max(Math.max(Math.max(x0, s1), Math.max(s2, s3)), s3 + x4);
}

/** A time during which a function that starts at -gap with this slope cannot reach 0 while its second derivative is at most `bend`. */
function safeStep(gap: number, slope: number, bend: number): number {
  const root = Math.sqrt(slope * slope + 2 * bend * gap);
  if (slope > 0) return (2 * gap) / (slope + root);
  if (bend > 0) return (root - slope) / bend;
  return Infinity;
}

/** Newton's method, from where it is known to converge; it then at least halves its steps, unless rounding is all that is left. */
// biome-ignore format: one mode a line
function polish(
  start: number, c0: number,
  c1: number, tau1: number,
  c2: number, tau2: number,
  c3: number, tau3: number,
  c4: number, tau4: number,
): number {
  let t = start;
  let last: number = Infinity;
  while (true) {
    const x1 = decayed(c1, t, tau1);
    const x2 = decayed(c2, t, tau2);
    const x3 = decayed(c3, t, tau3);
    const x4 = decayed(c4, t, tau4);
    const d1 = x1 / tau1;
    const d2 = x2 / tau2;
    const d3 = x3 / tau3;
    const d4 = x4 / tau4;
    const slope = -(d1 + d2 + d3 + d4);
    const step = -(c0 + x1 + x2 + x3 + x4) / slope;
    const size = Math.abs(step);
    if (!(slope > 0 && size < 0.75 * last)) return t;
    t += step;
    const bend = Math.abs(d1) / tau1 + Math.abs(d2) / tau2 + Math.abs(d3) / tau3 + Math.abs(d4) / tau4;
    if (bend * size * size <= TIME_ERROR * slope) return t;
    last = size;
  }
}

/** `firstCrossing` of modes in order, the slowest first. */
// biome-ignore format: one mode a line
function crossingOfOrdered(
  from: number, c0: number,
  c1: number, tau1: number,
  c2: number, tau2: number,
  c3: number, tau3: number,
  c4: number, tau4: number,
): number {
  const apart1 = 1 - tau2 / tau1;
  const apart2 = 1 - tau3 / tau2;
  const apart3 = 1 - tau4 / tau3;
  let t = from;
  while (true) {
    const x1 = decayed(c1, t, tau1);
    const x2 = decayed(c2, t, tau2);
    const x3 = decayed(c3, t, tau3);
    const x4 = decayed(c4, t, tau4);
    const f = c0 + x1 + x2 + x3 + x4;
    if (f >= 0 && t === from) return from;
    // No root is left: every later value is a mean of these partial sums.
    if (highest(c0, x1, x2, x3, x4) <= 0) return Infinity;
    const d1 = -x1 / tau1;
    const d2 = -x2 / tau2;
    const d3 = -x3 / tau3;
    const d4 = -x4 / tau4;
    // It only falls from here on.
    if (highest(0, d1, d2, d3, d4) <= 0) return Infinity;
    const size = Math.abs(c0) + Math.abs(x1) * (1 + t / tau1) + Math.abs(x2) * (1 + t / tau2) + Math.abs(x3) * (1 + t / tau3) + Math.abs(x4) * (1 + t / tau4);
    const gap = ROUNDING * size - f;
    if (!(gap > 0)) return t;
    const slope = d1 + d2 + d3 + d4;
    const e1 = -d1 / tau1;
    const e2 = -d2 / tau2;
    const e3 = -d3 / tau3;
    const e4 = -d4 / tau4;
    const bend = Math.abs(e1) + Math.abs(e2) + Math.abs(e3) + Math.abs(e4);
    // Kantorovich's condition, for reaching beyond rounding: the nearest root exists and Newton's method finds it.
    if (slope > 0 && slope * slope > 2 * bend * gap) {
      const step = -f / slope;
      if (bend * step * step <= TIME_ERROR * slope) return Math.max(from, t + step);
      return Math.max(from, polish(t + step, c0, c1, tau1, c2, tau2, c3, tau3, c4, tau4));
    }
    // The weights of the partial sums of e^(-s/τ) modes are at most these differences: small where time constants are alike and terms cancel.
    const s2 = e1 + e2;
    const s3 = s2 + e3;
    const s4 = s3 + e4;
    const weighed = Math.max(0, e1) * apart1 + Math.max(0, s2) * apart2 + Math.max(0, s3) * apart3 + Math.max(0, s4);
    t += safeStep(gap, slope, Math.min(weighed, highest(0, e1, e2, e3, e4)));
  }
}

/**
 * First time after `from` at which c0 + Σ cₖ·e^(−t/τₖ) rises above 0; `from` itself if it is not below 0 there; Infinity if
 * it never does. Touching 0 (to rounding, about 1e-15 of the largest term) is not crossing. A function of its arguments alone.
 *
 * Within 1e-13 ms, plus what rounding of f (about 1e-15 of the largest term) does at that slope.
 *
 * @param from - time from which to look [ms], on the time axis of the coefficients
 * @param c0 - what membrane potential minus threshold tends to: vInf − vTh [mV]
 * @param c1 - coefficient of the membrane mode [mV], of time constant `tau1` [ms]; likewise the excitatory (2) and inhibitory (3)
 *   current and the adaptation (4: −θ). In any order; a mode that is missing has coefficient 0 and any positive time constant.
 */
// biome-ignore format: one mode a line
export function firstCrossing(
  from: number, c0: number,
  c1: number, tau1: number,
  c2: number, tau2: number,
  c3: number, tau3: number,
  c4: number, tau4: number,
): number {
  if (c2 === 0 && c3 === 0 && c4 === 0) return crossingOfOne(from, c0, c1, tau1);
  // Bubble sort, one exchange a call.
  if (tau1 < tau2) return firstCrossing(from, c0, c2, tau2, c1, tau1, c3, tau3, c4, tau4);
  if (tau2 < tau3) return firstCrossing(from, c0, c1, tau1, c3, tau3, c2, tau2, c4, tau4);
  if (tau3 < tau4) return firstCrossing(from, c0, c1, tau1, c2, tau2, c4, tau4, c3, tau3);
  // Not finite: nothing crosses, and nothing below would end.
  if (!(Math.abs(from) + Math.abs(c0) + Math.abs(c1) + Math.abs(c2) + Math.abs(c3) + Math.abs(c4) < Infinity)) return Infinity;
  return crossingOfOrdered(from, c0, c1, tau1, c2, tau2, c3, tau3, c4, tau4);
}

/** One exponential: in closed form. */
function crossingOfOne(from: number, c0: number, c1: number, tau1: number): number {
  if (c0 + decayed(c1, from, tau1) >= 0) return from;
  if (c0 > 0) return Math.max(from, tau1 * log(-c1 / c0));
  return Infinity;
}

/**
 * A time from now during which the crossing certainly does not happen [ms]; Infinity if it never does, 0 if the neuron is at
 * or above threshold. Much cheaper than `firstCrossing`: most calls of that can be skipped by it.
 *
 * @param c0 - as in `firstCrossing` [mV]
 * @param x1 - what the membrane mode amounts to now, c1·e^(−t/tau1) [mV]; likewise the others
 */
// biome-ignore format: one mode a line
export function crossingBound(
  c0: number,
  x1: number, tau1: number,
  x2: number, tau2: number,
  x3: number, tau3: number,
  x4: number, tau4: number,
): number {
  const size = Math.abs(c0) + Math.abs(x1) + Math.abs(x2) + Math.abs(x3) + Math.abs(x4);
  const gap = -(c0 + x1 + x2 + x3 + x4) - ROUNDING * 4 * size;
  if (!(gap > 0)) return 0;
  // Falling modes only fall: were the others gone at once, would it still stay below?
  const top = c0 + Math.max(0, x1) + Math.max(0, x2) + Math.max(0, x3) + Math.max(0, x4);
  if (top <= 0) return Infinity;
  const d1 = -x1 / tau1;
  const d2 = -x2 / tau2;
  const d3 = -x3 / tau3;
  const d4 = -x4 / tau4;
  const rise = Math.max(0, d1) + Math.max(0, d2) + Math.max(0, d3) + Math.max(0, d4);
  const bend = Math.max(0, -d1) / tau1 + Math.max(0, -d2) / tau2 + Math.max(0, -d3) / tau3 + Math.max(0, -d4) / tau4;
  return 0.999999 * Math.max(gap / rise, safeStep(gap, d1 + d2 + d3 + d4, bend));
}
