import type { Rewired, SynapseList } from '../engines/engine.ts';
import { tickPeriod } from '../engines/tick-period.ts';
import type { Plan } from '../network/plan.ts';
import type { Program } from '../rules/program.ts';
import { sourceOrder } from './synapses.ts';
import { weightsOf } from './weights.ts';
import { columnsOf, type WorkerState } from './worker-state.ts';

/** Changes of synapses' states as columns, in (tick, variable, source, target, ordinal) order. */
export interface Transitions {
  readonly tick: Float64Array;
  /** Index into `transitionVariables`. */
  readonly variable: Uint16Array;
  /** Neurons within their populations; `ordinal` counts synapses between the same two. */
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly ordinal: Uint16Array;
  /** The state it leaves. */
  readonly before: Float64Array;
  /** The new state, and the weight it begins with, in the unit of the target's input, with its sign. */
  readonly state: Float64Array;
  readonly w: Float64Array;
}

interface TransitionVariable {
  readonly name: string;
  readonly projection: number;
  /** Whether it says that a synapse is there: 1 from its creation on, 0 from its removal on. */
  readonly existence: boolean;
}

/** What changes in events: states of a projection's synapses (`EE.switching.strong`) and, where they come and go, whether they exist (`EE.exists`). */
export const transitionVariables = ({ projections }: Plan): readonly TransitionVariable[] =>
  projections.flatMap(({ name, index: projection, program }) => [
    ...(program?.variables ?? [])
      .filter(({ transitions }) => transitions)
      .map((variable) => ({ name: `${name}.${variable.name}`, projection, existence: false })),
    ...(program?.structural ? [{ name: `${name}.exists`, projection, existence: true }] : []),
  ]);

interface Watched {
  readonly variable: number;
  readonly projection: number;
  /** Ticks at multiples of which its rule may change it. */
  readonly periods: readonly number[];
  /** Null for the existence of synapses, of which the engine says itself what changes. */
  readonly column: Float64Array | null;
  /** As it was when last looked at. */
  readonly before: Float64Array;
}

/**
 * Finds changes of own synapses by comparing with what was there before: whatever changes a state, an engine of any kind need not know that somebody looks.
 * It costs a pass over the states at each tick of their rule.
 */
export class TransitionWatch {
  readonly #state: WorkerState;
  #watched: readonly Watched[] = [];
  readonly #found = new Rows();

  constructor(state: WorkerState) {
    this.#state = state;
    this.#watched = this.#look();
  }

  /** After synapses came or went at `now`: one that goes ends in state 0, one that comes enters the state it begins in. */
  rewired(changes: readonly Rewired[], now: number): void {
    const watched = this.#look();
    watched.forEach(({ variable, projection, column }, i) => {
      const change = changes.find((each) => each.projection === projection);
      if (change === undefined) return;
      const { before } = this.#watched[i] as Watched;
      const sign = this.#state.plan.projections[projection]?.sign || 1;
      const add = ({ source, target, ordinal, w, place }: SynapseList, from: (place: number) => number, to: (place: number) => number): void =>
        place.forEach((at, k) => {
          if (from(at) === to(at)) return;
          const [own, other, number] = [source[k], target[k], ordinal[k]] as [number, number, number];
          this.#found.add(now, variable, own, other, number, from(at), to(at), sign * (w[k] as number));
        });
      add(
        change.removed,
        (at) => (column === null ? 1 : (before[at] as number)),
        () => 0,
      );
      add(
        change.created,
        () => 0,
        (at) => (column === null ? 1 : (column[at] as number)),
      );
    });
    this.#watched = watched;
  }

  /** What there is now. */
  #look(): readonly Watched[] {
    const { plan } = this.#state;
    const columns = new Map(columnsOf(this.#state).map(({ name, data }) => [name, data]));
    const { projections, perMs } = plan;
    return transitionVariables(plan).map(({ name, projection, existence }, variable) => {
      if (existence) return { variable, projection, periods: [], column: null, before: new Float64Array(0) };
      const { name: place, program } = projections[projection] as (typeof projections)[number];
      const column = columns.get(name) as Float64Array;
      const periods = periodsOf(program as Program, name.slice(place.length + 1), perMs);
      return { variable, projection, periods, column, before: column.slice() };
    });
  }

  /** How many own synapses are in a state other than 0, or exist, by variable. */
  get on(): readonly number[] {
    const { partition } = this.#state.engine;
    return this.#watched.map(({ column, projection }) =>
      column === null ? (partition.projections[projection]?.rowStart.at(-1) ?? 0) : column.reduce((sum, state) => sum + (state !== 0 ? 1 : 0), 0),
    );
  }

