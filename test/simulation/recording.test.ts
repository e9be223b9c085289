import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SpikeDigest } from '../../src/simulation/digest.ts';
import { silence } from '../../src/simulation/interventions.ts';
import { readRun, readSpikes } from '../../src/simulation/read-run.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { collector, fakeEngine, fakeNetwork, temporary } from './fake.ts';

const options = { engine: fakeEngine, clock: 'event', delayStep: 0.1, seed: 'test' } as const;
const first = { E: 0, I: 41 } as Record<string, number>;

test('a run directory holds every spike, weights at chosen times and at the end, and a receipt', async () => {
  const out = join(temporary(), 'nested', 'run');
  const { spikes, listener } = collector();
  const sim = simulate(fakeNetwork(), { ...options, workers: 2, out, record: { weights: ['EE'], weightsEvery: 100 } });
  sim.onSpikes(listener);
  sim.at(50, silence('I'));
  await sim.run(150);
  await sim.run(100.5);
  const table = await sim.weights('EE');
  const summary = await sim.summary();
  await sim.close();
  expect(readdirSync(out).toSorted()).toEqual([
    'run.json',
    'spikes.arrow',
    'weights-EE-0.arrow',
    'weights-EE-1.arrow',
    'weights-EE-2.arrow',
    'weights-EE-3.arrow',
  ]);

  const { receipt, spikes: recorded, weights } = await readRun(out);
  expect(recorded!.complete).toBe(true);
  expect(recorded!.populations).toEqual(['E', 'I']);
  const { epoch, offset, neuron, population, timeMs } = recorded!;
  const read = [...epoch].map((tick, i) => `${tick}+${offset[i]}:${neuron[i]! + first[recorded!.populations[population[i]!]!]!}`);
  expect(read).toEqual(spikes);
  expect([...timeMs]).toEqual([...epoch].map((tick, i) => tick / 10 + offset[i]!));

  expect(weights.map(({ projection, atMs }) => [projection, atMs])).toEqual([
    ['EE', 0],
    ['EE', 100],
    ['EE', 200],
    ['EE', 250.5],
  ]);
  const { source, target, w, delay } = await weights[3]!.read();
  expect({ projection: 'EE', source, target, w, delay }).toEqual(table);

  const { wallSeconds, buildSeconds, peakRssMiB: _, realTimeFactor: __, ...same } = summary;
  expect(receipt).toMatchObject({ ...same, status: 'complete', error: null, seed: 'test', neurons: 46, perMs: 10 });
  expect(receipt.interventions).toEqual([{ atMs: 50, intervention: { kind: 'silence', population: 'I', silent: true } }]);
  expect(wallSeconds).toBeGreaterThan(0);
  expect(buildSeconds).toBeGreaterThan(0);
  expect(receipt.recordings.spikes).toMatchObject({ rows: spikes.length, populations: ['E', 'I'] });
});

test('recording changes nothing, and some populations may be recorded alone', async () => {
  const digests = [];
  for (const record of [undefined, { spikes: ['I'], weights: true }, { spikes: false }] as const) {
    const out = record && join(temporary(), 'run');
    const sim = simulate(fakeNetwork(), { ...options, ...(out ? { out, record } : {}) });
    await sim.run(200);
    digests.push((await sim.summary()).spikeDigest);
    await sim.close();
    if (!out) continue;
    const { spikes } = await readRun(out);
    if (record.spikes === false) expect([spikes, existsSync(join(out, 'spikes.arrow'))]).toEqual([null, false]);
    else expect(new Set(spikes!.population)).toEqual(new Set([1]));
  }
  expect(new Set(digests).size).toBe(1);
});

test('a cut file loses only its last batch', async () => {
  const out = join(temporary(), 'run');
  const sim = simulate(fakeNetwork(), { ...options, out });
  for (let i = 0; i < 3; i++) await sim.run(100);
  await sim.close();
  const path = join(out, 'spikes.arrow');
  const whole = await readSpikes(path);
  const size = statSync(path).size;
  const seen = new Set<number>();
  for (let cut = size - 1; cut > 1000; cut -= 97) {
    truncateSync(path, cut);
    const { neuron, complete } = await readSpikes(path);
    expect(complete).toBe(false);
    expect(neuron).toEqual(whole.neuron.subarray(0, neuron.length));
    seen.add(neuron.length);
  }
  expect([...seen].length).toBe(4);
  truncateSync(path, 100);
  await expect(readSpikes(path)).rejects.toThrow(/spikes.arrow is not an Arrow stream, or is cut within its schema\./);
});

test('a directory that holds a run is left alone unless it may be overwritten', async () => {
  const out = join(temporary(), 'run');
  await simulate(fakeNetwork(), { ...options, out }).close();
  const before = readFileSync(join(out, 'run.json'));
  expect(() => simulate(fakeNetwork(), { ...options, out })).toThrow(
    'already holds a run. Choose another directory, resume that run, or allow it to be overwritten.',
  );
  expect(readFileSync(join(out, 'run.json'))).toEqual(before);
  writeFileSync(join(out, 'notes.txt'), 'mine');
  const again = simulate(fakeNetwork(), { ...options, out, overwrite: true });
  await again.run(20);
  await again.close();
  expect((await readRun(out)).receipt.simulatedMs).toBe(20);
  expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
});

test('the digest depends on spikes alone, second by second', () => {
  const ticks = Float64Array.of(5, 10_000, 10_000, 30_000);
  const fracs = Float64Array.of(0, 0, 0.01, 0.05);
  const ids = Uint32Array.of(3, 1, 2, 9);
  const whole = new SpikeDigest(10);
  whole.take({ ids, ticks, fracs }, 35_000);
  const pieces = new SpikeDigest(10);
  const cuts = [0, 5000, 10_000, 20_000, 30_001, 35_000];
  const inBlock = (low: number, high: number) => [...ticks.keys()].filter((i) => ticks[i]! + fracs[i]! > low && ticks[i]! + fracs[i]! <= high);
  cuts.slice(1).forEach((high, i) => {
    const picked = inBlock(cuts[i]!, high);
    const pick = (column: Float64Array) => Float64Array.from(picked, (k) => column[k]!);
    pieces.take({ ids: Uint32Array.from(picked, (k) => ids[k]!), ticks: pick(ticks), fracs: pick(fracs) }, high);
  });
  expect(pieces.value()).toBe(whole.value());
  expect(pieces.state()).toEqual(whole.state());
  expect(whole.state().second).toBe(3);
  const resumed = new SpikeDigest(10, 35_000, whole.state());
  resumed.take({ ids: new Uint32Array(0), ticks: new Float64Array(0), fracs: new Float64Array(0) }, 40_000);
  whole.take({ ids: new Uint32Array(0), ticks: new Float64Array(0), fracs: new Float64Array(0) }, 40_000);
  expect(resumed.value()).toBe(whole.value());
});

test('the digest of one spike is what its definition says', () => {
  const digest = new SpikeDigest(10);
  digest.take({ ids: Uint32Array.of(7), ticks: Float64Array.of(10_000), fracs: Float64Array.of(0) }, 10_000);
  // printf '\x00\x00\x00\x00\x00\x40\x8f\x40\x07\x00\x00\x00' | sha256sum
  expect(digest.value()).toBe('941277e5c0779b7d933042871658aca3c348e48bc912155b0ee98e27b4f17a92');
});
