/** How long a signal remembers itself. */
import { ModelError } from '../../errors.ts';
import { fft, powerOfTwo } from './fft.ts';
import { meanOf, type Signals, samplesOf } from './signals.ts';

export interface AutocorrelationOptions {
  /** Longest lag [samples]; half of the samples by default. */
  readonly lags?: number;
  /** Whether each unit's mean over time is subtracted first: an autocovariance. True by default. */
  readonly centred?: boolean;
}

/**
 * C(l) = ⟨x(t)·x(t + l)⟩, averaged over the pairs of samples that are l apart and over units, in the square of the signals' unit.
 * All pairs weigh alike: no bias towards 0 at long lags, but what is subtracted as the mean of a stretch T takes about C's integral over T with it.
 *
 * @param signals - one array per unit, all of the same length
 * @returns C at lags 0 … `lags` [samples]
 * @throws ModelError `signals`, `autocorrelation-lags`
 */
export const autocorrelation = (signals: Signals, { lags, centred = true }: AutocorrelationOptions = {}): Float64Array => {
  const samples = samplesOf('autocorrelation', signals, 2);
  const longest = lags ?? samples >> 1;
  if (!(Number.isInteger(longest) && longest >= 0 && longest < samples))
    throw new ModelError('autocorrelation-lags', `autocorrelation: lags is ${longest}, but ${samples} samples have lags 0 … ${samples - 1}.`, {
      lags: longest,
      samples,
    });
  // Zeros behind the samples keep the end of a signal from meeting its beginning.
  const length = powerOfTwo(samples + longest);
  const power = new Float64Array(length);
  // Two units at a time, as real and imaginary part: what mixes them is odd in frequency and ends up in the imaginary part.
  const [re, im] = [new Float64Array(length), new Float64Array(length)];
  const load = (into: Float64Array, signal: ArrayLike<number> | undefined): void => {
    into.fill(0);
    if (signal === undefined) return;
    const mean = centred ? meanOf(signal) : 0;
    for (let t = 0; t < samples; t++) into[t] = (signal[t] as number) - mean;
  };
  for (let unit = 0; unit < signals.length; unit += 2) {
    load(re, signals[unit]);
    load(im, signals[unit + 1]);
    fft(re, im);
    for (let k = 0; k < length; k++) power[k] = (power[k] as number) + (re[k] as number) ** 2 + (im[k] as number) ** 2;
  }
  fft(power, im.fill(0), true);
  return power.slice(0, longest + 1).map((sum, lag) => sum / (signals.length * (samples - lag)));
};

/**
 * The first lag at which an autocorrelation is below half of its value at lag 0, between lags by a straight line.
 *
 * @param correlation - values at lags 0, `step`, 2·`step`, …
 * @param step - time between lags, in the unit that the result has; 1 by default
 * @returns Infinity where it does not fall so far, NaN where it is not positive at lag 0
 */
export const halfWidth = (correlation: ArrayLike<number>, step = 1): number => {
  const half = (correlation[0] ?? 0) / 2;
  if (!(half > 0)) return Number.NaN;
  for (let lag = 1; lag < correlation.length; lag++) {
    const [before, here] = [correlation[lag - 1] as number, correlation[lag] as number];
    if (here < half) return step * (lag - 1 + (before - half) / (before - here));
  }
  return Number.POSITIVE_INFINITY;
};
