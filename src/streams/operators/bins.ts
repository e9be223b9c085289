/** Counts in bins, bin by bin, in windows of whole bins. */
import type { OperatorFunction } from 'rxjs';
import { ModelError } from '../../errors.ts';
import type { Block, Spikes } from '../blocks.ts';
import { type Slice, type Slicer, type Stretch, sliced } from './slices.ts';

/** What is made of the bins of one window. */
export interface Tally<V> {
  /** Counts of units in a bin; the first `active` entries of `units` name those that are not 0. */
  add(counts: Uint32Array, units: Uint32Array, active: number): void;
  /** What they come to; null where they are too few. */
  value(bins: number): V | null;
}

export interface Windows {
  /** Width of a bin [ms]. */
  readonly bin: number;
  /** Values end at its multiples [ms]: a multiple of the bin. */
  readonly every: number;
}

export interface Counting<V> {
  /** The unit that counts the spikes of each neuron; −1: none. */
  readonly unitOf: Int32Array;
  /** Made anew for every window. */
  tally(units: number): Tally<V>;
}

class Bins<V> implements Slicer<Stretch & V> {
  readonly #perWindow: number;
  readonly #unitOf: Int32Array;
  readonly #tallies: () => Tally<V>;
  readonly #counts: Uint32Array;
  readonly #units: Uint32Array;
  #active = 0;
  #tally: Tally<V>;
  #bins = 0;
  #from = 0;
  #upTo = 0;

  constructor({ bin, every }: Windows, { unitOf, tally }: Counting<V>) {
    this.#perWindow = every === Number.POSITIVE_INFINITY ? every : Math.round(every / bin);
    this.#unitOf = unitOf;
    const units = this.#unitOf.reduce((most, unit) => Math.max(most, unit + 1), 0);
    this.#counts = new Uint32Array(units);
    this.#units = new Uint32Array(units);
    this.#tallies = () => tally(units);
    this.#tally = this.#tallies();
  }

  spike(neuron: number): void {
    const unit = this.#unitOf[neuron] as number;
    if (unit < 0) return;
    if (this.#counts[unit] === 0) this.#units[this.#active++] = unit;
    this.#counts[unit] = (this.#counts[unit] as number) + 1;
  }

  *end({ from, upTo, index, whole }: Slice): Generator<Stretch & V> {
    if (whole) {
      if (this.#bins++ === 0) this.#from = from;
      this.#upTo = upTo;
      this.#tally.add(this.#counts, this.#units, this.#active);
    }
    // Only what was counted is cleared: the cost goes by spikes, not by neurons.
    for (let i = 0; i < this.#active; i++) this.#counts[this.#units[i] as number] = 0;
    this.#active = 0;
    if (whole && index % this.#perWindow === 0) yield* this.stop();
  }

  *stop(): Generator<Stretch & V> {
    const value = this.#bins === 0 ? null : this.#tally.value(this.#bins);
    this.#bins = 0;
    this.#tally = this.#tallies();
    if (value !== null) yield { from: this.#from, upTo: this.#upTo, ...value };
  }
}

/** @throws ModelError unless `bin` is positive and `every` a multiple of it, or Infinity where that is allowed */
export const checkBins = (what: string, { bin, every }: Windows, endless: boolean): void => {
  if (!(Number.isFinite(bin) && bin > 0))
    throw new ModelError('statistic', `${what}: bins must have a positive width in ms, not ${String(bin)}.`, { bin });
  const bins = every / bin;
  if (endless && every === Number.POSITIVE_INFINITY) return;
  if (!(bins >= 1 && Number.isFinite(bins) && Math.abs(bins - Math.round(bins)) < 1e-9 * bins))
    throw new ModelError(
      'statistic',
      `${what}: a value every ${String(every)} ms cannot be had of bins of ${bin} ms. Take a multiple of the bin${endless ? ', or Infinity for one value at the end' : ''}.`,
      { bin, every },
    );
};

/** One value per window, of its whole bins; the last window ends where the stream does. What counts is made of the first block, which says how large the population is. */
export const binned = <V>(windows: Windows, counting: (first: Spikes) => Counting<V>): OperatorFunction<Spikes, Block & Stretch & V> =>
  sliced<Stretch & V>(windows.bin, (first) => new Bins(windows, counting(first)));

/** Every neuron counts for itself. */
export const apart = (size: number): Int32Array => Int32Array.from({ length: size }, (_, neuron) => neuron);
