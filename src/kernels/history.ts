/**
 * What a relaxing variable did over an interval, in closed form: v(s) = towards + (start − towards)·e^(−s/tau) for s in (0, span].
 * One text for the interpreter and for kernels (build.mjs copies it to assembly/history.ts), so that their bits agree: hence
 * only `number`, and no function that AssemblyScript lacks.
 *
 * `tau` 0 relaxes at once; Infinity is a constant. Spans and time constants in ms.
 */
import { exp, log } from '../math.ts';

/** The variable `span` after it was `value`: that value itself at the same instant. */
export function relaxed(value: number, towards: number, tau: number, span: number): number {
  if (span === 0) return value;
  if (tau === 0) return towards;
  const left = exp(-span / tau);
  return towards === 0 ? value * left : towards + (value - towards) * left;
}

/** For how long of the interval the variable was above the level. */
export function timeAbove(start: number, towards: number, tau: number, span: number, level: number): number {
  if (!(tau < Infinity)) return start > level ? span : 0;
  if (tau === 0) return towards > level ? span : 0;
  if (start > level) return towards >= level ? span : Math.min(tau * log((start - towards) / (level - towards)), span);
  return towards <= level ? 0 : span - Math.min(tau * log((start - towards) / (level - towards)), span);
}

/** Integral of the variable, capped at `cap` (Infinity: not capped). */
export function integral(start: number, towards: number, tau: number, span: number, cap: number): number {
  const above = timeAbove(start, towards, tau, span, cap);
  if (above === 0) return area(start, towards, tau, span);
  if (above === span) return cap * span;
  return start > cap ? cap * above + area(cap, towards, tau, span - above) : area(start, towards, tau, span - above) + cap * above;
}

/** Integral of the product of two variables. */
export function integralOfProduct(
  start1: number,
  towards1: number,
  tau1: number,
  start2: number,
  towards2: number,
  tau2: number,
  span: number,
): number {
  const rest1 = tau1 < Infinity ? towards1 : start1;
  const rest2 = tau2 < Infinity ? towards2 : start2;
  const off1 = start1 - rest1;
  const off2 = start2 - rest2;
  const both = 1 / (1 / tau1 + 1 / tau2);
  return rest1 * rest2 * span + rest1 * decayed(off2, tau2, span) + rest2 * decayed(off1, tau1, span) + decayed(off1 * off2, both, span);
}

function area(start: number, towards: number, tau: number, span: number): number {
  return tau < Infinity ? towards * span + decayed(start - towards, tau, span) : start * span;
}

/** Integral of off·e^(−s/tau). */
function decayed(off: number, tau: number, span: number): number {
  return off === 0 || tau === 0 ? 0 : off * tau * (1 - exp(-span / tau));
}
