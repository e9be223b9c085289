import { describe, expect, test } from 'vitest';
import { NeuronPrograms } from '../../../src/engines/reference/neuron-programs.ts';
import { Ticks } from '../../../src/engines/reference/ticks.ts';
import { PartitionMemory } from '../../../src/engines/wasm/memory.ts';
import { compileFiles } from '../../../src/kernels/compile.ts';
import { neuronRuleKernel } from '../../../src/kernels/rules/rule-kernel.ts';
import type { ClockName, Plan } from '../../../src/network/plan.ts';
import { compose } from '../../../src/rules/compose.ts';
import { kernelHost } from '../../../src/simulation/kernel-host.ts';
import { type Construct, constructs } from '../../rules/constructs.ts';
import { allocateColumns, cache, randomFrom } from './harness.ts';

const size = 7;
const domains = 3;

/** Spikes, factors asked for, ticks, freezing and thawing in random order, played by the reference engine and by the kernel. */
const play = async (construct: Construct, clock: ClockName): Promise<void> => {
  const program = compose(construct.uses, { kind: 'neuron', where: 'population A', signals: construct.signals });
  const perMs = clock === 'grid' ? 10 : 100;
  const population = { name: 'A', index: 1, first: 4, size, branches: 1, domains, homeostasis: program };
  const plan = { clock, key: [77, -5], perMs, signals: construct.signals, populations: [population], projections: [] } as unknown as Plan;
  const programs = new NeuronPrograms(plan, plan.populations[0]!);
  const core = { plan, synapses: [], programs: [programs], now: { tick: 0, frac: 0 } };
  const ticks = new Ticks(core as never);

  const kernel = neuronRuleKernel(program, clock);
  const module = await compileFiles({ 'rules.ts': kernel.source }, kernel.files, 'rules.ts', kernelHost(cache));
  const memory = new PartitionMemory(1);
  const columns = allocateColumns(memory, kernel, { synapse: 0, row: 0, target: size, neuron: 0, branch: size, domain: domains, one: 1 });
  const out = memory.allocate(Float64Array, size);
  const everybody = memory.allocate(Uint32Array, size);
  everybody.set(everybody.map((_, neuron) => neuron));
  const facts = {
    perMs,
    targets: size,
    domains,
    branches: 1,
    sliceLo: 0,
    population: size,
    firstTarget: 4,
    key0: (77 ^ 6) >>> 0,
    key1: -5,
    stream: 0xf01,
    frozen: memory.allocate(Int32Array, 1),
  };
  const params = Object.fromEntries(kernel.params.map(({ global, value }) => [global, value]));
  const run = memory.instantiate<Record<string, (...args: number[]) => number>>(module, kernel.globals, { ...columns, ...params, ...facts });
  run.prepare!();

  const random = randomFrom(5);
  const spikes = new Uint32Array(size);
  const periods = program.onTick.map(({ period }) => Math.round(program.params[period]!.value * perMs));
  for (let tick = 1; tick < 60 * perMs; tick++) {
    const frac = clock === 'event' && random() < 0.5 ? random() * 0.009 : 0;
    core.now = { tick, frac };
    if (program.factors.length > 0 && random() < 0.3) {
      run.factors!(out.byteOffset, everybody.byteOffset, size, tick, frac);
      expect([...out]).toEqual(Array.from(out, (_, neuron) => programs.factor(neuron, core.now)));
    }
    for (let neuron = 0; neuron < size; neuron++) {
      if (random() > 0.02) continue;
      programs.post(neuron, spikes[neuron]!++, core.now);
      run.post!(neuron, tick, frac);
    }
    if (frac === 0 && random() < 0.01) {
      const frozen = random() < 0.5;
      programs.runner.hold(core.now, frozen);
      run.hold!(tick, 0);
      facts.frozen[0] = frozen ? 1 : 0;
    }
    if (frac !== 0 || !periods.some((period) => tick % period === 0)) continue;
    ticks.tick(ticks.partialSums());
    expect(run.partialSums?.(tick, 0) ?? 0).toBe(0);
    run.setSums?.(tick, 0);
    for (const [index, period] of periods.entries()) if (tick % period === 0) run[`tick${index}`]!(tick / period - 1, tick, 0);
    if (program.input === null) continue;
    run.inputs!(out.byteOffset, tick, 0);
    expect([...out]).toEqual([...programs.current]);
  }
  for (const [index, { name }] of program.variables.entries()) {
    const column = kernel.columns.find(({ state }) => state === name)!;
    expect([name, ...(columns[column.global] as Float64Array)]).toEqual([name, ...programs.runner.cells.cells[index]!.values]);
  }
};

const ofNeurons = Object.entries(constructs).filter(([, { kind }]) => kind === 'neuron');

describe.each(['grid', 'event'] as const)('kernels of neuron-owned rules on the %s clock do what the interpreter does, to the bit:', (clock) => {
  test.each(ofNeurons)('%s', async (_, construct) => play(construct, clock));
});
