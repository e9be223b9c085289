/** Drives and sources of a population slice on the event clock: the table that kernels/assembly/event-drives.ts reads, and their state. */
import type { PerNeuron, Plan, PlannedDrive, PlannedPopulation, PlannedSource, Train } from '../../network/plan.ts';
import type { StateColumn } from '../engine.ts';
import { type EventTrain, type Rates, ratesOf, sourceDrive } from '../rates.ts';
import type { PartitionMemory } from './memory.ts';
import { type Slice, sliced } from './neuron-values.ts';

const driveBytes = 96;
const kinds = { poisson: 0, spikeList: 1, images: 2 } as const;

/** What stands side by side for each neuron in the kernel's memory, and as columns outside. */
const parts = ['tick', 'frac', 'number', 'kept'] as const;

interface Rated {
  readonly rates: Rates;
  /** The entry of the table. */
  readonly view: DataView;
  readonly train: EventTrain;
  /** Cells in the kernel's memory, once rates have changed. */
  own: Float64Array | null;
}

type Events =
  | { readonly kind: 'poisson'; readonly rate: PerNeuron }
  | { readonly kind: 'spikeList'; readonly trains: readonly Train[]; readonly common: boolean }
  | { readonly kind: 'images'; readonly rates: readonly Float64Array[]; readonly durationTicks: number };

interface Entry {
  readonly label: string;
  readonly number: number;
  readonly weight: PerNeuron;
  readonly events: Events;
}

const entryOfDrive = (drive: PlannedDrive, number: number): Entry[] =>
  drive.kind === 'pieces' || drive.kind === 'sine' ? [] : [{ label: `drive${number}`, number, weight: drive.weight, events: drive }];

const entryOfSource = (source: PlannedSource): Entry => ({
  label: 'source',
  number: sourceDrive,
  weight: 0,
  events: source.kind === 'spikes' ? { kind: 'spikeList', trains: source.trains, common: false } : source,
});

export class EventDrives {
  /** Address of the table, and how many entries it has. */
  readonly table: number;
  readonly count: number;
  /** Current after `flush`. */
  readonly columns: readonly StateColumn[];
  readonly #copies: { readonly events: Float64Array; readonly columns: readonly Float64Array[] }[] = [];
  readonly #rated: Rated[] = [];
  readonly #memory: PartitionMemory;
  readonly #slice: Slice;
  #readable = false;

