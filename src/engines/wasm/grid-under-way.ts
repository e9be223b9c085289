/**
 * What is under way to a population slice from static projections of which some have many delays: lists of (target, amount) per side and arrival
 * slot (kernels/assembly/under-way.ts), added into the sums of a step when it comes. The sums have the same terms in the same order as in rings.
 */
import { compileFiles, type KernelHost } from '../../kernels/compile.ts';
import { chunkBytes, printSettleKernel, type RecordType, underWayKernelFiles } from '../../kernels/delivery-kernel.ts';
import type { Plan } from '../../network/plan.ts';
import type { PartitionMemory } from './memory.ts';

/** The kernel of one population slice, and the type of amounts it has been made for. */
export interface SettleKernel {
  readonly record: RecordType;
  readonly settle: (list: number, sums: number, pool: number) => void;
}

/** What a step receives: one cell per neuron. */
interface StepSums {
  /** Length of the ring of lists: the longest delay [ticks]. */
  readonly slots: number;
  readonly exc: Float64Array | null;
  readonly inh: Float64Array | null;
}

/** Two words per list: its first chunk, and the end of its last record. */
const wordsPerList = 2;
/** Chunks added at a time, at least. */
const growth = 1024;
const bytesPerWord = Uint32Array.BYTES_PER_ELEMENT;

export class GridUnderWay {
  readonly record: RecordType;
  /** Lists of the two sides, [slot]. */
  readonly exc: Uint32Array;
  readonly inh: Uint32Array;
  /** First free chunk, and how many are free. */
  readonly pool: Uint32Array;
  readonly #kernel: SettleKernel;
  readonly #sums: StepSums;
  readonly #memory: PartitionMemory;

  /** Amounts are single where those of all projections are. */
  static async kernel(projections: Projections, population: number, memory: PartitionMemory, host: KernelHost): Promise<SettleKernel> {
    const record = weightedInto(projections, population).every(({ single }) => single) ? 'f32' : 'f64';
    const module = await compileFiles({ 'settle.ts': printSettleKernel(record) }, underWayKernelFiles, 'settle.ts', host);
    return { record, settle: memory.instantiate<Omit<SettleKernel, 'record'>>(module, {}, {}).settle };
  }

  constructor(kernel: SettleKernel, sums: StepSums, memory: PartitionMemory) {
    this.record = kernel.record;
    this.#kernel = kernel;
    this.#sums = sums;
    this.#memory = memory;
    this.exc = memory.allocate(Uint32Array, wordsPerList * sums.slots);
    this.inh = memory.allocate(Uint32Array, wordsPerList * sums.slots);
    this.pool = memory.allocate(Uint32Array, 2);
  }

  /** Byte offset in the lists of the slot in which spikes arrive at a tick. */
  listAt(tick: number): number {
    return (tick % this.#sums.slots) * wordsPerList * bytesPerWord;
  }

  /** Adds what arrives at step k to the sums. */
  settle(k: number): void {
    const at = this.listAt(k);
    const pool = this.pool.byteOffset;
    const { exc, inh } = this.#sums;
    if (exc !== null) this.#kernel.settle(this.exc.byteOffset + at, exc.byteOffset, pool);
    if (inh !== null) this.#kernel.settle(this.inh.byteOffset + at, inh.byteOffset, pool);
  }

  /** More free chunks: enough for a row of that many synapses. */
  grow(synapses: number): void {
    const perChunk = chunkBytes / (this.record === 'f32' ? 8 : 16) - 1;
    const chunks = Math.max(growth, 2 * this.#sums.slots + Math.ceil(synapses / perChunk));
    const words = chunkBytes / bytesPerWord;
    const block = this.#memory.allocate(Uint32Array, (chunks + 1) * words);
    const first = Math.ceil(block.byteOffset / chunkBytes) * chunkBytes;
    const offset = (first - block.byteOffset) / bytesPerWord;
    for (let i = 0; i < chunks; i++) {
      block[offset + i * words] = this.pool[0] as number;
      this.pool[0] = first + i * chunkBytes;
    }
    this.pool[1] = (this.pool[1] as number) + chunks;
  }

  /** Forgets what is under way. */
  clear(): void {
    for (let slot = 0; slot < this.#sums.slots; slot++) this.settle(slot);
    this.#sums.exc?.fill(0);
    this.#sums.inh?.fill(0);
  }
}

type Projections = Plan['projections'];

const weightedInto = (projections: Projections, population: number): Projections =>
  projections.filter(({ to, program, commonWeight }) => to === population && program === null && commonWeight === null);

/** Whether a population's weighted static input is kept in lists, instead of rings of sums. */
export const hasLists = (projections: Projections, population: number): boolean =>
  weightedInto(projections, population).some(({ delays }) => delays.length > 1);
