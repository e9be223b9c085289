import type { Program } from '../rules/program.ts';

/** Period of a program's tick handler [ticks]: the nearest whole number, at least 1. It runs at its multiples, not at 0. */
export const tickPeriod = ({ params }: Program, period: number, perMs: number): number =>
  Math.max(1, Math.round((params[period]?.value as number) * perMs));
