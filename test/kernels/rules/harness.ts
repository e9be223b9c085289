/**
 * Two hands that play the same random events: the reference engine's interpreter, and a kernel compiled from the same program.
 * No neurons: spikes of sources and targets fall where a random generator puts them, several at one instant as often as not.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Synapses } from '../../../src/engines/reference/synapses.ts';
import { Ticks } from '../../../src/engines/reference/ticks.ts';
import { PartitionMemory } from '../../../src/engines/wasm/memory.ts';
import { compileFiles } from '../../../src/kernels/compile.ts';
import { gridSink, type KernelColumn, type RuleKernel, type Sink } from '../../../src/kernels/rules/options.ts';
import { ruleKernel } from '../../../src/kernels/rules/rule-kernel.ts';
import type { ProjectionColumns } from '../../../src/network/partition.ts';
import type { ClockName, Plan } from '../../../src/network/plan.ts';
import type { Program } from '../../../src/rules/program.ts';
import { kernelHost } from '../../../src/simulation/kernel-host.ts';

export interface Setting {
  readonly clock: ClockName;
  readonly single: boolean;
  readonly postFirst: boolean;
  readonly sign: 1 | -1 | 0;
}

/** Small, quick, and the same everywhere (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const size = { sources: 7, targets: 6, classes: 2, branches: 3, domains: 2 } as const;
const bounds = { wMin: 0, wMax: 1.2 } as const;

/** Rows of two delay classes, multapses among them. `perRow`: mean number of synapses. */
export const randomColumns = (random: () => number, single: boolean, perRow = 4, signed = false): ProjectionColumns => {
  const rows = size.sources * size.classes;
  const rowStart = new Uint32Array(rows + 1);
  const targets: number[] = [];
  for (let row = 0; row < rows; row++) {
    const count = Math.floor(2 * perRow * random());
    const own = Array.from({ length: count }, () => Math.floor(random() * size.targets)).sort((a, b) => a - b);
    targets.push(...own);
    rowStart[row + 1] = targets.length;
  }
  const weights = targets.map(() => (signed ? 2 : 1) * (random() - (signed ? 0.5 : 0)));
  const rankBase = Uint32Array.from({ length: rows }, (_, row) => rowStart[row]! - rowStart[row - (row % size.classes)]!);
  return {
    layout: 'arrival',
    classes: size.classes,
    rowStart,
    target: Uint16Array.from(targets),
    weight: single ? Float32Array.from(weights) : Float64Array.from(weights),
    delay: null,
    rankBase,
    branch: Uint8Array.from(targets, () => Math.floor(random() * size.branches)),
  };
};

const perMsOf = (clock: ClockName): number => (clock === 'grid' ? 10 : 100);

const planFor = (program: Program, { clock, single, sign }: Setting, signals: readonly string[]): Plan => {
  const population = { branches: size.branches, domains: size.domains, homeostasis: null };
  return {
    clock,
    key: [123456789, -987654321],
    perMs: perMsOf(clock),
    signals,
    populations: [
      { ...population, name: 'A', index: 0, first: 3, size: size.sources },
      { ...population, name: 'B', index: 1, first: 3 + size.sources, size: size.targets },
    ],
    projections: [
      { name: 'AB', index: 5, from: 0, to: 1, program, sign, single, ...(program.signed ? { wMin: -1.2, wMax: 1.2 } : bounds), commonWeight: null },
    ],
  } as unknown as Plan;
};

/** What both hands can do. */
export interface Hand {
  arrive(row: number, event: number, tick: number, frac: number): void;
  after(index: number, row: number, event: number, tick: number, frac: number): void;
  post(target: number, event: number, tick: number, frac: number): void;
  /** Every tick handler due at this tick. */
  ticks(tick: number): void;
  signal(name: string, value: number, tick: number, frac: number): void;
  freeze(frozen: boolean): void;
  /** Input of each target since the last call. */
  received(): number[];
  /** Weights, and every variable as last written. */
  state(): Record<string, readonly number[]>;
}

