/** The parts that workers meet in, tried in one thread or in threads of their own. */
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Spikes } from '../../src/engines/engine.ts';
import { controlBytes } from '../../src/simulation/control.ts';
import { exchangeBytes } from '../../src/simulation/exchange.ts';
import { stagingBytes } from '../../src/simulation/lockstep.ts';
import { merge } from '../../src/simulation/merge.ts';
import { SpikeList } from '../../src/simulation/spike-list.ts';
import { SpikeLog } from '../../src/simulation/spike-log.ts';
import { sumsBytes, sumsCapacity } from '../../src/simulation/sums.ts';

type Spike = readonly [tick: number, frac: number, id: number];
const before = (a: Spike, b: Spike): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
const columns = (spikes: readonly Spike[]): Spikes => ({
  ids: Uint32Array.from(spikes, ([, , id]) => id),
  ticks: Float64Array.from(spikes, ([tick]) => tick),
  fracs: Float64Array.from(spikes, ([, frac]) => frac),
});

test('merging ordered trains gives the order of time and id', () => {
  const spike = fc.tuple(fc.nat(4), fc.constantFrom(0, 0.25, 0.5), fc.nat(30));
  fc.assert(
    fc.property(fc.array(fc.array(spike), { minLength: 1, maxLength: 7 }), (trains) => {
      const out = new SpikeList();
      const ordered = trains.map((train) => ({ ...columns(train.toSorted(before)), length: train.length }));
      merge(ordered, new Int32Array(trains.length), out);
      expect(out.view()).toEqual(columns(trains.flat().toSorted(before)));
    }),
  );
});

test('a log hands out every spike once, and keeps those that can still act', () => {
  const log = new SpikeLog(10);
  const taken: number[] = [];
  for (let tick = 1; tick <= 500; tick++) {
    log.append(columns([[tick, 0, tick]]));
    if (tick % 7 === 0) taken.push(...log.take(tick).ids);
    expect([...log.recent(tick).ticks]).toEqual(Array.from({ length: Math.min(tick, 11) }, (_, i) => Math.max(1, tick - 10) + i));
  }
  taken.push(...log.take(500).ids);
  expect(taken).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  expect(log.total).toBe(500);
});

/** Runs `body` in `count` threads, with the given modules of `dist/simulation` in reach, and returns what each made of it. */
const inThreads = async (count: number, body: string): Promise<unknown[]> => {
  const dist = new URL('../../dist/simulation/', import.meta.url).href;
  const source = `
    import { parentPort, workerData } from 'node:worker_threads';
    import { Barrier } from '${dist}barrier.js';
    import { Exchange } from '${dist}exchange.js';
    import { Lockstep, stagingBytes } from '${dist}lockstep.js';
    import { Sums } from '${dist}sums.js';
    const { index, count, control, exchange, staging } = workerData;
    const barrier = new Barrier(new Int32Array(control), count, 2);
    ${body}`;
  const workerData = {
    count,
    control: new SharedArrayBuffer(controlBytes),
    exchange: new SharedArrayBuffer(exchangeBytes(count, 4)),
    staging: new SharedArrayBuffer(stagingBytes(count) + sumsBytes(count)),
  };
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), { workerData: { ...workerData, index } });
      const result = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
      await worker.terminate();
      return result;
    }),
  );
};

test.each([2, 3])('%i threads that have more spikes than a segment holds still get them all', async (count) => {
  const results = await inThreads(
    count,
    `const swap = new Exchange(exchange, index, barrier, 4);
     const all = [];
     for (let epoch = 0; epoch < 200; epoch++) {
       const n = (epoch * 7 + index * 5) % 11;
       const ids = Uint32Array.from({ length: n }, (_, i) => i * count + index);
       const spikes = swap.swap({ ids, ticks: new Float64Array(n).fill(epoch), fracs: new Float64Array(n) });
       for (let i = 0; i < spikes.ids.length; i++) all.push([spikes.ticks[i], spikes.fracs[i], spikes.ids[i]]);
     }
     parentPort.postMessage(all);`,
  );
  const expected: Spike[] = [];
  for (let epoch = 0; epoch < 200; epoch++) {
    for (let index = 0; index < count; index++) {
      for (let i = 0; i < (epoch * 7 + index * 5) % 11; i++) expected.push([epoch, 0, i * count + index]);
    }
  }
  for (const result of results) expect(result).toEqual(expected.toSorted(before));
});

