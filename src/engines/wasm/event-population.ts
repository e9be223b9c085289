/** One population slice on the event clock: its kernel, cut at the ticks at which its base or its current changes. */
import type { KernelHost } from '../../kernels/compile.ts';
import type { Plan, PlannedPopulation } from '../../network/plan.ts';
import { domains } from '../../random.ts';
import type { CommonWeight } from '../common-weight.ts';
import type { StateColumn } from '../engine.ts';
import type { Cursors } from './event-arrivals.ts';
import { EventColumns, outCapacity } from './event-columns.ts';
import { EventCurrents } from './event-currents.ts';
import { EventDerived } from './event-derived.ts';
import { EventDrives } from './event-drives.ts';
import { compileEventKernel, type EventCalls, type EventKernel, eventGlobals, eventParams, variantOf } from './event-kernel.ts';
import type { EventRules } from './event-rules.ts';
import { SpikeChunks } from './event-spikes.ts';
import { leastTau } from './event-values.ts';
import type { PartitionMemory } from './memory.ts';
import type { Slice } from './neuron-values.ts';

/** The calendar has at most so many buckets between two bases. */
const mostBuckets = 4096;
/** A source has no coefficients: its base only keeps ticks within 32 bits. */
const sourceRebaseTicks = 2 ** 16;

/** What arrives at a slice, and whose rules that concerns. */
interface Arrivals {
  readonly cursors: Cursors;
  readonly rules: EventRules;
}

export class EventPopulation {
  readonly kernel: EventKernel;
  readonly spikes: SpikeChunks;
  /** Addresses of where rules of projections put what they deliver: the globals of `eventSink`. */
  readonly sums: Readonly<Record<string, number>>;
  readonly #population: PlannedPopulation;
  readonly #slice: Slice;
  readonly #columns: EventColumns;
  /** Null for sources. */
  readonly #currents: EventCurrents | null;
  /** Null for sources. */
  readonly #derived: EventDerived | null;
  readonly #drives: EventDrives;
  readonly #rules: EventRules;
  readonly #cursors: Cursors;
  readonly #rebaseTicks: number;
  #base = 0;
  #now = 0;
  #silent = false;
  /** Whether an intervention may have put somebody at threshold. */
  #untested = false;
  /** Whether it may have left somebody refractory who is at threshold when released. */
  #heldHigh = false;

  static async create(
    plan: Plan,
    population: PlannedPopulation,
    slice: Slice,
    arrivals: Arrivals,
    memory: PartitionMemory,
    host: KernelHost,
  ): Promise<EventPopulation> {
    return new EventPopulation(plan, population, slice, arrivals, memory, await compileEventKernel(variantOf(plan, population), host));
  }

