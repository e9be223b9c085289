/**
 * One pass over a recording's spikes: rates in bins, interval statistics per neuron, and the dots of a raster.
 * Spikes come in blocks and none is kept but the dots, so that memory goes by neurons.
 */
import { niceStep } from './scale.ts';

export interface PlottedPopulation {
  readonly name: string;
  /** Global id of its first neuron. */
  readonly first: number;
  readonly size: number;
  /** Rate that its homeostasis aims at [Hz]: a dashed line. */
  readonly target?: number;
}

/** Spikes in time order: global neuron ids and times [ms]. */
export interface SpikeBlock {
  readonly ids: ArrayLike<number>;
  readonly times: ArrayLike<number>;
}

export interface Recording {
  readonly name: string;
  readonly populations: readonly PlottedPopulation[];
  /** The recorded stretch [ms]. */
  readonly from: number;
  readonly to: number;
  /** Number of spikes, for choosing the raster's window; it need not be exact. */
  readonly spikes: number;
  readonly blocks: Iterable<SpikeBlock>;
}

export interface PopulationActivity extends PlottedPopulation {
  readonly spikes: number;
  /** Mean rate [Hz] over the recording and all neurons. */
  readonly rate: number;
  /** Rate in each bin [Hz], averaged over all neurons. */
  readonly binned: Float64Array;
  /** Mean rate of each neuron [Hz]. */
  readonly rates: Float64Array;
  /** Coefficient of variation of each neuron's interspike intervals; NaN below `minSpikes` spikes. */
  readonly cvIsi: Float64Array;
  /** Neurons shown in the raster. */
  readonly rows: number;
  /** Raster dots: row (0 … rows − 1) and time [ms], interleaved. */
  readonly dots: Float64Array;
}

export interface Activity {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Width of a rate bin [ms]. */
  readonly bin: number;
  /** The stretch that the raster shows [ms]. */
  readonly window: readonly [number, number];
  readonly populations: readonly PopulationActivity[];
}

export interface ActivityOptions {
  /** Width of a rate bin [ms]; default: a nice one that gives at most 250 bins, ten spikes in a mean bin, and at least 1 ms. */
  readonly bin?: number;
  /** Raster window [ms]; default: the last stretch that holds about `maxDots` dots. */
  readonly window?: readonly [number, number];
  readonly maxRows?: number;
  readonly maxDots?: number;
}

/** Fewer spikes give too few intervals for a coefficient of variation. */
export const minSpikes = 5;

/** Rows per population: in proportion to size, everything where it fits, at least ten (or all) of each. */
export const rasterRows = (sizes: readonly number[], maxRows: number): number[] => {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= maxRows) return [...sizes];
  return sizes.map((size) => Math.min(size, Math.max(10, Math.round((size * maxRows) / total))));
};

const chooseWindow = ({ from, to, spikes }: Recording, shownShare: number, maxDots: number): readonly [number, number] => {
  const expected = spikes * shownShare;
  if (expected <= maxDots) return [from, to];
  const step = niceStep(((to - from) * maxDots) / expected);
  return [Math.max(from, to - step), to];
};

const chooseBin = ({ from, to, spikes }: Recording): number => {
  const span = to - from;
  return Math.max(1, niceStep(Math.max(span / 250, Math.min(span / 10, (10 * span) / Math.max(1, spikes)))));
};

class Collector {
  private readonly counts: Float64Array;
  private readonly last: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private readonly bins: Float64Array;
  private readonly rows: number;
  private readonly population: PlottedPopulation;
  private readonly dots: number[] = [];
  private spikes = 0;

  constructor(population: PlottedPopulation, bins: number, rows: number) {
    this.population = population;
    this.counts = new Float64Array(population.size);
    this.last = new Float64Array(population.size);
    this.sums = new Float64Array(population.size);
    this.squares = new Float64Array(population.size);
    this.bins = new Float64Array(bins);
    this.rows = rows;
  }

  add(neuron: number, time: number, bin: number, inWindow: boolean): void {
    this.spikes++;
    this.bins[bin] = (this.bins[bin] as number) + 1;
    const before = this.counts[neuron] as number;
    if (before > 0) {
      const interval = time - (this.last[neuron] as number);
      this.sums[neuron] = (this.sums[neuron] as number) + interval;
      this.squares[neuron] = (this.squares[neuron] as number) + interval * interval;
    }
    this.counts[neuron] = before + 1;
    this.last[neuron] = time;
    if (!inWindow) return;
    // Row r shows neuron floor(r · size / rows): evenly spread, the same at every plot.
    const row = Math.ceil((neuron * this.rows) / this.population.size);
    if (row < this.rows && Math.floor((row * this.population.size) / this.rows) === neuron) this.dots.push(row, time);
  }

  result(seconds: number, binSeconds: readonly number[]): PopulationActivity {
    const { size } = this.population;
    const cvIsi = this.counts.map((count, i) => {
      if (count < minSpikes) return Number.NaN;
      const mean = (this.sums[i] as number) / (count - 1);
      return Math.sqrt(Math.max(0, (this.squares[i] as number) / (count - 1) - mean * mean)) / mean;
    });
    return {
      ...this.population,
      spikes: this.spikes,
      rate: this.spikes / size / seconds,
      binned: this.bins.map((count, i) => count / size / (binSeconds[i] as number)),
      rates: this.counts.map((count) => count / seconds),
      cvIsi,
      rows: this.rows,
      dots: Float64Array.from(this.dots),
    };
  }
}

/** Everything that the figures of spikes show, gathered in one pass. */
export const measureActivity = (recording: Recording, options: ActivityOptions = {}): Activity => {
  const { populations, from, to } = recording;
  const sizes = populations.map(({ size }) => size);
  const rows = rasterRows(sizes, options.maxRows ?? 1000);
  const shownShare = rows.reduce((sum, n) => sum + n, 0) / sizes.reduce((sum, n) => sum + n, 0);
  const bin = options.bin ?? chooseBin(recording);
  const [start, end] = options.window ?? chooseWindow(recording, shownShare, options.maxDots ?? 12_000);
  const window = [Math.max(from, start), Math.min(to, end)] as const;
  const bins = Math.max(1, Math.ceil((to - from) / bin - 1e-9));
  const collectors = populations.map((population, i) => new Collector(population, bins, rows[i] as number));
  const owner = new Int16Array(Math.max(0, ...populations.map(({ first, size }) => first + size))).fill(-1);
  for (const [i, { first, size }] of populations.entries()) owner.fill(i, first, first + size);

  for (const { ids, times } of recording.blocks) {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const time = times[i] as number;
      const index = owner[id] ?? -1;
      if (index < 0 || time < from || time > to) continue;
      // Intervals are (start, end]: a spike on an edge belongs to the bin that it ends.
      const place = Math.min(bins - 1, Math.max(0, Math.ceil((time - from) / bin - 1e-9) - 1));
      (collectors[index] as Collector).add(id - (populations[index] as PlottedPopulation).first, time, place, time >= window[0] && time <= window[1]);
    }
  }
  // The last bin may be cut short by the end of the recording.
  const binSeconds = Array.from({ length: bins }, (_, i) => (Math.min(to, from + (i + 1) * bin) - (from + i * bin)) / 1000);
  return {
    name: recording.name,
    from,
    to,
    bin,
    window,
    populations: collectors.map((collector) => collector.result((to - from) / 1000, binSeconds)),
  };
};