  /** After the ticks of `now`. */
  ticked(now: number): void {
    for (const watched of this.#watched) if (watched.periods.some((period) => now % period === 0)) this.#compare(watched, now);
  }

  /** After a broadcast, or an intervention that may have changed anything. */
  intervened(now: number): void {
    for (const watched of this.#watched) this.#compare(watched, now);
  }

  /** What was found since it was last asked. */
  take(): Transitions {
    const column = this.#found.take();
    return {
      tick: column(0, Float64Array),
      variable: column(1, Uint16Array),
      source: column(2, Uint32Array),
      target: column(3, Uint32Array),
      ordinal: column(4, Uint16Array),
      before: column(5, Float64Array),
      state: column(6, Float64Array),
      w: column(7, Float64Array),
    };
  }

  #compare({ variable, projection, column, before }: Watched, now: number): void {
    if (column === null || !differ(column, before)) return;
    const { engine, plan } = this.#state;
    const planned = plan.projections[projection] as (typeof plan.projections)[number];
    const weights = weightsOf(this.#state, projection);
    const weightOf = (s: number): number => (typeof weights === 'number' ? weights : (planned.sign || 1) * (weights[s] as number));
    const rows = engine.partition.projections[projection] as (typeof engine.partition.projections)[number];
    const lo = engine.partition.slices[planned.to]?.lo ?? 0;
    const { starts, order } = sourceOrder(rows);
    const at = (place: number): number => (order === null ? place : (order[place] as number));
    for (let source = 0; source + 1 < starts.length; source++) {
      const first = starts[source] as number;
      for (let place = first; place < (starts[source + 1] as number); place++) {
        const s = at(place);
        const state = column[s] as number;
        if (state === before[s]) continue;
        const target = rows.target[s] as number;
        let ordinal = 0;
        while (place - ordinal > first && rows.target[at(place - ordinal - 1)] === target) ordinal++;
        this.#found.add(now, variable, source, lo + target, ordinal, before[s] as number, state, weightOf(s));
        before[s] = state;
      }
    }
  }
}

const fields = 8;

/** Rows that grow, in one buffer. */
class Rows {
  #values = new Float64Array(fields * 64);
  #length = 0;

  add(...row: readonly [number, number, number, number, number, number, number, number]): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(row, this.#length);
    this.#length += fields;
  }

  /** Empties it. @returns its columns, by index and type */
  take() {
    const rows = this.#length / fields;
    const values = this.#values;
    this.#values = new Float64Array(fields * 64);
    this.#length = 0;
    return <C extends Float64Array | Uint32Array | Uint16Array>(field: number, Type: new (length: number) => C): C => {
      const column = new Type(rows);
      for (let row = 0; row < rows; row++) column[row] = values[fields * row + field] as number;
      return column;
    };
  }
}

const differ = (a: Float64Array, b: Float64Array): boolean => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return true;
  return false;
};

/** Of the handlers that change a variable [ticks]. */
const periodsOf = (program: Program, name: string, perMs: number): readonly number[] => {
  const writes = program.onTick.filter(({ steps }) => steps.some((step) => step.kind === 'write' && program.variables[step.variable]?.name === name));
  return writes.map(({ period }) => tickPeriod(program, period, perMs));
};

/** Transitions of several partitions as one, in order. */
export const mergeTransitions = (parts: readonly Transitions[]): Transitions => {
  const joined = join(parts);
  const { tick, variable, source, target, ordinal } = joined;
  const keys = [tick, variable, source, target, ordinal] as const;
  const order = Uint32Array.from(tick.keys()).sort((a, b) => {
    for (const key of keys) if (key[a] !== key[b]) return (key[a] as number) - (key[b] as number);
    return a - b;
  });
  const sorted = Object.entries(joined).map(([name, column]) => [name, column.map((_: number, row: number) => column[order[row] as number])]);
  return Object.fromEntries(sorted) as unknown as Transitions;
};

const join = (parts: readonly Transitions[]): Transitions => {
  const rows = parts.reduce((sum, { tick }) => sum + tick.length, 0);
  const columns = Object.entries(parts[0] as Transitions).map(([name, like]) => {
    const column = new (like.constructor as new (length: number) => Float64Array)(rows);
    let at = 0;
    for (const part of parts) {
      const own = part[name as keyof Transitions];
      column.set(own, at);
      at += own.length;
    }
    return [name, column];
  });
  return Object.fromEntries(columns) as Transitions;
};
