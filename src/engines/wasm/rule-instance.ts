/** The kernel of one projection's rules, or of the rules that a population's neurons own, with its state in the partition's memory. Serves both clocks. */
import { compileFiles, type KernelHost } from '../../kernels/compile.ts';
import type { ColumnOwner, RuleKernel, Sink, TimeSlot } from '../../kernels/rules/options.ts';
import { neuronRuleKernel, ruleKernel } from '../../kernels/rules/rule-kernel.ts';
import type { Partition, ProjectionColumns } from '../../network/partition.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../../network/plan.ts';
import { domains } from '../../random.ts';
import type { Program } from '../../rules/program.ts';
import type { RuleTimes, StateColumn, Times } from '../engine.ts';
import type { Changing } from '../structure/changing.ts';
import type { Column, ColumnType, PartitionMemory } from './memory.ts';

/** Exports of a rule kernel (kernels/rules/README.md); those that a program does not need are absent. */
export interface RuleExports {
  prepare(): void;
  flush(): void;
  arriveAll(rows: number, count: number, tick: number, frac: number): void;
  postAll(targets: number, count: number, tick: number, frac: number): void;
  readonly partialSums?: (tick: number, frac: number) => number;
  readonly setSums?: (tick: number, frac: number) => void;
  readonly factors?: (out: number, targets: number, count: number, tick: number, frac: number) => void;
  readonly inputs?: (out: number, tick: number, frac: number) => void;
  readonly hold?: (tick: number, frac: number) => void;
}

type Typed = Float64Array | Uint32Array | BigInt64Array;
const arrays: Readonly<Record<'f64' | 'u32' | 'i64', ColumnType<Typed>>> = { f64: Float64Array, u32: Uint32Array, i64: BigInt64Array };

/** How a column is addressed independently of partitions; `branch`es go with their neurons. */
const stateOf: Readonly<Record<ColumnOwner, StateColumn['of']>> = {
  synapse: 'synapse',
  row: 'row',
  target: 'neuron',
  branch: 'neuron',
  neuron: 'global',
  domain: 'global',
  one: 'global',
};

interface Parts {
  readonly name: string;
  readonly program: Program;
  readonly kernel: RuleKernel;
  readonly run: RuleExports & Readonly<Record<string, (...args: number[]) => number>>;
  readonly own: Readonly<Record<string, Typed>>;
  readonly state: readonly StateColumn[];
  readonly times: RuleTimes;
  readonly frozen: Int32Array;
  readonly synapses: Changing['state'];
}

export class RuleInstance {
  readonly name: string;
  readonly program: Program;
  /** The kernel's functions; also `after<i>`, `tick<i>`, `signal<i>`. */
  readonly run: Parts['run'];
  /** Shares of sums over partitions, in the order of the program's variables; to be replaced by the totals before `setSums`. */
  readonly partials: readonly BigInt64Array[];
  readonly columns: readonly StateColumn[];
  readonly times: RuleTimes;
  /** State of synapses other than their weights, and how it begins. */
  readonly synapses: Changing['state'];
  readonly #kernel: RuleKernel;
  readonly #frozen: Int32Array;

  constructor({ name, program, kernel, run, own, state, times, frozen, synapses }: Parts) {
    this.name = name;
    this.program = program;
    this.run = run;
    this.partials = kernel.partials.map((global) => own[global] as BigInt64Array);
    this.columns = state;
    this.times = times;
    this.synapses = synapses;
    this.#kernel = kernel;
    this.#frozen = frozen;
  }

  /** Number of a signal among the kernel's `signal<i>`, or −1. */
  signalIndex(name: string): number {
    return this.#kernel.signals.indexOf(name);
  }

  /** Whether statements that write `w` or synapse variables, or move what neurons own, are left out from `now` on. What has happened so far is done first. */
  freeze(frozen: boolean, now: number): void {
    this.run.flush();
    this.run.hold?.(now, 0);
    this.#frozen[0] = frozen ? 1 : 0;
  }
}

const instantiate = async (
  place: { readonly name: string; readonly program: Program; readonly ownerOf: Readonly<Record<StateColumn['of'], number>> },
  kernel: RuleKernel,
  counts: Readonly<Record<ColumnOwner, number>>,
  facts: Readonly<Record<string, number | Column>>,
  memory: PartitionMemory,
  host: KernelHost,
): Promise<Parts> => {
  const module = await compileFiles({ 'rules.ts': kernel.source }, kernel.files, 'rules.ts', host);
  const own: Record<string, Typed> = {};
  const state: StateColumn[] = [];
  const synapses: Changing['state'][number][] = [];
  for (const { global, of, each, type, initial, state: name, isTime } of kernel.columns) {
    const data = memory.allocate<Typed>(arrays[type] as ColumnType<Typed>, counts[of] * each);
    if (initial !== 0) (data as Float64Array).fill(initial);
    own[global] = data;
    if (name !== null && of === 'synapse') synapses.push({ data: data as Float64Array, initial, isTime });
    if (name !== null) state.push({ name: `${place.name}.${name}`, of: stateOf[of], owner: place.ownerOf[stateOf[of]], data });
  }
  const frozen = memory.allocate(Int32Array, 1);
  const params = Object.fromEntries(kernel.params.map(({ global, value }) => [global, value]));
  const run = memory.instantiate<Parts['run']>(module, kernel.globals, { ...own, ...params, ...facts, frozen });
  run.prepare();
  const at = (slot: TimeSlot | null): Times | null =>
    slot && { ticks: own[slot.tick] as Float64Array, fracs: (own[slot.frac] as Float64Array | undefined) ?? null };
  const { name, program } = place;
  const times = { name, program, written: kernel.written.map(at), stamped: kernel.stamped.map(at) };
  return { name, program, kernel, run, own, state, times, frozen, synapses };
};

