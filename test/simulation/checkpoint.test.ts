import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { lesion, scale, silence } from '../../src/simulation/interventions.ts';
import { readRun } from '../../src/simulation/read-run.ts';
import { resume, simulate } from '../../src/simulation/simulate.ts';
import { fakeEngine, fakeNetwork, temporary } from './fake.ts';

const options = { engine: fakeEngine, clock: 'event', delayStep: 0.1, seed: 'test' } as const;
const base = temporary();
const run = join(base, 'run');
let straight: Awaited<ReturnType<typeof finish>>;

const finish = async (sim: ReturnType<typeof resume>) => {
  const { spikeDigest, spikes, synapticEvents, ratesHz, weightDigests } = await sim.summary();
  const all = await sim.weightDigests(['EE', 'EI']);
  await sim.close();
  return { spikeDigest, spikes, synapticEvents, ratesHz, weightDigests, all };
};

const intervene = (sim: ReturnType<typeof resume>) => {
  sim.at(300, silence('I'));
  sim.at(350, scale('EI.w', 0.5));
  sim.at(450.7, lesion('EI'));
  sim.at(1200, silence('I', false));
};

/** A run of 1.5 s, in a directory with checkpoints at 0.5, 1 and 1.5 s. */
beforeAll(async () => {
  const sim = simulate(fakeNetwork(), { ...options, workers: 2, out: run, checkpointEvery: 500, record: { weights: ['EE'], weightsEvery: 400 } });
  intervene(sim);
  await sim.run(1500);
  straight = await finish(sim);
});

test('checkpoints are named by their time', () => {
  expect(readdirSync(run).toSorted()).toEqual([
    'checkpoint-1000',
    'checkpoint-1500',
    'checkpoint-500',
    'run.json',
    'spikes.arrow',
    'weights-EE-0.arrow',
    'weights-EE-1.arrow',
    'weights-EE-2.arrow',
    'weights-EE-3.arrow',
    'weights-EE-4.arrow',
  ]);
});

test.each([1, 2, 3, 7])('a run stopped and resumed on %i workers is the run straight through', async (workers) => {
  const sim = simulate(fakeNetwork(), { ...options, workers, resume: join(run, 'checkpoint-500') });
  expect(sim.timeMs).toBe(500);
  await sim.run(1000);
  expect(await finish(sim)).toEqual(straight);
});

test('checkpoints do not depend on the number of workers, to the byte', async () => {
  const states = [];
  for (const workers of [1, 3]) {
    await using sim = simulate(fakeNetwork(), { ...options, workers });
    intervene(sim);
    await sim.run(500);
    states.push(readFileSync(join(await sim.checkpoint(join(base, `by-${workers}`)), 'state.bin')));
  }
  expect(states[0]!.equals(states[1]!)).toBe(true);
  expect(states[0]!.equals(readFileSync(join(run, 'checkpoint-500', 'state.bin')))).toBe(true);
});

test('a run directory alone is enough to go on, and its recordings are cut back to the checkpoint', async () => {
  const copy = join(base, 'copy');
  cpSync(run, copy, { recursive: true });
  for (const later of ['checkpoint-1000', 'checkpoint-1500']) rmSync(join(copy, later), { recursive: true });
  expect(() => resume(copy)).toThrow(/^Run .*copy was made with an engine of its own, file:.*fake-engine\.mjs: name it in option 'engine'\.$/);
  const sim = resume(copy, { workers: 3, engine: fakeEngine });
  await sim.run(1000);
  expect(await finish(sim)).toEqual(straight);
  const [original, resumed] = [await readRun(run), await readRun(copy)];
  expect(resumed.spikes).toEqual(original.spikes);
  expect(resumed.receipt.interventions).toEqual(original.receipt.interventions);
  expect(resumed.weights.map(({ atMs }) => atMs)).toEqual([0, 400, 800, 1200, 1500]);
  expect(await resumed.weights[4]!.read()).toEqual(await original.weights[4]!.read());
});

