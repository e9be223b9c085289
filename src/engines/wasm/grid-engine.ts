/** The grid clock in WebAssembly: one partition, stepped population by population; static projections deliver at emission into rings. */
import { InternalError } from '../../errors.ts';
import { compileFiles, type KernelHost } from '../../kernels/compile.ts';
import { gridSink } from '../../kernels/rules/options.ts';
import { type Allocate, buildPartition } from '../../network/build.ts';
import type { Partition, ProjectionColumns } from '../../network/partition.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../../network/plan.ts';
import type { Program } from '../../rules/program.ts';
import type { Counts, PartitionEngine, Spikes, StateColumn } from '../engine.ts';
import { GridDelivery } from './grid-delivery.ts';
import { Currents, countedDrive, type PoissonKernel } from './grid-drives.ts';
import { GridNeurons } from './grid-neurons.ts';
import { GridRings } from './grid-rings.ts';
import type { RuledProjection } from './grid-rule-events.ts';
import { GridRules } from './grid-rules.ts';
import { GridSources } from './grid-sources.ts';
import { type ColumnType, PartitionMemory } from './memory.ts';
import type { Slice } from './neuron-values.ts';
import { OwnedRules } from './owned-rules.ts';
import { populationRules, projectionRules } from './rule-instance.ts';
import { noSpikes, SpikeBuffer } from './spike-buffer.ts';
import { firstFrom, SpikeLog } from './spike-log.ts';

const arrays = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array, f64: Float64Array } as const;

const allocateIn =
  (memory: PartitionMemory): Allocate =>
  (type, length) =>
    memory.allocate(arrays[type] as unknown as ColumnType<never>, length);

type Cells = GridNeurons | GridSources;

/** Makes the engine of one partition; kernels are compiled or come from the host's cache. */
export const createGridEngine = async (plan: Plan, index: number, count: number, host: KernelHost): Promise<PartitionEngine> => {
  const memory = new PartitionMemory(count);
  const partition = buildPartition(plan, index, count, { allocate: allocateIn(memory) });
  const poisson = memory.instantiate<PoissonKernel>(await compileFiles({}, ['poisson.ts'], 'poisson.ts', host), {}, {});
  const rings = plan.populations.map((_, population) => new GridRings(plan, partition, population, memory));
  const owned = await Promise.all(plan.populations.map((population) => ownedRules(plan, partition, population, memory, host)));
  const sums = plan.populations.map((population) => ruleSums(plan, partition, population, memory));
  const cells = await Promise.all(
    plan.populations.map((population): Promise<Cells> | Cells => {
      const slice = partition.slices[population.index] as Slice;
      const { model, source } = population;
      if (source !== null) return new GridSources(plan, population, source, slice, poisson, memory);
      if (model === null) throw new InternalError(`Population ${population.name} has neither neurons nor sources.`);
      const drives = population.drives.flatMap((_, drive) => countedDrive(plan, population, slice, drive, poisson, memory) ?? []);
      const own = owned[population.index] ?? null;
      const currents = new Currents(plan, population, slice, own?.input ?? null, memory);
      const rules = { ...(sums[population.index] as RuleSums), factor: own?.factor ?? null };
      return GridNeurons.create(
        plan,
        population,
        model,
        slice,
        { rings: rings[population.index] as GridRings, rules, drives, currents },
        memory,
        host,
      );
    }),
  );
  const deliveries = await Promise.all(
    plan.projections.flatMap((projection) => {
      const columns = partition.projections[projection.index] as ProjectionColumns;
      if (projection.program !== null) return [];
      return [GridDelivery.create(plan, projection, columns, rings[projection.to] as GridRings, memory, host)];
    }),
  );
  const ruled = await Promise.all(
    plan.projections.flatMap((projection) => {
      const { exc, inh } = sums[projection.to] as RuleSums;
      return projection.program === null
        ? []
        : [ruledProjection(plan, partition, projection, projection.program, { ruleExc: exc, ruleInh: inh }, memory, host)];
    }),
  );
  const own = owned.filter((rules) => rules !== null);
  const rules = own.length + ruled.length === 0 ? null : new GridRules(plan, ruled, own, memory);
  return new GridEngine({ plan, partition, memory, rings, cells, deliveries, rules });
};

const ownedRules = async (
  plan: Plan,
  partition: Partition,
  population: PlannedPopulation,
  memory: PartitionMemory,
  host: KernelHost,
): Promise<OwnedRules | null> => {
  const { homeostasis, index } = population;
  if (homeostasis === null) return null;
  const { lo, hi } = partition.slices[index] as Slice;
  return new OwnedRules(await populationRules(plan, partition, population, homeostasis, memory, host), index, hi - lo, memory);
};

interface RuleSums {
  readonly exc: Float64Array | null;
  readonly inh: Float64Array | null;
}