export const referenceHand = (program: Program, setting: Setting, columns: ProjectionColumns, signals: readonly string[]): Hand => {
  const plan = planFor(program, setting, signals);
  const sums = { plus: new Float64Array(size.targets), minus: new Float64Array(size.targets) };
  const inputs = {
    addRuled: (target: number, amount: number) => {
      const sum = amount >= 0 ? sums.plus : sums.minus;
      sum[target] = sum[target]! + amount;
    },
  };
  const synapses = new Synapses(plan, plan.projections[0]!, columns, inputs as never);
  const core = { plan, synapses: [synapses], programs: [null, null], now: { tick: 0, frac: 0 } };
  const ticks = new Ticks(core as never);
  const at = (tick: number, frac: number) => {
    core.now = { tick, frac };
    return core.now;
  };
  const split = (row: number): [number, number] => [Math.floor(row / size.classes), row % size.classes];
  return {
    arrive: (row, event, tick, frac) => void synapses.arrive(...split(row), event, at(tick, frac), null),
    after: (index, row, event, tick, frac) => void synapses.arrive(...split(row), event, at(tick, frac), index),
    post: (target, event, tick, frac) => void synapses.post(target, event, at(tick, frac)),
    ticks: (tick) => {
      at(tick, 0);
      ticks.tick(ticks.partialSums());
    },
    signal: (name, value, tick, frac) => {
      at(tick, frac);
      ticks.signal(name, value, ticks.partialSums());
    },
    freeze: (frozen) => {
      synapses.runner!.frozen = frozen;
    },
    received: () => {
      const all = [...sums.plus, ...sums.minus];
      sums.plus.fill(0);
      sums.minus.fill(0);
      return all;
    },
    state: () => ({
      w: Array.from(columns.weight!),
      ...Object.fromEntries(program.variables.map(({ name }, index) => [name, Array.from(synapses.runner!.cells.cells[index]!.values)])),
    }),
  };
};

type Typed = Float64Array | Uint32Array | BigInt64Array;
const arrays = { f64: Float64Array, u32: Uint32Array, i64: BigInt64Array } as const;

/** Allocates and fills what a kernel asks for. */
export const allocateColumns = (
  memory: PartitionMemory,
  kernel: RuleKernel,
  counts: Readonly<Record<KernelColumn['of'], number>>,
): Record<string, Typed> =>
  Object.fromEntries(
    kernel.columns.map(({ global, of, each, type, initial }) => {
      const column = memory.allocate<Typed>(arrays[type] as never, counts[of] * each);
      if (initial !== 0) (column as Float64Array).fill(initial);
      return [global, column];
    }),
  );

export const cache = join(tmpdir(), 'spikeloom-test-kernels');

export const kernelHand = async (
  program: Program,
  setting: Setting,
  columns: ProjectionColumns,
  signals: readonly string[],
  sink: Sink = gridSink,
  sinkValues: Readonly<Record<string, Float64Array>> = {},
  memory = new PartitionMemory(1),
): Promise<Hand> => {
  const kernel = ruleKernel(program, { ...setting, wideTargets: columns.target instanceof Uint32Array, sink });
  const module = await compileFiles({ 'rules.ts': kernel.source }, kernel.files, 'rules.ts', kernelHost(cache));
  const copy = <T extends { readonly length: number; set(from: T): void }>(source: T): T => {
    const to = memory.allocate(source.constructor as never, source.length) as unknown as T;
    to.set(source);
    return to;
  };
  const rows = size.sources * size.classes;
  const counts = {
    synapse: columns.target.length,
    row: rows,
    target: size.targets,
    neuron: size.sources + size.targets,
    branch: size.targets * size.branches,
    domain: size.domains,
    one: 1,
  };
  const own = allocateColumns(memory, kernel, counts);
  const plan = planFor(program, setting, signals);
  const { wMin, wMax } = plan.projections[0]!;
  const weight = copy(columns.weight as Float64Array);
  const frozen = memory.allocate(Int32Array, 1);
  const [ruleExc, ruleInh] = [memory.allocate(Float64Array, size.targets), memory.allocate(Float64Array, size.targets)];
  const round = setting.single ? Math.fround : (x: number) => x;
  const values = {
    ...own,
    ...sinkValues,
    ...Object.fromEntries(kernel.params.map(({ global, value }) => [global, value])),
    ...{
      rowStart: copy(columns.rowStart),
      target: copy(columns.target as Uint16Array),
      rankBase: copy(columns.rankBase!),
      branch: copy(columns.branch!),
    },
    ...{ weight, frozen, ruleExc, ruleInh, wMin: round(wMin), wMax: round(wMax), perMs: plan.perMs },
    ...{ rows, targets: size.targets, classes: size.classes, branches: size.branches, domains: size.domains, sliceLo: 0, population: size.targets },
    ...{ neurons: size.sources + size.targets, firstPost: size.sources },
    ...{ firstSource: 3, firstTarget: 3 + size.sources, key0: (plan.key[0] ^ 6) >>> 0, key1: plan.key[1], stream: 5 },
  };
  const run = memory.instantiate<Record<string, (...args: number[]) => number>>(module, kernel.globals, values);
  run.prepare!();
  const broadcasts = new Map<string, number>();
  const sum = (tick: number, frac: number): void => {
    if (run.partialSums && run.partialSums(tick, frac) !== 0) throw new Error('overflow');
    run.setSums?.(tick, frac);
  };
  return {
    arrive: (row, _, tick, frac) => void run.arrive!(row, tick, frac),
    after: (index, row, _, tick, frac) => void run[`after${index}`]!(row, tick, frac),
    post: (target, _, tick, frac) => void run.post!(target, tick, frac),
    ticks: (tick) => {
      sum(tick, 0);
      program.onTick.forEach(({ period }, index) => {
        const every = Math.round(program.params[period]!.value * plan.perMs);
        if (tick % every === 0) run[`tick${index}`]!(tick / every - 1, tick, 0);
      });
    },
    signal: (name, value, tick, frac) => {
      const number = broadcasts.get(name) ?? 0;
      broadcasts.set(name, number + 1);
      sum(tick, frac);
      const index = kernel.signals.indexOf(name);
      if (index >= 0) run[`signal${index}`]!(value, number, tick, frac);
    },
    freeze: (value) => {
      run.flush!();
      frozen[0] = value ? 1 : 0;
    },
    received: () => {
      const all = [...ruleExc, ...ruleInh];
      ruleExc.fill(0);
      ruleInh.fill(0);
      return all;
    },
    state: () => {
      run.flush!();
      const globals = new Map(kernel.columns.map(({ state, global }) => [state, global]));
      const variables = program.variables.map(({ name }) => [name, globals.has(name) ? Array.from(own[globals.get(name)!] as Float64Array) : []]);
      return { w: Array.from(weight), ...Object.fromEntries(variables) };
    },
  };
};

