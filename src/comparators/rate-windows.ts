/** Population rates in windows of time, out of blocks of spikes, each with a standard error that heeds correlations. */
import { Observable } from 'rxjs';
import type { Spikes } from '../streams/blocks.ts';

/** What a population did in one window. */
export interface WindowedRate {
  readonly of: string;
  /** Beginning and end of the window [ms]; it is (from, upTo]. */
  readonly from: number;
  readonly upTo: number;
  /** Mean over neurons and window [Hz]. */
  readonly rate: number;
  /** Of that mean [Hz]; NaN while less than four windows have been seen. */
  readonly standardError: number;
}

/** Parts of a window whose rates tell how much windows vary. */
const PARTS = 10;
/** How far back an error looks, in windows; and how many it needs. */
const REMEMBERED = 20;
const NEEDED = 4;

/**
 * Standard error of the mean of `PARTS` successive values, from all there are: their variance and their covariances up to that distance, so that what is slower
 * than a part counts. Deviations are from the values' own mean, which hides a share PARTS/n of the variance: that is given back. Where values alternate the sum can
 * fall below what independent ones would give; it is not believed then.
 */
const errorOfMean = (values: readonly number[]): number => {
  const n = values.length;
  if (n < NEEDED * PARTS) return Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += ((values[i] as number) - mean) * ((values[i - lag] as number) - mean);
    return sum / n;
  };
  const alone = covariance(0);
  let together = alone;
  for (let lag = 1; lag < PARTS; lag++) together += 2 * (1 - lag / PARTS) * covariance(lag);
  return Math.sqrt(Math.max(together, alone) / PARTS / (1 - PARTS / n));
};

/** The windows of one population, filled as blocks come. */
class Windows {
  readonly #of: string;
  readonly #part: number;
  #start: number;
  #counts = new Array<number>(PARTS).fill(0);
  #whole = true;
  readonly #past: number[] = [];

  constructor(of: string, window: number, start: number) {
    this.#of = of;
    this.#part = window / PARTS;
    this.#start = start;
  }

  #end(part: number): number {
    return this.#start + part * this.#part;
  }

  /** Windows that a block completes. */
  take({ size, time, from, upTo, dropped }: Spikes): readonly WindowedRate[] {
    const found: WindowedRate[] = [];
    // What a lossy stream left out lay before this block: a window with a hole has no rate.
    if (dropped !== undefined && dropped.blocks > 0) this.#whole = false;
    while (from >= this.#end(PARTS)) this.#next(size);
    let spike = 0;
    for (;;) {
      const end = this.#end(PARTS);
      for (; spike < time.length && (time[spike] as number) <= end; spike++) {
        const part = Math.ceil(((time[spike] as number) - this.#start) / this.#part) - 1;
        if (part >= 0) this.#counts[Math.min(part, PARTS - 1)] = (this.#counts[Math.min(part, PARTS - 1)] as number) + 1;
      }
      if (upTo < end) return found;
      const rate = this.#next(size);
      if (rate !== null) found.push({ of: this.#of, from: end - PARTS * this.#part, upTo: end, rate, standardError: errorOfMean(this.#past) });
    }
  }

  /** Ends the window and begins the next; its rate, or null where something was missing. */
  #next(size: number): number | null {
    const rates = this.#counts.map((count) => (1000 * count) / (size * this.#part));
    const whole = this.#whole;
    this.#start = this.#end(PARTS);
    this.#counts = new Array<number>(PARTS).fill(0);
    this.#whole = true;
    if (!whole) return null;
    this.#past.push(...rates);
    if (this.#past.length > REMEMBERED * PARTS) this.#past.splice(0, PARTS);
    return rates.reduce((sum, rate) => sum + rate, 0) / PARTS;
  }
}

/**
 * Rates in windows of `window` ms, one of which begins at `from` [ms] and none before. A window comes out with the block that ends it; one of which the stream has
 * not seen the beginning or the end does not.
 */
export const rateWindows =
  (window: number, from = 0) =>
  (spikes: Observable<Spikes>): Observable<WindowedRate> =>
    new Observable((subscriber) => {
      const populations = new Map<string, Windows>();
      return spikes.subscribe({
        next: (block) => {
          let windows = populations.get(block.of);
          if (windows === undefined) {
            windows = new Windows(block.of, window, from + Math.max(0, Math.ceil((block.from - from) / window)) * window);
            populations.set(block.of, windows);
          }
          for (const each of windows.take(block)) subscriber.next(each);
        },
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
