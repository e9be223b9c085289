/** What the weights of a projection are like, snapshot by snapshot. */
import { map, type OperatorFunction } from 'rxjs';
import { ModelError } from '../../errors.ts';
import { uniforms } from '../../random.ts';
import type { Block, Weights } from '../blocks.ts';
import { dipAmong, uniformDips } from '../statistics/dip.ts';
import { eigenvalues } from '../statistics/eigenvalues.ts';
import { type Bins, extent, type Histogram, histogram } from '../statistics/histogram.ts';
import { momentsOf } from '../statistics/moments.ts';
import { type Symmetry as Parts, symmetry as symmetryOf } from '../statistics/symmetry.ts';

/** One value per snapshot; what the stream has dropped is said again. */
const perSnapshot = <V>(measure: (weights: Weights) => V): OperatorFunction<Weights, Block & V> =>
  map((block) => {
    const { of, from, upTo, dropped } = block;
    return { of, from, upTo, ...measure(block), ...(dropped === undefined ? {} : { dropped }) };
  });

export interface WeightHistogram extends Block {
  readonly histogram: Histogram;
  /** Mean and standard deviation of the weights, in their unit. */
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Histogram of weights, with their sign.
 * @param options.bins - number of bins between the extremes of each snapshot; or bins that stay: `{ from, width, count }`, in the weights' unit
 * @throws ModelError for other bins
 */
export const weightHistogram = ({ bins }: { readonly bins: number | Bins }): OperatorFunction<Weights, WeightHistogram> => {
  const [count, width] = typeof bins === 'number' ? [bins, 1] : [bins.count, bins.width];
  if (!(Number.isInteger(count) && count >= 1 && width > 0))
    throw new ModelError(
      'statistic',
      `weightHistogram: ${String(count)} bins of width ${String(width)}: take a whole number, and a positive width.`,
      {
        bins,
      },
    );
  return perSnapshot(({ w }) => {
    const [low, high] = extent([w]);
    const { mean, deviation } = momentsOf(w);
    const between = typeof bins === 'number' ? { from: low, width: high > low ? (high - low) / bins : 1, count: bins } : bins;
    return { histogram: histogram(w, between), mean, deviation };
  });
};

export interface Bimodality extends Block {
  /** Hartigan's dip: the distance of the weights' distribution from any with one mode, 1/4 at most. */
  readonly dip: number;
  /** The share of uniform samples of that size with as large a dip: small where the weights have two modes or more. */
  readonly p: number;
  /** Synapses that were looked at. */
  readonly synapses: number;
}

/** One number of every so many, at random: evenly spaced ones could all be of the same neurons. */
const drawn = (values: Float64Array, many: number, random: () => number): Float64Array =>
  values.length <= many
    ? values
    : Float64Array.from({ length: many }, (_, i) => values[Math.floor(((i + random()) * values.length) / many)] as number);

/**
 * Whether weights fall into two groups: Hartigan's dip (1985) with its bootstrapped p-value. Uniform samples are drawn once per size.
 *
 * @param options.synapses - how many to look at, drawn once; 500 by default, all where there are fewer
 * @param options.rounds - uniform samples; 500 by default: p is 1/501 at least
 * @param options.seed - of the synapses and of the uniform samples
 * @throws ModelError unless both are whole and positive
 */
export const bimodality = ({
  synapses = 500,
  rounds = 500,
  seed = 'bimodality',
}: {
  readonly synapses?: number;
  readonly rounds?: number;
  readonly seed?: string;
} = {}): OperatorFunction<Weights, Bimodality> => {
  if (![synapses, rounds].every((each) => Number.isInteger(each) && each >= 1))
    throw new ModelError('statistic', `bimodality: ${synapses} synapses and ${rounds} rounds: both must be whole numbers from 1 on.`, {
      synapses,
      rounds,
    });
  let uniform: { readonly size: number; readonly dips: Float64Array } = { size: -1, dips: new Float64Array(0) };
  return perSnapshot((block) => {
    const w = drawn(block.w, synapses, uniforms(seed));
    if (uniform.size !== w.length) uniform = { size: w.length, dips: uniformDips(w.length, uniforms(seed), rounds) };
    return { ...dipAmong(w, uniform.dips), synapses: w.length };
  });
};

export interface WeightSpectrum extends Block {
  /** Eigenvalues of the matrix W with row i onto neuron i, in no order, in the weights' unit. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** The largest of their absolute values, and of their real parts. */
  readonly radius: number;
  readonly abscissa: number;
}

/**
 * Eigenvalues of the weights of a projection from a population onto itself; synapses between the same two neurons add up. The work goes by size³, about 0.1 s for 100
 * neurons, and it is done where the subscriber is.
 *
 * @param options.size - neurons of the population
 * @throws ModelError unless `size` is a whole number from 1 to 1,000; in the stream, where a synapse is of a neuron beyond it
 */
export const weightSpectrum = ({ size }: { readonly size: number }): OperatorFunction<Weights, WeightSpectrum> => {
  if (!(Number.isInteger(size) && size >= 1 && size <= 1000))
    throw new ModelError('statistic', `weightSpectrum: size is ${String(size)}, but a matrix has 1 to 1,000 rows here.`, { size });
  return perSnapshot(({ of, source, target, w }) => {
    const matrix = new Float64Array(size * size);
    for (let k = 0; k < w.length; k++) {
      const [from, to] = [source[k] as number, target[k] as number];
      if (from >= size || to >= size)
        throw new ModelError('statistic', `weightSpectrum: projection '${of}' has a synapse ${from} → ${to}, but size is ${size}.`, {
          from,
          to,
          size,
        });
      matrix[to * size + from] = (matrix[to * size + from] as number) + (w[k] as number);
    }
    const { re, im } = eigenvalues(matrix, size);
    const largest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    return { re, im, radius: largest(re.map((x, k) => Math.hypot(x, im[k] as number))), abscissa: largest(re) };
  });
};

export interface Symmetry extends Block, Parts {}

/** Symmetry of the weights of a projection from a population onto itself. Of a sample of synapses it says nothing: take all of them. */
export const symmetry = (): OperatorFunction<Weights, Symmetry> => perSnapshot(symmetryOf);
