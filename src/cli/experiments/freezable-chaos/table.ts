/** Networks of 500 units, five seeds: what is measured beside what another simulation of the same equations gave (three seeds). */

import type { Observed } from '../../../comparators/coupled-rates/observe.ts';
import { momentsOf } from '../../../streams/statistics/moments.ts';
import { above, below, near, type Row, reported } from '../experiment.ts';

/** Below this speed a network stands still. */
const still = 1e-3;

/** Another simulation's numbers, where g, k and p are these. NaN: none. */
export interface Known {
  readonly g: number;
  readonly k: number;
  readonly p: number;
  readonly cPhi: number;
  readonly cX: number;
  readonly lambda: number;
  readonly speed: number;
  readonly halfWidth: number;
}

// biome-ignore format: a table
export const known: readonly Known[] = [
  { g: 1.5, k: 0,   p: 2.5, cPhi: 0.333,  cX: 0.72,  lambda: 0.021,  speed: 0.17,  halfWidth: 8 },
  { g: 2,   k: 0,   p: 2.5, cPhi: 0.508,  cX: 1.87,  lambda: 0.090,  speed: 0.36,  halfWidth: 5.7 },
  { g: 3,   k: 0,   p: 2.5, cPhi: 0.678,  cX: 5.35,  lambda: 0.208,  speed: 0.83,  halfWidth: 4.0 },
  { g: 2,   k: -2,  p: 2.5, cPhi: 0.361,  cX: 0.866, lambda: 0.057,  speed: 0.47,  halfWidth: 2.5 },
  { g: 2,   k: 1,   p: 2.5, cPhi: 0.684,  cX: 4.19,  lambda: 0.113,  speed: 0.276, halfWidth: 10.7 },
  { g: 2,   k: 1.5, p: 2.5, cPhi: 0.801,  cX: 6.90,  lambda: 0.111,  speed: 0.233, halfWidth: 17 },
  { g: 2,   k: 2,   p: 2.5, cPhi: 0.898,  cX: 10.9,  lambda: 0.098,  speed: 0.178, halfWidth: 33 },
  { g: 2,   k: 2.5, p: 2.5, cPhi: 0.958,  cX: 15.7,  lambda: 0.049,  speed: 0.110, halfWidth: 98 },
  { g: 2,   k: 4,   p: 2.5, cPhi: 0.9984, cX: 30.7,  lambda: -0.199, speed: 0,     halfWidth: Number.POSITIVE_INFINITY },
  { g: 1.5, k: 1.5, p: 2.5, cPhi: 0.757,  cX: 4.50,  lambda: 0.078,  speed: 0.143, halfWidth: 21 },
  { g: 2,   k: 2,   p: 1,   cPhi: 0.895,  cX: 10.8,  lambda: 0.165,  speed: 0.293, halfWidth: 18 },
  { g: 2,   k: 2,   p: 10,  cPhi: 0.891,  cX: 10.6,  lambda: 0.048,  speed: 0.068, halfWidth: 89 },
];

export const nameOf = ({ g, k, p }: { readonly g: number; readonly k: number; readonly p: number }): string =>
  k === 0 ? `g ${g}, k 0` : `g ${g}, k ${k}, p ${p}`;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2;
};

export const meanOf = <T>(all: readonly T[], value: (one: T) => number): number => momentsOf(all.map(value)).mean;

/** Share of freezes after which the network stands still. */
export const frozenShare = (runs: readonly Observed[]): number =>
  meanOf(
    runs.flatMap(({ frozen }) => frozen),
    ({ speed }) => (speed < still ? 1 : 0),
  );

/** Speed when frozen over speed when not, the median of all freezes; NaN of a network that stands still anyhow. */
export const freezeIndex = (runs: readonly Observed[]): number =>
  median(runs.flatMap(({ frozen, speed }) => frozen.map((one) => (speed < still ? Number.NaN : one.speed / speed))));

const c0 = ({ cPhi }: Observed): number => cPhi[0] as number;

/**
 * Rows of one network. Tolerances are for five seeds and 1000 time constants; for a `single` seed, and less, they are twice as wide (of the exponent three times).
 *
 * Not demanded: g = 1.5 without plasticity, and exponent and ⟨x²⟩ at k < 0, where some networks of 500 are limit cycles; correlations at k < 0 and g = 3, k = 0,
 * for which nobody gave a tolerance; half-widths without plasticity, which vary by 2.5 of 5.7 from seed to seed, and those beyond 50 (a single seed: 10), which
 * the time looked at does not tell within 30 %; and of fixed points the exponent, which each has its own of.
 */
