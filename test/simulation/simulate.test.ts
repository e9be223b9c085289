import { expect, test } from 'vitest';
import { freezePlasticity, lesion, scale, set, signal, silence } from '../../src/simulation/interventions.ts';
import type { SimulateOptions } from '../../src/simulation/options.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { collector, fakeEngine, fakeNetwork } from './fake.ts';

const options = { engine: fakeEngine, clock: 'event', delayStep: 0.1, seed: 'test' } as const;

const fingerprint = async (runs: readonly number[], more: Partial<SimulateOptions<'E' | 'I', 'EE' | 'EI' | 'IE'>> = {}) => {
  await using sim = simulate(fakeNetwork(), { ...options, ...more });
  const { spikes, listener } = collector();
  sim.onSpikes(listener);
  for (const ms of runs) await sim.run(ms);
  const { spikeDigest, synapticEvents } = await sim.summary();
  return { spikes, spikeDigest, synapticEvents, weights: await sim.weightDigests(['EE', 'EI', 'IE']) };
};

const straight = await fingerprint([1300]);

test('spikes pass in order of time, and there are some', () => {
  expect(straight.spikes.length).toBeGreaterThan(1000);
  const times = straight.spikes.map((spike) => spike.split(/[+:]/).map(Number) as [number, number, number]);
  const sorted = times.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  expect(times).toEqual(sorted);
});

test.each([2, 3, 7])('%i workers give the spikes, weights and counts of one', async (workers) => {
  expect(await fingerprint([1300], { workers })).toEqual(straight);
});

test('ten runs of a tenth are one run', async () => {
  expect(await fingerprint(new Array(10).fill(130), { workers: 2 })).toEqual(straight);
});

test('another seed gives other spikes', async () => {
  expect((await fingerprint([1300], { seed: 'other' })).spikeDigest).not.toBe(straight.spikeDigest);
});

test('the grid clock runs on any number of workers too', async () => {
  const grid = { clock: 'grid', dt: 0.1, delayStep: 0.1 } as const;
  expect(await fingerprint([300], { ...grid, workers: 3 })).toEqual(await fingerprint([300], grid));
});

test('interventions happen at their time whatever the workers and runs', async () => {
  const results = [];
  for (const { workers, runs } of [
    { workers: 1, runs: [500] },
    { workers: 3, runs: [100, 50.3, 349.7] },
  ]) {
    await using sim = simulate(fakeNetwork(), { ...options, workers });
    sim.at(50, signal0);
    sim.at(100, silence('E'));
    sim.at(150.3, silence('E', false));
    sim.at(200, freezePlasticity('EE'));
    sim.at(250, scale('EE.w', 0.5));
    sim.at(300, set('E.v', 0.25));
    sim.at(300, set('I.v', [1, 2, 3, 4, 5]));
    sim.at(350, lesion('EI'));
    const { spikes, listener } = collector();
    sim.onSpikes(listener);
    for (const ms of runs) await sim.run(ms);
    results.push({ spikes, digests: await sim.weightDigests(['EE', 'EI']) });
    const silent = spikes.filter(
      (spike) => Number(spike.split(':')[1]) < 41 && Number.parseInt(spike, 10) > 1000 && Number.parseInt(spike, 10) <= 1503,
    );
    expect(silent).toEqual([]);
    expect([...(await sim.weights('EI')).w].every((w) => w === 0)).toBe(true);
  }
  expect(results[1]).toEqual(results[0]);
});

const signal0 = scale('EI.w', 0.9);

