import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRun } from '../../src/simulation/read-run.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { fakeEngine, fakeNetwork, temporary } from './fake.ts';

const options = { engine: fakeEngine, clock: 'event', delayStep: 0.1 } as const;
const base = temporary();

/** Runs until it fails, and returns every error that anybody got, and what was recorded. */
const fail = async (fault: string, more: object = {}) => {
  const out = join(base, fault.replaceAll(' ', '-'));
  const sim = simulate(fakeNetwork(fault), { ...options, workers: 3, out, ...more });
  await sim.run(300);
  const error = await sim.run(1000).then(
    () => null,
    (reason: unknown) => reason as Error & { code: string },
  );
  await expect(sim.run(1)).rejects.toBe(error);
  await sim.close();
  const { receipt, spikes } = await readRun(out);
  expect(receipt).toMatchObject({ status: 'failed', error: error!.message });
  expect(spikes!.complete).toBe(true);
  expect(spikes!.timeMs.at(-1)).toBeGreaterThan(250);
  return error!;
};

test('a worker that throws ends the run with its error, recordings closed', async () => {
  const error = await fail('throw 1 5000');
  expect(error.message).toMatchInlineSnapshot(
    `"Worker 2 of 3 failed: the fake engine was told to throw. This is a bug in Spikeloom; please report it with the network that shows it."`,
  );
  expect(error.name).toBe('InternalError');
});

test('a worker that exits ends the run', async () => {
  expect((await fail('exit 2 5000')).message).toMatchInlineSnapshot(
    `"Worker 3 of 3 failed: worker exited with code: 7. This is a bug in Spikeloom; please report it with the network that shows it."`,
  );
});

test('a worker that runs out of memory ends the run', async () => {
  const error = await fail('memory 0 5000', { heapMiB: 64 });
  expect(error.message).toMatchInlineSnapshot(
    `"Worker 1 of 3 ran out of memory (Worker terminated due to reaching memory limit: JS heap out of memory). Use more workers, single weight precision, or a smaller network; 'check' says what a network needs."`,
  );
  expect(error.code).toBe('outOfMemory');
});

test('what is wrong with the network is said by run, and nothing is written', async () => {
  const out = join(base, 'never');
  await using sim = simulate(fakeNetwork(), { ...options, clock: 'event', delayStep: 0.3, out });
  await expect(sim.run(1)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: delayStep is 0.3 ms, but 1 ms must be a whole number of steps, 1 to 1000000: 1, 0.5, 0.2, 0.1, 0.05 …]`,
  );
  expect(existsSync(out)).toBe(false);
});

test('a place that cannot be written is named', async () => {
  writeFileSync(join(base, 'file'), '');
  await using sim = simulate(fakeNetwork(), { ...options, out: join(base, 'file', 'run') });
  await expect(sim.run(1)).rejects.toThrow(
    /^Cannot write .*file\/run: part of the path is a file, not a directory\. Choose another place for the run, or make room\.$/,
  );
});

test.runIf(existsSync('/dev/full'))('a full disk is named', async () => {
  const out = join(base, 'full');
  mkdirSync(out);
  symlinkSync('/dev/full', join(out, 'spikes.arrow'));
  await using sim = simulate(fakeNetwork(), { ...options, workers: 2, out });
  await expect(sim.run(10)).rejects.toThrow(
    /^Cannot write .*full\/spikes\.arrow: the disk is full\. Choose another place for the run, or make room\.$/,
  );
});

test('a listener that fails ends the run with its error', async () => {
  await using sim = simulate(fakeNetwork(), { ...options, workers: 2 });
  await sim.run(10);
  sim.onSpikes(() => {
    throw new Error('no room');
  });
  await expect(sim.run(100)).rejects.toThrow('no room');
});

test('a closed simulation says so', async () => {
  const sim = simulate(fakeNetwork(), options);
  await sim.close();
  await sim.close();
  await expect(sim.run(1)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: This simulation is closed. Make another one, or resume a checkpoint of it.]`,
  );
});
