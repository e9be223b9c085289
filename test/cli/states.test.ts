import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statesFigure } from '../../src/cli/plot/states.ts';
import { statesOf } from '../../src/cli/recorded-states.ts';
import { readRun } from '../../src/simulation/read-run.ts';
import { jsonOf, spikeloom } from './spikeloom.ts';

const directory = mkdtempSync(join(tmpdir(), 'cli-states-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const network = `import { allToAll, lif, ms, network, pairStdp, poissonSource, spineSwitching, uniform } from 'spikeloom';
export default network({
  name: 'spines',
  populations: { S: { size: 40, neuron: poissonSource({ rate: 40 }) }, T: { size: 5, neuron: lif({ tauM: 20 * ms }) } },
  projections: {
    ST: { from: 'S', to: 'T', wiring: allToAll(), weight: uniform(0.5, 1), bounds: [0, 2], delay: 1 * ms,
          synapse: [pairStdp({ aPlus: 0.05, aMinus: 0.05 }), spineSwitching({ up: 0.9, down: 0.7, period: 50 * ms })] },
  },
});
`;
const run = (...more: string[]) => spikeloom(directory, 'run', 'spines.ts', '--for', '1s', '--engine', 'reference', ...more, '--json');

beforeAll(() => writeFileSync(join(directory, 'spines.ts'), network));

test('states of spines are said, recorded and drawn where asked for', async () => {
  const said = run('--record', 'spikes,weights,states', '--plot', '--out', 'run');
  expect(said).toMatchObject({ status: 0, stderr: '' });
  const { states } = jsonOf(said) as { states: Record<string, { synapses: number; initially: number; now: number; transitions: number }> };
  const counts = states['ST.spineSwitching.strong']!;
  expect(counts).toMatchObject({ synapses: 200, initially: 0 });
  expect(said.stdout).toMatch(/state +at first +now +changes\n +ST\.spineSwitching\.strong +0\.0 % +\d+\.\d %/);
  expect(readdirSync(join(directory, 'run'))).toEqual(expect.arrayContaining(['states.arrow', 'states.svg']));
  expect(readFileSync(join(directory, 'run/overview.svg'), 'utf8')).toContain('Weights by state, ST');

  const [spines] = await statesOf(await readRun(join(directory, 'run')), () => 'mV');
  expect(spines?.weights?.strong.length).toBe(counts.now);
  expect(spines?.weights?.weak.length).toBe(200 - counts.now);
  expect(spines?.share.at(-1)).toBeCloseTo(counts.now / 200, 1);
  // Tested 50 ms ago at most: some may have crossed since, most have not.
  expect(spines?.weights?.strong.filter((w) => w > 0.7).length).toBeGreaterThan(0.9 * counts.now);
  expect(spines?.weights?.weak.filter((w) => w < 0.9).length).toBeGreaterThan(0.9 * (200 - counts.now));
});

test('a synapse that has gone says nothing of those that are still there', async () => {
  const rows = { source: [0, 0, 0, 0], target: [1, 2, 3, 2], state: [1, 1, 1, 0] };
  const run = {
    receipt: {
      simulatedMs: 100,
      states: { 'AB.spineSwitching.strong': { synapses: 3, initially: 0, now: 2, transitions: 4 } },
      recordings: { weightsOf: ['AB'] },
    },
    states: {
      ...{ timeMs: Float64Array.of(10, 20, 30, 40), variable: new Uint16Array(4), variables: ['AB.spineSwitching.strong'] },
      ...{ source: Uint32Array.from(rows.source), target: Uint32Array.from(rows.target), ordinal: new Uint16Array(4) },
      ...{ state: Float64Array.from(rows.state), w: new Float64Array(4), complete: true },
    },
    weights: [
      {
        projection: 'AB',
        atMs: 100,
        read: async () => ({ source: Uint32Array.of(0, 0), target: Uint32Array.of(1, 3), w: Float64Array.of(0.5, 0.7) }),
      },
    ],
  };
  const [spines] = await statesOf(run as unknown as Parameters<typeof statesOf>[0], () => 'mV');
  expect(spines?.weights).toEqual({ weak: [], strong: [0.5, 0.7], unit: 'mV' });
});

test('nothing is said of them otherwise', () => {
  const said = run();
  expect(jsonOf(said).states).toBeNull();
  expect(said.stdout).not.toContain('spineSwitching');
});

test('the figure has a curve of shares, and weights of both states where they were recorded', () => {
  const states = { name: 'AB.switching.strong', edges: [0, 500, 1000], share: [0, 0.25] };
  expect(statesFigure('net', [{ ...states, weights: null }])).not.toContain('weak');
  const both = statesFigure('net', [{ ...states, weights: { weak: [0.1, 0.2, 0.3], strong: [0.8], unit: 'mV' } }]);
  for (const text of ['Strong spines', 'Weights by state, AB', 'weight (mV)', 'weak', 'strong']) expect(both).toContain(text);
});