test('sums are those of all threads, beyond one round and below zero', async () => {
  const length = 2 * sumsCapacity + 3;
  const results = await inThreads(
    3,
    `const sums = new Sums(staging, stagingBytes(count), index, barrier);
     const own = BigInt64Array.from({ length: ${length} }, (_, i) => BigInt(i * (index - 2)));
     sums.total(own);
     parentPort.postMessage(sums.total(own));`,
  );
  for (const result of results) expect(result).toEqual(BigInt64Array.from({ length }, (_, i) => BigInt(-3 * i)));
});

test('a sum beyond 64 bits is refused', async () => {
  const [message] = await inThreads(
    2,
    `const sums = new Sums(staging, stagingBytes(count), index, barrier);
     try { sums.total(BigInt64Array.of(2n ** 62n)); } catch (error) { parentPort.postMessage(error.message); }`,
  );
  expect(message).toMatchInlineSnapshot(
    `"A rule that sums over synapses in fixed point went beyond 64 bits: declare a coarser quantum for the variable that is summed."`,
  );
});

test('columns come together row by row, and go apart again, however large', async () => {
  // Rows of every length, an empty one, one beyond a window, and more rows than a table holds; 3 MB a thread.
  const rows = 40_000;
  const lengths = `const lengths = Array.from({ length: ${rows} }, (_, row) => row === 17 ? 300000 : (row * 7 + index * 3) % 5);
     const rowStart = new Uint32Array(${rows} + 1);
     lengths.forEach((length, row) => { rowStart[row + 1] = rowStart[row] + length; });`;
  const results = (await inThreads(
    3,
    `${lengths}
     const lockstep = new Lockstep(staging, index, barrier);
     const own = new Float64Array(rowStart[${rows}]);
     const row32 = new Uint32Array(own.length);
     for (let row = 0; row < ${rows}; row++) for (let s = rowStart[row]; s < rowStart[row + 1]; s++) { own[s] = row * 10 + index; row32[s] = row; }
     const parts = [[], []];
     lockstep.gather(rowStart, [own, row32], (views) => views.forEach((view, f) => parts[f].push(view.slice())));
     lockstep.gather(Uint32Array.of(0, 5), [Float64Array.from({ length: 5 }, (_, i) => 10 * index + i)], ([view]) => parts[0].push(view.slice()));
     const total = lockstep.total(own.length);
     let at = 0;
     const back = new Float64Array(own.length);
     const canonical = new Float64Array(total).map((_, i) => i);
     lockstep.scatter(rowStart, back, (length) => canonical.subarray(at, at += length));
     parentPort.postMessage({ parts, total, back, rowStart });`,
  )) as { parts: Float64Array[][]; total: number; back: Float64Array; rowStart: Uint32Array }[];
  const [values, rowOf] = results[0]!.parts.map((windows) => windows.flatMap((window) => [...window])) as [number[], number[]];
  expect(results.map(({ total }) => total)).toEqual(new Array(3).fill(rowOf.length));
  expect(values.slice(rowOf.length)).toEqual([0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24]);
  const sorted = values.slice(0, rowOf.length);
  expect(sorted.every((value, i) => i === 0 || value >= sorted[i - 1]!)).toBe(true);
  expect(rowOf.every((row, i) => Math.floor(sorted[i]! / 10) === row)).toBe(true);
  // Every canonical place went to the thread that owns it.
  for (const [index, { back }] of results.entries()) expect([...back].every((place) => sorted[place]! % 10 === index)).toBe(true);
  expect(new Set(results.flatMap(({ back }) => [...back])).size).toBe(rowOf.length);
});
