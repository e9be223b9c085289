import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as hdf5 from 'h5wasm/node';
import { expect, test } from 'vitest';
import { writeSonataSpikes } from '../../src/formats/sonata-spikes.ts';
import { readRun } from '../../src/simulation/read-run.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { fakeEngine, fakeNetwork, temporary } from '../simulation/fake.ts';

const base = temporary();
const run = join(base, 'run');

test('spikes of every recorded population are there, by time, in the layout that readers of SONATA expect', async () => {
  const sim = simulate(fakeNetwork(), { engine: fakeEngine, clock: 'event', out: run });
  await sim.run(200);
  await sim.close();
  const path = join(base, 'new', 'spikes.h5');
  await writeSonataSpikes(run, path);
  expect(readdirSync(join(base, 'new'))).toEqual(['spikes.h5']);
  await hdf5.ready;
  const file = new hdf5.File(path, 'r');
  expect(file.attrs.magic!.value).toBe(2682);
  expect(file.attrs.magic!.dtype).toBe('<I');
  expect([...(file.attrs.version!.value as Uint32Array)]).toEqual([0, 1]);
  const { spikes } = await readRun(run);
  for (const [index, name] of ['E', 'I'].entries()) {
    const group = file.get(`spikes/${name}`) as hdf5.Group;
    expect(group.attrs.sorting!.value).toBe('by_time');
    const [times, ids] = [group.get('timestamps') as hdf5.Dataset, group.get('node_ids') as hdf5.Dataset];
    expect([times.dtype, ids.dtype, times.attrs.units!.value]).toEqual(['<d', '<Q', 'ms']);
    const own = [...spikes!.population.keys()].filter((i) => spikes!.population[i] === index);
    expect(own.length).toBeGreaterThan(10);
    expect([...(times.value as Float64Array)]).toEqual(own.map((i) => spikes!.timeMs[i]));
    expect([...(ids.value as BigUint64Array)].map(Number)).toEqual(own.map((i) => spikes!.neuron[i]));
  }
  file.close();
});

test('a run without spikes gives a file without spikes; one that recorded none is refused', async () => {
  const silent = join(base, 'silent');
  await simulate(fakeNetwork(), { engine: fakeEngine, clock: 'event', out: silent }).close();
  const path = join(base, 'silent.h5');
  await writeSonataSpikes(silent, path);
  const file = new hdf5.File(path, 'r');
  expect((file.get('spikes/E/timestamps') as hdf5.Dataset).shape).toEqual([0]);
  file.close();
  const none = join(base, 'none');
  await simulate(fakeNetwork(), { engine: fakeEngine, clock: 'event', out: none, record: { spikes: false } }).close();
  await expect(writeSonataSpikes(none, path)).rejects.toThrow(/^Run .*none recorded no spikes\. Run it with --record spikes\.$/);
  await expect(writeSonataSpikes(base, path)).rejects.toThrow(/is not a run directory: it has no readable run\.json\.$/);
  writeFileSync(join(base, 'file'), '');
  await expect(writeSonataSpikes(silent, join(base, 'file', 'x.h5'))).rejects.toThrow(
    /^Cannot write .*file: part of the path is a file, not a directory\./,
  );
  expect(existsSync(join(base, 'file.partial'))).toBe(false);
});
