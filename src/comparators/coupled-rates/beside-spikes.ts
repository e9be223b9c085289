/** A spiking network and its rate model, run side by side: how large activity is in both. */
import { Observable } from 'rxjs';
import { ModelError } from '../../errors.ts';
import type { Spikes } from '../../streams/blocks.ts';
import { Moments } from '../../streams/statistics/moments.ts';
import type { Comparator, Pair } from '../comparator.ts';
import type { CoupledRates } from './network.ts';

export interface BesideSpikesOptions {
  /** The population whose neurons are the units. */
  readonly of: string;
  /** Rate that counts as no activity [Hz], as `lifGain` gives it. */
  readonly r0: number;
  /** Time constant of synaptic currents, the time unit of the rate model [ms]; activity is counted in bins of it. 100 by default. */
  readonly tauS?: number;
  /** Bins of a window; 20 by default. Windows should be longer than activity remembers itself. */
  readonly bins?: number;
  /** Beginning of the first window [ms]: what is transient in either model should be over; 0 by default. */
  readonly from?: number;
}

/** Windows needed to know how much they differ. */
const needed = 4;

/** ⟨φ²⟩ over units and bins, spikes counted bin by bin, the model advanced along. */
class Windows {
  readonly #rates: CoupledRates;
  readonly #options: Required<BesideSpikesOptions>;
  readonly #counts: Float64Array;
  #bin = 0;
  #sums = { spiking: 0, predicted: 0 };
  #whole = true;
  readonly #past = { spiking: new Moments(), predicted: new Moments() };

  constructor(rates: CoupledRates, options: Required<BesideSpikesOptions>) {
    [this.#rates, this.#options] = [rates, options];
    this.#counts = new Float64Array(rates.options.n);
    rates.run(options.from / options.tauS);
  }

  /** Pairs of the windows that a block ends. */
  *take({ time, neuron, from: beginning, upTo, dropped }: Spikes): Iterable<Pair> {
    const { from, tauS } = this.#options;
    // A window of which a lossy stream left out something says nothing.
    if (dropped !== undefined && dropped.blocks > 0) this.#whole = false;
    let spike = 0;
    for (let end = from + (this.#bin + 1) * tauS; ; end = from + (this.#bin + 1) * tauS) {
      for (; spike < time.length && (time[spike] as number) <= end; spike++) {
        const i = neuron[spike] as number;
        if ((time[spike] as number) > end - tauS) this.#counts[i] = (this.#counts[i] as number) + 1;
      }
      if (upTo < end) return;
      this.#endBin();
      if (beginning >= end) this.#whole = false;
      if (this.#bin % this.#options.bins !== 0) continue;
      const pair = this.#endWindow(end);
      if (pair !== null) yield pair;
    }
  }

  #endBin(): void {
    const { r0, tauS, bins } = this.#options;
    const n = this.#counts.length;
    const expected = (r0 / 1000) * tauS;
    const mean = new Float64Array(n);
    let steps = 0;
    this.#rates.run(1, () => {
      steps++;
      this.#rates.phi().forEach((activity, i) => {
        mean[i] = (mean[i] as number) + activity;
      });
    });
    for (let i = 0; i < n; i++) {
      this.#sums.spiking += ((this.#counts[i] as number) / expected - 1) ** 2 / (n * bins);
      this.#sums.predicted += ((mean[i] as number) / steps) ** 2 / (n * bins);
    }
    this.#counts.fill(0);
    this.#bin++;
  }

  #endWindow(t: number): Pair | null {
    const { spiking, predicted } = this.#sums;
    const whole = this.#whole;
    this.#sums = { spiking: 0, predicted: 0 };
    this.#whole = true;
    if (!whole) return null;
    this.#past.spiking.add(spiking);
    this.#past.predicted.add(predicted);
    // Both go their own ways: what windows of either differ by is error.
    const varied = Math.sqrt(this.#past.spiking.variance + this.#past.predicted.variance);
    return { t, of: this.#options.of, spiking, predicted, standardError: this.#past.spiking.count < needed ? Number.NaN : varied };
  }
}

/**
 * Holds a spiking network whose slow currents are the units of a rate model against that model, built with the same weights and `lifGain` as its φ. Both being chaotic,
 * they agree in how large activity is, not in its course: ⟨φ²⟩ over units in windows, φ being spikes per bin relative to r0. Counting whole spikes adds at most
 * 1 / (4 (r0 tauS)²), 0.006 with the defaults.
 *
 * @param rates - a model that nobody else advances: it is run along with the spikes
 * @throws ModelError `beside-spikes` for numbers that cannot be; from the stream, where the population has another size than the model
 */
export const besideSpikes = (rates: CoupledRates, options: BesideSpikesOptions): Comparator<Spikes> => {
  const all = { tauS: 100, bins: 20, from: 0, ...options };
  const { r0, tauS, bins, from } = all;
  if (!(r0 > 0 && tauS > 0 && Number.isInteger(bins) && bins > 0 && from >= 0))
    throw new ModelError(
      'beside-spikes',
      `besideSpikes: r0 is ${r0} Hz, tauS ${tauS} ms, bins ${bins}, from ${from} ms; all must be above 0 (from: 0 or more), bins whole.`,
      {
        ...{ r0, tauS, bins, from },
      },
    );
  return {
    name: 'coupledRates',
    quantity: 'mean square of activity',
    unit: '',
    band: { relative: 0.12 },
    watch: (streams) => streams.spikes(all.of),
    follow: (seen) =>
      new Observable((subscriber) => {
        const windows = new Windows(rates, all);
        return seen.subscribe({
          next: (block) => {
            if (block.size !== rates.options.n) {
              const why = `besideSpikes: population '${block.of}' has ${block.size} neurons, the rate model ${rates.options.n} units.`;
              subscriber.error(new ModelError('beside-spikes', why, { size: block.size, n: rates.options.n }));
              return;
            }
            for (const pair of windows.take(block)) subscriber.next(pair);
          },
          error: (error) => subscriber.error(error),
          complete: () => subscriber.complete(),
        });
      }),
  };
};
