/** Rates as signals in time: windows of them are kept, and measured when they are full. */
import type { OperatorFunction } from 'rxjs';
import { ModelError } from '../../errors.ts';
import type { Block, Spikes } from '../blocks.ts';
import { autocorrelation, halfWidth } from '../statistics/autocorrelation.ts';
import { powerOfTwo } from '../statistics/fft.ts';
import { participationRatio } from '../statistics/participation-ratio.ts';
import { type PowerSpectrum as Spectrum, powerSpectrum as spectrumOf } from '../statistics/power-spectrum.ts';
import { binned, type Counting, checkBins, type Windows } from './bins.ts';

/** Numbers that a window may hold: 256 MiB. */
const mostSamples = 2 ** 25;

/** Rates [Hz] of units in the bins of a window. `neuronsOf` is how many neurons each unit counts. */
const sampledBy = <V>(
  what: string,
  { bin, every }: Windows,
  unitOf: Int32Array,
  measure: (rates: readonly Float64Array[]) => V | null,
): Counting<V> => {
  const neurons = new Map<number, number>();
  for (const unit of unitOf) neurons.set(unit, (neurons.get(unit) ?? 0) + 1);
  const most = Math.round(every / bin);
  return {
    unitOf,
    tally: (units) => {
      if (units * most > mostSamples)
        throw new ModelError(
          'statistic',
          `${what}: ${most} bins of ${units} units are more than the ${mostSamples} numbers that a window may hold. Take wider bins, shorter windows or fewer neurons.`,
          { bins: most, units },
        );
      const rates = Array.from({ length: units }, () => new Float64Array(most));
      const each = rates.map((_, unit) => 1000 / (bin * (neurons.get(unit) as number)));
      let filled = 0;
      return {
        add: (counts, active, many) => {
          for (let i = 0; i < many; i++) {
            const unit = active[i] as number;
            (rates[unit] as Float64Array)[filled] = (counts[unit] as number) * (each[unit] as number);
          }
          filled++;
        },
        value: () => (filled < 2 ? null : measure(rates.map((rate) => rate.subarray(0, filled)))),
      };
    },
  };
};

export interface RateAutocorrelation extends Block {
  /** Lags [ms], from 0 on. */
  readonly lag: Float64Array;
  /** Autocovariance of the population's rate [Hz²]. At lag 0, and wherever neurons have a memory of their own, it holds their private noise: r/(N · bin) of Poisson neurons. */
  readonly total: Float64Array;
  /** What all neurons have in common of it [Hz²]: the covariance of the rates of even and of odd neurons, in which private noise has no part. */
  readonly shared: Float64Array;
  /** First lag at which `shared` is below half of its value at 0 [ms]; NaN where that is not positive, Infinity where it does not fall so far. */
  readonly halfWidth: number;
}

/**
 * Autocorrelation of a population's rate, of windows that follow each other; their mean is subtracted. State: two numbers per bin of a window.
 *
 * @param options.bin - width of the bins [ms]
 * @param options.every - windows end at its multiples [ms]: a multiple of the bin
 * @param options.lags - the longest lag [ms]; a quarter of the window by default, and less where a window is cut short
 * @throws ModelError for other options
 */
export const rateAutocorrelation = ({
  bin,
  every,
  lags = every / 4,
}: Windows & { readonly lags?: number }): OperatorFunction<Spikes, RateAutocorrelation> => {
  checkBins('rateAutocorrelation', { bin, every }, false);
  if (!(lags >= 0 && lags < every))
    throw new ModelError('statistic', `rateAutocorrelation: lags of ${lags} ms do not fit into windows of ${every} ms.`, { lags, every });
  return binned({ bin, every }, ({ size }) =>
    sampledBy(
      'rateAutocorrelation',
      { bin, every },
      Int32Array.from({ length: size }, (_, neuron) => neuron % 2),
      ([even, odd]) => {
        const half = even as Float64Array;
        const longest = { lags: Math.min(Math.round(lags / bin), half.length - 1) };
        const other = odd ?? half;
        // Halves of odd populations differ by one neuron: what they have in common does not.
        const total = autocorrelation([half.map((rate, t) => (rate + (other[t] as number)) / 2)], longest);
        const difference = autocorrelation([half.map((rate, t) => (rate - (other[t] as number)) / 2)], longest);
        const shared = total.map((c, lag) => c - (difference[lag] as number));
        return { lag: total.map((_, lag) => lag * bin), total, shared, halfWidth: halfWidth(shared, bin) };
      },
    ),
  );
};

