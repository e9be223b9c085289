/** How regular spike trains are, by their interspike intervals, gathered spike by spike. */

/** Fewer intervals of a neuron say little about how they vary. */
export const minIntervals = 4;

/** Intervals of many trains: seven numbers per neuron. What it says is about intervals that have ended since it was last cleared. */
export class Intervals {
  readonly #last: Float64Array;
  readonly #before: Float64Array;
  readonly #count: Float64Array;
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;
  /** Pairs of intervals that follow each other, and the sum over them of ((b − a)/(b + a))². */
  readonly #pairs: Float64Array;
  readonly #local: Float64Array;

  constructor(neurons: number) {
    const column = (value: number) => new Float64Array(neurons).fill(value);
    [this.#last, this.#before] = [column(Number.NaN), column(Number.NaN)];
    [this.#count, this.#mean, this.#squares, this.#pairs, this.#local] = [column(0), column(0), column(0), column(0), column(0)];
  }

  /** The next spike of a neuron; times [ms] of each neuron in order. */
  add(neuron: number, time: number): void {
    const interval = time - (this.#last[neuron] as number);
    this.#last[neuron] = time;
    if (Number.isNaN(interval)) return;
    const count = (this.#count[neuron] as number) + 1;
    const off = interval - (this.#mean[neuron] as number);
    const mean = (this.#mean[neuron] as number) + off / count;
    this.#count[neuron] = count;
    this.#mean[neuron] = mean;
    this.#squares[neuron] = (this.#squares[neuron] as number) + off * (interval - mean);
    const before = this.#before[neuron] as number;
    this.#before[neuron] = interval;
    if (Number.isNaN(before)) return;
    this.#pairs[neuron] = (this.#pairs[neuron] as number) + 1;
    this.#local[neuron] = (this.#local[neuron] as number) + ((interval - before) / (interval + before)) ** 2;
  }

  /** Intervals of all neurons. */
  get count(): number {
    return this.#count.reduce((sum, count) => sum + count, 0);
  }

  /** Coefficient of variation of each neuron's intervals, by their variance over their number; NaN of neurons with fewer than `least` intervals. */
  cv(least = minIntervals): Float64Array {
    return this.#count.map((count, i) =>
      count < least || count === 0 ? Number.NaN : Math.sqrt((this.#squares[i] as number) / count) / (this.#mean[i] as number),
    );
  }

  /** Local variation of each neuron's intervals; NaN of neurons with fewer than `least` intervals, or no two that follow each other. */
  lv(least = minIntervals): Float64Array {
    return this.#count.map((count, i) => (count < least ? Number.NaN : (3 * (this.#local[i] as number)) / (this.#pairs[i] as number)));
  }

  /** Begins a new account. The last spikes are remembered: an interval belongs to the account in which it ends. */
  clear(): void {
    for (const column of [this.#count, this.#mean, this.#squares, this.#pairs, this.#local]) column.fill(0);
  }

  /** Forgets the last spikes as well: what follows comes after a gap. */
  forget(): void {
    this.clear();
    this.#last.fill(Number.NaN);
    this.#before.fill(Number.NaN);
  }
}

const ofTrain = (times: ArrayLike<number>): Intervals => {
  const intervals = new Intervals(1);
  for (let i = 0; i < times.length; i++) intervals.add(0, times[i] as number);
  return intervals;
};

/**
 * Coefficient of variation of a train's interspike intervals: 0 of a clock, 1 of a Poisson process. Of n intervals it is about 1/n too small.
 *
 * @param times - in order, in any unit
 * @returns NaN of fewer than two spikes
 */
export const cvIsi = (times: ArrayLike<number>): number => ofTrain(times).cv(1)[0] as number;

/**
 * Local variation of a train's interspike intervals, 3⟨((b − a)/(b + a))²⟩ over intervals a, b that follow each other: 1 of a Poisson process, as the coefficient
 * of variation, but without what slow changes of the rate add to it (Shinomoto et al. 2003, doi:10.1162/089976603322518759).
 *
 * @param times - in order, in any unit
 * @returns NaN of fewer than three spikes
 */
export const localVariation = (times: ArrayLike<number>): number => ofTrain(times).lv(1)[0] as number;
