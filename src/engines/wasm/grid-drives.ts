/** Drives of a population slice on the grid: counts per step for the neuron kernel, drawn or listed. */
import type { InputTerm } from '../../kernels/neuron-inputs.ts';
import type { PerNeuron, Plan, PlannedDrive, PlannedPopulation, Train } from '../../network/plan.ts';
import { poissonCount, poissonTable } from '../../random.ts';
import { isByteRate, Rates } from '../rates.ts';
import { DriveDraws, type PoissonKernel } from './drive-draws.ts';
import type { PartitionMemory } from './memory.ts';
import { type Slice, sliced } from './neuron-values.ts';
import { SeparateCounts } from './separate-counts.ts';

/** A drive that gives counts: its term in the neuron kernel's sum, and how to fill its column for step k. */
export interface CountedDrive {
  readonly term: InputTerm;
  readonly values: Readonly<Record<string, Float64Array | number>>;
  /** Rates that can change; null where none do. */
  readonly rates: Rates | null;
  fill(step: number): void;
  /** After `rates` have changed. */
  retune(): void;
}

type Rated = Extract<PlannedDrive, { kind: 'poisson' | 'images' }>;

const guideBits = 12;

/** The count by the upper bits of a word, or 128 where they do not decide it, or a byte cannot say it besides. */
const guideOf = (table: Uint32Array): Uint8Array => {
  const span = 2 ** (32 - guideBits);
  return Uint8Array.from({ length: 2 ** guideBits }, (_, upper) => {
    const count = poissonCount(table, upper * span);
    return count < 128 && count === poissonCount(table, upper * span + span - 1) ? count : 128;
  });
};

const weightParts = (name: string, weight: PerNeuron, slice: Slice, memory: PartitionMemory) => {
  const own = sliced(weight, slice);
  const side = (w: number): 'exc' | 'inh' => (w >= 0 ? 'exc' : 'inh');
  if (typeof own === 'number') return { weight: 'common' as const, side: side(own), values: { [`${name}_w`]: own } };
  const column = memory.allocate(Float64Array, own.length);
  column.set(own);
  const sides = new Set(Array.from(own, side));
  return { weight: 'column' as const, side: sides.size === 1 ? side(own[0] as number) : ('both' as const), values: { [`${name}_w`]: column } };
};

/** Thresholds that fit a count of one byte. */
const byteCounts = 256;

/**
 * Counts of one byte, written in whole groups of sixteen from the block that holds the first neuron: hence room on both sides. Where an intervention gave neurons
 * rates of their own, they are drawn from tables of their own, and narrowed.
 */
const commonPoisson = (
  name: string,
  rates: Rates,
  weight: PerNeuron,
  slice: Slice,
  draws: DriveDraws,
  memory: PartitionMemory,
  perMs: number,
): CountedDrive => {
  const { kernel, key0, key1, prepared, blocks, skip, n, stream, scratch } = draws;
  const thresholds = memory.allocate(Uint32Array, byteCounts);
  const guide = memory.allocate(Uint8Array, 2 ** guideBits);
  const bytes = memory.allocate(Uint8Array, n + 64);
  const counts = bytes.byteOffset + 16;
  let entries = 0;
  let separate: SeparateCounts | null = null;
  let common = true;
  const retune = (): void => {
    common = rates.common;
    if (!common) {
      separate ??= new SeparateCounts(draws, memory);
      separate.use((i) => (rates.perMs[i] as number) * (1 / perMs));
      return;
    }
    const table = poissonTable((rates.perMs[0] ?? 0) * (1 / perMs));
    thresholds.set(table);
    guide.set(guideOf(table));
    entries = table.length - 1;
  };
  retune();
  const { values, ...use } = weightParts(name, weight, slice, memory);
  return {
    term: { kind: 'drive', name, type: 'u8', ...use },
    values: { ...values, [name]: counts },
    rates,
    retune,
    fill: (step) => {
      draws.prepare(step);
      if (separate !== null && !common) bytes.set(separate.draw(step), 16);
      else kernel.poissonCommon(key0, key1, prepared, blocks, stream, step, guide.byteOffset, thresholds.byteOffset, entries, scratch, counts - skip);
    },
  };
};

/** Which image is on during the step that ends at `step`. */
export const imageAt = (
  drive: { readonly kind: string; readonly durationTicks?: number; readonly rates?: readonly unknown[] },
  step: number,
): number => (drive.kind === 'images' ? Math.floor((step - 1) / (drive.durationTicks as number)) % (drive.rates as readonly unknown[]).length : 0);

