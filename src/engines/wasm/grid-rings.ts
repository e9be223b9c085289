/**
 * What a population slice receives from static projections: rings [arrival slot][neuron] of sums (S⁺, S⁻), and of counts for each
 * projection with one weight. Written at emission, read and cleared in the step. Weighted synapses of many delays would write such rings at
 * random all over; they put their amounts into lists, and the sums are of the present step alone.
 */
import { InternalError } from '../../errors.ts';
import type { KernelHost } from '../../kernels/compile.ts';
import type { CountType, InputTerm } from '../../kernels/neuron-inputs.ts';
import type { Partition, ProjectionColumns } from '../../network/partition.ts';
import type { Plan, PlannedProjection } from '../../network/plan.ts';
import { GridUnderWay, hasLists, type SettleKernel } from './grid-under-way.ts';
import type { ColumnType, PartitionMemory } from './memory.ts';

/** Neurons of a slot, rounded up to what a step computes at once, cells of different slots in different cache lines. */
export const strideOf = (neurons: number): number => Math.ceil(neurons / 64) * 64;

const countArrays: Readonly<Record<CountType, ColumnType<CountRing['cells']>>> = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array };

/** The narrowest cells that no step can overflow: a synapse delivers at most once a step. */
const countTypeOf = ({ target }: ProjectionColumns, neurons: number): CountType => {
  const inDegree = new Uint32Array(neurons);
  for (let synapse = 0; synapse < target.length; synapse++) (inDegree[target[synapse] as number] as number)++;
  const most = inDegree.reduce((a, b) => Math.max(a, b), 0);
  return most < 256 ? 'u8' : most < 65_536 ? 'u16' : 'u32';
};

export interface CountRing {
  readonly type: CountType;
  readonly weight: number;
  readonly cells: Uint8Array | Uint16Array | Uint32Array;
}

export class GridRings {
  /** Length of every ring of this population: the longest delay [ticks]. */
  readonly slots: number;
  /** Cells per slot. */
  readonly stride: number;
  readonly exc: Float64Array | null;
  readonly inh: Float64Array | null;
  /** Lists of amounts under way, where sums are of the present step alone. */
  readonly underWay: GridUnderWay | null;
  readonly #counts = new Map<number, CountRing>();

  static async create(plan: Plan, partition: Partition, population: number, memory: PartitionMemory, host: KernelHost): Promise<GridRings> {
    const settle = hasLists(plan.projections, population) ? await GridUnderWay.kernel(plan.projections, population, memory, host) : null;
    return new GridRings(plan, partition, population, memory, settle);
  }

  private constructor(plan: Plan, partition: Partition, population: number, memory: PartitionMemory, settle: SettleKernel | null) {
    const { lo, hi } = partition.slices[population] as { lo: number; hi: number };
    const incoming = plan.projections.filter(({ to, program }) => to === population && program === null);
    this.slots = incoming.reduce((most, { delays }) => Math.max(most, delays.at(-1) as number), 1);
    this.stride = strideOf(hi - lo);
    const sums = (sign: 1 | -1): Float64Array | null =>
      incoming.some((projection) => projection.commonWeight === null && (projection.sign === sign || projection.sign === 0))
        ? memory.allocate(Float64Array, (settle === null ? this.slots : 1) * this.stride)
        : null;
    this.exc = sums(1);
    this.inh = sums(-1);
    this.underWay = settle === null ? null : new GridUnderWay(settle, this, memory);
    for (const { index, commonWeight, from } of incoming) {
      if (commonWeight === null) continue;
      // A listed source may fire several times at one tick.
      const listed = plan.populations[from]?.source?.kind === 'spikes';
      const type = listed ? 'u32' : countTypeOf(partition.projections[index] as ProjectionColumns, hi - lo);
      const cells = memory.allocate<CountRing['cells']>(countArrays[type], this.slots * this.stride);
      this.#counts.set(index, { type, weight: commonWeight, cells });
    }
  }

  countsOf({ index, name }: PlannedProjection): CountRing {
    const ring = this.#counts.get(index);
    if (ring === undefined) throw new InternalError(`Projection ${name} has no counts.`);
    return ring;
  }

  /** Sums, then (after those of rules) counts in projection order: the order of terms that engines/README.md fixes. */
  terms(rules: { readonly exc: boolean; readonly inh: boolean }): InputTerm[] {
    const terms: InputTerm[] = [];
    for (const side of ['exc', 'inh'] as const) {
      if (this[side] !== null) terms.push({ kind: this.underWay === null ? 'ring' : 'sums', side });
      if (rules[side]) terms.push({ kind: 'rules', side });
    }
    for (const [index, { type, weight }] of this.#counts)
      terms.push({ kind: 'counts', name: `counts${index}`, type, side: weight >= 0 ? 'exc' : 'inh' });
    return terms;
  }

  /** Values of the globals that those terms name. */
  values(): Record<string, Float64Array | CountRing['cells'] | number> {
    const counts = [...this.#counts].flatMap(([index, { weight, cells }]) => [
      [`counts${index}`, cells],
      [`counts${index}_w`, weight],
    ]);
    const kind = this.underWay === null ? 'ring' : 'sums';
    return { ...Object.fromEntries(counts), ...(this.exc ? { [`${kind}_exc`]: this.exc } : {}), ...(this.inh ? { [`${kind}_inh`]: this.inh } : {}) };
  }

  /** Forgets what is under way. */
  clear(): void {
    this.underWay?.clear();
    this.exc?.fill(0);
    this.inh?.fill(0);
    for (const { cells } of this.#counts.values()) cells.fill(0);
  }
}
