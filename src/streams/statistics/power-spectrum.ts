/** Power spectra of sampled signals. */
import { ModelError } from '../../errors.ts';
import { fft, powerOfTwo } from './fft.ts';
import { meanOf } from './signals.ts';

export interface PowerSpectrumOptions {
  /** Time between samples [ms]. */
  readonly step: number;
  /** Samples per stretch, a power of two from 4 on; by default the longest that gives fifteen stretches or more. Frequencies are 1/(segment · step) apart. */
  readonly segment?: number;
}

export interface PowerSpectrum {
  /** From 1/(segment · step) to 1/(2 · step) [Hz]. The mean is taken out, and frequency 0 with it. */
  readonly frequency: Float64Array;
  /** Two-sided: the signal's variance is the integral over frequencies from −1/(2 · step) to 1/(2 · step). In the square of the signal's unit per Hz. */
  readonly power: Float64Array;
  /** Stretches that it is the mean of: each value of a random signal has a relative error of 1.03/√stretches. */
  readonly stretches: number;
}

/** The longest power of two that `samples` hold eight times: fifteen stretches or more, with overlaps. */
const defaultSegment = (samples: number): number => Math.max(4, powerOfTwo(Math.floor(samples / 8) + 1) / 2);

/**
 * Power spectrum by the mean over stretches of a signal that overlap by half, each under a Hann window (Welch 1967, doi:10.1109/TAU.1967.1161901).
 * A population's rate R(t) [Hz] has units of Hz²/Hz: r/N for N independent Poisson neurons of rate r.
 *
 * @throws ModelError `power-spectrum` where the signal is shorter than a stretch, a stretch no power of two, or the step not positive
 */
export const powerSpectrum = (signal: ArrayLike<number>, { step, segment = defaultSegment(signal.length) }: PowerSpectrumOptions): PowerSpectrum => {
  const samples = signal.length;
  if (!(step > 0) || segment < 4 || powerOfTwo(segment) !== segment || segment > samples)
    throw new ModelError(
      'power-spectrum',
      `powerSpectrum: ${samples} samples, step ${step} ms, stretches of ${segment} samples. A stretch is a power of two (4, 8, …) no longer than the signal, the step is positive.`,
      { samples, step, segment },
    );
  const mean = meanOf(signal);
  const window = Float64Array.from({ length: segment }, (_, i) => (1 - Math.cos((2 * Math.PI * i) / segment)) / 2);
  const seconds = step / 1000;
  const power = new Float64Array(segment / 2);
  const [re, im] = [new Float64Array(segment), new Float64Array(segment)];
  let stretches = 0;
  for (let start = 0; start + segment <= samples; start += segment / 2) {
    for (let i = 0; i < segment; i++) re[i] = (window[i] as number) * ((signal[start + i] as number) - mean);
    fft(re, im.fill(0));
    for (let k = 1; k <= segment / 2; k++) power[k - 1] = (power[k - 1] as number) + (re[k] as number) ** 2 + (im[k] as number) ** 2;
    stretches++;
  }
  const weight = window.reduce((sum, w) => sum + w * w, 0) * stretches;
  return {
    frequency: Float64Array.from(power, (_, k) => (k + 1) / (segment * seconds)),
    power: power.map((sum) => (sum * seconds) / weight),
    stretches,
  };
};
