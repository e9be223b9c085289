/**
 * Units as numbers, in NEST's coherent system: ms, mV, pA, pF, nS (and Hz for rates).
 *
 * `20 * ms` is the number 20. A rate is held in Hz; equations see it per ms (`perMs`), which is the one
 * conversion the coherent system needs.
 */

export const us = 1e-3;
export const ms = 1;
export const s = 1000;
export const minute = 60_000;
export const uV = 1e-3;
export const mV = 1;
export const pA = 1;
export const nA = 1000;
export const fF = 1e-3;
export const pF = 1;
export const nF = 1000;
export const pS = 1e-3;
export const nS = 1;
export const uS = 1000;
export const MOhm = 1e-3;
export const GOhm = 1;
export const Hz = 1;
export const kHz = 1000;
export const um = 1e-3;
export const mm = 1;

/** Exponents of time, voltage and current: every unit of the system is a product of these three. */
export interface Dimension {
  readonly time: number;
  readonly voltage: number;
  readonly current: number;
  /** Exponent of "whatever unit a projection's weights have" (mV, pA or nS, by target neuron). */
  readonly weight: number;
}

/** A named unit: what one of it is in the coherent system, and its dimension. */
export interface Unit {
  /** The number a description holds for one of this unit (`5 * Hz` is 5). */
  readonly held: number;
  /** Factor from the held number to the coherent system of the equations (ms, mV, pA): 1e-3 for Hz, otherwise 1. */
  readonly coherent: number;
  readonly dimension: Dimension;
}

const unit = (held: number, time: number, voltage: number, current: number, weight = 0, coherent = 1): Unit => ({
  held,
  coherent,
  dimension: { time, voltage, current, weight },
});

/** Every unit that a parameter of a neuron or a rule may declare. `''` is dimensionless. */
export const units = {
  '': unit(1, 0, 0, 0),
  us: unit(us, 1, 0, 0),
  ms: unit(ms, 1, 0, 0),
  s: unit(s, 1, 0, 0),
  min: unit(minute, 1, 0, 0),
  '1/ms': unit(1, -1, 0, 0),
  Hz: unit(Hz, -1, 0, 0, 0, 1e-3),
  kHz: unit(kHz, -1, 0, 0, 0, 1e-3),
  uV: unit(uV, 0, 1, 0),
  mV: unit(mV, 0, 1, 0),
  pA: unit(pA, 0, 0, 1),
  nA: unit(nA, 0, 0, 1),
  pF: unit(pF, 1, -1, 1),
  nF: unit(nF, 1, -1, 1),
  nS: unit(nS, 0, -1, 1),
  uS: unit(uS, 0, -1, 1),
  MOhm: unit(MOhm, 0, 1, -1),
  GOhm: unit(GOhm, 0, 1, -1),
  weight: unit(1, 0, 0, 0, 1),
  '1/weight': unit(1, 0, 0, 0, -1),
} as const satisfies Record<string, Unit>;

export type UnitName = keyof typeof units;

/** A parameter as a model or rule declares it: `value` counts `unit`s. */
export interface Parameter {
  readonly value: number;
  readonly unit: UnitName;
  readonly doc: string;
}
