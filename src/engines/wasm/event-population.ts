/** One population slice on the event clock: its columns, its kernel, and the ticks at which its base or its current changes. */
import type { KernelHost } from '../../kernels/compile.ts';
import type { PerNeuron, Plan, PlannedPopulation } from '../../network/plan.ts';
import { domains } from '../../random.ts';
import type { StateColumn } from '../engine.ts';
import type { Cursors } from './event-arrivals.ts';
import { EventDrives } from './event-drives.ts';
import { compileEventKernel, type EventCalls, type EventKernel, eventGlobals, eventParams } from './event-kernel.ts';
import type { EventRules } from './event-rules.ts';
import { SpikeChunks } from './event-spikes.ts';
import { EventValues, leastTau } from './event-values.ts';
import { Currents } from './grid-currents.ts';
import type { PartitionMemory } from './memory.ts';
import { type Slice, valueAt } from './neuron-values.ts';

/** The calendar has at most so many buckets between two bases. */
const mostBuckets = 4096;
/** A source has no coefficients: its base only keeps ticks within 32 bits. */
const sourceRebaseTicks = 2 ** 16;
/** Spikes that the kernel holds before the host must take some. */
const outCapacity = 8192;

const stateNames = ['a', 'b', 'c', 'theta', 'since', 'releaseTick', 'releaseFrac'] as const;
type State = Readonly<Record<(typeof stateNames)[number], Float64Array>>;

export class EventPopulation {
  readonly kernel: EventKernel;
  readonly spikes: SpikeChunks;
  readonly #population: PlannedPopulation;
  readonly #slice: Slice;
  readonly #state: State;
  readonly #values: EventValues | null;
  readonly #currents: Currents | null;
  readonly #drives: EventDrives;
  readonly #rules: EventRules;
  /** What neuron-owned rules add to the current [pA]. */
  readonly #ruleCurrents: Float64Array | null;
  /** Addresses of where rules of projections put what they deliver: the globals of `eventSink`. */
  readonly sums: Readonly<Record<string, number>>;
  readonly #rebaseTicks: number;
  /** Ticks at which a current changes, ascending. */
  readonly #changes: readonly number[];
  #base = 0;
  #now = 0;
  #silent = false;

  static async create(
    plan: Plan,
    population: PlannedPopulation,
    slice: Slice,
    arrivals: { readonly cursors: Cursors; readonly rules: EventRules },
    memory: PartitionMemory,
    host: KernelHost,
  ): Promise<EventPopulation> {
    const form = population.model?.event ?? null;
    const commonTau = form === null || [form.membrane, form.excitatory, form.inhibitory, form.adaptation].every((tau) => isCommon(tau, population));
    const own = population.homeostasis;
    const events = population.drives.filter(({ kind }) => kind !== 'pieces');
    const kind = {
      source: population.model === null,
      spikes: population.model !== null && population.model.threshold !== null,
      currents: population.model?.input === 'current',
      adaptive: form !== null && form.adaptation !== null,
      commonTau,
      listened: own !== null || plan.projections.some(({ to, program }) => to === population.index && program !== null),
      factored: own !== null && own.factors.length > 0,
    };
    const plain = kind.spikes && commonTau && !kind.currents && !kind.adaptive && !kind.factored;
    const variant = { ...kind, drivenDelta: plain && events.length === 1 && events[0]?.kind === 'poisson' };
    return new EventPopulation(plan, population, slice, arrivals, memory, await compileEventKernel(variant, host));
  }

