/** What theory says of 60 pairs of spikes and a synapse that calcium changes, and what its authors' own program gave. */
import { calciumStrengths } from '../../../rules/calcium-sets.ts';
import type { CalciumSet } from './by-steps.ts';

/** The six sets that are named after their curves. */
export const curves = ['DP', 'P', 'DPD', 'D', 'DPDprime', 'Dprime'] as const;
export type Curve = (typeof curves)[number];

/** Pairs of a protocol, and the time from one to the next [ms]. */
export const pairs = 60;
export const interval = 1000;

/** Probabilities that a weak synapse has become strong, and a strong one weak. */
export interface Transitions {
  readonly up: number;
  readonly down: number;
}

/** Lags, and transitions after 60 pairs at 1 Hz in 1,000 runs from either state: numericalSimulation/output of the authors' repository, 2020. */
export const authorsLags = [-60, -20, -10, -5, 0, 5, 10, 20, 60] as const;
export const authors: Record<Curve, { readonly up: readonly number[]; readonly down: readonly number[] }> = {
  DP: { up: [0.286, 0.222, 0.369, 0.429, 0.458, 0.667, 0.649, 0.601, 0.378], down: [0.384, 0.582, 0.542, 0.517, 0.467, 0.312, 0.308, 0.319, 0.341] },
  P: { up: [0.47, 0.571, 0.646, 0.678, 0.662, 0.68, 0.627, 0.528, 0.461], down: [0.43, 0.428, 0.309, 0.293, 0.293, 0.292, 0.298, 0.439, 0.453] },
  DPD: { up: [0, 0, 0, 0.019, 0.253, 0.471, 0.191, 0, 0], down: [0, 0, 0.205, 0.247, 0.258, 0.233, 0.259, 0.182, 0] },
  D: { up: [0, 0, 0, 0, 0, 0, 0, 0, 0], down: [0, 0, 0, 0.005, 0.511, 0.013, 0, 0, 0] },
  DPDprime: {
    up: [0.003, 0.013, 0.011, 0.009, 0.179, 0.292, 0.077, 0.006, 0.003],
    down: [0.113, 0.274, 0.342, 0.274, 0.128, 0.073, 0.12, 0.172, 0.069],
  },
  Dprime: {
    up: [0.004, 0.007, 0.011, 0.014, 0.008, 0.009, 0.007, 0.004, 0.001],
    down: [0.15, 0.374, 0.403, 0.362, 0.32, 0.283, 0.262, 0.192, 0.097],
  },
};

/** Distribution function of the standard normal (Abramowitz & Stegun 26.2.17; error below 1e-7). */
const normal = (x: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const sum = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduceRight((rest, each) => t * (each + rest), 0);
  const tail = (Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI)) * sum;
  return x > 0 ? 1 - tail : tail;
};

/** How efficacy at the end depends on that at the start: `kept · rho + gained`, and the variance that noise adds. */
interface Gaussian {
  readonly kept: number;
  readonly gained: number;
  readonly variance: number;
}

/** Pairs without the cubic: what is left is linear, and efficacy Gaussian (Graupner & Brunel 2012, without their mean over the time above thresholds). */
const gaussian = (set: CalciumSet & { readonly sigma: number }, lag: number): Gaussian => {
  const events = Array.from({ length: pairs }, (_, i) => [
    { time: i * interval + set.D, calcium: set.cPre },
    { time: i * interval + lag, calcium: set.cPost },
  ])
    .flat()
    .sort((a, b) => a.time - b.time);
  let [kept, gained, variance, c] = [1, 0, 0, 0];
  const relax = (time: number, rate: number, rest: number, spread: number): void => {
    const left = Math.exp((-rate * time) / set.tau);
    kept *= left;
    gained = rest + (gained - rest) * left;
    variance = spread + (variance - spread) * left ** 2;
  };
  const both = set.gammaP + set.gammaD;
  events.forEach(({ time, calcium }, i) => {
    c += calcium;
    const span = (events[i + 1]?.time ?? Number.POSITIVE_INFINITY) - time;
    const above = (theta: number) => Math.min(span, Math.max(0, set.tauCa * Math.log(c / theta)));
    const [up, down] = [above(set.thetaP), above(set.thetaD)];
    relax(up, both, set.gammaP / both, set.sigma ** 2 / both);
    relax(down - up, set.gammaD, 0, set.sigma ** 2 / (2 * set.gammaD));
    c *= Math.exp(-span / set.tauCa);
  });
  return { kept, gained, variance };
};

/** Transitions after the pairs, the target firing `lag` [ms] after the arrival. */
export const transitions = (set: CalciumSet & { readonly sigma: number }, lag: number): Transitions => {
  const { kept, gained, variance } = gaussian(set, lag);
  if (variance === 0) return { up: 0, down: 0 };
  const above = (mean: number) => normal((mean - 0.5) / Math.sqrt(variance));
  return { up: above(gained), down: 1 - above(kept + gained) };
};

/** Mean strength after over before, where a share β of the synapses is weak at first and strong ones are b times as strong. */
export const strengthChange = (curve: Curve, { up, down }: Transitions): number => {
  const { b, beta } = calciumStrengths[curve];
  const weak = beta * (1 - up) + (1 - beta) * down;
  return (weak + (1 - weak) * b) / (beta + (1 - beta) * b);
};

/** Standard error of that, from `copies` synapses in either state. */
export const strengthError = (curve: Curve, { up, down }: Transitions, copies: number): number => {
  const { b, beta } = calciumStrengths[curve];
  const variance = beta ** 2 * up * (1 - up) + (1 - beta) ** 2 * down * (1 - down);
  return ((b - 1) / (beta + (1 - beta) * b)) * Math.sqrt(variance / copies);
};
