/** Streams of running networks, of finished ones and of branches: the same blocks, without gaps, for everybody. */
import { statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Observable } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { type Block, readRun, replay, resume, type Simulation, simulate } from '../../src/index.ts';
import { placesOf } from '../../src/simulation/weights.ts';
import type { Streams } from '../../src/streams/streams.ts';
import { temporary } from '../simulation/fake.ts';
import { record, small, strong } from './network.ts';

const base = temporary();

type Seen = Record<'spikes' | 'others' | 'weights' | 'states' | 'energy', Block[]> & { ended: string[] };

/** Everything that comes, and which streams ended. */
const gather = (streams: Pick<Streams, 'spikes' | 'states' | 'energy'> & { weights: unknown }): Seen => {
  const seen: Seen = { spikes: [], others: [], weights: [], states: [], energy: [], ended: [] };
  const keep = (name: Exclude<keyof Seen, 'ended'>, stream: Observable<Block>): void => {
    stream.subscribe({ next: (block) => seen[name].push(block), complete: () => seen.ended.push(name) });
  };
  keep('spikes', streams.spikes('E'));
  keep('others', streams.spikes('I'));
  keep('weights', (streams as Streams).weights('EE', { every: 100 }));
  keep('states', streams.states(strong));
  keep('energy', streams.energy('EE'));
  return seen;
};

/** Columns of all blocks one after the other. */
const joined = (blocks: readonly Block[]): Record<string, number[]> => {
  const columns: Record<string, number[]> = {};
  for (const block of blocks) {
    for (const [name, value] of Object.entries(block)) {
      if (ArrayBuffer.isView(value)) columns[name] = [...(columns[name] ?? []), ...(value as unknown as number[])];
    }
  }
  return columns;
};

const gapless = (blocks: readonly Block[]): boolean => blocks.every(({ from }, i) => i === 0 || from === blocks[i - 1]?.upTo);

const live = async (name: string, workers: number, clock: 'event' | 'grid') => {
  const out = join(base, name);
  const sim = simulate(small, { seed: 7, workers, clock, record, out });
  const seen = gather(sim);
  await sim.run(330);
  await sim.run(170);
  await sim.close();
  return { out, seen };
};

describe.each([
  ['event', 1],
  ['grid', 2],
] as const)('streams on the %s clock with %i workers', (clock, workers) => {
  test('bring all that recordings hold, without gaps, and end', async () => {
    const { out, seen } = await live(`${clock}-live`, workers, clock);
    const run = await readRun(out);
    const rows = [...(run.spikes?.timeMs ?? [])].map((time, i) => [run.spikes?.population[i], run.spikes?.neuron[i], time]);
    const of = (population: number) => rows.filter(([each]) => each === population);
    for (const [blocks, population, size] of [
      [seen.spikes, 1, 30],
      [seen.others, 0, 10],
    ] as const) {
      expect(joined(blocks).time).toEqual(of(population).map(([, , time]) => time));
      expect(joined(blocks).neuron).toEqual(of(population).map(([, neuron]) => neuron));
      expect(blocks.every((block) => (block as { size?: number }).size === size)).toBe(true);
      expect([gapless(blocks), blocks[0]?.from, blocks.at(-1)?.upTo]).toEqual([true, 0, 500]);
    }
    expect(rows.length).toBeGreaterThan(200);
    expect(joined(seen.states)).toMatchObject({
      time: [...(run.states?.timeMs ?? [])],
      w: [...(run.states?.w ?? [])],
      source: [...(run.states?.source ?? [])],
    });
    expect(seen.energy.map((bin) => [bin.upTo, (bin as { pC?: number }).pC])).toEqual(
      [...(run.energy?.timeMs ?? [])].map((time, i) => [time, run.energy?.pC[i]]),
    );
    expect(seen.weights.map(({ upTo }) => upTo)).toEqual([0, 100, 200, 300, 400, 500]);
    for (const [i, snapshot] of run.weights.entries()) expect(joined([seen.weights[i] as Block]).w).toEqual([...(await snapshot.read()).w]);
    expect([...seen.ended].sort()).toEqual(['energy', 'others', 'spikes', 'states', 'weights']);
  });

  test('are the same when the run is played again', async () => {
    const { out, seen } = await live(`${clock}-again`, workers, clock);
    const again = replay(out);
    const played = gather(again);
    await again.play();
    for (const name of ['spikes', 'others', 'states'] as const) {
      expect(joined(played[name])).toEqual(joined(seen[name]));
      expect([gapless(played[name]), played[name][0]?.from, played[name].at(-1)?.upTo]).toEqual([true, 0, 500]);
    }
    expect(played.weights).toEqual(seen.weights);
    expect(played.energy).toEqual(seen.energy);
    expect(played.ended).toHaveLength(5);
    await expect(again.play()).rejects.toThrow('has been played');
  });
});

