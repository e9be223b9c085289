/** Subscribers that are slow, fail, leave early or never come: what happens to the others, to the run and to memory. */
import { setTimeout as sleep } from 'node:timers/promises';
import { concatMap, from, map, take } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { conflate, hold, type Lossy, lossless, type Simulation, type Spikes, sample, simulate } from '../../src/index.ts';
import { small } from './network.ts';

const started = (): Simulation<'I' | 'E', 'EE'> => simulate(small, { seed: 7 });

/** Spikes of E in the first `ms`. */
const spikesIn = async (ms: number): Promise<number> => {
  await using sim = started();
  let count = 0;
  sim.onSpikes(({ ids }) => {
    count += ids.filter((id) => id >= 10).length;
  });
  await sim.run(ms);
  return count;
};

/** A run in pieces, so that there are many blocks: one at the end of each run at least, more where the machine is busy. */
const inPieces = async (sim: Simulation<'I' | 'E', 'EE'>, pieces: number): Promise<void> => {
  for (let i = 0; i < pieces; i++) await sim.run(10);
};

/** Of the times at which blocks end, those at which runs do. */
const ends = (times: readonly number[]): number[] => times.filter((time) => time % 10 === 0);

test('the engine waits for a subscriber that is behind: nothing is lost, and no more than was allowed waits', async () => {
  await using sim = started();
  let [given, done, most, rows] = [0, 0, 0, 0];
  sim
    .spikes('E')
    .pipe(
      map((block) => {
        most = Math.max(most, ++given - done);
        return block;
      }),
      lossless(
        async ({ time }) => {
          await sleep(2);
          done++;
          return time.length;
        },
        { ahead: 3 },
      ),
    )
    .subscribe((count) => {
      rows += count;
    });
  await inPieces(sim, 60);
  const behind = given - done;
  await sim.close();
  await sleep(20);
  expect([done, rows]).toEqual([given, await spikesIn(600)]);
  expect(given).toBeGreaterThanOrEqual(60);
  expect(behind).toBeLessThanOrEqual(3);
  expect(most).toBeLessThanOrEqual(4);
});

test('a promise that is held makes the engine wait; outside the handing on nothing does', async () => {
  await using sim = started();
  const order: string[] = [];
  sim.spikes('E').subscribe(() => {
    hold(sleep(20).then(() => order.push('ready')));
  });
  await sim.run(10);
  order.push('ran');
  hold(sleep(1e6, undefined, { ref: false }));
  await sim.run(10);
  expect(order).toEqual(['ready', 'ran', 'ready']);
});

test('a task that fails ends its own stream; the run and others go on', async () => {
  await using sim = started();
  const [failed, others]: [string[], number[]] = [[], []];
  const failing = lossless(async () => {
    throw new Error('disk full');
  });
  sim
    .spikes('E')
    .pipe(failing)
    .subscribe({ error: (error: Error) => failed.push(error.message) });
  sim.spikes('E').subscribe(({ upTo }) => others.push(upTo));
  await inPieces(sim, 5);
  expect(failed).toEqual(['disk full']);
  expect(ends(others)).toEqual([10, 20, 30, 40, 50]);
});

test('a subscriber that throws is warned of once, and the others get everything', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  await using sim = started();
  const others: number[] = [];
  sim.spikes('E').subscribe(() => {
    throw new Error('my mistake');
  });
  sim.spikes('E').subscribe(({ upTo }) => others.push(upTo));
  await inPieces(sim, 5);
  await sleep(10);
  expect(ends(others)).toEqual([10, 20, 30, 40, 50]);
  expect(warned.mock.calls.map(([text]) => String(text).split('\n')[0])).toEqual([
    'A subscriber failed; the run and the other subscribers go on. Error: my mistake',
  ]);
  warned.mockRestore();
});

