/** The synapses of one projection: rows as built, an index by target, and what their rules do at arrivals and spikes. */
import { type ProjectionColumns, synapsesIn } from '../../network/partition.ts';
import type { Plan, PlannedProjection } from '../../network/plan.ts';
import type { Owner } from '../../rules/rule.ts';
import type { CommonWeight } from '../common-weight.ts';
import { quantaOf } from '../transmitted.ts';
import type { Inputs } from './inputs.ts';
import type { Moment } from './moment.ts';
import { type Host, Runner } from './runner.ts';

/** Handler kinds as they name random draws: 4 · list index + event. */
export const drawKind = {
  pre: 0,
  after: (index: number) => 4 * (1 + index),
  post: 1,
  tick: (index: number) => 2 + 4 * index,
  signal: (index: number) => 3 + 4 * index,
} as const;

export class Synapses {
  readonly projection: PlannedProjection;
  readonly columns: ProjectionColumns;
  readonly runner: Runner | null;
  /** Spikes emitted so far by each source: the event number of its next one. */
  readonly emitted: Uint32Array;
  /** Sums of what was transmitted (../transmitted.ts): of amounts that are 0 or more, of negative ones. */
  readonly transmitted = new BigInt64Array(2);
  readonly #inputs: Inputs;
  readonly #common: CommonWeight | null;
  readonly #counts: boolean;
  #rowOf: Uint32Array = new Uint32Array(0);
  /** Synapses onto each target, in row order. */
  readonly #incoming: readonly number[][];

