/** Rule ticks and signals: sums over synapses first, then handlers, population programs before projections. */
import { ModelError } from '../../errors.ts';
import type { Step, Variable } from '../../rules/program.ts';
import type { Owner } from '../../rules/rule.ts';
import { fitting, JoinedSums } from '../joined-sums.ts';
import { tickPeriod } from '../tick-period.ts';
import type { Core } from './core.ts';
import type { Moment } from './moment.ts';
import type { Runner } from './runner.ts';
import { drawKind } from './synapses.ts';

/** A program where it lives. */
interface Place {
  readonly name: string;
  readonly runner: Runner;
  readonly program: NonNullable<Core['plan']['projections'][number]['program']>;
  readonly counts: Readonly<Record<Owner, number>>;
  readonly synapses: Core['synapses'][number] | null;
  /** Run when its handlers are done. */
  done(now: Moment): void;
}

export class Ticks {
  readonly #core: Core;
  readonly #places: readonly Place[];
  readonly #joined: JoinedSums;
  /** Broadcasts so far, per signal: their event number. In the order of `plan.signals`. */
  readonly broadcasts: Uint32Array;

  constructor(core: Core) {
    this.#core = core;
    const ofPopulation = core.programs.flatMap((programs) => {
      if (!programs) return [];
      const { runner, population } = programs;
      const done = (now: Moment) => programs.updateCurrent(now);
      return [{ name: population.name, runner, program: population.homeostasis!, counts: runner.counts, synapses: null, done }];
    });
    const ofProjections = core.synapses.flatMap((synapses) => {
      const { projection, runner } = synapses;
      return runner ? [{ name: projection.name, runner, program: projection.program!, counts: runner.counts, synapses, done: () => {} }] : [];
    });
    this.#places = [...ofPopulation, ...ofProjections];
    const programs = this.#places.map(({ program }) => program);
    this.#joined = new JoinedSums(
      core.plan,
      programs,
      this.#places.map((place) => summed(place, isFixed).map(({ variable }) => place.counts[variable.owner])),
    );
    this.broadcasts = new Uint32Array(core.plan.signals.length);
  }

  /** Next tick after now at which a handler is due. */
  next(): number {
    const { perMs } = this.#core.plan;
    const periods = this.#places.flatMap(({ program }) => program.onTick.map(({ period }) => tickPeriod(program, period, perMs)));
    const { tick } = this.#core.now;
    return periods.reduce((least, period) => Math.min(least, (Math.floor(tick / period) + 1) * period), Number.POSITIVE_INFINITY);
  }

  /** Fixed-point sums over sources, domains and signals' owners, of every program, in program and variable order. */
  partialSums(): BigInt64Array {
    const sums: bigint[] = [];
    for (const place of this.#places) {
      for (const { variable } of summed(place, isFixed)) {
        const totals = new Array<bigint>(place.counts[variable.owner]).fill(0n);
        const quantum = variable.quantum!;
        this.#forSynapses(place, variable, (owner, value) => {
          totals[owner] = totals[owner]! + toFixed(value, quantum, `${place.name}.${variable.name}`);
        });
        sums.push(...totals);
      }
    }
    return BigInt64Array.from(sums, fitting);
  }

  tick(sums: BigInt64Array): void {
    const { now, plan } = this.#core;
    this.#setSums(sums, now);
    for (const place of this.#places) {
      place.program.onTick.forEach(({ period, steps }, index) => {
        const every = tickPeriod(place.program, period, plan.perMs);
        if (now.frac !== 0 || now.tick === 0 || now.tick % every !== 0) return;
        this.#run(place, steps, now, now.tick / every - 1, drawKind.tick(index), 0);
        place.done(now);
      });
    }
  }

  signal(name: string, value: number, sums: BigInt64Array): void {
    const { now, plan } = this.#core;
    const which = plan.signals.indexOf(name);
    const eventNumber = this.broadcasts[which] ?? 0;
    this.broadcasts[which] = eventNumber + 1;
    this.#setSums(sums, now);
    for (const place of this.#places) {
      place.program.onSignal.forEach(({ signal, steps }, index) => {
        if (signal === name) this.#run(place, steps, now, eventNumber, drawKind.signal(index), value);
      });
      place.program.variables.forEach((variable, index) => {
        if (variable.signal !== name) return;
        const { cells } = place.runner;
        cells.write(index, 0, cells.present(index, 0, now) + value, now, -1);
      });
      place.done(now);
    }
  }

  #run(place: Place, steps: readonly Step[], now: Moment, eventNumber: number, kind: number, broadcast: number): void {
    const members = (scope: Owner) => Array(place.counts[scope]).keys();
    place.runner.run(steps, { now, eventNumber, kind, broadcast, members });
  }

  #setSums(shares: BigInt64Array, now: Moment): void {
    const sums = this.#joined.join(shares);
    let at = 0;
    for (const place of this.#places) {
      for (const { variable, index } of summed(place, () => true)) {
        const count = place.counts[variable.owner];
        const totals = new Float64Array(count);
        if (!isFixed(variable.owner)) {
          this.#forSynapses(place, variable, (owner, value) => {
            totals[owner] = totals[owner]! + value;
          });
        } else {
          const quantum = variable.quantum!;
          for (let owner = 0; owner < count; owner++) totals[owner] = Number(sums[at++]!) * quantum;
        }
        for (let owner = 0; owner < count; owner++) place.runner.cells.write(index, owner, totals[owner]!, now, -1);
      }
    }
  }

  /** Value of a sum's expression at each synapse (or neuron, for neuron-owned programs), in row order. */
  #forSynapses(place: Place, variable: Variable, add: (owner: number, value: number) => void): void {
    const { runner, synapses, counts } = place;
    const scope: Owner = synapses ? 'synapse' : 'post';
    for (let member = 0; member < counts[scope]; member++) {
      const owner =
        variable.over === null ? runner.ownerOf(variable.owner, scope, member) : runner.endOf(variable.over === 'incoming' ? 'post' : 'pre', member);
      add(owner, runner.value(variable.sum!, scope, member, this.#core.now));
    }
  }
}

/** Whether sums of this owner are of fixed point, over all partitions. */
const isFixed = (owner: Owner): boolean => owner !== 'post' && owner !== 'branch';

const summed = ({ program }: Place, wanted: (owner: Owner) => boolean) =>
  program.variables.map((variable, index) => ({ variable, index })).filter(({ variable }) => variable.sum !== null && wanted(variable.owner));

/** Nearest multiple of the quantum, ties upwards. */
const toFixed = (value: number, quantum: number, name: string): bigint => {
  const units = Math.floor(value / quantum + 0.5);
  if (!(Math.abs(units) < 2 ** 52)) {
    throw new ModelError('sum-overflow', `${name}: a term of ${value} does not fit a sum with quantum ${quantum}. Declare a larger quantum.`, {
      value,
    });
  }
  return BigInt(units);
};