/** Of a population's rate: `power` in Hz²/Hz. */
export interface PowerSpectrum extends Block, Spectrum {}

/**
 * Power spectrum of a population's rate, of windows that follow each other, by Welch's method; r/N at all frequencies for N independent Poisson neurons of rate r.
 * Counting in bins lowers what is near the highest frequency, and folds what is above it back. State: one number per bin of a window.
 *
 * @param options.bin - width of the bins [ms]; frequencies reach up to 500/bin [Hz]
 * @param options.every - windows end at its multiples [ms]: a multiple of the bin
 * @param options.resolution - distance of frequencies, or less [Hz]; by default as it is for fifteen stretches or more. Windows that are too short for it have no value
 * @throws ModelError for other options
 */
export const powerSpectrum = ({ bin, every, resolution }: Windows & { readonly resolution?: number }): OperatorFunction<Spikes, PowerSpectrum> => {
  checkBins('powerSpectrum', { bin, every }, false);
  const segment = resolution === undefined ? undefined : powerOfTwo(1000 / (resolution * bin));
  const bins = Math.round(every / bin);
  if ((segment ?? 4) > bins || (resolution !== undefined && !(resolution > 0)))
    throw new ModelError(
      'statistic',
      `powerSpectrum: a window of ${bins} bins of ${bin} ms is too short${resolution === undefined ? '' : ` for frequencies ${resolution} Hz apart`}. Take longer windows or shorter bins.`,
      { bin, every, resolution },
    );
  return binned({ bin, every }, ({ size }) =>
    sampledBy('powerSpectrum', { bin, every }, new Int32Array(size), ([rate]) =>
      (rate as Float64Array).length < (segment ?? 4)
        ? null
        : spectrumOf(rate as Float64Array, segment === undefined ? { step: bin } : { step: bin, segment }),
    ),
  );
};

export interface Participation extends Block {
  /** (tr S)²/tr S² of the covariance S of the neurons' counts: between 1 and their number. */
  readonly ratio: number;
  /** Neurons that were looked at, and bins; of independent neurons the ratio is neurons · bins/(neurons + bins) or so. */
  readonly neurons: number;
  readonly bins: number;
}

/**
 * Number of directions in which a population's activity moves. State: one number per neuron and bin of a window; private noise of neurons counts as directions, and is
 * less the longer the bins.
 *
 * @param options.bin - width of the bins [ms]
 * @param options.every - windows end at its multiples [ms]: a multiple of the bin
 * @param options.neurons - how many to look at, evenly spaced; 200 by default, all where there are fewer
 * @throws ModelError for other options
 */
export const participation = ({ bin, every, neurons = 200 }: Windows & { readonly neurons?: number }): OperatorFunction<Spikes, Participation> => {
  checkBins('participation', { bin, every }, false);
  if (!(Number.isInteger(neurons) && neurons >= 1))
    throw new ModelError('statistic', `participation: ${neurons} neurons cannot be looked at; take a whole number from 1 on.`, { neurons });
  return binned({ bin, every }, ({ size }) => {
    const unitOf = new Int32Array(size).fill(-1);
    const chosen = Math.min(neurons, size);
    for (let unit = 0; unit < chosen; unit++) unitOf[Math.floor((unit * size) / chosen)] = unit;
    return sampledBy('participation', { bin, every }, unitOf, (rates) => ({
      ratio: participationRatio(rates),
      neurons: chosen,
      bins: (rates[0] as Float64Array).length,
    }));
  });
};
