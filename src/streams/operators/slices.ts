/** A stream of spikes in slices of simulated time that do not depend on how the stream is cut into blocks. */
import { concat, concatMap, defer, type OperatorFunction } from 'rxjs';
import { ModelError } from '../../errors.ts';
import type { Block, Spikes } from '../blocks.ts';

/** What values of statistics say besides themselves: they are blocks again. */
export type Stretch = Pick<Block, 'from' | 'upTo'>;

export interface Slice extends Stretch {
  /** It ends at this multiple of the width. */
  readonly index: number;
  /** Not where the stream begins, ends or has a gap in its midst. */
  readonly whole: boolean;
}

/** What is made of slices: one of it per subscription. */
export interface Slicer<V extends Stretch> {
  spike(neuron: number, time: number): void;
  end(slice: Slice): Iterable<V>;
  /** The stream is over, or goes on after a gap. */
  stop(): Iterable<V>;
}

/** Multiples of a width [ms], as exact as they can be: a tenth of a millisecond is one over ten, as in the engines, whatever its double says. */
export const multiplesOf = (width: number): ((index: number) => number) => {
  if (width === Number.POSITIVE_INFINITY) return (index) => (index === 0 ? 0 : width);
  for (let parts = 1; parts <= 1000; parts++) {
    const whole = Math.round(width * parts);
    if (whole > 0 && Math.abs(width * parts - whole) <= 4 * Number.EPSILON * whole) return (index) => (index * whole) / parts;
  }
  return (index) => index * width;
};

class Cutting<V extends Stretch> {
  readonly #multiple: (index: number) => number;
  readonly #make: (first: Spikes) => Slicer<V>;
  #slicer: Slicer<V> | null = null;
  #of = '';
  /** The slice under way, and how far the stream has come. */
  #index = 0;
  #from = 0;
  #upTo = 0;
  #whole = false;
  #seen = 0;
  #dropped: { readonly blocks: number; readonly rows: number } | null = null;

  constructor(width: number, make: (first: Spikes) => Slicer<V>) {
    this.#multiple = multiplesOf(width);
    this.#make = make;
  }

  *block(block: Spikes): Generator<Block & V> {
    this.#slicer ??= this.#start(block);
    if (block.of !== this.#of)
      throw new ModelError('statistic', `A statistic follows the spikes of one population: '${this.#of}' here, but then came '${block.of}'.`, {
        of: this.#of,
        other: block.of,
      });
    if (block.from > this.#seen) {
      yield* this.finish();
      this.#begin(block.from);
    }
    if (block.dropped)
      this.#dropped = { blocks: (this.#dropped?.blocks ?? 0) + block.dropped.blocks, rows: (this.#dropped?.rows ?? 0) + block.dropped.rows };
    for (let row = this.#count(this.#slicer, block, 0); row < block.time.length; row = this.#count(this.#slicer, block, row)) yield* this.#cut();
    while (block.upTo >= this.#upTo) yield* this.#cut();
    this.#seen = block.upTo;
  }

  *finish(): Generator<Block & V> {
    if (this.#slicer === null) return;
    if (this.#seen > this.#from) yield* this.#headed(this.#slicer.end({ from: this.#from, upTo: this.#seen, index: this.#index, whole: false }));
    yield* this.#headed(this.#slicer.stop());
  }

  #start(first: Spikes): Slicer<V> {
    this.#of = first.of;
    this.#begin(first.from);
    return this.#make(first);
  }

  #begin(from: number): void {
    let index = Math.floor(from / (this.#multiple(1) - this.#multiple(0)));
    while (this.#multiple(index) > from) index--;
    while (this.#multiple(index + 1) <= from) index++;
    this.#whole = this.#multiple(index) === from;
    [this.#index, this.#from, this.#upTo, this.#seen] = [index + 1, from, this.#multiple(index + 1), from];
  }

  /** Spikes of the slice under way, from a row on. @returns the first row that is beyond it */
  #count(slicer: Slicer<V>, { neuron, time }: Spikes, from: number): number {
    let row = from;
    for (; row < time.length && (time[row] as number) <= this.#upTo; row++) slicer.spike(neuron[row] as number, time[row] as number);
    return row;
  }

  *#cut(): Generator<Block & V> {
    const slice = { from: this.#from, upTo: this.#upTo, index: this.#index, whole: this.#whole };
    yield* this.#headed((this.#slicer as Slicer<V>).end(slice));
    [this.#from, this.#upTo, this.#whole] = [this.#upTo, this.#multiple(++this.#index), true];
  }

  *#headed(values: Iterable<V>): Generator<Block & V> {
    for (const value of values) {
      const dropped = this.#dropped === null ? {} : { dropped: this.#dropped };
      this.#dropped = null;
      yield { of: this.#of, ...value, ...dropped };
    }
  }
}

/**
 * Cuts a stream of spikes at the multiples of `width` [ms; Infinity: nowhere]: a spike at exactly an edge belongs to the slice that ends there. After a gap slices
 * begin anew. What the stream had dropped since the value before is said by the next.
 */
export const sliced =
  <V extends Stretch>(width: number, make: (first: Spikes) => Slicer<V>): OperatorFunction<Spikes, Block & V> =>
  (source) =>
    defer(() => {
      const cutting = new Cutting(width, make);
      return concat(
        source.pipe(concatMap((block) => cutting.block(block))),
        defer(() => cutting.finish()),
      );
    });
