/** Gradients of whole trials: against e-prop's own definition, against differences of the error, and alike however the work is split. */
import { expect, it } from 'vitest';
import type { PartitionEngine } from '../../../src/engines/engine.ts';
import { createWasmEngine } from '../../../src/engines/wasm/index.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../../../src/network/plan.ts';
import { planNetwork } from '../../../src/network/plan-network.ts';
import { kernelHost } from '../../../src/simulation/kernel-host.ts';
import { nothing, recentSpikes } from '../../conformance/drive.ts';
import { makeReference, takeUp } from '../../conformance/engine.ts';
import { type Link, onlineGradient, type Replay } from './online.ts';
import { runTrials, synapseColumn, type TaskOptions, task, trialMs, trials } from './task.ts';

const host = kernelHost();
const wasm = (plan: Plan, count: number) => Promise.all(Array.from({ length: count }, (_, index) => createWasmEngine(plan, index, count, host)));
const planOf = (options: TaskOptions, dt = 1) => planNetwork(task(options), { dt, seed: 'task' });

/** Runs one partition step by step, and keeps what the definition needs. */
const record = (engine: PartitionEngine, plan: Plan) => {
  const every = trialMs * plan.perMs;
  const fired = new Set<string>();
  const courses = new Map<string, number[][]>();
  const links = new Map<string, readonly Link[]>();
  const linksOf = (projection: PlannedProjection): Link[] => {
    const { classes, rowStart, target, delay, weight } = engine.partition.projections[projection.index]!;
    const w = engine.columns().find(({ name }) => name === `${projection.name}.w`)?.data ?? weight!;
    const found: Link[] = [];
    for (let row = 0; row + 1 < rowStart.length; row++) {
      for (let s = rowStart[row]!; s < rowStart[row + 1]!; s++) {
        const delayClass = delay === null ? row % classes : delay[s]!;
        const magnitude = Number(w[projection.commonWeight === null ? s : 0]);
        const common = { source: Math.floor(row / classes), target: target[s]!, delay: projection.delays[delayClass]! };
        found.push({ ...common, weight: projection.sign < 0 ? -magnitude : magnitude });
      }
    }
    return found;
  };
  const gradients: Readonly<Record<string, readonly number[]>>[] = [];
  for (let now = 1; now <= trials * every; now++) {
    if (now % every === 1) for (const projection of plan.projections) links.set(`${projection.name} ${now - 1}`, linksOf(projection));
    const spikes = engine.advance(now);
    engine.receive(spikes);
    for (const id of spikes.ids) fired.add(`${id} ${now}`);
    engine.flush();
    for (const { name, data } of engine.columns()) {
      if (!/\.(v|theta)$/.test(name)) continue;
      const rows = courses.get(name) ?? [[]];
      rows.push([...(data as Float64Array)]);
      courses.set(name, rows);
    }
    if (now % every !== 0) continue;
    engine.signal('trialEnd', 1, engine.partialSums('trialEnd'));
    gradients.push(
      Object.fromEntries(
        plan.episode!.projections.map((p) => plan.projections[p]!.name).map((name) => [name, synapseColumn([engine], plan, name, 'gradient')]),
      ),
    );
  }
  const state = (name: string) => (population: PlannedPopulation, neuron: number, step: number) =>
    courses.get(`${population.name}.${name}`)![step]![neuron]!;
  const replayOf = (trial: number): Replay => ({
    plan,
    start: trial * every,
    steps: every,
    fires: (id, step) => fired.has(`${id} ${step}`),
    links: (projection) => links.get(`${projection.name} ${trial * every}`)!,
    v: state('v'),
    theta: state('theta'),
  });
  return { gradients, replayOf };
};

const cases: readonly (readonly [string, TaskOptions, number])[] = [
  ['errors by a projection of their own', {}, 1],
  ['errors back along weights that learn', { feedback: 'both' }, 1],
  ['with a target rate', { rateTarget: { rate: 20, strength: 3e5 } }, 1],
  ['in steps of half a millisecond', { rateTarget: { rate: 20, strength: 3e5 } }, 0.5],
];