  constructor(plan: Plan, projection: PlannedProjection, columns: ProjectionColumns, inputs: Inputs, common: CommonWeight | null = null) {
    this.projection = projection;
    this.columns = columns;
    this.#inputs = inputs;
    this.#common = common;
    this.#counts = plan.energy;
    this.emitted = new Uint32Array(plan.populations[projection.from]!.size);
    const targets = plan.populations[projection.to]!.size;
    this.#incoming = Array.from({ length: projection.program ? targets : 0 }, () => []);
    this.index();
    this.runner = projection.program ? new Runner(this.#host(plan)) : null;
  }

  /** Finds the row of each synapse, and those onto each target: at the start, and after synapses have come or gone. */
  index(): void {
    this.#rowOf = rowsOf(this.columns);
    if (!this.projection.program) return;
    for (const incoming of this.#incoming) incoming.length = 0;
    for (let synapse = 0; synapse < synapsesIn(this.columns); synapse++) this.#incoming[this.columns.target[synapse]!]!.push(synapse);
  }

  /** Synapses of a source whose delay is class `c` of the projection's delays. */
  row(source: number, delayClass: number): Iterable<number> {
    const { layout, classes, rowStart, delay } = this.columns;
    if (layout === 'arrival') return range(rowStart[source * classes + delayClass]!, rowStart[source * classes + delayClass + 1]!);
    const all = range(rowStart[source]!, rowStart[source + 1]!);
    return delay === null ? all : all.filter((synapse) => delay[synapse] === delayClass);
  }

  incoming(target: number): readonly number[] {
    return this.#incoming[target]!;
  }

  /** A static projection's arrival: amounts into the sums, in row order. */
  deliver(source: number, delayClass: number): number {
    const { sign, index } = this.projection;
    const { target, weight } = this.columns;
    let events = 0;
    for (const synapse of this.row(source, delayClass)) {
      const amount = this.#common?.value ?? (sign === -1 ? -weight![synapse]! : weight![synapse]!);
      if (this.#common !== null) this.#inputs.countProjection(target[synapse]!, index);
      else this.#inputs.addStatic(target[synapse]!, amount);
      this.#transmit(amount);
      events++;
    }
    return events;
  }

  /** An arrival at a projection with rules; `after` null is the arrival itself, otherwise the handler of that index. */
  arrive(source: number, delayClass: number, eventNumber: number, now: Moment, after: number | null): number {
    const { program, sign } = this.projection;
    const row = source * this.columns.classes + delayClass;
    const synapses = [...this.row(source, delayClass)];
    const steps = after === null ? program!.onPre : program!.after[after]!.steps;
    const occasion = {
      now,
      eventNumber,
      kind: after === null ? drawKind.pre : drawKind.after(after),
      broadcast: 0,
      members: (scope: Owner) => (scope === 'pre' ? [row] : scope === 'synapse' ? synapses : scope === 'signal' ? [0] : []),
    };
    const delivers = after === null || steps.some(({ kind }) => kind === 'deliver');
    const receive = (synapse: number, magnitude: number) => {
      const amount = sign === -1 ? -magnitude : magnitude;
      this.#inputs.addRuled(this.columns.target[synapse]!, amount);
      this.#transmit(amount);
    };
    this.runner!.run(steps, occasion, delivers ? receive : undefined);
    return synapses.length;
  }

  /** A spike of a target, as the synapses onto it see it. */
  post(target: number, eventNumber: number, now: Moment): number {
    const synapses = this.incoming(target);
    const members = (scope: Owner) => (scope === 'post' ? [target] : scope === 'synapse' ? synapses : scope === 'signal' ? [0] : []);
    this.runner!.run(this.projection.program!.onPost, { now, eventNumber, kind: drawKind.post, broadcast: 0, members });
    return synapses.length;
  }

  #transmit(amount: number): void {
    const which = amount >= 0 ? 0 : 1;
    if (this.#counts) this.transmitted[which] = this.transmitted[which]! + BigInt(quantaOf(amount));
  }

  #host(plan: Plan): Host {
    const { projection, columns } = this;
    const program = projection.program!;
    const [from, to] = [plan.populations[projection.from]!, plan.populations[projection.to]!];
    const { target, rowStart, classes, weight, branch } = columns;
    const counts = {
      get synapse() {
        return synapsesIn(columns);
      },
      pre: from.size * classes,
      post: to.size,
      // Sources first; where they are the targets too, once.
      neuron: from === to ? from.size : from.size + to.size,
      branch: to.size * to.branches,
      domain: to.domains,
      signal: 1,
    };
    const domainOf = (neuron: number) => Math.floor((neuron * to.domains) / to.size);
    const ofTarget = (owner: Owner, neuron: number) => (owner === 'post' ? neuron : owner === 'domain' ? domainOf(neuron) : -1);
    const weights = weight!;
    return {
      program,
      perMs: plan.perMs,
      key: plan.key,
      stream: projection.index,
      counts,
      room: target.length,
      ownerOf: (owner, scope, index) => {
        if (owner === 'signal') return 0;
        if (owner === scope) return index;
        if (scope === 'branch') return ofTarget(owner, Math.floor(index / to.branches));
        if (scope === 'post') return ofTarget(owner, index);
        if (scope !== 'synapse') return -1;
        if (owner === 'pre') return this.#rowOf[index]!;
        if (owner === 'branch') return target[index]! * to.branches + (branch?.[index] ?? 0);
        return ofTarget(owner, target[index]!);
      },
      endOf: (end, synapse) => (end === 'pre' ? Math.floor(this.#rowOf[synapse]! / classes) : (from === to ? 0 : from.size) + target[synapse]!),
      drawAddress: (scope, index) => {
        if (scope === 'post') return { id: to.first + index, rank: 0 };
        const row = scope === 'pre' ? index : this.#rowOf[index]!;
        const source = Math.floor(row / classes);
        return { id: from.first + source, rank: index - rowStart[source * classes]! };
      },
      weights: {
        get: (synapse) => weights[synapse]!,
        set: (synapse, w) => {
          weights[synapse] = w;
        },
        wMin: projection.single ? Math.fround(projection.wMin) : projection.wMin,
        wMax: projection.single ? Math.fround(projection.wMax) : projection.wMax,
      },
    };
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

const rowsOf = ({ rowStart, target }: ProjectionColumns): Uint32Array => {
  const rows = new Uint32Array(target.length);
  for (let row = 0; row + 1 < rowStart.length; row++) rows.fill(row, rowStart[row]!, rowStart[row + 1]!);
  return rows;
};
