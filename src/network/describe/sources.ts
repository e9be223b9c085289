/** Sources: populations that ignore input and only emit spikes. They stand where a neuron model would. */
import type { NeuronValue, Source } from '../description.ts';

type Of<S extends Source['source']> = Extract<Source, { source: S }>;

/**
 * Spikes at listed `times` [ms], one ascending list per neuron, all after 0. With `repeat` [ms] the whole comes again and again, as a frozen pattern does: times
 * then are at most `repeat`, and the grid clock is needed.
 */
export const spikeSource = (options: { readonly times: readonly (readonly number[])[]; readonly repeat?: number }): Of<'spikes'> => ({
  source: 'spikes',
  ...options,
});

/** Rates from pixels (0 … 255), one row per image: neuron i fires at `pixels[image][i]` / 255 · `maxRate` [Hz] for `duration` [ms], image after image, in turn. */
export interface ImageRates {
  readonly pixels: readonly (readonly number[])[];
  readonly maxRate: number;
  readonly duration: number;
}

/** Poisson spikes, at `rate` [Hz] (a number, a distribution or one per neuron) or at rates that follow `images`. */
export function poissonSource(options: { readonly rate: NeuronValue }): Of<'poisson'>;
export function poissonSource(options: { readonly images: ImageRates }): Of<'images'>;
export function poissonSource(options: { readonly rate: NeuronValue } | { readonly images: ImageRates }): Source {
  return 'images' in options ? { source: 'images', ...options.images } : { source: 'poisson', rate: options.rate };
}
