import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bernoulliRelease, edges, lif, network, pairStdp, poisson, set, spineSwitching, switching, uniform } from '../../src/index.ts';
import type { SimulateOptions } from '../../src/simulation/options.ts';
import { type RecordedTransitions, readRun } from '../../src/simulation/read-run.ts';
import { resume, type Simulation, simulate } from '../../src/simulation/simulate.ts';
import { temporary } from './fake.ts';

/** Every neuron reaches nine others and itself, two of these twice. */
const pairs = Array.from({ length: 30 }, (_, from) => [1, 2, 3, 4, 5, 7, 9, 11, 2, 11].map((step) => [from, (from + step) % 30] as const)).flat();

const net = network({
  populations: { E: { size: 30, neuron: lif(), drive: poisson({ rate: 2000, weight: 0.8 }) } },
  projections: {
    EE: {
      ...{ from: 'E', to: 'E', wiring: edges(pairs), weight: uniform(0.1, 0.5), bounds: [0, 1], delay: uniform(1, 3) },
      synapse: [bernoulliRelease({ p: 0.4 }), pairStdp({ aPlus: 0.1, aMinus: 0.1 }), spineSwitching({ up: 0.35, down: 0.3, period: 10, dwell: 20 })],
    },
    II: {
      ...{ from: 'E', to: 'E', wiring: edges(pairs), weight: uniform(-0.5, -0.1), bounds: [0, 1], delay: 1, weightPrecision: 'single' },
      synapse: [
        ...switching({
          weak: pairStdp({ aPlus: 0.1, aMinus: 0.05 }),
          strong: pairStdp({ aPlus: 0.02, aMinus: 0.1 }),
          up: 0.35,
          down: 0.3,
          period: 25,
        }),
      ],
    },
  },
});
const base = temporary();
const options = { seed: 3, record: { states: true, spikes: false } } as const;
const variables = ['EE.spineSwitching.strong', 'II.switching.strong'] as const;

const rowsOf = ({ timeMs, variable, source, target, ordinal, state, w }: RecordedTransitions): number[][] =>
  [...timeMs].map((time, row) => [time, variable[row]!, source[row]!, target[row]!, ordinal[row]!, state[row]!, w[row]!]);

const recorded = async (directory: string): Promise<number[][]> => {
  const { states } = await readRun(directory);
  expect(states).toMatchObject({ complete: true, variables });
  return rowsOf(states!);
};

const ran = async (name: string, runs: readonly number[], more: Pick<SimulateOptions, 'clock' | 'engine' | 'workers'>) => {
  const out = join(base, name);
  await using sim = simulate(net, { ...options, ...more, out });
  for (const ms of runs) await sim.run(ms);
  const { states } = await sim.summary();
  await sim.close();
  return { states, rows: await recorded(out) };
};

/** The same events by looking at every state after every period. */
const looked = async (sim: Simulation<'E', 'EE' | 'II'>, untilMs: number): Promise<number[][]> => {
  const found: number[][] = [];
  const before = await Promise.all(variables.map((variable) => sim.read(variable)));
  for (let now = 5; now <= untilMs; now += 5) {
    await sim.run(5);
    for (const [index, variable] of variables.entries()) {
      const states = await sim.read(variable);
      const { source, target, w } = await sim.weights(index === 0 ? 'EE' : 'II');
      states.forEach((state, i) => {
        if (state === before[index]![i]) return;
        const twin = i > 0 && source[i - 1] === source[i] && target[i - 1] === target[i];
        found.push([now, index, source[i]!, target[i]!, twin ? 1 : 0, state, w[i]!]);
      });
      before[index] = states;
    }
  }
  return found;
};

test.each(['event', 'grid'] as const)(
  'each change of state is an event, the same for every engine, split and resume, on the %s clock',
  async (clock) => {
    await using sim = simulate(net, { seed: 3, clock });
    const expected = await looked(sim, 400);
    expect(new Set(expected.map(([, variable, , , ordinal, state]) => `${variable} ${ordinal} ${state}`)).size).toBe(8);
    const straight = await ran(`${clock}-straight`, [400], { clock });
    expect(straight.rows).toEqual(expected);
    const counts = variables.map((_, index) => {
      const own = expected.filter(([, variable]) => variable === index);
      return { synapses: 300, initially: 0, now: own.reduce((sum, row) => sum + (row[5] === 0 ? -1 : 1), 0), transitions: own.length };
    });
    expect(straight.states).toEqual({ [variables[0]]: counts[0], [variables[1]]: counts[1] });
    expect(await ran(`${clock}-reference`, [400], { clock, engine: 'reference' })).toEqual(straight);
    expect(await ran(`${clock}-split`, [13, 27, 0, 50.5, 309.5], { clock, workers: 3 })).toEqual(straight);

    const out = join(base, `${clock}-resumed`);
    const first = simulate(net, { ...options, clock, out, workers: 2, checkpointEvery: 150 });
    await first.run(330);
    await first.close();
    const second = resume(out, { workers: 1 });
    await second.run(100);
    const { states } = await second.summary();
    await second.close();
    expect(states).toEqual(straight.states);
    expect(await recorded(out)).toEqual(expected);
  },
);

test('what an intervention does to a state is an event of its time', async () => {
  const out = join(base, 'set');
  await using sim = simulate(net, { ...options, out });
  sim.at(3, set(variables[0], 1));
  await sim.run(4);
  const { states } = await sim.summary();
  expect(states?.[variables[0]]).toEqual({ synapses: 300, initially: 0, now: 300, transitions: 300 });
  await sim.close();
  const rows = await recorded(out);
  expect(rows.map(([time, variable, source, target, ordinal, state]) => [time, variable, source, target, ordinal, state])).toEqual(
    [...pairs]
      .toSorted(([a, b], [c, d]) => a - c || b - d)
      .map(([from, to], i, all) => [3, 0, from, to, all[i - 1]?.[0] === from && all[i - 1]?.[1] === to ? 1 : 0, 1]),
  );
});

test('the summary counts transitions where nothing is recorded to files', async () => {
  const out = join(base, 'counted');
  const counts = [];
  for (const where of [{}, { out }]) {
    await using sim = simulate(net, { ...options, ...where });
    await sim.run(200);
    counts.push((await sim.summary()).states);
  }
  expect(counts[0]).toEqual(counts[1]);
  expect(counts[0]?.[variables[0]]?.transitions).toBeGreaterThan(0);
});

test('states are not looked at where nobody asks; asking changes nothing', async () => {
  await using silent = simulate(net, { seed: 3 });
  await silent.run(200);
  await using watched = simulate(net, { seed: 3, record: { states: true } });
  await watched.run(200);
  const [a, b] = [await silent.summary(), await watched.summary()];
  expect(a.states).toBeNull();
  expect({ spikes: b.spikeDigest, weights: b.weightDigests }).toEqual({ spikes: a.spikeDigest, weights: a.weightDigests });
});