test('a subscriber that leaves early ends nothing but itself, and what nobody watches is not made', async () => {
  await using sim = started();
  const [few, all]: [number[], number[]] = [[], []];
  sim
    .spikes('E')
    .pipe(take(2))
    .subscribe(({ upTo }) => few.push(upTo));
  const others = sim.weights('EE', { every: 10 }).subscribe(({ upTo }) => all.push(upTo));
  await inPieces(sim, 3);
  others.unsubscribe();
  await inPieces(sim, 3);
  expect(few).toHaveLength(2);
  expect(all).toEqual([0, 10, 20, 30]);
});

interface Left {
  readonly from: number;
  readonly upTo: number;
  readonly rows: number;
  readonly blocks: number;
  readonly left: number;
}
const leftBy = ({ from: begin, upTo, time, dropped }: Lossy<Spikes>): Left => ({
  ...{ from: begin, upTo, rows: time.length },
  ...{ blocks: dropped.blocks, left: dropped.rows },
});

test('a conflated view never keeps the engine waiting, and says what it left out', async () => {
  await using sim = started();
  const seen: Left[] = [];
  let open = (): void => {};
  const slow = conflate<Spikes, void>((block) => {
    seen.push(leftBy(block));
    return new Promise((resolve) => {
      open = resolve;
    });
  });
  sim.spikes('E').pipe(slow).subscribe();
  const opened = async (pieces: number): Promise<void> => {
    await inPieces(sim, pieces);
    open();
    await sleep(1);
  };
  await opened(20);
  await opened(5);
  expect(seen.map(({ upTo }) => upTo).slice(1)).toEqual([200, 250]);
  expect(seen.map(({ blocks }) => blocks)[0]).toBe(0);
  expect(seen[1]?.blocks).toBeGreaterThanOrEqual(18);
  expect(seen.reduce((sum, { rows, left }) => sum + rows + left, 0)).toBe(await spikesIn(250));
});

test('a sampled view takes a block for each stretch of simulated time, and counts the rest', async () => {
  await using sim = started();
  const seen: Left[] = [];
  sim
    .spikes('E')
    .pipe(sample({ every: 50 }))
    .subscribe((block) => seen.push(leftBy(block)));
  await inPieces(sim, 20);
  expect(seen.map(({ upTo }) => Math.floor(upTo / 50))).toEqual([0, 1, 2, 3, 4]);
  expect(seen.reduce((sum, { rows, left }) => sum + rows + left, 0)).toBe(await spikesIn(200));
  expect(seen[2]?.blocks).toBeGreaterThanOrEqual(3);
  expect(() => sample({ every: 0 })).toThrow('sample takes blocks every so many milliseconds, which must be positive; not every 0.');
});

test('watching changes nothing, however many watch', async () => {
  const digest = async (watchers: number, workers: number): Promise<unknown> => {
    await using sim = simulate(small, { seed: 7, workers });
    for (let i = 0; i < watchers; i++) {
      sim.spikes('E').subscribe();
      sim.weights('EE', { every: 7 + i }).subscribe();
      sim.voltages('I', { every: 3.5 }).subscribe();
    }
    await sim.run(200);
    const { spikeDigest, weightDigests } = await sim.summary();
    return { spikeDigest, weightDigests };
  };
  const alone = await digest(0, 1);
  expect(await digest(1, 1)).toEqual(alone);
  expect(await digest(10, 2)).toEqual(alone);
});

test('a run that fails ends its streams with the reason', async () => {
  const sim = started();
  const told: string[] = [];
  sim.spikes('E').subscribe({ error: (error: Error) => told.push(error.message) });
  sim.onSpikes(() => {
    throw new Error('no more room');
  });
  await expect(sim.run(10)).rejects.toThrow('no more room');
  await sim.close().catch(() => {});
  expect(told).toEqual(['no more room']);
});

test('RxJS operators that wait buffer by themselves, as they do everywhere', async () => {
  await using sim = started();
  const seen: number[] = [];
  sim
    .spikes('E')
    .pipe(concatMap((block) => from(sleep(1).then(() => block.upTo))))
    .subscribe((upTo) => seen.push(upTo));
  await inPieces(sim, 5);
  await sleep(50);
  expect(ends(seen)).toEqual([10, 20, 30, 40, 50]);
});