/** R⁺ and R⁻ of a population slice, where some projection with rules ends there. */
const ruleSums = ({ projections }: Plan, { slices }: Partition, { index }: PlannedPopulation, memory: PartitionMemory): RuleSums => {
  const { lo, hi } = slices[index] as Slice;
  if (!projections.some(({ to, program }) => to === index && program !== null)) return { exc: null, inh: null };
  return { exc: memory.allocate(Float64Array, hi - lo), inh: memory.allocate(Float64Array, hi - lo) };
};

const ruledProjection = async (
  plan: Plan,
  partition: Partition,
  projection: PlannedProjection,
  program: Program,
  sums: Readonly<Record<'ruleExc' | 'ruleInh', Float64Array | null>>,
  memory: PartitionMemory,
  host: KernelHost,
): Promise<RuledProjection> => {
  const { ruleExc, ruleInh } = sums as Record<'ruleExc' | 'ruleInh', Float64Array>;
  const instance = await projectionRules(plan, partition, projection, program, gridSink, { ruleExc, ruleInh }, memory, host);
  const [from, to] = [plan.populations[projection.from] as PlannedPopulation, plan.populations[projection.to] as PlannedPopulation];
  const { lo, hi } = partition.slices[projection.to] as Slice;
  const columns = partition.projections[projection.index] as ProjectionColumns;
  return { projection, instance, columns, first: from.first, size: from.size, firstTarget: to.first + lo, targets: hi - lo };
};

interface Parts {
  readonly plan: Plan;
  readonly partition: Partition;
  readonly memory: PartitionMemory;
  readonly rings: readonly GridRings[];
  readonly cells: readonly Cells[];
  readonly deliveries: readonly GridDelivery[];
  readonly rules: GridRules | null;
}

class GridEngine implements PartitionEngine {
  readonly partition: Partition;
  readonly #parts: Parts;
  readonly #spikes = new SpikeBuffer();
  readonly #log: SpikeLog;
  /** Ids of one tick's spikes, where kernels read them. */
  #inbox: Uint32Array;
  /** First global id of each population's slice. */
  readonly #firstIds: readonly number[];
  /** How many of each population fired in the present step. */
  readonly #counts: number[];
  #now = 0;
  #fired = 0;
  #delivered = 0;

  constructor(parts: Parts) {
    const { plan, partition, memory } = parts;
    this.partition = partition;
    this.#parts = parts;
    this.#log = new SpikeLog(plan.horizonTicks);
    this.#inbox = memory.allocate(Uint32Array, 4096);
    this.#firstIds = plan.populations.map(({ first, index }) => first + (partition.slices[index]?.lo ?? 0));
    this.#counts = plan.populations.map(() => 0);
  }

  advance(until: number): Spikes {
    for (let k = this.#now + 1; k <= until; k++) this.#step(k);
    this.#now = until;
    return this.#spikes.take();
  }

  #step(k: number): void {
    const { rules } = this.#parts;
    if (rules === null) {
      this.#stepCells(k, null);
    } else {
      rules.duePosts(k);
      this.#stepCells(k, GridSources);
      this.#tellRules(rules, k, GridSources);
      rules.arrive(k, this.#log);
      this.#stepCells(k, GridNeurons);
      this.#tellRules(rules, k, GridNeurons);
    }
    this.#emit(k);
  }

  /** Steps all populations, or those of one kind; counts who fired. */
  #stepCells(k: number, kind: typeof GridNeurons | typeof GridSources | null): void {
    const { cells } = this.#parts;
    for (let population = 0; population < cells.length; population++) {
      const own = cells[population] as Cells;
      if (kind === null || own instanceof kind) this.#counts[population] = own.step(k);
    }
  }