test('what is altered or truncated is refused by name', async () => {
  const damaged = join(base, 'damaged');
  const attempt = async (damage: (directory: string) => void) => {
    rmSync(damaged, { recursive: true, force: true });
    cpSync(join(run, 'checkpoint-500'), damaged, { recursive: true });
    damage(damaged);
    try {
      await using sim = simulate(fakeNetwork(), { ...options, resume: damaged });
      await sim.run(1);
      return 'accepted';
    } catch (error) {
      const { name, code, message } = error as { name: string; code: string; message: string };
      return `${name} ${code}: ${message.replaceAll(damaged, 'C')}`;
    }
  };
  const flip = (file: string, at: number) => (directory: string) => {
    const path = join(directory, file);
    const bytes = readFileSync(path);
    bytes[at < 0 ? bytes.length + at : at]! ^= 1;
    writeFileSync(path, bytes);
  };
  const { size } = statSync(join(run, 'checkpoint-500', 'state.bin'));
  expect(await attempt(() => {})).toBe('accepted');
  expect(
    [
      await attempt((directory) => truncateSync(join(directory, 'state.bin'), size - 1)),
      await attempt((directory) => rmSync(join(directory, 'state.bin'))),
      await attempt((directory) => rmSync(join(directory, 'manifest.json'))),
      await attempt((directory) => truncateSync(join(directory, 'manifest.json'), 100)),
      await attempt(flip('state.bin', 0)),
      await attempt(flip('state.bin', 100)),
      await attempt(flip('state.bin', -1)),
      await attempt((directory) => {
        const path = join(directory, 'manifest.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace('"version":1', '"version":2'));
      }),
      await attempt((directory) => {
        const path = join(directory, 'manifest.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace('"tick":5000', '"tick":5001'));
      }),
    ].join('\n'),
  ).toMatchInlineSnapshot(`
    "ModelError checkpointDamaged: Checkpoint file C/state.bin has 42247 bytes instead of 42248: it is truncated or altered. Resume from an earlier checkpoint.
    ModelError checkpointDamaged: Checkpoint file C/state.bin is missing. Resume from an earlier checkpoint.
    ModelError checkpointMissing: C is not a checkpoint: it has no readable manifest.json. A checkpoint is a directory 'checkpoint-<ms>'.
    ModelError checkpointDamaged: Checkpoint file C/manifest.json is not JSON: it is truncated or altered. Resume from an earlier checkpoint.
    ModelError checkpointDamaged: Checkpoint file C/state.bin is altered: the bytes of column 'magic' do not match their checksum. Resume from an earlier checkpoint.
    ModelError checkpointDamaged: Checkpoint file C/state.bin is altered: the bytes of column 'E.v' do not match their checksum. Resume from an earlier checkpoint.
    ModelError checkpointDamaged: Checkpoint file C/state.bin is altered: the bytes of column 'digest.pending' do not match their checksum. Resume from an earlier checkpoint.
    ModelError checkpointVersion: Checkpoint C has version 2; this Spikeloom reads version 1. Resume it with the Spikeloom that wrote it.
    ModelError checkpointDamaged: Checkpoint file C/manifest.json is altered: its facts do not match their checksum. Resume from an earlier checkpoint."
  `);
  for (let at = 1; at < size; at += Math.floor(size / 12)) expect(await attempt(flip('state.bin', at))).toMatch(/^ModelError checkpointDamaged: /);
  const manifestSize = statSync(join(run, 'checkpoint-500', 'manifest.json')).size;
  for (let at = 0; at < manifestSize - 1; at += Math.floor(manifestSize / 40)) {
    expect(await attempt(flip('manifest.json', at))).toMatch(/^ModelError checkpoint(Damaged|Version): /);
  }
});

test('a checkpoint of another network, seed or clock is refused', async () => {
  const from = join(run, 'checkpoint-500');
  expect(() => simulate(fakeNetwork('other'), { ...options, resume: from })).toThrow(/^Checkpoint .*checkpoint-500 is of another network\. /);
  expect(() => simulate(fakeNetwork(), { ...options, seed: 2, resume: from })).toThrow(/is of seed test instead of 2\. /);
  await using sim = simulate(fakeNetwork(), { ...options, clock: 'grid', resume: from });
  await expect(sim.run(1)).rejects.toThrow(/is of clock event instead of grid\. Resume it with the description, seed and clock it was made with\.$/);
  expect(() => simulate(fakeNetwork(), { ...options, resume: base })).toThrow(/is not a checkpoint: it has no readable manifest\.json\./);
});

test('a failed checkpoint leaves the run alone where its place cannot be written', async () => {
  await using sim = simulate(fakeNetwork(), options);
  await sim.run(10);
  writeFileSync(join(base, 'file'), '');
  await expect(sim.checkpoint(join(base, 'file', 'x'))).rejects.toThrow(/^Cannot write .*file\/x: part of the path is a file, not a directory\./);
  await expect(sim.checkpoint()).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: A checkpoint needs a directory: give one, or simulate with 'out'.]`,
  );
  expect(await sim.run(10)).toEqual({ simulatedMs: 20, interrupted: false });
});

test('an interrupted run leaves a checkpoint if it makes any', async () => {
  const out = join(base, 'interrupted');
  const sim = simulate(fakeNetwork(), { ...options, workers: 2, out, checkpointEvery: 100_000 });
  intervene(sim);
  const stop = new AbortController();
  const { simulatedMs, interrupted } = await sim.run(1500, { signal: stop.signal, progressEvery: 5, onProgress: () => stop.abort() });
  await sim.close();
  expect(interrupted).toBe(true);
  expect((await readRun(out)).receipt.status).toBe('interrupted');
  expect(existsSync(join(out, `checkpoint-${simulatedMs}`))).toBe(true);
  const again = resume(out, { engine: fakeEngine });
  await again.run(1500 - simulatedMs);
  expect(await finish(again)).toEqual(straight);
});

test('a run killed at any moment is readable up to its last batch, and goes on from its last checkpoint to the same end', async () => {
  const out = join(base, 'killed');
  const whole = join(base, 'whole');
  const script = fileURLToPath(new URL('./endless-run.mjs', import.meta.url));
  mkdirSync(out);
  for (let kills = 0; kills < 2; kills++) {
    rmSync(out, { recursive: true });
    const child = spawn(process.execPath, [script, out], { stdio: ['ignore', 'pipe', 'inherit'] });
    const enough = (): boolean => existsSync(join(out, `checkpoint-${600 + 400 * kills}`));
    while (!enough()) await sleep(3);
    await sleep(20 * kills);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { receipt, spikes } = await readRun(out);
    expect(receipt.status).toBe('running');
    expect(spikes!.neuron.length).toBeGreaterThan(100);
  }
  const left = (await readRun(out)).spikes!;
  const resumed = resume(out, { workers: 3, engine: fakeEngine });
  const from = resumed.timeMs;
  expect(from).toBeGreaterThanOrEqual(1000);
  const until = from + 1400;
  await resumed.run(until - from);
  const { spikeDigest, weightDigests } = await resumed.summary();
  await resumed.close();
  const child = spawn(process.execPath, [script, whole, String(until)], { stdio: 'ignore' });
  await once(child, 'exit');
  const { receipt, spikes } = await readRun(whole);
  expect({ spikeDigest, weightDigests }).toEqual({ spikeDigest: receipt.spikeDigest, weightDigests: receipt.weightDigests });
  expect((await readRun(out)).spikes).toEqual(spikes);
  expect(left.timeMs).toEqual(spikes!.timeMs.subarray(0, left.timeMs.length));
});
