/** What a population does given the rates of all: moments of its membrane potential, its rate, and how it answers to each. */
import { exp } from '../../math.ts';
import type { TheoryPopulation } from './inputs.ts';
import type { TheoryNeuron } from './neurons.ts';
import { siegert } from './siegert.ts';

/** √2 |ζ(1/2)|: how far, in units of √(τ_syn/τ_m)·σ, a filtered noise lets the membrane overshoot the threshold before it crosses. */
const ALPHA = Math.SQRT2 * 1.4603545088095868;
/** |ζ(1/2)|/√(2π): how far, in deviations of a step, a random walk has passed the threshold when it is first seen beyond it. */
const OVERSHOOT = 1.4603545088095868 / Math.sqrt(2 * Math.PI);

/**
 * What the grid clock does to delta input, which arrives at the end of its step, not yet decayed: its mean and variance grow; and the threshold, looked at once a
 * step, seems higher by `overshoot` deviations (Broadie, Glasserman & Kou 1997, Mathematical Finance 7:325, doi:10.1111/1467-9965.00035).
 */
const onGrid = (neuron: TheoryNeuron | null) => {
  if (neuron === null || neuron.step === 0) return { mean: 1, square: 1, overshoot: 0 };
  const x = neuron.step / neuron.tauM;
  const lost = 1 - exp(-2 * x);
  return { mean: x / (1 - exp(-x)), square: (2 * x) / lost, overshoot: OVERSHOOT * Math.sqrt(lost) };
};

/** Mean and variance of what white noise of the same power would do to the membrane [mV, mV²], excitatory and inhibitory input apart. */
export interface Moments {
  readonly mean: number;
  readonly meanOfExcitation: number;
  readonly excitatory: number;
  readonly inhibitory: number;
}

/** One population at given rates. */
export interface Answer {
  readonly moments: Moments;
  /** Mean less what the colour of the input raises threshold and reset by [mV]. */
  readonly effectiveMean: number;
  /** Threshold as it seems where it is looked at once a step [mV]. */
  readonly effectiveThreshold: number;
  /** [Hz]. */
  readonly rate: number;
  /** d rate / d mean [Hz/mV], d rate / d variance of excitation and of inhibition [Hz/mV²]. */
  readonly byMean: number;
  readonly byExcitatory: number;
  readonly byInhibitory: number;
  /** √(τ_syn/τ_m), of both kinds of input in proportion to their variances. */
  readonly colour: number;
}

/** Mean [mV] and variances [mV²] of a population whose excitatory input is multiplied by `factor`, at given rates of all [Hz]. */
export const momentsOf = ({ neuron, rest, inputs }: TheoryPopulation, rates: ArrayLike<number>, factor: number): Moments => {
  const perHz = (neuron?.tauM ?? 0) / 1000;
  const grid = onGrid(neuron);
  let [meanOfExcitation, meanOfInhibition, excitatory, inhibitory] = [0, 0, 0, 0];
  for (const input of inputs) {
    const arrivals = perHz * input.count * (input.from === null ? input.rate : (rates[input.from] as number));
    if (input.excitatory) {
      meanOfExcitation += arrivals * input.mean * grid.mean * factor;
      excitatory += (arrivals * input.square * grid.square * factor * factor) / 2;
    } else {
      meanOfInhibition += arrivals * input.mean * grid.mean;
      inhibitory += (arrivals * input.square * grid.square) / 2;
    }
  }
  return { mean: rest + meanOfExcitation + meanOfInhibition, meanOfExcitation, excitatory, inhibitory };
};

const coloursOf = ({ tauM, tauSynE, tauSynI }: TheoryNeuron): readonly [number, number] => [Math.sqrt(tauSynE / tauM), Math.sqrt(tauSynI / tauM)];

/** Variance of the free membrane potential [mV²]: what synaptic filtering leaves of it. */
export const freeVariance = ({ tauM, tauSynE, tauSynI }: TheoryNeuron, { excitatory, inhibitory }: Moments): number =>
  (excitatory * tauM) / (tauM + tauSynE) + (inhibitory * tauM) / (tauM + tauSynI);

/**
 * Rate by Siegert's formula, threshold and reset raised by `(α/2)·√(τ_syn/τ_m)·σ` with `σ = √2 · deviation`: to first order in √(τ_syn/τ_m), after Fourcaud &
 * Brunel (2002) Neural Computation 14:2057, doi:10.1162/089976602320264015, eq. 4.33. Of two time constants, the mean of the roots by variance is taken.
 */
export const answerOf = (neuron: TheoryNeuron, moments: Moments): Answer => {
  const { mean, excitatory, inhibitory } = moments;
  const variance = excitatory + inhibitory;
  const deviation = Math.sqrt(variance);
  const [ofE, ofI] = coloursOf(neuron);
  const colour = variance === 0 ? 0 : (excitatory * ofE + inhibitory * ofI) / variance;
  const unit = ALPHA / Math.SQRT2;
  const effectiveMean = mean - unit * colour * deviation;
  const { overshoot } = onGrid(neuron);
  const effectiveThreshold = neuron.vTh + overshoot * deviation;
  if (!neuron.spiking) return { moments, effectiveMean, effectiveThreshold, rate: 0, byMean: 0, byExcitatory: 0, byInhibitory: 0, colour };
  const { rate, byMean, byDeviation, byThreshold } = siegert(effectiveMean, deviation, { ...neuron, vTh: effectiveThreshold });
  const byVariance = (of: number): number =>
    variance === 0 ? 0 : ((byDeviation + byThreshold * overshoot) / 2 - byMean * unit * (of - colour / 2)) / deviation;
  return { moments, effectiveMean, effectiveThreshold, rate, byMean, byExcitatory: byVariance(ofE), byInhibitory: byVariance(ofI), colour };
};

/** d rate / d rate of each population, directly (without dimension). */
export const slopesByRate = (
  { neuron, inputs }: TheoryPopulation,
  { byMean, byExcitatory, byInhibitory }: Answer,
  factor: number,
  n: number,
): Float64Array => {
  const slopes = new Float64Array(n);
  const grid = onGrid(neuron);
  const perHz = (neuron?.tauM ?? 0) / 1000;
  for (const { from, count, mean, square, excitatory } of inputs) {
    if (from === null) continue;
    const byVariance = excitatory ? byExcitatory * factor * factor : byInhibitory;
    slopes[from] =
      (slopes[from] as number) + perHz * count * (byMean * mean * grid.mean * (excitatory ? factor : 1) + (byVariance * square * grid.square) / 2);
  }
  return slopes;
};

/** d rate / d ln factor [Hz], directly. */
export const slopeByFactor = ({ moments, byMean, byExcitatory }: Answer): number =>
  byMean * moments.meanOfExcitation + 2 * byExcitatory * moments.excitatory;