  #tellRules(rules: GridRules, k: number, kind: typeof GridNeurons | typeof GridSources): void {
    const { cells } = this.#parts;
    for (let population = 0; population < cells.length; population++) {
      const count = this.#counts[population] as number;
      const own = cells[population] as Cells;
      if (count > 0 && own instanceof kind) rules.fired(population, own.fired, count, k);
    }
  }

  /** Spikes of the step, in order of ids. */
  #emit(k: number): void {
    const { cells, rules } = this.#parts;
    for (let population = 0; population < cells.length; population++) {
      const count = this.#counts[population] as number;
      if (count === 0) continue;
      const first = this.#firstIds[population] as number;
      const { fired } = cells[population] as Cells;
      for (let i = 0; i < count; i++) this.#spikes.push(first + (fired[i] as number), k);
      rules?.remember(first, fired, count, k);
      this.#fired += count;
    }
  }

  receive(spikes: Spikes): void {
    this.#log.add(spikes, this.#now);
    this.#deliver(spikes);
  }

  requeue(spikes: Spikes): void {
    this.#parts.rules?.requeue(spikes, this.#now);
    this.#replace(spikes);
  }

  /** Puts these spikes under way instead of those that are. */
  #replace(spikes: Spikes): void {
    this.#delivered -= this.#underWay();
    this.#log.clear();
    for (const ring of this.#parts.rings) ring.clear();
    this.receive(spikes);
  }

  /** Delivers tick by tick, projection by projection, in the order of ids: the order in which sums are formed. */
  #deliver({ ids, ticks }: Spikes): void {
    for (let from = 0; from < ids.length; ) {
      const tick = ticks[from] as number;
      let to = from;
      while (to < ids.length && ticks[to] === tick) to++;
      this.#deliverTick(ids, from, to, tick);
      from = to;
    }
  }

  #deliverTick(ids: Uint32Array, from: number, to: number, tick: number): void {
    const { plan, deliveries, memory } = this.#parts;
    const count = to - from;
    if (count > this.#inbox.length) this.#inbox = memory.allocate(Uint32Array, 2 * count);
    const inbox = this.#inbox;
    for (let i = 0; i < count; i++) inbox[i] = ids[from + i] as number;
    for (let d = 0; d < deliveries.length; d++) {
      const delivery = deliveries[d] as GridDelivery;
      const { first, size } = plan.populations[delivery.projection.from] as { first: number; size: number };
      const begin = firstFrom(inbox, 0, count, first);
      const end = firstFrom(inbox, begin, count, first + size);
      if (end > begin) this.#delivered += delivery.deliver(inbox.byteOffset + 4 * begin, end - begin, tick, this.#now);
    }
  }

  nextRuleTick(): number {
    return this.#parts.rules?.ticks.next(this.#now) ?? Number.POSITIVE_INFINITY;
  }

  partialSums(): BigInt64Array {
    return this.#parts.rules?.ticks.partialSums(this.#now) ?? new BigInt64Array(0);
  }

  tick(sums: BigInt64Array): void {
    this.#parts.rules?.tick(this.#now, sums);
    this.#currentsChanged();
  }

  signal(name: string, value: number, sums: BigInt64Array): void {
    this.#parts.rules?.signal(this.#now, name, value, sums);
    this.#currentsChanged();
  }

  #currentsChanged(): void {
    for (const own of this.#parts.cells) if (own instanceof GridNeurons) own.currents.changed();
  }

  flush(): void {
    const { cells, rules } = this.#parts;
    rules?.flush();
    for (const own of cells) if (own instanceof GridNeurons) own.flush(this.#now);
  }

  columns(): readonly StateColumn[] {
    const { plan, partition, cells, rules } = this.#parts;
    const ofStatic = plan.projections.flatMap(({ name, index, program }): StateColumn[] => {
      const data = partition.projections[index]?.weight ?? null;
      return program !== null || data === null ? [] : [{ name: `${name}.w`, of: 'synapse', owner: index, data }];
    });
    return [...cells.flatMap((own) => (own instanceof GridNeurons ? own.columns() : [])), ...ofStatic, ...(rules?.columns() ?? [])];
  }

  restored(now: number): void {
    const { cells, rules } = this.#parts;
    // After an intervention spikes under way stay so, and deliver what the columns now say; after a checkpoint they come by `requeue`.
    const underWay = now === this.#now ? this.#log.all(now) : noSpikes;
    if (now !== this.#now) rules?.requeue(noSpikes, now);
    this.#replace(underWay);
    this.#now = now;
    rules?.restored();
    for (const own of cells) if (own instanceof GridNeurons) own.restored(now);
    this.#currentsChanged();
  }

  voltages(population: number, out: Float64Array): void {
    const own = this.#parts.cells[population];
    if (own instanceof GridNeurons) own.voltages(this.#now, out);
  }

  silence(population: number, silent: boolean): void {
    (this.#parts.cells[population] as Cells).silent = silent;
  }

  freeze(projection: number, frozen: boolean): void {
    this.#parts.rules?.freeze(projection, frozen);
  }

  counts(): Counts {
    return { spikes: this.#fired, synapticEvents: this.#delivered - this.#underWay() + (this.#parts.rules?.events ?? 0) };
  }

  /** Synaptic events delivered into rings whose time has not come. */
  #underWay(): number {
    const { plan, deliveries } = this.#parts;
    const { ids } = this.#log;
    let pending = 0;
    for (let age = 0; age < plan.horizonTicks; age++) {
      const [from, to] = [this.#log.start(this.#now - age), this.#log.end(this.#now - age)];
      for (const delivery of deliveries) {
        const { first, size } = plan.populations[delivery.projection.from] as { first: number; size: number };
        for (let i = firstFrom(ids, from, to, first), end = firstFrom(ids, i, to, first + size); i < end; i++) {
          pending += delivery.pending((ids[i] as number) - first, age);
        }
      }
    }
    return pending;
  }
}