/** One instant and what happens at it, in the order of engines/README.md. */
export function* randomInstants(
  program: Program,
  { clock, postFirst }: Setting,
  signals: readonly string[],
  random: () => number,
  count: number,
  freezing: number,
) {
  const perMs = perMsOf(clock);
  const periods = program.onTick.map(({ period }) => Math.round(program.params[period]!.value * perMs));
  const delays = program.after.map(({ delay }) => Math.round(program.params[delay]!.value * perMs));
  const rows = size.sources * size.classes;
  const [arrivals, spikes] = [new Uint32Array(rows), new Uint32Array(size.targets)];
  const due: { tick: number; frac: number; arrived: number; row: number; index: number; event: number }[] = [];
  let tick = 0;
  let frac = 0;
  const dueNow = (t: number, f: number) => due.filter((entry) => entry.tick === t && entry.frac === f);
  for (let done = 0; done < count; done++) {
    const actions: ((hand: Hand) => void)[] = [];
    // The next instant: soon, at the same tick a little later, at a due handler, or at a rule tick.
    const candidates: { tick: number; frac: number }[] = [{ tick: tick + 1 + Math.floor(random() * (clock === 'grid' ? 6 : 60)), frac: 0 }];
    if (clock === 'event' && random() < 0.7) candidates[0]!.frac = random() * 0.009;
    candidates.push(...due);
    candidates.push(...periods.map((period) => ({ tick: (Math.floor(tick / period) + 1) * period, frac: 0 })));
    const later = candidates.filter((c) => c.tick > tick || (c.tick === tick && c.frac > frac));
    const next = later.reduce((a, b) => (b.tick < a.tick || (b.tick === a.tick && b.frac < a.frac) ? b : a));
    ({ tick, frac } = next);
    const [t, f] = [tick, frac];
    const posts = () => {
      for (let target = 0; target < size.targets; target++) {
        if (random() > 0.15) continue;
        const event = spikes[target]!++;
        actions.push((hand) => hand.post(target, event, t, f));
      }
    };
    if (postFirst) posts();
    for (let row = 0; row < rows; row++) {
      if (random() > 0.12) continue;
      const event = arrivals[row]!++;
      actions.push((hand) => hand.arrive(row, event, t, f));
      due.push(...delays.map((delay, index) => ({ tick: t + delay, frac: f, arrived: t + f * 1e-3, row, index, event })));
    }
    const now = dueNow(t, f).sort((a, b) => a.arrived - b.arrived || a.row - b.row || a.index - b.index);
    for (const { index, row, event } of now) actions.push((hand) => hand.after(index, row, event, t, f));
    for (const entry of now) due.splice(due.indexOf(entry), 1);
    if (!postFirst) posts();
    if (f === 0 && periods.some((period) => t % period === 0)) actions.push((hand) => hand.ticks(t));
    for (const signal of signals) {
      const value = 0.5 + random();
      if (random() < 0.1) actions.push((hand) => hand.signal(signal, value, t, f));
    }
    if (random() < freezing) {
      const frozen = random() < 0.5;
      actions.push((hand) => hand.freeze(frozen));
    }
    yield { tick: t, frac: f, actions };
  }
}
