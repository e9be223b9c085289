/** Puts together the engine of one partition on the grid clock: memory, synapses, kernels. */
import { InternalError } from '../../errors.ts';
import { compileFiles, type KernelHost } from '../../kernels/compile.ts';
import { gridSink } from '../../kernels/rules/options.ts';
import { type Allocate, buildPartition } from '../../network/build.ts';
import type { Partition, ProjectionColumns } from '../../network/partition.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../../network/plan.ts';
import type { Program } from '../../rules/program.ts';
import type { PartitionEngine } from '../engine.ts';
import { structureOf } from '../structure/structure.ts';
import { changingOf } from './changing.ts';
import type { PoissonKernel } from './drive-draws.ts';
import { Currents } from './grid-currents.ts';
import { GridDelivery } from './grid-delivery.ts';
import { countedDrive } from './grid-drives.ts';
import { type Cells, GridEngine } from './grid-engine.ts';
import { GridNeurons } from './grid-neurons.ts';
import { GridRings } from './grid-rings.ts';
import type { RuledProjection } from './grid-rule-events.ts';
import { GridRules } from './grid-rules.ts';
import { GridSources } from './grid-sources.ts';
import { type ColumnType, PartitionMemory } from './memory.ts';
import type { Slice } from './neuron-values.ts';
import { OwnedRules } from './owned-rules.ts';
import { populationRules, projectionRules } from './rule-instance.ts';

const arrays = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array, f64: Float64Array } as const;

const allocateIn =
  (memory: PartitionMemory): Allocate =>
  (type, length) =>
    memory.allocate(arrays[type] as unknown as ColumnType<never>, length);

/** Makes the engine of one partition; kernels are compiled or come from the host's cache. */
export const createGridEngine = async (plan: Plan, index: number, count: number, host: KernelHost): Promise<PartitionEngine> => {
  const memory = new PartitionMemory(count);
  const partition = buildPartition(plan, index, count, { allocate: allocateIn(memory) });
  const poisson = memory.instantiate<PoissonKernel>(await compileFiles({}, ['poisson.ts'], 'poisson.ts', host), {}, {});
  const rings = await Promise.all(plan.populations.map((_, population) => GridRings.create(plan, partition, population, memory, host)));
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
      const rules = { ...(sums[population.index] as RuleSums), owned: own };
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
  const changing = ruled.map(({ projection, columns, instance }) =>
    changingOf(projection, columns, instance, () => rules?.recount(projection.index)),
  );
  return new GridEngine({ plan, partition, memory, rings, cells, deliveries, rules, structure: structureOf(plan, partition, changing) });
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