it.each(cases)('is what e-prop defines online, synapse by synapse: %s', (_, options, dt) => {
  const plan = planOf(options, dt);
  const { gradients, replayOf } = record(makeReference(plan), plan);
  for (let trial = 0; trial < trials; trial++) {
    const replay = replayOf(trial);
    for (const index of plan.episode!.projections) {
      const projection = plan.projections[index]!;
      const found = gradients[trial]![projection.name]!;
      const expected = replay.links(projection).map((link) => onlineGradient(replay, projection, link));
      const size = Math.max(...expected.map(Math.abs));
      expect(size).toBeGreaterThan(0.1);
      expected.forEach((value, s) => void expect(Math.abs(found[s]! * (projection.sign < 0 ? -1 : 1) - value) / size).toBeLessThan(1e-12));
    }
  }
});

const everything = { rateTarget: { rate: 20, strength: 3e5 } };

it.each([everything, { ...everything, feedback: 'both' as const }])('is the same in both engines, on 1, 2 and 3 partitions: %o', async (options) => {
  const plan = planOf(options);
  const until = trials * trialMs;
  const expected = runTrials([makeReference(plan)], plan, 0, until);
  expect(expected.spikes.ids.length).toBeGreaterThan(500);
  for (const count of [1, 2, 3]) expect(runTrials(await wasm(plan, count), plan, 0, until)).toEqual(expected);
});

it('does not depend on where intervals end', async () => {
  const net = task(everything);
  const projections = Object.fromEntries(Object.entries(net.projections).map(([name, one]) => [name, { ...one, delay: 3 }]));
  const plan = planNetwork({ ...net, projections }, { dt: 0.5, seed: 'task' });
  const [whole, cut] = [nothing(), nothing()];
  const until = trials * trialMs * plan.perMs;
  const expected = runTrials(await wasm(plan, 1), plan, 0, until, whole);
  expect(plan.epochTicks).toBe(6);
  expect(runTrials(await wasm(plan, 2), { ...plan, epochTicks: 1 }, 0, until, cut)).toEqual(expected);
});

it('goes on in the middle of a trial from saved columns and recent spikes', async () => {
  const plan = planOf(everything);
  const [middle, until] = [1.4 * trialMs, trials * trialMs];
  const expected = runTrials(await wasm(plan, 1), plan, 0, until);
  const [first, second] = [await wasm(plan, 1), await wasm(plan, 1)];
  const spikes = nothing();
  const before = runTrials(first, plan, 0, middle, spikes);
  takeUp(first[0]!, second[0]!, middle, recentSpikes(spikes, middle - plan.horizonTicks));
  const after = runTrials(second, plan, middle, until, spikes);
  expect({ spikes, gradients: [...before.gradients, ...after.gradients] }).toEqual(expected);
});

it('knows of no spikes that silence keeps neurons from: they learn by nothing then', async () => {
  const plan = planOf({});
  const [engine] = await wasm(plan, 1);
  engine!.silence(1, true);
  const { gradients } = runTrials([engine!], plan, 0, trialMs);
  expect(gradients[0]!.SR!.every((value) => value === 0)).toBe(true);
  expect(gradients[0]!.SA!.some((value) => value !== 0)).toBe(true);
});

it('says so when a trial is longer than what it could be measured by', async () => {
  const plan = planOf({});
  const engine = makeReference(plan);
  engine.receive(engine.advance(1));
  for (let now = 2; now <= trialMs + 1; now++) engine.receive(engine.advance(now));
  expect(() => engine.partialSums('trialEnd')).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: A trial has lasted 151 ms, but the longest targets last 150 ms: broadcast 'trialEnd' at least that often, or give longer targets.]`,
  );
});
