/** The reference engine: one queue, every event interpreted where it happens. It is the meaning; kernels are held against it. */
import type { Partition } from '../../network/partition.ts';
import type { Plan } from '../../network/plan.ts';
import type { Counts, PartitionEngine, RuleTimes, Spikes, StateColumn } from '../engine.ts';
import { episodic } from '../episodic/index.ts';
import { measured } from '../measured.ts';
import { type Structure, structureOf } from '../structure/structure.ts';
import { transmittedColumn } from '../transmitted.ts';
import { changingOf } from './changing.ts';
import type { ReferenceClock } from './clock.ts';
import { Core } from './core.ts';
import { EventClock } from './event-clock.ts';
import { GridClock } from './grid-clock.ts';
import { eventQueue } from './moment.ts';
import type { Runner } from './runner.ts';
import { Ticks } from './ticks.ts';

/** Makes the engine of a whole network: `partition` must be the only one. */
export const createReferenceEngine = (plan: Plan, partition: Partition): PartitionEngine => {
  const engine = episodic(plan, new ReferenceEngine(plan, partition));
  return plan.energy ? measured(plan, engine, true) : engine;
};

class ReferenceEngine implements PartitionEngine {
  readonly partition: Partition;
  readonly #core: Core;
  readonly #clock: ReferenceClock;
  readonly #ticks: Ticks;
  readonly structure: Structure | undefined;

  constructor(plan: Plan, partition: Partition) {
    this.partition = partition;
    this.#core = new Core(plan, partition);
    this.#clock = plan.clock === 'grid' ? new GridClock(this.#core) : new EventClock(this.#core);
    this.#ticks = new Ticks(this.#core);
    this.#clock.start();
    this.structure = structureOf(plan, partition, changingOf(this.#core.synapses));
  }

  advance(until: number): Spikes {
    return this.#core.advance(until);
  }

  receive(spikes: Spikes): void {
    this.#core.receive(spikes);
  }

  requeue(spikes: Spikes): void {
    this.#core.requeue(spikes);
  }

  nextRuleTick(): number {
    return this.#ticks.next();
  }

  partialSums(): BigInt64Array {
    return this.#ticks.partialSums();
  }

  tick(sums: BigInt64Array): void {
    this.#ticks.tick(sums);
    this.#clock.currentsChanged();
  }

  signal(name: string, value: number, sums: BigInt64Array): void {
    this.#ticks.signal(name, value, sums);
    this.#clock.currentsChanged();
  }

  /** Nothing else is lazy here. */
  flush(): void {
    this.#clock.flush();
  }

  columns(): readonly StateColumn[] {
    const { plan, synapses, programs, spikeCounts } = this.#core;
    const counted = plan.populations.map(({ name, index }) => ({
      name: `${name}.spikes`,
      of: 'neuron' as const,
      owner: index,
      data: spikeCounts[index]!,
    }));
    const owned = programs.flatMap((rules) => {
      if (!rules) return [];
      const { name, index } = rules.population;
      return [{ name: `${name}.input`, of: 'neuron' as const, owner: index, data: rules.current }, ...ruleColumns(name, index, rules.runner)];
    });
    const projected = synapses.flatMap(({ projection: { name, index, program }, columns, emitted, transmitted, runner }) => {
      const column = (suffix: string, of: StateColumn['of'], data: StateColumn['data']): StateColumn => ({
        name: `${name}.${suffix}`,
        of,
        owner: index,
        data,
      });
      const weights = columns.weight && program ? [column('w', 'synapse', columns.weight)] : [];
      const counted = plan.energy ? [column(transmittedColumn, 'global', transmitted)] : [];
      return [column('emitted', 'global', emitted), ...counted, ...weights, ...(runner ? ruleColumns(name, index, runner) : [])];
    });
    const broadcasts = { name: 'signals.broadcasts', of: 'global' as const, owner: -1, data: this.#ticks.broadcasts };
    const { rates, commonWeights } = this.#core;
    const parameters = [...rates.flatMap((own) => [...own.values()]), ...commonWeights].map(({ column }) => column);
    const columns = [broadcasts, ...counted, ...this.#clock.columns(), ...parameters, ...owned, ...projected];
    return this.structure?.shown(columns) ?? columns;
  }

  ruleTimes(): readonly RuleTimes[] {
    const { programs, synapses } = this.#core;
    return [
      ...programs.flatMap((rules) => (rules ? [timesOf(rules.population.name, rules.runner)] : [])),
      ...synapses.flatMap(({ projection, runner }) => (runner ? [timesOf(projection.name, runner)] : [])),
    ];
  }

  restored(now: number, written?: string): void {
    const core = this.#core;
    core.now = { tick: now, frac: 0 };
    core.queue = eventQueue();
    for (const runner of [...core.programs, ...core.synapses].flatMap((owner) => owner?.runner ?? [])) {
      for (const cell of runner.cells.cells) cell.writers.fill(-1);
    }
    for (const weight of core.commonWeights) weight.take();
    for (const rates of core.rates.flatMap((own) => [...own.values()])) {
      const changed = rates.take();
      if (rates.column.name === written) this.#clock.ratesChanged(rates, changed);
    }
    this.#clock.start(written);
  }

  voltages(population: number, out: Float64Array): void {
    this.#clock.voltages(population, out);
  }

  silence(population: number, silent: boolean): void {
    this.#clock.silence(population, silent);
  }

  freeze(projection: number, frozen: boolean): void {
    const { runner } = this.#core.synapses[projection]!;
    if (runner) runner.frozen = frozen;
    this.structure?.freeze(projection, frozen);
  }

  freezeHomeostasis(population: number, frozen: boolean): void {
    this.#core.programs[population]?.runner.hold(this.#core.now, frozen);
  }

  counts(): Counts {
    return { spikes: this.#core.spikes, synapticEvents: this.#core.synapticEvents };
  }
}

const kinds = { synapse: 'synapse', pre: 'row', post: 'neuron', neuron: 'global', branch: 'global', domain: 'global', signal: 'global' } as const;

const timesOf = (name: string, { program, cells, clocks }: Runner): RuleTimes => ({ name, program, written: cells.cells, stamped: clocks });

/** Columns of a program's variables and clocks: value and time of the last write, and what it was before. */
const ruleColumns = (name: string, owner: number, runner: Runner): StateColumn[] => {
  const cells = runner.cells.cells.flatMap(({ variable, values, ticks, fracs, oldValues, oldTicks, oldFracs }) => {
    const parts = { '': values, '.tick': ticks, '.frac': fracs, '.old': oldValues, '.oldTick': oldTicks, '.oldFrac': oldFracs };
    return Object.entries(parts).map(([part, data]) => ({ name: `${name}.${variable.name}${part}`, of: kinds[variable.owner], owner, data }));
  });
  const clocks = runner.clocks.flatMap(({ ticks, fracs }, i) => {
    const of = kinds[runner.program.clocks[i]!.owner];
    return [
      { name: `${name}.clock${i}.tick`, of, owner, data: ticks },
      { name: `${name}.clock${i}.frac`, of, owner, data: fracs },
    ];
  });
  return [...cells, ...clocks];
};
