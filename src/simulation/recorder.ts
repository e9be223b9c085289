import { performance } from 'node:perf_hooks';
import { ArrowFile, type Written } from './arrow-file.ts';
import type { SpikeBlock } from './spike-block.ts';

interface PopulationRange {
  readonly name: string;
  readonly first: number;
  readonly size: number;
}

/** Rows of a batch at most, and how long spikes wait for their batch at most [ms]. */
const batchRows = 65_536;
const flushMs = 1000;

/** For every global id, the index of its population. */
export const populationOfId = (populations: readonly PopulationRange[]): Uint16Array => {
  const last = populations.at(-1);
  const table = new Uint16Array(last ? last.first + last.size : 0);
  populations.forEach(({ first, size }, index) => {
    table.fill(index, first, first + size);
  });
  return table;
};

/**
 * Writes `spikes.arrow`: columns `population` (dictionary), `neuron` (within its population), `epoch` (whole ticks), `offset` (remainder [ms]) and
 * `timeMs` = epoch / perMs + offset, in (time, global id) order. A batch once written stays readable whatever happens after.
 */
export class SpikeRecorder {
  readonly #file: ArrowFile;
  readonly #populations: readonly PopulationRange[];
  readonly #populationOf: Uint16Array;
  /** By population: whether it is recorded. */
  readonly #recorded: readonly boolean[];
  #population = new Uint16Array(batchRows);
  #neuron = new Uint32Array(batchRows);
  #epoch = new Float64Array(batchRows);
  #offset = new Float64Array(batchRows);
  #timeMs = new Float64Array(batchRows);
  #filled = 0;
  #flushed = performance.now();

  private constructor(file: ArrowFile, populations: readonly PopulationRange[], recorded: readonly boolean[]) {
    this.#file = file;
    this.#populations = populations;
    this.#populationOf = populationOfId(populations);
    this.#recorded = recorded;
  }

  /** @param goOnFrom - null for a new file; else a file is cut back to there and gone on with */
  static async open(
    path: string,
    populations: readonly PopulationRange[],
    recorded: readonly boolean[],
    goOnFrom: Written | null,
  ): Promise<SpikeRecorder> {
    const fields = [
      { name: 'population', type: { names: populations.map(({ name }) => name) } },
      { name: 'neuron', type: 'u32' },
      { name: 'epoch', type: 'f64' },
      { name: 'offset', type: 'f64' },
      { name: 'timeMs', type: 'f64' },
    ] as const;
    return new SpikeRecorder(await ArrowFile.open(path, fields, goOnFrom), populations, recorded);
  }

  get written(): Written {
    return this.#file.written;
  }

  async take({ ids, ticks, fracs, perMs }: SpikeBlock): Promise<void> {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const population = this.#populationOf[id] as number;
      if (!this.#recorded[population]) continue;
      const row = this.#filled++;
      this.#population[row] = population;
      this.#neuron[row] = id - (this.#populations[population] as PopulationRange).first;
      this.#epoch[row] = ticks[i] as number;
      this.#offset[row] = fracs[i] as number;
      this.#timeMs[row] = (ticks[i] as number) / perMs + (fracs[i] as number);
      if (this.#filled === batchRows) await this.flush();
    }
    if (performance.now() - this.#flushed > flushMs) await this.flush();
  }

  /** Writes what waits, as one batch. */
  async flush(): Promise<void> {
    this.#flushed = performance.now();
    const rows = this.#filled;
    if (rows === 0) return;
    await this.#file.append([this.#population, this.#neuron, this.#epoch, this.#offset, this.#timeMs].map((column) => column.subarray(0, rows)));
    this.#filled = 0;
  }

  close(): Promise<void> {
    return this.#file.finish(() => this.flush());
  }
}
