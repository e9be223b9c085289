/** Poisson counts of neurons that each have a mean of their own, on the grid. */
import { poissonTable } from '../../random.ts';
import type { DriveDraws } from './drive-draws.ts';
import type { PartitionMemory } from './memory.ts';

/** Thresholds of each mean in memory, preceded by their number: a word at or above all of them gives the table's last count. */
class Tables {
  readonly #memory: PartitionMemory;
  readonly #tables = new Map<number, Uint32Array>();
  /** Tables of means that nobody has any more: their memory serves others. */
  readonly #spare: Uint32Array[] = [];

  constructor(memory: PartitionMemory) {
    this.#memory = memory;
  }

  of(lambda: number): number {
    const known = this.#tables.get(lambda);
    if (known !== undefined) return known.byteOffset;
    const thresholds = poissonTable(lambda).slice(0, -1);
    const column = this.#roomFor(thresholds.length + 1);
    column[0] = thresholds.length;
    column.set(thresholds, 1);
    this.#tables.set(lambda, column);
    return column.byteOffset;
  }

  forget(): void {
    this.#spare.push(...this.#tables.values());
    this.#tables.clear();
  }

  #roomFor(length: number): Uint32Array {
    const at = this.#spare.findIndex((spare) => spare.length >= length);
    const last = this.#spare.length - 1;
    if (at < 0) return this.#memory.allocate(Uint32Array, Math.ceil(length / 16) * 16);
    [this.#spare[at], this.#spare[last]] = [this.#spare[last] as Uint32Array, this.#spare[at] as Uint32Array];
    return this.#spare.pop() as Uint32Array;
  }
}

/** Counts of two bytes from a table per neuron. */
export class SeparateCounts {
  readonly address: number;
  readonly #draws: DriveDraws;
  readonly #tables: Tables;
  readonly #chosen: Uint32Array;
  readonly #counts: Uint16Array;

  constructor(draws: DriveDraws, memory: PartitionMemory) {
    this.#draws = draws;
    this.#tables = new Tables(memory);
    this.#chosen = memory.allocate(Uint32Array, draws.n);
    this.#counts = memory.allocate(Uint16Array, draws.n);
    this.address = this.#counts.byteOffset;
  }

  /** Means per step from now on. */
  use(meanOf: (neuron: number) => number, forget = true): void {
    if (forget) this.#tables.forget();
    for (let i = 0; i < this.#chosen.length; i++) this.#chosen[i] = this.#tables.of(meanOf(i));
  }

  /** Those of a step for which the draws are prepared. */
  draw(step: number): Uint16Array {
    const { kernel, key0, key1, prepared, skip, n, stream, scratch } = this.#draws;
    kernel.poissonEach(key0, key1, prepared, skip, n, stream, step, this.#chosen.byteOffset, scratch, this.address);
    return this.#counts;
  }
}