test('a branch has streams of its own, which go on where it began', async () => {
  await using sim = simulate(small, { seed: 7, record: { states: true, energy: true } });
  const whole = gather(sim);
  await sim.run(200);
  await using branch = await sim.fork();
  const own = gather(branch as Simulation);
  await branch.run(300);
  const before = whole.spikes.length;
  await sim.run(300);
  expect(own.spikes[0]?.from).toBe(200);
  expect(joined(own.spikes)).toEqual(joined(whole.spikes.slice(before)));
  expect(joined(own.weights)).toEqual(joined(whole.weights.slice(2)));
});

test('a resumed run has them too', async () => {
  const out = join(base, 'resumed');
  const first = simulate(small, { seed: 7, out });
  await first.run(100);
  await first.checkpoint();
  await first.close();
  await using second = resume(out);
  const times: number[] = [];
  second.spikes('E').subscribe(({ time }) => times.push(...time));
  await second.run(100);
  expect(times.length).toBeGreaterThan(20);
  expect(Math.min(...times)).toBeGreaterThan(100);
});

test('potentials of chosen neurons, and synapses that stand for all', async () => {
  await using sim = simulate(small, { seed: 7 });
  const potentials: { upTo: number; v: Float64Array }[] = [];
  const some: { w: Float64Array; source: Uint32Array }[] = [];
  sim.voltages('E', { every: 5, neurons: [3, 0] }).subscribe((block) => potentials.push(block));
  sim.weights('EE', { every: 50, synapses: 7 }).subscribe((block) => some.push(block));
  await sim.run(50);
  expect(potentials.map(({ upTo }) => upTo)).toEqual(Array.from({ length: 11 }, (_, i) => 5 * i));
  const now = await sim.read('E.v');
  expect([...(potentials.at(-1)?.v ?? [])]).toEqual([now[3], now[0]]);
  const { w, source } = await sim.weights('EE');
  // One of each of seven stretches of 300 synapses.
  const places = [...placesOf(300, 7)];
  expect(places.map((place) => Math.floor((7 * place) / 300))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([...(some.at(-1)?.w ?? [])]).toEqual(places.map((place) => w[place]));
  expect([...(some.at(-1)?.source ?? [])]).toEqual(places.map((place) => source[place]));
});

test('who subscribes while a run goes on is served at once', async () => {
  await using sim = simulate(small, { seed: 7 });
  const times: number[] = [];
  let asked = false;
  sim.spikes('E').subscribe(({ upTo }) => {
    if (asked) return;
    asked = true;
    sim.weights('EE', { every: 10_000 }).subscribe(({ upTo: at }) => times.push(at));
    expect(upTo).toBeLessThan(10_000);
  });
  await sim.run(15_000);
  // Without a pause, the run would not have stopped there.
  expect(times).toEqual([10_000]);
});

test('rates are those of the spikes', async () => {
  await using sim = simulate(small, { seed: 7 });
  const rates: number[][] = [];
  const times: number[] = [];
  sim.rates('E', { bin: 40 }).subscribe(({ from, upTo, rate }) => rates.push([from, upTo, rate]));
  sim.spikes('E').subscribe(({ time }) => times.push(...time));
  await sim.run(200);
  const inBin = (from: number): number => times.filter((time) => time > from && time <= from + 40).length / 30 / 0.04;
  expect(rates).toEqual([0, 40, 80, 120, 160].map((from) => [from, from + 40, expect.closeTo(inBin(from), 9)]));
  expect(() => sim.rates('E', { bin: 0 })).toThrow('positive');
});

test('progress comes to whoever wants it', async () => {
  await using sim = simulate(small, { seed: 7 });
  const reached: number[] = [];
  sim.progress().subscribe(({ simulatedMs }) => reached.push(simulatedMs));
  await sim.run(300);
  expect(reached.at(-1)).toBe(300);
});

test('what cannot be watched is refused in a sentence', async () => {
  await using sim = simulate(small, { seed: 7 });
  expect(() => sim.spikes('F' as 'E')).toThrow("There is no stream of population 'F', because the network has no such population. It has: I, E.");
  expect(() => sim.weights('EF' as 'EE', { every: 1 })).toThrow("no such projection. It has: EE. Did you mean 'EE'?");
  expect(() => sim.weights('EE', { every: -1 })).toThrow('A stream of weights needs { every }, a positive number of milliseconds; not -1.');
  expect(() => sim.weights('EE', { every: 1, synapses: 0 })).toThrow('takes a whole number of synapses, at least 1; not 0');
  expect(() => sim.voltages('E', { every: 1, neurons: [30] })).toThrow("Population 'E' has no neuron 30: its neurons are 0 to 29.");
  expect(() => sim.energy('EE')).toThrow('A stream of energy needs a simulation that measures it: simulate(network, { record: { energy: true } }).');
  expect(() => sim.states(strong)).toThrow('A stream of states needs a simulation that measures it');
});

test('a stream that cannot be made ends with its error, and the run goes on', async () => {
  await using sim = simulate(small, { seed: 7, record: { states: true } });
  const told: string[] = [];
  sim.states('EE.spineSwitching.stron').subscribe({ error: (error: Error) => told.push(error.message) });
  const { simulatedMs } = await sim.run(100);
  expect(simulatedMs).toBe(100);
  expect(told).toEqual([
    `There is no stream of variable 'EE.spineSwitching.stron', because the network has no such variable. It has: ${strong}. Did you mean '${strong}'?`,
  ]);
});

test('a replay refuses what was not recorded', async () => {
  const out = join(base, 'spikes-only');
  const sim = simulate(small, { seed: 7, out, record: { spikes: ['E'] } });
  await sim.run(20);
  await sim.close();
  const again = replay(out);
  expect(() => again.spikes('I')).toThrow(`${out} has no spikes of population 'I' to replay: they were not recorded.`);
  expect(() => again.weights('EE', { every: 5 })).toThrow("no snapshots of the weights of 'EE' at multiples of 5 ms");
  expect(() => again.states(strong)).toThrow('no states of synapses');
  expect(() => again.energy('EE')).toThrow('no energy');
  expect(() => again.voltages('E', { every: 1 })).toThrow('not membrane potentials');
  expect(() => again.values('E.h', { every: 1 })).toThrow('not other variables');
  await expect(again.play({ speed: 0 })).rejects.toThrow('A replay needs a positive speed');
});

test('a recording that was cut is not played as silence', async () => {
  const { out } = await live('cut', 1, 'grid');
  const file = join(out, 'spikes.arrow');
  truncateSync(file, statSync(file).size - 100);
  const again = replay(out);
  const told: string[] = [];
  again.spikes('E').subscribe({ error: (error: Error) => told.push(error.message) });
  await expect(again.play()).rejects.toThrow('were written: it was cut or replaced');
  expect(told).toHaveLength(1);
});

test('a replay keeps the pace that is asked for, and stops when told', async () => {
  const out = join(base, 'paced');
  const sim = simulate(small, { seed: 7, out });
  await sim.run(500);
  await sim.close();
  const stop = new AbortController();
  const again = replay(out);
  const reached: number[] = [];
  const wall: number[] = [];
  again.progress().subscribe(({ simulatedMs, wallSeconds }) => {
    reached.push(simulatedMs);
    wall.push(wallSeconds);
    if (simulatedMs >= 200) stop.abort();
  });
  await again.play({ speed: 0.5, signal: stop.signal });
  expect(reached).toEqual([50, 100, 150, 200]);
  // A timer never fires early: three blocks of 100 ms lie before the last.
  expect(wall.at(-1)).toBeGreaterThan(0.29);
});
