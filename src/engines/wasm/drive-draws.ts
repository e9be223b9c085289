/** What names the random draws of one drive on the grid, and the kernel that makes them. */
import type { Plan, PlannedPopulation } from '../../network/plan.ts';
import { domains } from '../../random.ts';
import type { PartitionMemory } from './memory.ts';
import type { Slice } from './neuron-values.ts';

/** Exports of kernels/assembly/poisson.ts. */
export interface PoissonKernel {
  prepareBlocks(...args: number[]): void;
  poissonCommon(...args: number[]): void;
  poissonEach(...args: number[]): void;
  poissonFired(...args: number[]): number;
}

/** Everything that names the draws of one drive (or source) of a population slice. */
export class DriveDraws {
  readonly kernel: PoissonKernel;
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
  readonly n: number;
  /** Words of the first block that belong to neurons before the slice: a block serves the four ids that differ in their last two bits. */
  readonly skip: number;
  readonly blocks: number;
  /** 64 bytes in which the kernel keeps sixteen words. */
  readonly scratch: number;
  /** Rounds of the generator that are the same in all steps with one high word. */
  readonly prepared: number;
  readonly #firstBlock: number;
  #preparedFor = -1;

  constructor(plan: Plan, population: PlannedPopulation, slice: Slice, drive: number, kernel: PoissonKernel, memory: PartitionMemory) {
    const first = population.first + slice.lo;
    this.kernel = kernel;
    this.key0 = plan.key[0] ^ domains.drive;
    this.key1 = plan.key[1];
    this.stream = (drive | (population.index << 8)) >>> 0;
    this.n = slice.hi - slice.lo;
    this.skip = first & 3;
    this.blocks = Math.ceil((this.skip + this.n) / 4);
    this.scratch = memory.allocate(Uint8Array, 64).byteOffset;
    this.prepared = memory.allocate(Uint8Array, 48 * Math.ceil(this.blocks / 4)).byteOffset;
    this.#firstBlock = first >>> 2;
  }

  /** Call before drawing for a step. */
  prepare(step: number): void {
    const high = Math.floor(step / 2 ** 32);
    if (high === this.#preparedFor) return;
    this.kernel.prepareBlocks(this.key1, this.#firstBlock, this.blocks, high, this.prepared);
    this.#preparedFor = high;
  }
}
