import type { Sums } from '../statistics/counts.ts';

/** Sums of units' counts and of their squares: whole numbers, and so the same in whatever order they come. */
export class CountSums {
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;

  constructor(units: number) {
    [this.#sums, this.#squares] = [new Float64Array(units), new Float64Array(units)];
  }

  /** Counts of one bin, of which the first `active` of `units` are not 0. */
  add(counts: Uint32Array, units: Uint32Array, active: number): void {
    for (let i = 0; i < active; i++) {
      const unit = units[i] as number;
      const count = counts[unit] as number;
      this.#sums[unit] = (this.#sums[unit] as number) + count;
      this.#squares[unit] = (this.#squares[unit] as number) + count * count;
    }
  }

  /** What `of` makes of each unit's sums over `bins`. */
  map(bins: number, of: (sums: Sums) => number): Float64Array {
    return this.#sums.map((a, unit) => of({ n: bins, a, aa: this.#squares[unit] as number }));
  }

  of(unit: number, bins: number): Sums {
    return { n: bins, a: this.#sums[unit] as number, aa: this.#squares[unit] as number };
  }
}
