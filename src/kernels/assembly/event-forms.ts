// Generated from src/engines/event-forms.ts. Do not edit.
/**
 * The scalar formulas of the event clock, once for the reference engine and for the kernels (kernels/assembly/event-forms.ts is this text with the
 * import rewritten): plain functions of numbers, so that both compilers read them. Their meaning stands in event-clock.md.
 */
import { exp } from './math';

/** Whole ticks in s ms: the largest k with k / perMs <= s. */
export function ticksIn(s: number, perMs: number): number {
  const k = Math.floor(s * perMs);
  if ((k + 1) / perMs <= s) return k + 1;
  return k / perMs > s ? k - 1 : k;
}

/** What is left of s ms after `ticks` whole ticks, in [0, 1/perMs). */
export function fracIn(s: number, ticks: number, perMs: number): number {
  return Math.min(s - ticks / perMs, (1 / perMs) * (1 - 2.220446049250313e-16));
}

/** Time since the base [ms]. */
export function sinceBase(tick: number, frac: number, base: number, perMs: number): number {
  return (tick - base) / perMs + frac;
}

/** e^(x/τ): what a jump at x is multiplied by to become a coefficient at the base; 1 / growth is the decay since the base. */
export function growth(x: number, tau: number): number {
  return exp(x / tau);
}

/** Weight of a current: a jump w [pA] of a current with time constant tauSyn adds weight·w·growth(x, tauM) to a and takes weight·w·growth(x, tauSyn) from its own coefficient. */
export function currentWeight(tauM: number, cM: number, tauSyn: number): number {
  return (tauSyn * tauM) / (cM * (tauM - tauSyn));
}

/** Coefficient moved to the next base. */
export function rebased(coefficient: number, factor: number): number {
  const moved = coefficient * factor;
  return Math.abs(moved) < 1e-300 ? 0 : moved;
}

/** Membrane potential from decays since the base; b, c are 0 where the model has no currents. */
export function potential(vInf: number, a: number, decayM: number, b: number, decayE: number, c: number, decayI: number): number {
  return vInf + a * decayM + b * decayE + c * decayI;
}

/** Coefficient a that makes the potential v at the x of the given growth and decays. */
export function coefficientFor(v: number, vInf: number, growthM: number, b: number, decayE: number, c: number, decayI: number): number {
  return (v - vInf - b * decayE - c * decayI) * growthM;
}

/** Threshold of delta neurons in scaled coordinates, to which a is compared: gap = vTh − vInf. */
export function scaledThreshold(gap: number, theta: number, decayTheta: number, growthM: number): number {
  return (gap + theta * decayTheta) * growthM;
}
