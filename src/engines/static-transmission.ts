/** What static projections transmit: arrivals × Σ|w| of the row, so that delivery itself does nothing more. */
import type { ProjectionColumns } from '../network/partition.ts';
import type { Plan, PlannedProjection } from '../network/plan.ts';
import type { PartitionEngine, Spikes } from './engine.ts';
import { quantaOf } from './transmitted.ts';

/** Sums per (source, delay): of amounts that are 0 or more, and of negative ones; null where there are none. Whole numbers below 2^53. */
interface RowSums {
  readonly plus: Float64Array | null;
  readonly minus: Float64Array | null;
}

/** Sums are taken over into the totals before they leave the range in which numbers are whole. */
const most = 2 ** 52;

export class StaticTransmission {
  readonly #plan: Plan;
  readonly #engine: PartitionEngine;
  readonly #projections: readonly PlannedProjection[];
  /** Two per projection, as `transmitted` says. */
  readonly #totals: BigInt64Array;
  readonly #rows = new Map<number, RowSums>();
  readonly #longest: number;
  /** Spikes of which some arrivals may be to come: global id, and the tick by whose end the spike was emitted. */
  #under: { readonly id: number; readonly tick: number }[] = [];
  /** Time up to which arrivals are in the totals [ticks]. */
  #settled = 0;

  constructor(plan: Plan, engine: PartitionEngine, totals: BigInt64Array) {
    this.#plan = plan;
    this.#engine = engine;
    this.#totals = totals;
    this.#projections = plan.projections.filter(({ program }) => program === null);
    this.#longest = Math.max(0, ...this.#projections.map(({ delays }) => delays.at(-1) as number));
  }

  receive({ ids, ticks, fracs }: Spikes): void {
    if (this.#projections.length === 0) return;
    for (let i = 0; i < ids.length; i++) this.#under.push({ id: ids[i] as number, tick: (ticks[i] as number) + ((fracs[i] as number) > 0 ? 1 : 0) });
  }

  /** Adds what has arrived up to `now`, at the weights that there are. */
  settle(now: number): void {
    if (now <= this.#settled) return;
    for (const projection of this.#projections) this.#settleProjection(projection, now);
    this.#settled = now;
    this.#under = this.#under.filter(({ tick }) => tick + this.#longest > now);
  }

  /** Weights may have changed, and what is under way comes anew. */
  restored(now: number): void {
    this.#rows.clear();
    this.#under = [];
    this.#settled = now;
  }

  #settleProjection({ index, from, delays }: PlannedProjection, now: number): void {
    const { first, size } = this.#plan.populations[from] as { first: number; size: number };
    const { plus, minus } = this.#sumsOf(index);
    const totals = this.#totals;
    const add = (at: number, sum: number): void => {
      totals[at] = (totals[at] as bigint) + BigInt(sum);
    };
    let [positive, negative] = [0, 0];
    for (const { id, tick } of this.#under) {
      if (id < first || id >= first + size) continue;
      const row = (id - first) * delays.length;
      for (let c = 0; c < delays.length; c++) {
        const at = tick + (delays[c] as number);
        if (at <= this.#settled) continue;
        if (at > now) break;
        if (plus !== null) positive += plus[row + c] as number;
        if (minus !== null) negative += minus[row + c] as number;
      }
      if (positive + negative < most) continue;
      add(2 * index, positive);
      add(2 * index + 1, negative);
      [positive, negative] = [0, 0];
    }
    add(2 * index, positive);
    add(2 * index + 1, negative);
  }

  #sumsOf(index: number): RowSums {
    const known = this.#rows.get(index);
    if (known !== undefined) return known;
    const sums = this.#sum(this.#plan.projections[index] as PlannedProjection);
    this.#rows.set(index, sums);
    return sums;
  }

  #sum({ index, name, delays, sign, commonWeight }: PlannedProjection): RowSums {
    const { rowStart, classes, delay, weight } = this.#engine.partition.projections[index] as ProjectionColumns;
    const shown = this.#engine.columns().find((column) => column.name === `${name}.w`);
    const weights = (shown?.data ?? weight) as Float64Array | Float32Array | null;
    const sources = (rowStart.length - 1) / classes;
    const sums: { plus: Float64Array | null; minus: Float64Array | null } = { plus: null, minus: null };
    for (let row = 0; row + 1 < rowStart.length; row++) {
      const cell = classes === 1 ? row * delays.length : row;
      for (let s = rowStart[row] as number; s < (rowStart[row + 1] as number); s++) {
        const w = weights?.[commonWeight === null ? s : 0] as number;
        const amount = sign === -1 ? -w : w;
        const which = amount >= 0 ? 'plus' : 'minus';
        sums[which] ??= new Float64Array(sources * delays.length);
        const column = sums[which] as Float64Array;
        const at = cell + (delay === null ? 0 : (delay[s] as number));
        column[at] = (column[at] as number) + quantaOf(amount);
      }
    }
    return sums;
  }
}
