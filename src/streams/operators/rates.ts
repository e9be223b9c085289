/** How much and how regularly neurons fire. */
import type { OperatorFunction } from 'rxjs';
import { ModelError } from '../../errors.ts';
import type { Block, Spikes } from '../blocks.ts';
import { fanoOf } from '../statistics/counts.ts';
import { Intervals, minIntervals } from '../statistics/intervals.ts';
import { apart, binned, checkBins } from './bins.ts';
import { CountSums } from './count-sums.ts';
import { sliced } from './slices.ts';
import { type Spread, spreadOf } from './spread.ts';

export interface Rate extends Block {
  /** Spikes of the population. */
  readonly spikes: number;
  /** Spikes per neuron and second [Hz]. */
  readonly rate: number;
}

/**
 * Rate of the population, bin after bin. Bins end at multiples of `bin` [ms]; bins that the stream does not hold whole are left out.
 * @throws ModelError unless the bin is positive
 */
export const binnedRates = ({ bin }: { readonly bin: number }): OperatorFunction<Spikes, Rate> => {
  checkBins('binnedRates', { bin, every: bin }, false);
  return binned({ bin, every: bin }, ({ size }) => ({
    unitOf: new Int32Array(size),
    tally: () => {
      let spikes = 0;
      return {
        add: (counts) => {
          spikes = counts[0] ?? 0;
        },
        value: () => ({ spikes, rate: (1000 * spikes) / (size * bin) }),
      };
    },
  }));
};

export interface IsiCv extends Block {
  /** Coefficient of variation of each neuron's intervals, NaN of those with too few. */
  readonly cv: Float64Array;
  /** Local variation of each neuron's intervals, likewise (Shinomoto et al. 2003). */
  readonly lv: Float64Array;
  /** Both over neurons. */
  readonly population: { readonly cv: Spread; readonly lv: Spread };
  /** Intervals of all neurons. */
  readonly intervals: number;
}

/**
 * Irregularity of interspike intervals, every so many milliseconds: of the intervals that ended since the value before. State: seven numbers per neuron.
 *
 * @param options.every - values end at its multiples [ms], the first and last stretch are as long as the stream has them; Infinity: one value at the end
 * @param options.least - intervals that a neuron needs for a value, 4 by default; by n intervals a CV is about 1/n too small
 * @throws ModelError unless both are positive
 */
export const isiCv = ({ every, least = minIntervals }: { readonly every: number; readonly least?: number }): OperatorFunction<Spikes, IsiCv> => {
  if (!(every > 0 && least >= 1))
    throw new ModelError('statistic', `isiCv: a value every ${String(every)} ms of ${String(least)} intervals or more: both must be positive.`, {
      every,
      least,
    });
  return sliced(every, ({ size }) => {
    const intervals = new Intervals(size);
    return {
      spike: (neuron, time) => intervals.add(neuron, time),
      *end({ from, upTo }) {
        const [cv, lv] = [intervals.cv(least), intervals.lv(least)];
        yield { from, upTo, cv, lv, population: { cv: spreadOf(cv), lv: spreadOf(lv) }, intervals: intervals.count };
        intervals.clear();
      },
      stop() {
        intervals.forget();
        return [];
      },
    };
  });
};

export interface Fano extends Block, Spread {
  /** Variance over mean of each neuron's counts; NaN of silent neurons. */
  readonly fano: Float64Array;
  /** Windows that were counted in. */
  readonly windows: number;
}

/**
 * Fano factors of spike counts in windows that follow each other. State: two numbers per neuron.
 *
 * @param options.window - length of a window [ms]
 * @param options.every - values end at its multiples [ms]: a multiple of the window; Infinity: one value at the end
 * @throws ModelError for other options
 */
export const fanoFactor = ({ window, every }: { readonly window: number; readonly every: number }): OperatorFunction<Spikes, Fano> => {
  checkBins('fanoFactor', { bin: window, every }, true);
  return binned({ bin: window, every }, ({ size }) => ({
    unitOf: apart(size),
    tally: (units) => {
      const sums = new CountSums(units);
      return {
        add: (counts, active, many) => sums.add(counts, active, many),
        value: (windows) => {
          const fano = sums.map(windows, fanoOf);
          return { fano, windows, ...spreadOf(fano) };
        },
      };
    },
  }));
};
