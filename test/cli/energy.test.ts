import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { energyFigure } from '../../src/cli/plot/energy.ts';
import { jsonOf, spikeloom } from './spikeloom.ts';

const directory = mkdtempSync(join(tmpdir(), 'cli-energy-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Ten sources of 40 Hz onto five neurons, 0.2 mV each: 10 · 5 · 40 Hz · 0.2 mV = 400 mV/s, or 100 pC/s at 250 pF. */
const network = `import { allToAll, integrator, ms, network, poissonSource } from 'spikeloom';
export default network({
  name: 'pulses',
  populations: { S: { size: 10, neuron: poissonSource({ rate: 40 }) }, T: { size: 5, neuron: integrator({ tauM: 10 * ms }) } },
  projections: { ST: { from: 'S', to: 'T', wiring: allToAll(), weight: 0.2, delay: 1 * ms } },
});
`;
const run = (...more: string[]) =>
  spikeloom(directory, 'run', 'pulses.ts', '--for', '20s', '--engine', 'reference', '--clock', 'event', ...more, '--json');

beforeAll(() => writeFileSync(join(directory, 'pulses.ts'), network));

test('energy is said, recorded and drawn where asked for', () => {
  const said = run('--record', 'spikes,energy', '--plot', '--out', 'run');
  expect(said).toMatchObject({ status: 0, stderr: '' });
  const { energy } = jsonOf(said) as { energy: { projections: Record<string, { unit: string; sum: number; pC: number }>; pC: number } };
  const { ST } = energy.projections as { ST: { unit: string; sum: number; pC: number } };
  // 8,000 spikes: 5 standard deviations are 5.6 %, beyond which lie 6e-7.
  expect(Math.abs(ST.sum / 8000 - 1)).toBeLessThan(0.056);
  expect(ST).toMatchObject({ unit: 'mV', pC: energy.pC });
  expect(ST.pC / ST.sum).toBeCloseTo(0.25, 12);
  expect(said.stdout).toMatch(/projection +transmitted +charge \(pC\) +pC\/s\n +ST/);
  expect(readdirSync(join(directory, 'run'))).toEqual(expect.arrayContaining(['energy.arrow', 'energy.svg']));
  expect(readFileSync(join(directory, 'run/energy.svg'), 'utf8')).toContain('charge (pC/s)');
});

test('is not measured otherwise', () => {
  const said = run();
  expect(jsonOf(said).energy).toBeNull();
  expect(said.stdout).not.toContain('charge');
});

test('the figure has a step line for each projection, over bins as long as they were', () => {
  const edges = [0, 100, 200, 250];
  const small = energyFigure('net', [
    { name: 'AB', edges, pC: [1, 2, 3] },
    { name: 'BA', edges, pC: [0, 0, 1] },
  ]);
  expect(small).toContain('charge (pC/s)');
  expect(small.match(/<path [^>]*d="M[^"]*H[^"]*"/g)?.length).toBeGreaterThanOrEqual(2);
  expect(energyFigure('net', [{ name: 'AB', edges, pC: [1000, 2000, 3000] }])).toContain('charge (nC/s)');
});
