/** Drives: input that comes from outside the network, to every neuron of a population. */
import type { CurrentDrive, ImagesDrive, NeuronValue, PoissonDrive, SpikeListDrive } from '../description.ts';

/** Independent Poisson input to each neuron: `rate` [Hz], events of `weight` (in the unit of the neuron's input). */
export const poisson = (options: Omit<PoissonDrive, 'drive'>): PoissonDrive => ({ drive: 'poisson', ...options });

/** Input at listed `times` [ms], ascending and after 0: one list for all neurons, or one list per neuron. */
export const spikeList = (options: Omit<SpikeListDrive, 'drive'>): SpikeListDrive => ({ drive: 'spikeList', ...options });

/** Injected currents [pA]. */
export const current = {
  /** The same current throughout; a number, a distribution or one per neuron. */
  constant: (amplitude: NeuronValue): CurrentDrive => ({ drive: 'current', shape: { kind: 'constant', amplitude } }),
  /** `amplitudes[i]` from `times[i]` [ms] on; nothing before the first. */
  step: (times: readonly number[], amplitudes: readonly number[]): CurrentDrive => ({ drive: 'current', shape: { kind: 'step', times, amplitudes } }),
  /** amplitude · sin(2π · frequency · t + phase) + offset; frequency in Hz, phase in radians. Grid clock only. */
  sine: (options: { amplitude: number; frequency: number; phase?: number; offset?: number }): CurrentDrive => ({
    drive: 'current',
    shape: { kind: 'sine', phase: 0, offset: 0, ...options },
  }),
  /** `values[i]` from i · `every` [ms] on; the last value stays. */
  array: (values: readonly number[], every: number): CurrentDrive => ({ drive: 'current', shape: { kind: 'array', every, values } }),
} as const;

/** Poisson input whose rate follows pixels (0 … 255): neuron i sees `pixels[image][i]` / 255 · `maxRate` [Hz], each image for `duration` [ms], in turn. */
export const images = (options: Omit<ImagesDrive, 'drive'>): ImagesDrive => ({ drive: 'images', ...options });