  private constructor(
    plan: Plan,
    population: PlannedPopulation,
    slice: Slice,
    { cursors, rules }: { readonly cursors: Cursors; readonly rules: EventRules },
    memory: PartitionMemory,
    module: WebAssembly.Module,
  ) {
    const { model } = population;
    const form = model?.event ?? null;
    const n = slice.hi - slice.lo;
    this.#population = population;
    this.#slice = slice;
    this.#drives = new EventDrives(population, slice, memory);
    this.#rules = rules;
    this.#ruleCurrents = model !== null && population.homeostasis?.input ? memory.allocate(Float64Array, n) : null;
    this.#currents = model === null ? null : new Currents(plan, population, slice, this.#ruleCurrents, memory);
    this.#values = model === null || form === null ? null : new EventValues(population, model, form, slice, this.#currents!.cells, memory);
    this.#changes = [...new Set(population.drives.flatMap((drive) => (drive.kind === 'pieces' ? [...drive.ticks] : [])))].sort((p, q) => p - q);
    const least = form === null ? 0 : leastTau(population, form);
    this.#rebaseTicks = form === null ? sourceRebaseTicks : Math.min(2 ** 30, Math.max(1, Math.floor(plan.perMs * 32 * least)));
    const bucketTicks = Math.max(Math.min(plan.epochTicks, this.#rebaseTicks), Math.ceil(this.#rebaseTicks / mostBuckets));
    const buckets = Math.ceil(this.#rebaseTicks / bucketTicks);

    const f64 = (length: number) => memory.allocate(Float64Array, length);
    const i32 = (length: number) => memory.allocate(Int32Array, length);
    const has = { b: model?.input === 'current', c: model?.input === 'current', theta: !!form?.adaptation } as Readonly<Record<string, boolean>>;
    const empty = f64(0);
    this.#state = Object.fromEntries(stateNames.map((name) => [name, model === null || has[name] === false ? empty : f64(n)])) as State;
    const commons = cursors.commonWeights.length;
    const several = cursors.count > 0 ? n : 0;
    const out = { outTicks: f64(outCapacity), outFracs: f64(outCapacity), outIds: memory.allocate(Uint32Array, outCapacity) };
    const outOrder = memory.allocate(Uint32Array, 2 * outCapacity);
    const param = (name: (typeof eventParams)[number]): Float64Array => this.#values?.columns[name] ?? empty;
    this.sums = {
      marks: memory.allocate(Uint8Array, several).byteOffset,
      touched: memory.allocate(Uint32Array, several).byteOffset,
      touchedCount: memory.allocate(Uint32Array, 1).byteOffset,
      rulePlus: f64(several).byteOffset,
      ruleMinus: f64(several).byteOffset,
    };
    this.kernel = memory.instantiate<EventKernel>(
      module,
      eventGlobals,
      {
        ...this.#state,
        ...Object.fromEntries(
          eventParams.flatMap((name) => [
            [name, param(name)],
            [`${name}Mask`, param(name).length > 1 ? -1 : 0],
          ]),
        ),
        vInfNext: this.#values?.vInfNext ?? empty,
        crossGate: i32(n),
        busy: i32(Math.ceil(n / 32)),
        resting: i32(Math.ceil(n / 32)),
        place: i32(n),
        spot: i32(n),
        head: i32(buckets),
        // Chunks of 64 bytes: one partly full per bucket, and a few on their way.
        chunks: i32(16 * (Math.ceil(n / 14) + buckets + 8)),
        driveTable: this.#drives.table,
        words: memory.allocate(Uint32Array, 4),
        prepared: memory.allocate(Uint8Array, 512),
        drives: this.#drives.count,
        cursors: cursors.address,
        cursorCount: cursors.count,
        heap: cursors.heap,
        ...this.sums,
        plus: f64(several),
        minus: f64(several),
        counts: memory.allocate(Uint32Array, several * commons),
        commonWeights: cursors.commonWeights,
        commons,
        ...out,
        outOrder,
        outCapacity,
        n,
        buckets,
        bucketTicks,
        subtract: population.reset === 'subtract' ? 1 : 0,
        key0: plan.key[0] ^ domains.drive,
        key1: plan.key[1],
        firstNeuron: population.first + slice.lo,
        perMs: plan.perMs,
        rebaseTicks: this.#rebaseTicks,
      },
      { engine: this.#calls(cursors) as unknown as Readonly<Record<string, unknown>> },
    );
    this.spikes = new SpikeChunks(population.first + slice.lo, { ...out, outOrder });
    this.#start();
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
    this.#computeRuleCurrents(0);
    const { kernel } = this;
    kernel.startDrives(this.#slice.hi - this.#slice.lo);
    this.#takeCurrent(0);
    const { a, b, c, theta, releaseTick } = this.#state;
    const values = this.#values;
    if (values !== null) {
      const initial = (name: string, i: number): number => valueAt(this.#population.initial[name] ?? 0, this.#slice.lo + i);
      const { kE, kI, vInf } = values.columns;
      const at = (column: Float64Array, i: number): number => column[column.length > 1 ? i : 0] as number;
      releaseTick.fill(-1);
      for (let i = 0; i < theta.length; i++) theta[i] = initial('theta', i);
      for (let i = 0; i < b.length; i++) {
        b[i] = -at(kE, i) * initial('iSynE', i);
        c[i] = -at(kI, i) * initial('iSynI', i);
      }
      for (let i = 0; i < a.length; i++) a[i] = initial('v', i) - at(vInf, i) - (b[i] ?? 0) - (c[i] ?? 0);
    }
    kernel.setBase(0);
    this.#configure();
    kernel.enterAll(0);
  }

  /** Runs (now, until]. */
  advance(until: number): void {
    for (let cut = this.#nextCut(); cut <= until; cut = this.#nextCut()) {
      this.kernel.advance(cut, 0);
      const moves = cut === this.#base + this.#rebaseTicks;
      this.#now = cut;
      if (moves) {
        this.#base = cut;
        this.kernel.moveBase(cut);
      }
      if (this.#changes.includes(cut)) this.changeCurrent(false);
    }
    this.#now = until;
    this.kernel.advance(until, 1);
    this.#rules.postDue(until);
    this.spikes.take(this.kernel);
  }

  /** The next tick after now at which the base or the current changes. */
  #nextCut(): number {
    const change = this.#changes.find((tick) => tick > this.#now) ?? Number.POSITIVE_INFINITY;
    return Math.min(change, this.#base + this.#rebaseTicks);
  }

  /** Lets the current be what it is from now on; `afterwards`: after everything else of this instant. */
  changeCurrent(afterwards: boolean): void {
    const values = this.#values;
    if (values === null || this.#currents === null) return;
    this.#currents.changed();
    this.#currents.prepare(this.#now + 1);
    values.computeNext(this.#currents.cells);
    this.kernel.changeCurrent(this.#now, afterwards ? 1 : 0);
    values.takeNext();
    this.#configure();
    this.kernel.enterAll(this.#now);
  }

  /** After rules had a tick or a signal: their current may have changed. */
  rulesActed(): void {
    if (this.#ruleCurrents === null) return;
    this.#computeRuleCurrents(this.#now);
    this.changeCurrent(true);
  }

  #computeRuleCurrents(now: number): void {
    if (this.#ruleCurrents !== null) this.#rules.own?.run.inputs?.(this.#ruleCurrents.byteOffset, now, 0);
  }

  #takeCurrent(now: number): void {
    if (this.#values === null || this.#currents === null) return;
    this.#currents.changed();
    this.#currents.prepare(now + 1);
    this.#values.computeNext(this.#currents.cells);
    this.#values.takeNext();
  }

  /** Tells the kernel which shortcuts hold for the parameters and currents of now. */
  #configure(): void {
    const { model, reset } = this.#population;
    const alone = this.#values?.columns.gap.some((gap) => gap < 0) ?? false;
    const delta = model?.input === 'delta' && !model.event?.adaptation;
    this.kernel.configure(!delta || alone || reset === 'subtract' ? 1 : 0, !delta || alone ? 1 : 0, this.#silent ? 1 : 0);
  }

  silence(silent: boolean): void {
    if (silent === this.#silent) return;
    this.kernel.reachAll(this.#now);
    this.#silent = silent;
    this.#configure();
    if (!silent && this.#values !== null) this.kernel.testAll(this.#now);
    this.kernel.enterAll(this.#now);
  }

  flush(): void {
    this.kernel.reachAll(this.#now);
    this.#drives.flush();
  }

  /** After columns were written, at `now`. */
  restored(now: number): void {
    for (const rules of this.#rules.onto) rules.clear();
    this.#drives.restored();
    this.#now = now;
    this.#base = Math.floor(now / this.#rebaseTicks) * this.#rebaseTicks;
    this.#takeCurrent(now);
    this.#configure();
    this.kernel.setBase(this.#base);
    this.kernel.enterAll(now);
    this.kernel.clearQueue();
  }

  /** Potentials now [mV]; `scratch` lies in the kernel's memory. */
  voltages(out: Float64Array, scratch: Float64Array): void {
    if (this.#values === null) return;
    this.kernel.reachAll(this.#now);
    this.kernel.voltages(this.#now, scratch.byteOffset);
    out.set(scratch.subarray(0, out.length));
  }

  columns(): StateColumn[] {
    const { name, index } = this.#population;
    const own = stateNames.filter((part) => this.#state[part].length > 0);
    return [
      ...own.map((part) => ({ name: `${name}.${part}`, of: 'neuron' as const, owner: index, data: this.#state[part] })),
      ...this.#drives.columns,
      ...(this.#ruleCurrents === null ? [] : [{ name: `${name}.input`, of: 'neuron' as const, owner: index, data: this.#ruleCurrents }]),
    ];
  }
}

const isCommon = (tau: string | null, { params }: PlannedPopulation): boolean => tau === null || typeof (params[tau] as PerNeuron) === 'number';
