import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { damagedField } from '../../src/simulation/check-receipt.ts';
import { readReceipt } from '../../src/simulation/receipt.ts';
import { resume, simulate } from '../../src/simulation/simulate.ts';
import { fakeEngine, fakeNetwork, temporary } from './fake.ts';

const directory = join(temporary(), 'run');

test('a receipt is read as it was written; one with a field missing or changed is refused by name, and nothing is touched', async () => {
  await using sim = simulate(fakeNetwork(), { engine: fakeEngine, clock: 'event', delayStep: 0.1, out: directory, record: { weights: true } });
  await sim.run(20);
  await sim.checkpoint();
  await sim.close();
  const receipt = readReceipt(directory) as unknown as Record<string, unknown>;
  const spikes = readFileSync(join(directory, 'spikes.arrow'));
  const recordings = receipt.recordings as Record<string, unknown>;
  const outside = { file: 'weights-/../../precious.arrow', projection: 'EE', atMs: 0 };
  const damage = [
    ...['network', 'seed', 'clock', 'recordings', 'checkpoints', 'populations'].flatMap((key) => [
      { [key]: undefined },
      { [key]: null },
      { [key]: 5 },
      { [key]: [null] },
    ]),
    { recordings: { ...recordings, spikes: { file: '../../precious' } } },
    { recordings: { ...recordings, weights: [outside] } },
    { checkpoints: [{ directory: '../checkpoint-5', atMs: 5 }] },
  ];
  const precious = join(directory, '..', 'precious.arrow');
  writeFileSync(precious, '');
  mkdirSync(join(directory, 'weights-'), { recursive: true });
  for (const change of damage) {
    writeFileSync(join(directory, 'run.json'), JSON.stringify({ ...receipt, ...change }));
    const [field] = Object.keys(change);
    expect(damagedField({ ...receipt, ...change })).toBe(field);
    expect(() => resume(directory, { engine: fakeEngine })).toThrow(`run.json is damaged: its '${field}' is missing`);
  }
  expect(readFileSync(join(directory, 'spikes.arrow'))).toEqual(spikes);
  expect(readFileSync(precious, 'utf8')).toBe('');
});
