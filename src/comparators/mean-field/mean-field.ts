/** Stationary rates of networks of leaky integrate-and-fire neurons, from the description alone. */
import { from, map, mergeMap } from 'rxjs';
import { ModelError } from '../../errors.ts';
import type { Network } from '../../network/description.ts';
import { validate } from '../../network/validate.ts';
import type { Spikes } from '../../streams/blocks.ts';
import { eigenvalues } from '../../streams/statistics/eigenvalues.ts';
import type { Comparator } from '../comparator.ts';
import { solveLinear } from '../linear.ts';
import { rateWindows } from '../rate-windows.ts';
import { describe } from './inputs.ts';
import { intervalVariation } from './interval.ts';
import { checkOptions, type StationaryOptions } from './options.ts';
import { freeVariance, slopeByFactor } from './response.ts';
import { type Problem, type Solution, solveFrom } from './solve.ts';

/** What the theory says of a population's neurons. */
export interface Stationary {
  /** [Hz]. */
  readonly rate: number;
  /** Of the membrane potential if there were no threshold [mV]; NaN for sources. */
  readonly mean: number;
  readonly sd: number;
  /** Coefficient of variation of intervals between spikes; NaN where nothing fires, 1 for Poisson sources. */
  readonly cv: number;
  /** d rate / d mean of the free membrane potential, its deviation held [Hz/mV]. */
  readonly gain: number;
  /** Factor on all excitatory input. */
  readonly factor: number;
  /** √(τ_syn/τ_m): the theory is of first order in it. 0 for delta input. */
  readonly colour: number;
  /** Largest of its inputs' root mean square jumps, relative to `vTh − vReset`: diffusion is the limit of small ones. */
  readonly jump: number;
}

export interface MeanField<P extends string = string> extends Comparator<Spikes> {
  readonly populations: Readonly<Record<P, Stationary>>;
  /** Whether rates and inputs agree; where not, the rates are those of the last step, and `residual` is by how much they miss [Hz]. */
  readonly converged: boolean;
  readonly residual: number;
  /** Whether rates that relax as `τ dr/dt = Φ(r) − r`, all with one τ, stay there. Oscillations by delays are not seen. */
  readonly stable: boolean;
  /** Other rates that agree with themselves, found from other starts, by population [Hz]. */
  readonly others: readonly Readonly<Record<P, number>>[];
  /** What the theory left out, in sentences. */
  readonly ignored: readonly string[];
  /** Where the result lies beyond what the theory is known to be good for, in sentences. */
  readonly warnings: readonly string[];
  /** d rate of one population / d rate of another, directly, both in Hz: the effective coupling, rows in order of populations. */
  readonly coupling: readonly (readonly number[])[];
  /**
   * κ = d ln rate / d ln α of a population whose excitatory input is all multiplied by α, the network following: what homeostatic scaling meets.
   * @throws ModelError for a name that is none of its populations of neurons
   */
  kappa(population: P): number;
}

/** Where single neurons, simulated, begin to part from theory by more than 5 %. */
const [largestJump, largestColour] = [0.1, 0.5];

const warningsOf = ({ converged, residual }: Solution, stable: boolean, results: Readonly<Record<string, Stationary>>): readonly string[] => [
  ...(converged ? [] : [`No rates were found that agree with themselves: they miss by ${residual.toPrecision(3)} Hz. Try other starts.`]),
  ...(stable ? [] : ['The rates agree with themselves but would not stay.']),
  ...Object.entries(results).flatMap(([name, { jump, colour }]) => [
    ...(jump > largestJump ? [`Population '${name}' has input in jumps of ${jump.toFixed(2)} (threshold − reset); diffusion needs small ones.`] : []),
    ...(colour > largestColour
      ? [`Population '${name}' has slow synapses, √(τ_syn/τ_m) = ${colour.toFixed(2)}; the theory is of first order in it.`]
      : []),
  ]),
];

/** Solutions nearer to each other than this are one. */
const SAME = 1e-4;

const isSame = (a: Float64Array, b: Float64Array): boolean => a.every((rate, i) => Math.abs(rate - (b[i] as number)) <= SAME * (1 + rate));

/** Whether I − coupling has eigenvalues with positive real parts only; populations with held rates do not answer. */
const isStable = ({ held }: Problem, { coupling }: Solution): boolean => {
  const n = held.length;
  const free = coupling.map((slope, k) => (Number.isNaN(held[k % n]) && Number.isNaN(held[Math.floor(k / n)]) ? slope : 0));
  return Math.max(...eigenvalues(free, n).re) < 1;
};

