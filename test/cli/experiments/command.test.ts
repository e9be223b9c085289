/** What `spikeloom experiment` promises to programs that read it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { experiments } from '../../../src/cli/experiments/index.ts';
import { jsonOf, spikeloom } from '../spikeloom.ts';

const directory = mkdtempSync(join(tmpdir(), 'spikeloom-experiments-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('ends with one object: the experiment, its seed and its rows', () => {
  const said = spikeloom(directory, 'experiment', 'release-statistics', '--quick', '--seed', 'command', '--json');
  expect(said.status).toBe(0);
  const { experiment, seed, rows } = jsonOf(said) as { experiment: string; seed: string; rows: readonly Record<string, unknown>[] };
  expect([experiment, seed]).toEqual(['release-statistics', 'command']);
  expect(rows.length).toBeGreaterThan(0);
  for (const { quantity, measured, expected, tolerance, status, ok } of rows) {
    expect([typeof quantity, typeof measured, typeof ok]).toEqual(['string', 'number', 'boolean']);
    for (const value of [expected, tolerance]) expect(value === null || typeof value === 'number').toBe(true);
    expect(['established', 'verified', 'open']).toContain(status);
  }
  for (const file of ['release-statistics.svg', 'rows.json'])
    expect(existsSync(join(directory, 'runs/experiment-release-statistics', file))).toBe(true);
}, 120_000);

test('knows every experiment by the name that it has itself', async () => {
  for (const [name, { load }] of Object.entries(experiments)) expect((await load()).name).toBe(name);
});