  constructor(plan: Plan, population: PlannedPopulation, slice: Slice, memory: PartitionMemory) {
    const { source, drives, index, name } = population;
    this.#memory = memory;
    this.#slice = slice;
    const entries = source ? [entryOfSource(source)] : drives.flatMap(entryOfDrive);
    this.count = entries.length;
    const bytes = memory.allocate(Uint8Array, driveBytes * entries.length);
    this.table = bytes.byteOffset;
    const rates = ratesOf(plan, population, slice);
    const columns = entries.flatMap((entry, i) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset + driveBytes * i, driveBytes);
      view.setInt32(0, kinds[entry.events.kind], true);
      view.setUint32(4, (entry.number | (index << 8)) >>> 0, true);
      const state = this.#state(view);
      this.#setPerNeuron(view, 32, entry.weight);
      this.#setEvents(view, entry.events);
      const own = rates.get(entry.number);
      if (own) this.#rated.push({ rates: own, view, train: { numbers: state.number, ticks: state.tick, fracs: state.frac }, own: null });
      return parts.map((part) => ({ name: `${name}.${entry.label}.${part}`, of: 'neuron' as const, owner: index, data: state[part] }));
    });
    this.columns = [...columns, ...this.#rated.map(({ rates: { column } }) => column)];
  }

  /** Each neuron's next event: its time, its number, and whether an image keeps it. */
  #state(view: DataView): Readonly<Record<(typeof parts)[number], Float64Array>> {
    const n = this.#slice.hi - this.#slice.lo;
    const events = this.#memory.allocate(Float64Array, parts.length * n);
    view.setUint32(8, events.byteOffset, true);
    const state = Object.fromEntries(parts.map((part) => [part, new Float64Array(n)])) as Record<(typeof parts)[number], Float64Array>;
    this.#copies.push({ events, columns: parts.map((part) => state[part]) });
    return state;
  }

  /** Makes the columns read as of now. */
  flush(): void {
    this.#readable = true;
    for (const { events, columns } of this.#copies) {
      for (const [p, column] of columns.entries()) for (let i = 0; i < column.length; i++) column[i] = events[parts.length * i + p] as number;
    }
  }

  /** From here on the columns are out of date. */
  moved(): void {
    this.#readable = false;
  }

  /** Takes the columns as somebody has written them, if they were readable; if it was rates that an intervention wrote, trains begin anew at `now`. */
  restored(now: number, written: string | undefined): void {
    if (!this.#readable) return;
    for (const rated of this.#rated) {
      const changed = rated.rates.take();
      if (changed.length > 0) this.#useRates(rated);
      if (rated.rates.column.name === written) rated.rates.restart(changed, rated.train, now);
    }
    for (const { events, columns } of this.#copies) {
      for (const [p, column] of columns.entries()) for (let i = 0; i < column.length; i++) events[parts.length * i + p] = column[i] as number;
    }
  }

  /** Lets the kernel read the rates that are in use: in the one cell it has, or in a column of their own. */
  #useRates(rated: Rated): void {
    const { rates, view } = rated;
    rated.own ??= this.#memory.allocate(Float64Array, rates.perMs.length);
    rated.own.set(rates.perMs);
    view.setUint32(24, rated.own.byteOffset, true);
    view.setInt32(28, rates.common ? 0 : -1, true);
  }

  #setEvents(view: DataView, events: Events): void {
    if (events.kind === 'poisson') this.#setPerNeuron(view, 24, events.rate);
    else if (events.kind === 'spikeList') this.#setTrains(view, events.trains, events.common);
    else this.#setImages(view, events.rates, events.durationTicks);
  }

  /** Address and mask of a value, common or one per neuron. */
  #setPerNeuron(view: DataView, at: number, value: PerNeuron): void {
    const own = sliced(value, this.#slice);
    view.setUint32(at, this.#copy(typeof own === 'number' ? Float64Array.of(own) : own).byteOffset, true);
    view.setInt32(at + 4, typeof own === 'number' ? 0 : -1, true);
  }

  #setTrains(view: DataView, trains: readonly Train[], common: boolean): void {
    const own = common ? trains.slice(0, 1) : trains.slice(this.#slice.lo, this.#slice.hi);
    const starts = this.#memory.allocate(Uint32Array, own.length + 1);
    let total = 0;
    for (const [i, { ticks }] of own.entries()) {
      total += ticks.length;
      starts[i + 1] = total;
    }
    const ticks = this.#memory.allocate(Float64Array, total);
    const fracs = this.#memory.allocate(Float64Array, total);
    for (const [i, train] of own.entries()) {
      ticks.set(train.ticks, starts[i]);
      fracs.set(train.fracs, starts[i]);
    }
    view.setUint32(40, starts.byteOffset, true);
    view.setInt32(44, common ? 0 : -1, true);
    view.setUint32(48, ticks.byteOffset, true);
    view.setUint32(52, fracs.byteOffset, true);
  }

  #setImages(view: DataView, rates: readonly Float64Array[], durationTicks: number): void {
    const { lo, hi } = this.#slice;
    const own = this.#memory.allocate(Float64Array, rates.length * (hi - lo));
    for (const [m, image] of rates.entries()) own.set(image.subarray(lo, hi), m * (hi - lo));
    const fastest = Float64Array.from({ length: hi - lo }, (_, i) => rates.reduce((most, image) => Math.max(most, image[lo + i] as number), 0));
    view.setUint32(24, this.#copy(fastest).byteOffset, true);
    view.setInt32(28, -1, true);
    view.setUint32(56, own.byteOffset, true);
    view.setInt32(60, rates.length, true);
    view.setFloat64(64, durationTicks, true);
    view.setInt32(72, hi - lo, true);
  }

  #copy(values: Float64Array): Float64Array {
    const column = this.#memory.allocate(Float64Array, values.length);
    column.set(values);
    return column;
  }
}