/**
 * Stationary rates of a network of `lif` (delta input), `lifExponential` and `integrator` neurons, self-consistent over its populations.
 *
 * Input is taken as white noise (diffusion) with the mean and variance that the expected in-degrees, the weights' mean and mean square, release and the rates
 * give; `lifExponential` by the colour correction of Fourcaud & Brunel. Populations are homogeneous, neurons uncorrelated, delays without effect. Sources and
 * drives are Poisson, currents constant. What release does to mean and variance is computed from its rule (variance 1/p times as large with Bernoulli release).
 *
 * Measured: with jumps below 0.1 of threshold − reset, rates of networks are right to 3 % if the drive reaches threshold in the mean; below it they are up to 17 % too
 * high (release that fails: 33 %). With √(τ_syn/τ_m) = 0.5 neurons fire 4 % more than said, with 0.7 16 %. See the README beside this file.
 *
 * The result follows a running network as a comparator: rates in windows against the stationary ones.
 *
 * @param net - a network; its description is enough, nothing is built
 * @throws UnsupportedError naming all that the theory does not cover; ModelError for options that cannot be
 * @see Brunel (2000) Journal of Computational Neuroscience 8:183, doi:10.1023/A:1008925309027; Siegert (1951) Physical Review 81:617;
 *   Fourcaud & Brunel (2002) Neural Computation 14:2057, doi:10.1162/089976602320264015
 */
export const meanField = <P extends string>(net: Network<P>, options: StationaryOptions<P> = {}): MeanField<P> => {
  validate(net);
  const { dt, window, begin, starts, band, held, factors, frozen } = checkOptions(net, options);
  const { populations, ignored } = describe(net, { dt, frozen, factored: new Set([...held.keys(), ...factors.keys()]) });
  const problem: Problem = {
    populations,
    factors: Float64Array.from(populations, ({ name, factor }) => factors.get(name) ?? factor ?? 1),
    held: Float64Array.from(populations, ({ name }) => held.get(name) ?? Number.NaN),
  };
  const names = populations.map(({ name }) => name as P);
  const all = starts.map((start) => solveFrom(problem, start));
  const sound = all.filter(({ converged }) => converged);
  const chosen = (sound[0] ?? all[0]) as Solution;
  const others = sound.filter((other, i) => !isSame(other.rates, chosen.rates) && sound.findIndex(({ rates }) => isSame(rates, other.rates)) === i);
  const byName = <T>(of: (i: number) => T): Readonly<Record<P, T>> => Object.fromEntries(names.map((name, i) => [name, of(i)])) as Record<P, T>;
  const n = names.length;
  const results = byName((i) => stationary(problem, chosen, i));
  const stable = isStable(problem, chosen);
  return {
    ...{ name: 'meanField', quantity: 'rate', unit: 'Hz', band },
    populations: results,
    ...{ converged: chosen.converged, residual: chosen.residual, stable, ignored, warnings: warningsOf(chosen, stable, results) },
    others: others.map(({ rates }) => byName((i) => rates[i] as number)),
    coupling: names.map((_, i) => Array.from(chosen.coupling.subarray(i * n, (i + 1) * n))),
    kappa: (population) => kappaOf(chosen, names.indexOf(population), population, names),
    watch: (streams) => from(names).pipe(mergeMap((name) => streams.spikes(name))),
    follow: (seen) =>
      seen.pipe(
        rateWindows(window, begin),
        map(({ of, upTo, rate, standardError }) => ({ t: upTo, of, spiking: rate, predicted: results[of as P]?.rate ?? Number.NaN, standardError })),
      ),
  };
};

const stationary = ({ populations }: Problem, { rates, answers, factors }: Solution, i: number): Stationary => {
  const { neuron, inputs } = populations[i] as Problem['populations'][number];
  const [answer, rate, factor] = [answers[i] ?? null, rates[i] as number, factors[i] as number];
  if (neuron === null || answer === null) return { rate, mean: Number.NaN, sd: Number.NaN, cv: 1, gain: 0, factor: 1, colour: 0, jump: 0 };
  const { moments, byMean, colour } = answer;
  const deviation = Math.sqrt(moments.excitatory + moments.inhibitory);
  const jumps = inputs.map(({ square, excitatory }) => Math.sqrt(square) * (excitatory ? factor : 1));
  return {
    ...{ rate, mean: moments.mean, sd: Math.sqrt(freeVariance(neuron, moments)), gain: byMean, factor, colour },
    cv: neuron.spiking ? intervalVariation(answer.effectiveMean, deviation, { ...neuron, vTh: answer.effectiveThreshold }) : Number.NaN,
    jump: neuron.spiking ? Math.max(0, ...jumps) / (neuron.vTh - neuron.vReset) : 0,
  };
};

const kappaOf = ({ coupling, answers, rates }: Solution, i: number, name: string, names: readonly string[]): number => {
  const answer = answers[i];
  if (!answer) throw new ModelError('name', `There is no population of neurons '${name}'; populations are ${names.join(', ')}.`, { name });
  const n = names.length;
  const push = new Float64Array(n);
  push[i] = slopeByFactor(answer);
  const moved = solveLinear(
    coupling.map((slope, k) => (k % (n + 1) === 0 ? 1 : 0) - slope),
    push,
  );
  return (moved[i] as number) / (rates[i] as number);
};
