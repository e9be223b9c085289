/** The grid clock in WebAssembly: one partition, stepped population by population; static projections deliver at emission into rings. */
import { ModelError } from '../../errors.ts';
import { compileFiles, type KernelHost } from '../../kernels/compile.ts';
import { type Allocate, buildPartition } from '../../network/build.ts';
import type { Partition } from '../../network/partition.ts';
import type { Plan } from '../../network/plan.ts';
import type { Counts, PartitionEngine, Spikes, StateColumn } from '../engine.ts';
import { GridDelivery } from './grid-delivery.ts';
import { Currents, countedDrive, type PoissonKernel } from './grid-drives.ts';
import { GridNeurons } from './grid-neurons.ts';
import { GridRings } from './grid-rings.ts';
import { GridSources } from './grid-sources.ts';
import { type ColumnType, PartitionMemory } from './memory.ts';
import { SpikeBuffer } from './spike-buffer.ts';
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
  const cells = await Promise.all(
    plan.populations.map((population): Promise<Cells> | Cells => {
      const slice = partition.slices[population.index] as { lo: number; hi: number };
      const { model, source } = population;
      if (model === null || source !== null) {
        if (source === null) throw new ModelError('no-neuron', `Population ${population.name} has neither neurons nor sources.`);
        return new GridSources(plan, population, source, slice, poisson, memory);
      }
      const drives = population.drives.flatMap((_, drive) => countedDrive(plan, population, slice, drive, poisson, memory) ?? []);
      const currents = new Currents(plan, population, slice, null, memory);
      const inputs = { rings: rings[population.index] as GridRings, rules: { exc: null, inh: null, factor: null }, drives, currents };
      return GridNeurons.create(plan, population, model, slice, inputs, memory, host);
    }),
  );
  const deliveries = await Promise.all(
    plan.projections.flatMap((projection) => {
      const columns = partition.projections[projection.index];
      if (projection.program !== null || columns === undefined) return [];
      return [GridDelivery.create(plan, projection, columns, rings[projection.to] as GridRings, memory, host)];
    }),
  );
  return new GridEngine({ plan, partition, memory, rings, cells, deliveries });
};

interface Parts {
  readonly plan: Plan;
  readonly partition: Partition;
  readonly memory: PartitionMemory;
  readonly rings: readonly GridRings[];
  readonly cells: readonly Cells[];
  readonly deliveries: readonly GridDelivery[];
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
  }

  advance(until: number): Spikes {
    for (let k = this.#now + 1; k <= until; k++) this.#step(k);
    this.#now = until;
    return this.#spikes.take();
  }

  #step(k: number): void {
    const { cells } = this.#parts;
    for (let population = 0; population < cells.length; population++) {
      const own = cells[population] as Cells;
      const count = own.step(k);
      if (count === 0) continue;
      const first = this.#firstIds[population] as number;
      const { fired } = own;
      for (let i = 0; i < count; i++) this.#spikes.push(first + (fired[i] as number), k);
      this.#fired += count;
    }
  }

  receive(spikes: Spikes): void {
    this.#log.add(spikes, this.#now);
    this.#deliver(spikes);
  }

  requeue(spikes: Spikes): void {
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
    return Number.POSITIVE_INFINITY;
  }

  partialSums(): BigInt64Array {
    return new BigInt64Array(0);
  }

  tick(): void {}

  signal(): void {}

  flush(): void {
    for (const own of this.#parts.cells) if (own instanceof GridNeurons) own.flush(this.#now);
  }

  columns(): readonly StateColumn[] {
    return this.#parts.cells.flatMap((own) => (own instanceof GridNeurons ? own.columns() : []));
  }

  restored(now: number): void {
    const { cells, rings } = this.#parts;
    this.#now = now;
    this.#log.clear();
    for (const ring of rings) ring.clear();
    for (const own of cells) if (own instanceof GridNeurons) own.restored(now);
  }

  voltages(population: number, out: Float64Array): void {
    const own = this.#parts.cells[population];
    if (own instanceof GridNeurons) own.voltages(this.#now, out);
  }

  silence(population: number, silent: boolean): void {
    (this.#parts.cells[population] as Cells).silent = silent;
  }

  freeze(): void {}

  counts(): Counts {
    return { spikes: this.#fired, synapticEvents: this.#delivered - this.#underWay() };
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