export const rowsOf = (expected: Known, runs: readonly Observed[], single = false): Row[] => {
  const { g, k } = expected;
  const of = (quantity: string): string => `${nameOf(expected)}: ${quantity}`;
  const gated = !(g === 1.5 && k === 0);
  const row = (quantity: string, measured: number, value: number, tolerance: number, demanded: boolean): Row =>
    demanded && gated ? near(of(quantity), measured, value, (single ? 2 : 1) * tolerance, 'verified') : reported(of(quantity), measured);
  const { cPhi, cX, lambda, speed, halfWidth } = expected;
  const stands = speed === 0;
  return [
    row('C_φ(0)', meanOf(runs, c0), cPhi, (k === 0 ? 0.06 : 0.04) * cPhi, k >= 1 || (k === 0 && g <= 2)),
    row(
      'C_x(0)',
      meanOf(runs, (run) => run.cX),
      cX,
      0.1 * cX,
      k >= 0,
    ),
    row(
      'λ_max',
      meanOf(runs, (run) => run.lambda),
      lambda,
      single ? 0.03 : 0.02,
      !stands && k >= 0,
    ),
    stands
      ? below(
          of('speed'),
          meanOf(runs, (run) => run.speed),
          still,
          'verified',
        )
      : row(
          'speed',
          meanOf(runs, (run) => run.speed),
          speed,
          (k === 0 && g <= 2 ? 0.4 : 0.2) * speed,
          true,
        ),
    row(
      'half-width',
      meanOf(runs, (run) => run.halfWidth),
      halfWidth,
      0.3 * halfWidth,
      k !== 0 && !stands,
    ),
    ...(k <= 0 && gated ? [near(of('frozen fraction'), frozenShare(runs), 0, 0, 'verified')] : []),
    ...(k >= 1.5 && g === 2 && !stands ? [near(of('frozen fraction'), frozenShare(runs), 1, 0.05, 'verified')] : []),
    ...(k > 0 && (k < 1.5 || g !== 2) ? [reported(of('frozen fraction'), frozenShare(runs))] : []),
    ...(stands
      ? []
      : [
          reported(of('freeze index, median'), freezeIndex(runs)),
          reported(
            of('least C_φ(τ)/C_φ(0)'),
            meanOf(runs, (run) => run.least),
          ),
        ]),
    ...(stands
      ? []
      : [
          reported(
            of('participation ratio / N'),
            meanOf(runs, (run) => run.participation),
          ),
        ]),
    reported(
      of('λ frozen'),
      meanOf(runs, (run) => meanOf(run.frozen, (one) => one.lambda)),
    ),
    reported(
      of('overlap with the state frozen'),
      meanOf(runs, (run) => meanOf(run.frozen, (one) => one.overlap)),
    ),
  ];
};

/** What plasticity does, in signs: runs by name of their network. */
export const signRows = (runs: ReadonlyMap<string, readonly Observed[]>): Row[] => {
  const at = (k: number, p = 2.5): readonly Observed[] => runs.get(nameOf({ g: 2, k, p })) ?? [];
  const falls = (values: readonly number[]): number => Math.min(...values.slice(1).map((each, i) => (values[i] as number) - each));
  const mean =
    (value: (run: Observed) => number) =>
    (k: number, p?: number): number =>
      meanOf(at(k, p), value);
  const [speed, lambda] = [mean((run) => run.speed), mean((run) => run.lambda)];
  const width = (k: number): number => median(at(k).map((run) => run.halfWidth));
  const slope = (of: (k: number, p?: number) => number): number => Math.log(of(2, 10) / of(2, 1)) / Math.log(10);
  const ks = [0, 1.5, 2, 2.5];
  const level = [1, 2.5, 10].map((p) => mean(c0)(2, p));
  return [
    above('Hebbian plasticity slows: least fall of speed from k to k, 0 to 2.5', falls(ks.map((k) => speed(k))), 0, 'verified'),
    above('… and lengthens memory: least growth of half-width', falls(ks.map((k) => -width(k))), 0, 'verified'),
    above('λ_max at k = 1 over k = 0', lambda(1) - lambda(0), 0, 'verified'),
    below('λ_max at k = 4', lambda(4), 0, 'verified'),
    above('anti-Hebbian plasticity quickens: speed at k = −2 over k = 0', speed(-2) / speed(0), 1, 'verified'),
    below('… and lowers λ_max: k = −2 over k = 0', lambda(-2) - lambda(0), 0, 'verified'),
    below('… and makes activity swing back: least C_φ at k = −2', mean((run) => run.least)(-2), 0, 'verified'),
    below('C_φ(0) at k = 2, p from 1 to 10: range over mean', (Math.max(...level) - Math.min(...level)) / momentsOf(level).mean, 0.05, 'verified'),
    below('λ_max falls with p: power between p = 1 and 10', slope(lambda), -0.2, 'verified'),
    below('speed falls with p: power between p = 1 and 10', slope(speed), -0.2, 'verified'),
  ];
};
