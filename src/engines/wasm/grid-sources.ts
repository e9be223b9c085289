/** A population of sources on the grid clock: fires at listed times, or with a probability in every step. */
import type { Plan, PlannedPopulation, PlannedSource } from '../../network/plan.ts';
import { DriveDraws, type PoissonKernel, sourceDrive } from './drive-draws.ts';
import { imageAt, ListedTimes } from './grid-drives.ts';
import type { PartitionMemory } from './memory.ts';
import { type Slice, valueAt } from './neuron-values.ts';

export class GridSources {
  silent = false;
  /** Local indices of sources that fired in the last step, ascending; a listed source may stand there more than once. */
  fired: Uint32Array;
  readonly #step: (k: number) => number;

  constructor(plan: Plan, population: PlannedPopulation, source: PlannedSource, slice: Slice, kernel: PoissonKernel, memory: PartitionMemory) {
    const n = slice.hi - slice.lo;
    this.fired = memory.allocate(Uint32Array, n);
    this.#step =
      source.kind === 'spikes'
        ? this.#listed(new ListedTimes(source.trains, slice, false))
        : this.#drawn(plan, population, source, slice, kernel, memory);
  }

  /** Who fires in step k goes to `fired`; returns how many. */
  step(k: number): number {
    return this.silent ? 0 : this.#step(k);
  }

  #listed(times: ListedTimes): (k: number) => number {
    return (k) => {
      let count = 0;
      times.at(k, (neuron) => {
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
    let shown = -1;
    const show = (image: number): void => {
      const rates = source.kind === 'poisson' ? source.rate : (source.rates[image] as Float64Array);
      for (let i = 0; i < n; i++) limits[i] = Math.floor(Math.min(1, valueAt(rates, slice.lo + i) * (1 / plan.perMs)) * 2 ** 32);
      shown = image;
    };
    return (k) => {
      const image = imageAt(source, k);
      if (image !== shown) show(image);
      draws.prepare(k);
      return kernel.poissonFired(key0, key1, prepared, skip, n, stream, k, limits.byteOffset, scratch, this.fired.byteOffset);
    };
  }
}
