/** Moments of samples, gathered one by one (Welford's recurrences: no large sums are subtracted). */
export class Moments {
  count = 0;
  mean = 0;
  #squares = 0;

  add(value: number): void {
    this.count++;
    const before = value - this.mean;
    this.mean += before / this.count;
    this.#squares += before * (value - this.mean);
  }

  addAll(values: Iterable<number>): this {
    for (const value of values) this.add(value);
    return this;
  }

  /** Without bias; NaN of fewer than two samples. */
  get variance(): number {
    return this.count < 2 ? Number.NaN : this.#squares / (this.count - 1);
  }

  get deviation(): number {
    return Math.sqrt(this.variance);
  }

  /** Standard error of the mean of independent samples. */
  get error(): number {
    return Math.sqrt(this.variance / this.count);
  }
}

/** Mean and so on of numbers at hand. */
export const momentsOf = (values: Iterable<number>): Moments => new Moments().addAll(values);
