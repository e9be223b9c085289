/** A population of sources on the grid clock: fires at listed times, or with a probability in every step. */
import type { Plan, PlannedPopulation, PlannedSource } from '../../network/plan.ts';
import type { StateColumn } from '../engine.ts';
import { Rates, sourceDrive } from '../rates.ts';
import { DriveDraws, type PoissonKernel } from './drive-draws.ts';
import { imageAt, ListedTimes } from './grid-drives.ts';
import type { PartitionMemory } from './memory.ts';
import type { Slice } from './neuron-values.ts';

export class GridSources {
  silent = false;
  /** Local indices of sources that fired in the last step, ascending; a listed source may stand there more than once. */
  fired: Uint32Array;
  readonly #step: (k: number) => number;
  /** Null where nobody can change them. */
  readonly #rates: Rates | null;
  #shown = -1;
  /** Whether all rates are 0 at present: then nothing need be drawn. */
  #quiet = false;

  constructor(plan: Plan, population: PlannedPopulation, source: PlannedSource, slice: Slice, kernel: PoissonKernel, memory: PartitionMemory) {
    const n = slice.hi - slice.lo;
    this.fired = memory.allocate(Uint32Array, n);
    this.#rates = source.kind === 'poisson' ? new Rates(plan, population, sourceDrive, source.rate, slice) : null;
    this.#step =
      source.kind === 'spikes'
        ? this.#listed(new ListedTimes(source.trains, slice, false), source.repeatTicks)
        : this.#drawn(plan, population, source, slice, kernel, memory);
  }

  /** Who fires in step k goes to `fired`; returns how many. */
  step(k: number): number {
    return this.silent ? 0 : this.#step(k);
  }

  columns(): StateColumn[] {
    return this.#rates ? [this.#rates.column] : [];
  }

  /** After columns were written. */
  restored(): void {
    if (this.#rates && this.#rates.take().length > 0) this.#shown = -1;
  }

  #listed(times: ListedTimes, repeat: number | null): (k: number) => number {
    return (k) => {
      let count = 0;
      // Rounds begin with tick 1, as time does.
      times.at(repeat === null ? k : ((k - 1) % repeat) + 1, (neuron) => {
        if (count === this.fired.length) this.fired = Uint32Array.from({ length: 2 * count }, (_, i) => this.fired[i] ?? 0);
        this.fired[count++] = neuron;
      });
      return count;
    };
  }

  #drawn(
    plan: Plan,
    population: PlannedPopulation,
    source: Exclude<PlannedSource, { kind: 'spikes' }>,
    slice: Slice,
    kernel: PoissonKernel,
    memory: PartitionMemory,
  ): (k: number) => number {
    const draws = new DriveDraws(plan, population, slice, sourceDrive, kernel, memory);
    const { key0, key1, prepared, skip, n, stream, scratch } = draws;
    const limits = memory.allocate(Float64Array, n);
    const show = (image: number): void => {
      const rates =
        source.kind === 'images' ? (source.rates[image] as Float64Array).subarray(slice.lo, slice.hi) : (this.#rates?.perMs as Float64Array);
      for (let i = 0; i < n; i++) limits[i] = Math.floor(Math.min(1, (rates[i] as number) * (1 / plan.perMs)) * 2 ** 32);
      this.#quiet = limits.every((limit) => limit === 0);
      this.#shown = image;
    };
    return (k) => {
      const image = imageAt(source, k);
      if (image !== this.#shown) show(image);
      if (this.#quiet) return 0;
      draws.prepare(k);
      return kernel.poissonFired(key0, key1, prepared, skip, n, stream, k, limits.byteOffset, scratch, this.fired.byteOffset);
    };
  }
}
