/** How spike counts of neurons vary together. */
import type { OperatorFunction } from 'rxjs';
import { ModelError } from '../../errors.ts';
import { uniforms } from '../../random.ts';
import type { Block, Spikes } from '../blocks.ts';
import { correlationOf, fanoOf, populationCorrelationOf, varianceOf } from '../statistics/counts.ts';
import { apart, binned, checkBins, type Windows } from './bins.ts';
import { CountSums } from './count-sums.ts';
import { type Spread, spreadOf } from './spread.ts';

type Pair = readonly [number, number];

/** Different pairs of neurons, all of them where there are no more than `many`. */
const drawPairs = (neurons: number, many: number): Pair[] => {
  const all = (neurons * (neurons - 1)) / 2;
  if (all <= many) return Array.from({ length: neurons }, (_, b) => Array.from({ length: b }, (_, a): Pair => [a, b])).flat();
  const random = uniforms('pairs of neurons');
  const drawn = new Map<number, Pair>();
  while (drawn.size < many) {
    const [a, b] = [Math.floor(random() * neurons), Math.floor(random() * neurons)];
    if (a < b) drawn.set(a * neurons + b, [a, b]);
  }
  return [...drawn.values()];
};

const checkPairs = (pairs: number | readonly Pair[], { of, size }: Spikes): readonly Pair[] => {
  if (typeof pairs === 'number') return drawPairs(size, pairs);
  const stranger = pairs.flat().find((neuron) => !(Number.isInteger(neuron) && neuron >= 0 && neuron < size));
  if (stranger === undefined) return pairs;
  throw new ModelError('statistic', `correlations: population '${of}' has no neuron ${stranger}: its neurons are 0 to ${size - 1}.`, {
    of,
    neuron: stranger,
  });
};

/** Neurons of pairs become units, in order of their first appearance. */
const unitsOf = (pairs: readonly Pair[], size: number): Int32Array => {
  const units = new Int32Array(size).fill(-1);
  let next = 0;
  for (const neuron of pairs.flat()) if (units[neuron] === -1) units[neuron] = next++;
  return units;
};

export interface Correlations extends Block, Spread {
  /** The pairs. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** Pearson's correlation of their counts; NaN where a neuron's count did not vary. */
  readonly correlation: Float64Array;
  readonly bins: number;
}

export interface CorrelationsOptions extends Windows {
  /** How many pairs to draw, always the same ones of a population of a size; or which. 1,000 by default, all where there are fewer. */
  readonly pairs?: number | readonly (readonly [number, number])[];
}

/**
 * Correlations of spike counts of pairs of neurons, and their mean. State: three numbers per neuron or pair; the work per bin goes by pairs.
 * @throws ModelError for a bin that is not positive, `every` that is no multiple of it, and neurons that the population lacks
 */
export const correlations = ({ bin, every, pairs = 1000 }: CorrelationsOptions): OperatorFunction<Spikes, Correlations> => {
  checkBins('correlations', { bin, every }, true);
  return binned({ bin, every }, (spikes) => {
    const chosen = checkPairs(pairs, spikes);
    const unitOf = unitsOf(chosen, spikes.size);
    const [first, second] = [Uint32Array.from(chosen, ([a]) => a), Uint32Array.from(chosen, ([, b]) => b)];
    const [one, other] = [first.map((neuron) => unitOf[neuron] as number), second.map((neuron) => unitOf[neuron] as number)];
    return {
      unitOf,
      tally: (units) => {
        const sums = new CountSums(units);
        const products = new Float64Array(chosen.length);
        return {
          add: (counts, active, many) => {
            sums.add(counts, active, many);
            for (let i = 0; i < products.length; i++)
              products[i] = (products[i] as number) + (counts[one[i] as number] as number) * (counts[other[i] as number] as number);
          },
          value: (bins) => {
            const correlation = products.map((ab, i) => correlationOf(sums.of(one[i] as number, bins), sums.of(other[i] as number, bins), ab));
            return { first, second, correlation, bins, ...spreadOf(correlation) };
          },
        };
      },
    };
  });
};

export interface PopulationCorrelation extends Block {
  /** Mean covariance of all pairs of neurons over their mean variance. */
  readonly correlation: number;
  /** Fano factor of the population's count: of independent Poisson neurons 1, and more by (N − 1)·correlation where they are not independent. */
  readonly fano: number;
  readonly bins: number;
}

/**
 * Correlation of all neurons of a population, from the variance of their summed count: no pair is looked at. State: two numbers per neuron.
 * @throws ModelError for a bin that is not positive, and `every` that is no multiple of it (Infinity: one value at the end)
 */
export const populationCorrelation = ({ bin, every }: Windows): OperatorFunction<Spikes, PopulationCorrelation> => {
  checkBins('populationCorrelation', { bin, every }, true);
  return binned({ bin, every }, ({ size }) => ({
    unitOf: apart(size),
    tally: (units) => {
      const own = new CountSums(units);
      const all = new CountSums(1);
      const total = new Uint32Array(1);
      return {
        add: (counts, active, many) => {
          own.add(counts, active, many);
          total[0] = 0;
          for (let i = 0; i < many; i++) total[0] += counts[active[i] as number] as number;
          all.add(total, Uint32Array.of(0), 1);
        },
        value: (bins) => {
          const variances = own.map(bins, varianceOf).reduce((sum, variance) => sum + variance, 0);
          const sum = all.of(0, bins);
          return { correlation: populationCorrelationOf(size, variances, varianceOf(sum)), fano: fanoOf(sum), bins };
        },
      };
    },
  }));
};
