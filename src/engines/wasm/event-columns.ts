/** The memory of one population slice on the event clock: every column that its kernel works on. */
import type { PlannedPopulation } from '../../network/plan.ts';
import type { StateColumn } from '../engine.ts';
import type { EventValues } from './event-values.ts';
import type { PartitionMemory } from './memory.ts';
import { type Slice, valueAt } from './neuron-values.ts';

/** Spikes that the kernel holds before the host must take some. */
export const outCapacity = 8192;

const stateNames = ['a', 'b', 'c', 'theta', 'since', 'releaseTick', 'releaseFrac'] as const;

export class EventColumns {
  /** Coefficients and release of each neuron (event-clock.md, State); empty where the model has no such mode. */
  readonly state: Readonly<Record<(typeof stateNames)[number], Float64Array>>;
  /** The modes that the model has: the same in every partition, also in one without a neuron of the population. */
  readonly #shown: readonly (typeof stateNames)[number][];
  /** Addresses of where rules of projections put what they deliver: the globals of `eventSink`. */
  readonly sums: Readonly<Record<string, number>>;
  readonly out: {
    readonly outTicks: Float64Array;
    readonly outFracs: Float64Array;
    readonly outIds: Uint32Array;
    readonly outOrder: Uint32Array;
  };
  /** What else only the kernel reads: its globals. */
  readonly scratch: Readonly<Record<string, Float64Array | Int32Array | Uint32Array | Uint8Array>>;

  /**
   * @param buckets Buckets of the calendar.
   * @param counted Projections with one weight onto the slice; −1 if nothing arrives there.
   */
  constructor({ model }: PlannedPopulation, n: number, buckets: number, counted: number, memory: PartitionMemory) {
    const f64 = (length: number): Float64Array => memory.allocate(Float64Array, length);
    const u32 = (length: number): Uint32Array => memory.allocate(Uint32Array, length);
    const i32 = (length: number): Int32Array => memory.allocate(Int32Array, length);
    const currents = model?.input === 'current';
    const has: Readonly<Record<string, boolean>> = { b: currents, c: currents, theta: !!model?.event?.adaptation };
    this.#shown = model === null ? [] : stateNames.filter((name) => has[name] !== false);
    this.state = Object.fromEntries(stateNames.map((name) => [name, f64(this.#shown.includes(name) ? n : 0)])) as EventColumns['state'];
    const several = counted >= 0 ? n : 0;
    this.sums = {
      marks: memory.allocate(Uint8Array, several).byteOffset,
      touched: u32(several).byteOffset,
      touchedCount: u32(1).byteOffset,
      rulePlus: f64(several).byteOffset,
      ruleMinus: f64(several).byteOffset,
    };
    this.out = { outTicks: f64(outCapacity), outFracs: f64(outCapacity), outIds: u32(outCapacity), outOrder: u32(2 * outCapacity) };
    this.scratch = {
      crossGate: i32(n),
      busy: u32(Math.ceil(n / 32)),
      resting: u32(Math.ceil(n / 32)),
      place: i32(n),
      spot: u32(n),
      head: u32(buckets),
      // Chunks of 64 bytes: one partly full per bucket, and a few on their way.
      chunks: u32(16 * (Math.ceil(n / 14) + buckets + 8)),
      words: u32(4),
      prepared: memory.allocate(Uint8Array, 512),
      plus: f64(several),
      minus: f64(several),
      counts: u32(several * Math.max(0, counted)),
    };
  }

  /** Initial state, at base 0. */
  start({ initial }: PlannedPopulation, { lo }: Slice, { columns: { kE, kI, vInf } }: EventValues): void {
    const { a, b, c, theta, releaseTick } = this.state;
    const initially = (name: string, i: number): number => valueAt(initial[name] ?? 0, lo + i);
    const at = (column: Float64Array, i: number): number => column[column.length > 1 ? i : 0] as number;
    releaseTick.fill(-1);
    for (let i = 0; i < theta.length; i++) theta[i] = initially('theta', i);
    for (let i = 0; i < b.length; i++) {
      b[i] = -at(kE, i) * initially('iSynE', i);
      c[i] = -at(kI, i) * initially('iSynI', i);
    }
    for (let i = 0; i < a.length; i++) a[i] = initially('v', i) - at(vInf, i) - (b[i] ?? 0) - (c[i] ?? 0);
  }

  columns({ name, index }: PlannedPopulation): StateColumn[] {
    return this.#shown.map((part) => ({
      name: `${name}.${part === 'theta' ? 'thetaAtBase' : part}`,
      of: 'neuron',
      owner: index,
      data: this.state[part],
    }));
  }
}