test('names that the network lacks are refused at once, or before the first run', async () => {
  await using sim = simulate(fakeNetwork(), options);
  expect(() => sim.at(1, silence('Q'))).toThrowErrorMatchingInlineSnapshot(`[ModelError: This network has no population 'Q'. Populations: E, I.]`);
  expect(() => sim.at(1, lesion('QQ'))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: This network has no projection 'QQ'. Projections: EE, EI, IE.]`,
  );
  expect(() => sim.at(-1, silence('E'))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: An intervention at -1 ms is in the past: the simulation is at 0 ms.]`,
  );
  expect(() => sim.at(1, scale('EE.w', Number.NaN))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: The value of an intervention 'scale' must be a finite number, not NaN.]`,
  );
  await sim.run(10);
  expect(() => sim.at(5, silence('E'))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: An intervention at 5 ms is in the past: the simulation is at 10 ms.]`,
  );
  expect(() => sim.at(20, set('E.u', 1))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: This network has no state variable 'E.u'. State variables: E.v, I.v, EE.w, EI.w, EE.x, EI.x, IE.x, ticks.]`,
  );
  expect(() => sim.at(20, set('I.v', [1, 2]))).toThrowErrorMatchingInlineSnapshot(`[ModelError: 'I.v' has 5 values, but 2 are given.]`);
  expect(() => sim.at(20, signal('reward', 1))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: This network has no signal 'reward'. Signals that rules listen for: none.]`,
  );
  expect(() => sim.at(20, lesion('IE'))).toThrowErrorMatchingInlineSnapshot(`
    [UnsupportedError: Projection 'IE' cannot be cut.
      - this engine does not store its weights where they could be changed]
  `);
  expect(() => sim.at(20.05, silence('E'))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: An intervention at 20.05 ms lies between time steps, which are 0.1 ms.]`,
  );
  await expect(sim.run(0.123)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Cannot run for 0.123 ms: it must be a multiple of the time step, which is 0.1 ms, and not negative.]`,
  );
  await expect(sim.run(-1)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Cannot run for -1 ms: it must be a multiple of the time step, which is 0.1 ms, and not negative.]`,
  );
  await sim.run(10);
  expect(sim.timeMs).toBe(20);
});

test('what is no network is refused', () => {
  for (const other of [undefined, null, {}, { populations: {} }, 'net']) {
    expect(() => simulate(other as never)).toThrow(/^What is to be simulated is not a network: make one with network\(/);
  }
});

test('options that cannot be are refused', () => {
  const net = fakeNetwork();
  // @ts-expect-error: there is no such option
  expect(() => simulate(net, { wokers: 2 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: There is no option 'wokers'. Options: seed, workers, clock, dt, delayStep, engine, out, record, overwrite, checkpointEvery, resume, heapMiB. Did you mean 'workers'?]`,
  );
  expect(() => simulate(net, { workers: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Option 'workers' is 0; it must be a whole number from 1 to 256.]`,
  );
  expect(() => simulate(net, { workers: 2, engine: 'reference' })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: The reference engine runs the whole network in one worker, not in 2. Leave out 'workers', or use the wasm engine.]`,
  );
  expect(() => simulate(net, { engine: 'nest' })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: There is no engine 'nest'. Engines: wasm, reference, or the file: URL of a module.]`,
  );
  expect(() => simulate(net, { checkpointEvery: 100 })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Option 'checkpointEvery' needs 'out', the directory for checkpoints.]`,
  );
  expect(() => simulate(net, { out: 'x', record: { weightsEvery: -1 } })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Option 'record.weightsEvery' is -1; it must be a positive number of milliseconds.]`,
  );
  // @ts-expect-error: populations and projections are typed by their own names
  expect(() => simulate(net, { out: 'x', record: { spikes: ['Q'] } })).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Option 'record.spikes' names 'Q', which is not among the network's populations: E, I.]`,
  );
});

test('weights come with their synapses in order of source and target, the same on any number of workers', async () => {
  const tables = [];
  for (const workers of [1, 3]) {
    await using sim = simulate(fakeNetwork(), { ...options, workers });
    await sim.run(20);
    tables.push([await sim.weights('EE'), await sim.weights('EI'), await sim.weights('IE')]);
  }
  expect(tables[1]).toEqual(tables[0]);
  const [ee, , ie] = tables[0]!;
  const keys = [...ee!.source].map((source, i) => 1000 * source + ee!.target[i]!);
  expect(keys).toEqual(keys.toSorted((a, b) => a - b));
  expect(new Set(ee!.delay).size).toBeGreaterThan(5);
  expect(new Set(ie!.w)).toEqual(new Set([-0.4]));
  expect(new Set(ie!.delay)).toEqual(new Set([1.5]));
});

