import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const golden = join(import.meta.dirname, '../golden');
const program = join(import.meta.dirname, '../../dist/cli/reference.js');
const directory = mkdtempSync(join(tmpdir(), 'cases-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Row {
  readonly case: string;
  readonly clock: string;
  readonly engine: string;
  readonly ok: boolean;
  readonly skipped: string | null;
  readonly maxError: number | null;
  readonly firstDifference: string | null;
}

const reference = (cases: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--json'], {
    encoding: 'utf8',
    env: { ...process.env, SPIKELOOM_CASES: cases },
  });
  const rows = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
  return { status, stderr, rows };
};

/** Cases that run in a second; `npm run reference` runs them all. */
const small = ['iaf_psc_delta_1.json', 'iaf_psc_exp_ps_1.json', 'stdp_additive_1.json', 'tsodyks2_1.json'];
beforeAll(() => {
  for (const name of small) cpSync(join(golden, name), join(directory, 'small', name), { recursive: true });
});

describe('the spike-exact cases', () => {
  test('pass on every clock and engine that supports them, or say why they are skipped', () => {
    const { status, stderr, rows } = reference(join(directory, 'small'));
    expect(rows.filter(({ ok }) => !ok)).toEqual([]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(rows).toHaveLength(small.length * 4);
    expect(Object.keys(rows[0] ?? {})).toEqual(['case', 'kind', 'clock', 'engine', 'ok', 'skipped', 'maxError', 'tolerance', 'firstDifference']);
    expect(rows.filter(({ skipped }) => skipped === null).map((row) => `${row.case} ${row.clock} ${row.engine}`)).toEqual([
      'iaf_psc_delta_1.json grid reference',
      'iaf_psc_delta_1.json grid wasm',
      'iaf_psc_exp_ps_1.json event reference',
      'iaf_psc_exp_ps_1.json event wasm',
      'stdp_additive_1.json grid reference',
      'stdp_additive_1.json grid wasm',
      'stdp_additive_1.json event reference',
      'stdp_additive_1.json event wasm',
      'tsodyks2_1.json grid reference',
      'tsodyks2_1.json grid wasm',
      'tsodyks2_1.json event reference',
      'tsodyks2_1.json event wasm',
    ]);
  });

  test('fail with the first difference and status 1 where one spike is moved by one step', () => {
    const content = JSON.parse(readFileSync(join(golden, 'iaf_psc_delta_1.json'), 'utf8')) as { expected: { nest: { spikes: { times: number[] } } } };
    const { times } = content.expected.nest.spikes;
    times[10] = (times[10] as number) + 0.1;
    cpSync(join(golden, 'tsodyks2_1.json'), join(directory, 'moved', 'tsodyks2_1.json'), { recursive: true });
    writeFileSync(join(directory, 'moved', 'a.json'), JSON.stringify(content));
    const { status, rows } = reference(join(directory, 'moved'));
    expect(status).toBe(1);
    const failed = rows.filter(({ ok }) => !ok);
    expect(failed.map(({ case: name, clock }) => `${name} ${clock}`)).toEqual(['a.json grid', 'a.json grid']);
    expect(failed[0]?.firstDifference).toMatch(/^spike \d+: expected neuron \d+ at [\d.]+ ms, got neuron \d+ at [\d.]+ ms$/);
  });

  test('that cannot be read are named', () => {
    expect(reference(join(directory, 'nowhere'))).toMatchObject({ status: 2, rows: [] });
    cpSync(join(golden, 'tsodyks2_1.json'), join(directory, 'broken', 'a.json'), { recursive: true });
    writeFileSync(join(directory, 'broken', 'b.json'), '{ "schema": "spiking-golden/2" }');
    expect(reference(join(directory, 'broken')).stderr).toBe('Case b.json has schema "spiking-golden/2"; only "spiking-golden/1" is known.\n');
  });
});
