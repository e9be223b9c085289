/** Rates at which every population fires as its input says: a fixed point, found from a start. */
import { exp, log } from '../../math.ts';
import { solveLinear } from '../linear.ts';
import type { TheoryPopulation } from './inputs.ts';
import { type Answer, answerOf, momentsOf, slopeByFactor, slopesByRate } from './response.ts';

export interface Solution {
  /** By population [Hz]. */
  readonly rates: Float64Array;
  readonly factors: Float64Array;
  /** Null for sources. */
  readonly answers: readonly (Answer | null)[];
  /** Row by row: d rate of the row's population / d rate of the column's, directly. */
  readonly coupling: Float64Array;
  readonly converged: boolean;
  /** Largest difference between a rate and what the input makes of it [Hz]; of a held rate too. */
  readonly residual: number;
  readonly steps: number;
}

export interface Problem {
  readonly populations: readonly TheoryPopulation[];
  /** Factors on excitatory input; of populations whose rate is held, where to begin. */
  readonly factors: Float64Array;
  /** Rates that factors are to bring about [Hz], NaN where there is none. */
  readonly held: Float64Array;
}

/** All populations at given rates and factors. */
const answersAt = ({ populations }: Problem, rates: Float64Array, factors: Float64Array) => {
  const n = populations.length;
  const coupling = new Float64Array(n * n);
  const answers = populations.map((population, i) => {
    if (population.neuron === null) return null;
    const factor = factors[i] as number;
    const answer = answerOf(population.neuron, momentsOf(population, rates, factor));
    coupling.set(slopesByRate(population, answer, factor, n), i * n);
    return answer;
  });
  return { answers, coupling };
};

/** Nowhere does a factor leave e^±10: a rate that needs more is out of reach. */
const FARTHEST = 10;
const STEPS = 1000;
const TOLERANCE = 1e-10;

/** What the unknowns are drawn to, and its derivatives: rates to what input makes of them, factors of held rates to where the rate is what it is to be. */
const pullsOf = ({ populations, held }: Problem, rates: Float64Array, { answers, coupling }: ReturnType<typeof answersAt>) => {
  const n = populations.length;
  const isHeld = (i: number): boolean => !Number.isNaN(held[i]);
  const pulls = Float64Array.from(answers, (answer, i) => {
    if (answer === null) return 0;
    return isHeld(i) ? Math.max(-1, 1 - answer.rate / (held[i] as number)) : answer.rate - (rates[i] as number);
  });
  const slopes = Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    const answer = answers[i] as Answer | null;
    const self = i === j;
    if (answer === null) return self ? -1 : 0;
    const byRate = isHeld(j) ? 0 : (coupling[k] as number);
    return isHeld(i) ? -(self ? slopeByFactor(answer) : byRate) / (held[i] as number) : byRate - (self ? 1 : 0);
  });
  return { pulls, slopes };
};

/** A step of implicit length `pace` along the pulls. */
const stepOf = ({ pulls, slopes }: ReturnType<typeof pullsOf>, pace: number): Float64Array => {
  const n = pulls.length;
  return solveLinear(
    slopes.map((slope, k) => (k % (n + 1) === 0 ? 1 / pace : 0) - slope),
    pulls,
  );
};

/**
 * Pseudo-transient continuation (Kelley & Keyes 1998, SIAM Journal on Numerical Analysis 35:508): implicit steps of `r′ = Φ(r) − r`, short at first, so that a
 * start leads to where it would relax to; as they come to rest, Newton's. Factors of held rates move as integral controllers, `d ln α/dt = clip(1 − Φ/rate, −1, 1)`.
 *
 * @param start - rate of all populations of neurons to begin with [Hz]
 */
export const solveFrom = (problem: Problem, start: number): Solution => {
  const { populations, held } = problem;
  const isHeld = (i: number): boolean => !Number.isNaN(held[i]);
  const factors = problem.factors.slice();
  const rates = Float64Array.from(populations, ({ neuron, sourceRate }, i) => {
    if (neuron === null) return sourceRate;
    return isHeld(i) ? (held[i] as number) : neuron.spiking ? Math.min(start, 0.9 * fastest(neuron)) : 0;
  });
  let [pace, before] = [0.1, Number.POSITIVE_INFINITY];
  for (let steps = 0; ; steps++) {
    const here = answersAt(problem, rates, factors);
    const gaps = Float64Array.from(here.answers, (answer, i) => (answer === null ? 0 : Math.abs(answer.rate - (rates[i] as number))));
    const residual = Math.max(...gaps);
    const converged = gaps.every((gap, i) => gap <= TOLERANCE * (1 + (rates[i] as number)));
    if (converged || steps === STEPS) {
      // Rates far below the tolerance are what the input makes of them, not where the search began.
      const found = converged ? rates.map((rate, i) => (isHeld(i) ? rate : (here.answers[i]?.rate ?? rate))) : rates;
      return { rates: found, factors, ...here, converged, residual, steps };
    }
    const size = Math.max(...gaps.map((gap, i) => gap / (1e-3 + (rates[i] as number))));
    if (steps > 0) pace = Math.min(Math.max(pace * Math.min(Math.max(before / size, 0.5), 1.5), 0.01), 1e9);
    before = size;
    const move = stepOf(pullsOf(problem, rates, here), pace);
    populations.forEach(({ neuron }, i) => {
      const [way, lnFactor] = [move[i] as number, log(factors[i] as number)];
      if (isHeld(i)) factors[i] = exp(clip(lnFactor + clip(way, -1, 1), -FARTHEST, FARTHEST));
      else if (neuron) rates[i] = clip((rates[i] as number) + way, 0, fastest(neuron));
    });
  }
};

const clip = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

/** No neuron fires faster [Hz]. */
export const fastest = ({ tRef, tauM }: { readonly tRef: number; readonly tauM: number }): number => (tRef > 0 ? 1000 / tRef : 1e5 / tauM);