test('progress is told, in the end exactly', async () => {
  await using sim = simulate(fakeNetwork(), { ...options, workers: 2 });
  const told: { simulatedMs: number; spikes: number }[] = [];
  await sim.run(500, { onProgress: (progress) => told.push(progress), progressEvery: 5 });
  expect(told.length).toBeGreaterThan(1);
  const { spikes } = await sim.summary();
  expect(told.at(-1)).toMatchObject({ simulatedMs: 500, spikes });
});

test('an abort signal stops a run at the same epoch everywhere, and it can go on', async () => {
  await using sim = simulate(fakeNetwork(), { ...options, workers: 3 });
  const { spikes, listener } = collector();
  sim.onSpikes(listener);
  const stop = new AbortController();
  const first = await sim.run(1300, { signal: stop.signal, progressEvery: 10, onProgress: () => stop.abort() });
  expect(first.interrupted).toBe(true);
  expect(first.simulatedMs).toBeLessThan(1300);
  expect(await sim.run(1300 - first.simulatedMs)).toEqual({ simulatedMs: 1300, interrupted: false });
  expect(spikes).toEqual(straight.spikes);
});

test('a slow listener makes the engine wait and misses nothing', async () => {
  await using sim = simulate(fakeNetwork(), { ...options, workers: 2 });
  const { spikes, listener } = collector();
  sim.onSpikes(async (block) => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    await listener(block);
  });
  for (let i = 0; i < 13; i++) await sim.run(100);
  expect(spikes).toEqual(straight.spikes);
});

test('a fork goes on as the original does, and apart from it', async () => {
  await using sim = simulate(fakeNetwork(), { ...options, workers: 2 });
  await sim.run(600.5);
  await using same = await sim.fork({ workers: 3 });
  await using other = await sim.fork();
  other.at(700, silence('I'));
  await Promise.all([sim.run(699.5), same.run(699.5), other.run(699.5)]);
  const { wallSeconds: _, ...original } = await sim.summary();
  expect((await same.summary()).spikeDigest).toBe(original.spikeDigest);
  expect((await same.summary()).synapticEvents).toBe(original.synapticEvents);
  expect(original.spikeDigest).toBe(straight.spikeDigest);
  expect((await other.summary()).spikeDigest).not.toBe(original.spikeDigest);
});

test('what is no time, and what is asked of a closed simulation, is refused', async () => {
  const sim = simulate(fakeNetwork(), options);
  await expect(sim.run('10' as never)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Cannot run for '10': the time must be a number of milliseconds, as in run(1000).]`,
  );
  await expect(sim.run(undefined as never)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Cannot run for undefined: the time must be a number of milliseconds, as in run(1000).]`,
  );
  await expect(sim.run(Number.NaN)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Cannot run for NaN ms: it must be a multiple of the time step, which is 0.1 ms, and not negative.]`,
  );
  await expect(sim.run(1e-12)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Cannot run for 1e-12 ms: it must be a multiple of the time step, which is 0.1 ms, and not negative.]`,
  );
  expect(() => sim.at('10' as never, silence('E'))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: The time of an intervention must be a number of milliseconds, not '10'.]`,
  );
  expect(() => sim.at(Number.NaN, silence('E'))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: The time of an intervention must be a number of milliseconds, not NaN.]`,
  );
  await sim.run(1);
  const closing = sim.close();
  expect(() => sim.at(2, silence('E'))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: This simulation is closed. Make another one, or resume a checkpoint of it.]`,
  );
  await closing;
  expect(() => sim.at(2, silence('E'))).toThrow('This simulation is closed.');
  await expect(sim.run(1)).rejects.toThrow('This simulation is closed.');
  await expect(sim.read('E.v')).rejects.toThrow('This simulation is closed.');
});

test('a seed is a number or a text', () => {
  for (const [seed, text] of [
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    ['', "''"],
    [{}, '[object Object]'],
  ])
    expect(() => simulate(fakeNetwork(), { seed: seed as never })).toThrow(
      `Option 'seed' is ${text}; it must be a finite number, or a text that is not empty.`,
    );
});
