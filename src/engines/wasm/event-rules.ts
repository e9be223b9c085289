/** The rules that one population's spikes and arrivals concern: those its neurons own, and those of the projections onto it. */
import type { Sink } from '../../kernels/rules/options.ts';
import { inDegreesOf, type ProjectionColumns } from '../../network/partition.ts';
import type { PlannedProjection } from '../../network/plan.ts';
import type { Arriving } from './event-arrivals.ts';
import type { RuleInstance } from './rule-instance.ts';

type Handler = (index: number, tick: number, frac: number) => void;

/** Adds to the sums of the instant (kernels/assembly/event-sums.ts) and notes whom something came for. */
export const eventSink: Sink = {
  globals: { rulePlus: 'usize', ruleMinus: 'usize', marks: 'usize', touched: 'usize', touchedCount: 'usize' },
  files: [],
  reaches: false,
  text: `@inline
function receive(target: usize, amount: f64): void {
  const sum = (amount >= 0.0 ? rulePlus : ruleMinus) + (target << 3);
  store<f64>(sum, load<f64>(sum) + amount);
  if (load<u8>(marks + target)) return;
  store<u8>(marks + target, 1);
  const count = load<u32>(touchedCount);
  store<u32>(touched + (<usize>count << 2), <u32>target);
  store<u32>(touchedCount, count + 1);
}
`,
};

/** A spike that the synapses see after the dendritic delay. */
interface Due {
  readonly neuron: number;
  readonly tick: number;
  readonly frac: number;
}

const isUpTo = (due: Due, tick: number, frac: number): boolean => due.tick < tick || (due.tick === tick && due.frac <= frac);

/** The rules of one projection. */
export class ProjectionRules {
  readonly instance: RuleInstance;
  /** Synaptic events by post handlers. */
  events = 0;
  readonly #dendriticTicks: number;
  readonly #post: Handler;
  readonly #arrive: Handler;
  readonly #after: readonly Handler[];
  readonly #columns: ProjectionColumns;
  /** Synapses onto each target. */
  #incoming: Uint32Array;
  #due: Due[] = [];
  /** Number of entries of `#due` per target. */
  readonly #waiting: Uint32Array;

  constructor(projection: PlannedProjection, columns: ProjectionColumns, neurons: number, instance: RuleInstance) {
    const { run, program } = instance;
    this.instance = instance;
    this.#dendriticTicks = projection.dendriticTicks;
    this.#post = run.post as Handler;
    this.#arrive = run.arrive as Handler;
    this.#after = program.after.map((_, index) => run[`after${index}`] as Handler);
    this.#columns = columns;
    this.#incoming = inDegreesOf(columns, neurons);
    this.#waiting = new Uint32Array(neurons);
  }

  /** Synapses have come or gone. */
  recount(): void {
    this.#incoming = inDegreesOf(this.#columns, this.#incoming.length);
  }

  fired(neuron: number, tick: number, frac: number): void {
    if (this.#dendriticTicks === 0) this.#run(neuron, tick, frac);
    else this.#await(neuron, tick, frac);
  }

  /** After a restore at `now`: takes up a spike whose post handler is still to come. */
  awaitAfter(now: number, neuron: number, tick: number, frac: number): void {
    const due = { neuron, tick: tick + this.#dendriticTicks, frac };
    if (this.#dendriticTicks > 0 && !isUpTo(due, now, 0)) this.#await(neuron, tick, frac);
  }

  #await(neuron: number, tick: number, frac: number): void {
    this.#due.push({ neuron, tick: tick + this.#dendriticTicks, frac });
    (this.#waiting[neuron] as number)++;
  }

  arrive({ row, handler, begin, end, tick, frac }: Arriving): void {
    if (this.#due.length > 0) this.#postRow(begin, end, tick, frac);
    if (handler < 0) this.#arrive(row, tick, frac);
    else (this.#after[handler] as Handler)(row, tick, frac);
  }

  /** Runs the post handlers due up to an instant. Each neuron's spikes wait in order; neurons do not concern one another. */
  postDue(tick: number, frac: number): void {
    if (this.#due.length === 0) return;
    const later: Due[] = [];
    for (const due of this.#due) {
      if (!isUpTo(due, tick, frac)) {
        later.push(due);
        continue;
      }
      (this.#waiting[due.neuron] as number)--;
      this.#run(due.neuron, due.tick, due.frac);
    }
    this.#due = later;
  }

  /** After a restore: of spikes up to `now`, nothing waits. */
  clear(): void {
    this.#due = [];
    this.#waiting.fill(0);
  }

  /** Post handlers due at targets of a row come before its arrival. */
  #postRow(begin: number, end: number, tick: number, frac: number): void {
    const { target } = this.#columns;
    let waits = false;
    for (let s = begin; s < end && !waits; s++) waits = (this.#waiting[target[s] as number] as number) > 0;
    if (waits) this.postDue(tick, frac);
  }

  #run(neuron: number, tick: number, frac: number): void {
    this.events += this.#incoming[neuron] as number;
    this.#post(neuron, tick, frac);
  }
}

export class EventRules {
  /** Rules that the neurons own, or null. */
  readonly own: RuleInstance | null;
  /** By projection index. */
  readonly #onto = new Map<number, ProjectionRules>();

  constructor(own: RuleInstance | null) {
    this.own = own;
  }

  add(projection: number, rules: ProjectionRules): void {
    this.#onto.set(projection, rules);
  }

  get onto(): Iterable<ProjectionRules> {
    return this.#onto.values();
  }

  fired(neuron: number, tick: number, frac: number): void {
    if (this.own !== null) (this.own.run.post as Handler)(neuron, tick, frac);
    for (const rules of this.#onto.values()) rules.fired(neuron, tick, frac);
  }

  arrive(arriving: Arriving): void {
    this.#onto.get(arriving.projection)?.arrive(arriving);
  }

  /** At the end of an interval. */
  postDue(tick: number): void {
    for (const rules of this.#onto.values()) rules.postDue(tick, 0);
  }

  get events(): number {
    let events = 0;
    for (const rules of this.#onto.values()) events += rules.events;
    return events;
  }
}