  private constructor(
    plan: Plan,
    population: PlannedPopulation,
    slice: Slice,
    { cursors, rules }: Arrivals,
    memory: PartitionMemory,
    module: WebAssembly.Module,
  ) {
    const { model } = population;
    const form = model?.event ?? null;
    const n = slice.hi - slice.lo;
    this.#population = population;
    this.#slice = slice;
    this.#rules = rules;
    this.#cursors = cursors;
    this.#drives = new EventDrives(plan, population, slice, memory);
    this.#currents = model === null || form === null ? null : new EventCurrents(plan, population, model, form, slice, rules.own, memory);
    this.#rebaseTicks = form === null ? sourceRebaseTicks : Math.min(2 ** 30, Math.max(1, Math.floor(plan.perMs * 32 * leastTau(population, form))));
    const bucketTicks = Math.max(Math.min(plan.epochTicks, this.#rebaseTicks), Math.ceil(this.#rebaseTicks / mostBuckets));
    const buckets = Math.ceil(this.#rebaseTicks / bucketTicks);
    this.#columns = new EventColumns(population, n, buckets, cursors.count === 0 ? -1 : cursors.commonWeights.length, memory);
    const { state, sums, out, scratch } = this.#columns;
    this.#derived = this.#currents && new EventDerived(population, n, state, this.#currents.values.columns, plan.perMs, memory);
    this.sums = sums;
    this.spikes = new SpikeChunks(population.first + slice.lo, out);
    this.kernel = memory.instantiate<EventKernel>(
      module,
      eventGlobals,
      {
        ...state,
        ...sums,
        ...out,
        ...scratch,
        ...this.#parameters(memory.allocate(Float64Array, 0)),
        ...{ driveTable: this.#drives.table, drives: this.#drives.count },
        ...{ cursors: cursors.address, cursorCount: cursors.count, heap: cursors.heap },
        ...{ commonWeights: cursors.commonWeights, commons: cursors.commonWeights.length },
        ...{ n, buckets, bucketTicks, outCapacity, perMs: plan.perMs, rebaseTicks: this.#rebaseTicks },
        ...{ key0: plan.key[0] ^ domains.drive, key1: plan.key[1], firstNeuron: population.first + slice.lo },
        subtract: population.reset === 'subtract' ? 1 : 0,
      },
      { engine: this.#calls(cursors) as unknown as Readonly<Record<string, unknown>> },
    );
    this.#start();
  }

  /** Parameters as columns, with the masks by which the kernel reads them. */
  #parameters(none: Float64Array): Record<string, Float64Array | number> {
    const parameters: Record<string, Float64Array | number> = { vInfNext: this.#currents?.values.vInfNext ?? none };
    for (const name of eventParams) {
      const column = this.#currents?.values.columns[name] ?? none;
      parameters[name] = column;
      parameters[`${name}Mask`] = column.length > 1 ? -1 : 0;
    }
    return parameters;
  }

  #calls(cursors: Cursors): EventCalls {
    const rules = this.#rules;
    return {
      full: () => this.spikes.take(this.kernel),
      arrive: (cursor) => rules.arrive(cursors.arriving(cursor)),
      fired: (neuron, tick, frac) => rules.fired(neuron, tick, frac),
      factor: (rules.own?.run.factor as EventCalls['factor'] | undefined) ?? (() => 1),
    };
  }

  #start(): void {
    this.kernel.startDrives(this.#slice.hi - this.#slice.lo);
    this.#drives.flush();
    this.#currents?.takeRules(0);
    this.#takeCurrent();
    if (this.#currents !== null) this.#columns.start(this.#population, this.#slice, this.#currents.values);
    this.kernel.setBase(0);
    this.#configure();
    this.kernel.enterAll(0);
  }

  /** Runs (now, until]. */
  advance(until: number): void {
    if (this.#untested) {
      this.kernel.testAll(this.#now);
      this.kernel.enterAll(this.#now);
      this.#untested = false;
    }
    this.#drives.moved();
    for (let cut = this.#nextCut(); cut <= until; cut = this.#nextCut()) this.#cross(cut);
    this.#now = until;
    this.kernel.advance(until, 1);
    this.#rules.postDue(until);
    this.spikes.take(this.kernel);
  }

  /** The next tick after now at which the base or the current changes. */
  #nextCut(): number {
    return Math.min(this.#base + this.#rebaseTicks, this.#currents?.nextPiece(this.#now) ?? Number.POSITIVE_INFINITY);
  }

  /** Up to `cut`, then steps 1 and 2 of that instant. */
  #cross(cut: number): void {
    const piece = this.#currents?.nextPiece(this.#now);
    this.kernel.advance(cut, 0);
    this.#now = cut;
    if (cut === this.#base + this.#rebaseTicks) {
      this.#base = cut;
      this.kernel.moveBase(cut);
    }
    if (cut === piece) this.#changeCurrent(false);
  }

  /** After rules had a tick or a signal: their current may have changed. */
  rulesActed(): void {
    if (this.#currents?.takeRules(this.#now)) this.#changeCurrent(true);
  }

  /** Lets the current be what it is from now on; `afterwards`: after everything else of this instant. */
  #changeCurrent(afterwards: boolean): void {
    this.#currents?.computeNext(this.#now);
    this.kernel.changeCurrent(this.#now, afterwards ? 1 : 0);
    this.#currents?.values.takeNext();
    this.#configure();
    this.kernel.enterAll(this.#now);
  }

  /** Takes the current of now as if it had always been so. */
  #takeCurrent(): void {
    this.#currents?.computeNext(this.#now);
    this.#currents?.values.takeNext();
  }

  /** Tells the kernel which shortcuts hold for the parameters and currents of now. */
  #configure(): void {
    const { model, reset } = this.#population;
    const alone = model !== null && (model.input !== 'delta' || !!model.event?.adaptation || (this.#currents?.reachThreshold ?? false));
    this.kernel.configure(alone || reset === 'subtract' || this.#heldHigh ? 1 : 0, alone ? 1 : 0, this.#silent ? 1 : 0);
  }

  silence(silent: boolean): void {
    if (silent === this.#silent) return;
    this.kernel.reachAll(this.#now);
    this.#silent = silent;
    this.#configure();
    if (!silent && this.#currents !== null) this.kernel.testAll(this.#now);
    this.kernel.enterAll(this.#now);
  }

  /** Another weight for all synapses of a projection onto this population. */
  reweigh({ projection, value }: CommonWeight): void {
    this.#cursors.reweigh(projection.index, value);
  }

  flush(): void {
    this.kernel.reachAll(this.#now);
    this.#drives.flush();
    this.#derived?.refresh(this.kernel, this.#now, this.#base);
  }

  /** After columns were written, at `now`. */
  restored(now: number, written: string | undefined): void {
    for (const rules of this.#rules.onto) rules.clear();
    this.#drives.restored(now, written);
    this.#now = now;
    this.#base = Math.floor(now / this.#rebaseTicks) * this.#rebaseTicks;
    this.#takeCurrent();
    this.#untested ||= this.#derived?.take(written, now, this.#base) ?? false;
    this.#heldHigh = this.#derived?.heldHigh() ?? false;
    this.#configure();
    this.kernel.setBase(this.#base);
    this.kernel.enterAll(now);
    this.kernel.clearQueue();
  }

  /** Potentials now [mV]. */
  voltages(out: Float64Array): void {
    this.flush();
    if (this.#derived !== null) out.set(this.#derived.v);
  }

  columns(): StateColumn[] {
    const more = [this.#currents, this.#derived].flatMap((part) => part?.columns ?? []);
    return [...this.#columns.columns(this.#population), ...this.#drives.columns, ...more];
  }
}