const domainWord = (plan: Plan): { readonly key0: number; readonly key1: number } => ({
  key0: (plan.key[0] ^ domains.rule) >>> 0,
  key1: plan.key[1] >>> 0,
});

const targetFacts = (population: PlannedPopulation, { slices }: Partition) => {
  const { lo, hi } = slices[population.index] as { lo: number; hi: number };
  const { first, size, branches, domains: domainCount } = population;
  return { n: hi - lo, facts: { targets: hi - lo, firstTarget: first + lo, sliceLo: lo, population: size, branches, domains: domainCount } };
};

/** Whether a projection's post events come before arrivals of the same instant. */
const isPostFirst = (plan: Plan, { to, dendriticTicks }: PlannedProjection): boolean => dendriticTicks > 0 || plan.populations[to]?.source !== null;

/** The rules of a projection; what they deliver goes where `sink` puts it, its globals taken from `sinkValues`. */
export const projectionRules = async (
  plan: Plan,
  partition: Partition,
  projection: PlannedProjection,
  program: Program,
  sink: Sink,
  sinkValues: Readonly<Record<string, number | Float64Array>>,
  memory: PartitionMemory,
  host: KernelHost,
): Promise<RuleInstance> => {
  const columns = partition.projections[projection.index] as ProjectionColumns;
  const { rowStart, target, rankBase, branch, classes } = columns;
  const weight = columns.weight as Float64Array | Float32Array;
  const { index, name, single, sign, wMin, wMax } = projection;
  const [from, to] = [plan.populations[projection.from] as PlannedPopulation, plan.populations[projection.to] as PlannedPopulation];
  const kernel = ruleKernel(program, {
    clock: plan.clock,
    single,
    sign,
    wideTargets: target instanceof Uint32Array,
    postFirst: isPostFirst(plan, projection),
    energy: plan.energy,
    sink,
  });
  const rows = rowStart.length - 1;
  const { n, facts } = targetFacts(to, partition);
  // Both populations, sources first; where they are the targets too, once.
  const sources = from === to ? 0 : from.size;
  const neurons = sources + to.size;
  const counts = { synapse: target.length, row: rows, target: n, neuron: neurons, branch: n * to.branches, domain: to.domains, one: 1 };
  const rounded = single ? Math.fround : (x: number): number => x;
  const all = {
    ...{ ...facts, ...domainWord(plan), ...sinkValues, rowStart, target, weight, rows, classes, stream: index },
    ...{ neurons, firstPost: sources + facts.sliceLo },
    ...{ firstSource: from.first, perMs: plan.perMs, wMin: rounded(wMin), wMax: rounded(wMax) },
    ...(rankBase === null ? {} : { rankBase }),
    // With one branch per neuron nothing is stored: every synapse lies on branch 0.
    ...('branch' in kernel.globals ? { branch: branch ?? memory.allocate(Uint8Array, target.length) } : {}),
  };
  const place = { name, program, ownerOf: { neuron: projection.to, row: index, synapse: index, global: -1 } };
  const parts = await instantiate(place, kernel, counts, all, memory, host);
  return new RuleInstance({ ...parts, state: [{ name: `${name}.w`, of: 'synapse', owner: index, data: weight }, ...parts.state] });
};

/** The rules that the neurons of a population own. */
export const populationRules = async (
  plan: Plan,
  partition: Partition,
  population: PlannedPopulation,
  program: Program,
  memory: PartitionMemory,
  host: KernelHost,
): Promise<RuleInstance> => {
  const { n, facts } = targetFacts(population, partition);
  const counts = { synapse: 0, row: 0, target: n, neuron: 0, branch: n * population.branches, domain: population.domains, one: 1 };
  const all = { ...facts, ...domainWord(plan), perMs: plan.perMs, stream: 0xf00 | population.index };
  const place = { name: population.name, program, ownerOf: { neuron: population.index, row: -1, synapse: -1, global: -1 } };
  return new RuleInstance(await instantiate(place, neuronRuleKernel(program, plan.clock), counts, all, memory, host));
};