/** Counts from a table per neuron (and image). */
const eachPoisson = (
  name: string,
  drive: Rated,
  rates: Rates | null,
  slice: Slice,
  draws: DriveDraws,
  memory: PartitionMemory,
  perMs: number,
): CountedDrive => {
  const separate = new SeparateCounts(draws, memory);
  const { values, ...use } = weightParts(name, drive.weight, slice, memory);
  let shown = -1;
  const show = (image: number): void => {
    const own = drive.kind === 'images' ? (drive.rates[image] as Float64Array).subarray(slice.lo, slice.hi) : (rates?.perMs as Float64Array);
    // Images come again.
    separate.use((i) => (own[i] as number) * (1 / perMs), drive.kind === 'poisson');
    shown = image;
  };
  return {
    term: { kind: 'drive', name, type: 'u16', ...use },
    values: { ...values, [name]: separate.address },
    rates,
    retune: () => {
      shown = -1;
    },
    fill: (step) => {
      const image = imageAt(drive, step);
      if (image !== shown) show(image);
      draws.prepare(step);
      separate.draw(step);
    },
  };
};

/** Listed times of a slice in one order: by tick, then neuron. */
export class ListedTimes {
  readonly #ticks: Float64Array;
  readonly #neurons: Uint32Array;
  #next = 0;
  #last = -1;

  constructor(trains: readonly Train[], slice: Slice, common: boolean) {
    const events: { tick: number; neuron: number }[] = [];
    for (let neuron = slice.lo; neuron < slice.hi; neuron++) {
      const { ticks } = trains[common ? 0 : neuron] as Train;
      for (const tick of ticks) events.push({ tick, neuron: neuron - slice.lo });
    }
    events.sort((a, b) => a.tick - b.tick || a.neuron - b.neuron);
    this.#ticks = Float64Array.from(events, ({ tick }) => tick);
    this.#neurons = Uint32Array.from(events, ({ neuron }) => neuron);
  }

  /** Calls `act` with each neuron that has a time at `tick`, in order; ticks ascend from call to call, except after a restore. */
  at(tick: number, act: (neuron: number) => void): void {
    if (tick <= this.#last) this.#next = 0;
    this.#last = tick;
    while (this.#next < this.#ticks.length && (this.#ticks[this.#next] as number) < tick) this.#next++;
    for (; this.#ticks[this.#next] === tick; this.#next++) act(this.#neurons[this.#next] as number);
  }
}

const listed = (name: string, drive: Extract<PlannedDrive, { kind: 'spikeList' }>, slice: Slice, memory: PartitionMemory): CountedDrive => {
  const times = new ListedTimes(drive.trains, slice, drive.common);
  const counts = memory.allocate(Uint16Array, slice.hi - slice.lo);
  let touched = false;
  return {
    term: { kind: 'drive', name, type: 'u16', weight: 'common', side: drive.weight >= 0 ? 'exc' : 'inh' },
    values: { [name]: counts.byteOffset, [`${name}_w`]: drive.weight },
    rates: null,
    retune: () => {},
    fill: (step) => {
      if (touched) counts.fill(0);
      touched = false;
      times.at(step, (neuron) => {
        (counts[neuron] as number)++;
        touched = true;
      });
    },
  };
};

/** A counted drive, or null for a current. */
export const countedDrive = (
  plan: Plan,
  population: PlannedPopulation,
  slice: Slice,
  index: number,
  kernel: PoissonKernel,
  memory: PartitionMemory,
): CountedDrive | null => {
  const drive = population.drives[index] as PlannedDrive;
  const name = `drive${index}`;
  if (drive.kind === 'pieces' || drive.kind === 'sine') return null;
  if (drive.kind === 'spikeList') return listed(name, drive, slice, memory);
  const draws = new DriveDraws(plan, population, slice, index, kernel, memory);
  const rates = drive.kind === 'poisson' ? new Rates(plan, population, index, drive.rate, slice) : null;
  if (rates && drive.kind === 'poisson' && isByteRate(drive.rate, plan.perMs))
    return commonPoisson(name, rates, drive.weight, slice, draws, memory, plan.perMs);
  return eachPoisson(name, drive, rates, slice, draws, memory, plan.perMs);
};
