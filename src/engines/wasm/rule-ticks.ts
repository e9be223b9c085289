/** Rule ticks and signals of a partition: sums first, then handlers, population programs before projections. Serves both clocks. */
import { InternalError, ModelError } from '../../errors.ts';
import type { Plan } from '../../network/plan.ts';
import type { StateColumn } from '../engine.ts';
import { JoinedSums } from '../joined-sums.ts';
import { tickPeriod } from '../tick-period.ts';
import type { RuleInstance } from './rule-instance.ts';

type Indexed = (...args: number[]) => number;

export class RuleTicks {
  readonly #instances: readonly RuleInstance[];
  readonly #joined: JoinedSums;
  readonly #perMs: number;
  readonly #signals: readonly string[];
  /** Broadcasts so far, per signal: their event number. */
  readonly #broadcasts: Uint32Array;
  readonly #periods: readonly number[];

  /** @param instances Those of populations, then those of projections, each in order. */
  constructor(plan: Plan, instances: readonly RuleInstance[]) {
    this.#instances = instances;
    const programs = instances.map(({ program }) => program);
    this.#joined = new JoinedSums(
      plan,
      programs,
      instances.map(({ partials }) => partials.map(({ length }) => length)),
    );
    this.#perMs = plan.perMs;
    this.#signals = plan.signals;
    this.#broadcasts = new Uint32Array(plan.signals.length);
    this.#periods = instances.flatMap(({ program }) => program.onTick.map(({ period }) => tickPeriod(program, period, plan.perMs)));
  }

  /** Next tick after `now` at which a handler is due, or Infinity. */
  next(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const period of this.#periods) next = Math.min(next, (Math.floor(now / period) + 1) * period);
    return next;
  }

  /** This partition's share of sums over partitions: of every instance, in order. */
  partialSums(now: number): BigInt64Array {
    for (const { run, program, name } of this.#instances) {
      const overflow = run.partialSums?.(now, 0) ?? 0;
      if (overflow === 0) continue;
      const variable = program.variables[overflow - 1]?.name;
      throw new ModelError('sum-overflow', `${name}.${variable}: a term, or the sum, does not fit its quantum. Declare a larger quantum.`, {
        variable,
      });
    }
    const partials = this.#instances.flatMap(({ partials: own }) => own);
    const sums = new BigInt64Array(partials.reduce((length, column) => length + column.length, 0));
    let at = 0;
    for (const column of partials) {
      sums.set(column, at);
      at += column.length;
    }
    return sums;
  }

  /** Runs every handler that is due at `now`; returns the instances that had one. */
  tick(now: number, sums: BigInt64Array): ReadonlySet<RuleInstance> {
    this.#setSums(now, sums);
    const ticked = new Set<RuleInstance>();
    for (const instance of this.#instances) {
      const { run, program } = instance;
      program.onTick.forEach(({ period }, index) => {
        const every = tickPeriod(program, period, this.#perMs);
        if (now === 0 || now % every !== 0) return;
        (run[`tick${index}`] as Indexed)(now / every - 1, now, 0);
        ticked.add(instance);
      });
    }
    return ticked;
  }

  /** A broadcast at `now`. */
  signal(now: number, name: string, value: number, sums: BigInt64Array): void {
    const which = this.#signals.indexOf(name);
    if (which < 0) throw new InternalError(`There is no signal ${name}.`, { name });
    const number = this.#broadcasts[which] as number;
    this.#broadcasts[which] = number + 1;
    this.#setSums(now, sums);
    for (const instance of this.#instances) {
      const index = instance.signalIndex(name);
      if (index >= 0) (instance.run[`signal${index}`] as Indexed)(value, number, now, 0);
    }
  }

  columns(): StateColumn[] {
    return this.#signals.length === 0 ? [] : [{ name: 'signals.broadcasts', of: 'global', owner: -1, data: this.#broadcasts }];
  }

  #setSums(now: number, shares: BigInt64Array): void {
    const sums = this.#joined.join(shares);
    let at = 0;
    for (const { partials } of this.#instances) {
      for (const column of partials) {
        column.set(sums.subarray(at, at + column.length));
        at += column.length;
      }
    }
    for (const { run } of this.#instances) run.setSums?.(now, 0);
  }
}
