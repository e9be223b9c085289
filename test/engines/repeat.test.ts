/** Sources whose listed spikes repeat: the same as all rounds listed, in both engines, however often runs are cut and taken up. */
import { expect, test } from 'vitest';
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import { spikeSource } from '../../src/network/describe/sources.ts';
import { allToAll } from '../../src/network/describe/wirings.ts';
import type { Network } from '../../src/network/description.ts';
import { network } from '../../src/network/network.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { lif } from '../../src/neurons/lif.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { drive, nothing, recentSpikes } from '../conformance/drive.ts';
import { makeReference, takeUp } from '../conformance/engine.ts';

const times = [[0.1, 7, 20], [20], [], [3.3, 3.4]];
const rounds = (n: number) =>
  times.map((list) => Array.from({ length: n }, (_, round) => list.map((t) => Number((t + 20 * round).toFixed(1)))).flat());

const net = (source: ReturnType<typeof spikeSource>): Network =>
  network({
    populations: { S: { size: 4, neuron: source }, E: { size: 2, neuron: lif({ tRef: 1 }) } },
    projections: { SE: { from: 'S', to: 'E', wiring: allToAll(), weight: 12, delay: 0.5 } },
  }) as Network;

const planOf = (source: ReturnType<typeof spikeSource>) => planNetwork(net(source), { clock: 'grid', seed: 1 });

test('are the same as all rounds listed', async () => {
  const [listed, repeated] = [planOf(spikeSource({ times: rounds(6) })), planOf(spikeSource({ times, repeat: 20 }))];
  const expected = nothing();
  drive([makeReference(listed)], listed, 0, 1200, expected);
  expect(expected.ids.filter((id) => id < 4)).toHaveLength(6 * 6);
  expect(expected.ids.some((id) => id >= 4)).toBe(true);
  for (const engine of [makeReference(repeated), await createWasmEngine(repeated, 0, 1, kernelHost())]) {
    const spikes = nothing();
    drive([engine], repeated, 0, 1200, spikes);
    expect(spikes).toEqual(expected);
  }
  for (const half of [600, 633]) {
    const spikes = nothing();
    const [first, second] = [makeReference(repeated), makeReference(repeated)];
    drive([first], repeated, 0, half, spikes);
    takeUp(first, second, half, recentSpikes(spikes, half - repeated.horizonTicks));
    drive([second], repeated, half, 1200, spikes);
    expect(spikes).toEqual(expected);
  }
});

test('are refused on the event clock, and where they go on beyond a round', () => {
  expect(planNetwork(net(spikeSource({ times, repeat: 20 }))).clock).toBe('grid');
  expect(() => planNetwork(net(spikeSource({ times, repeat: 20 })), { clock: 'event' })).toThrowErrorMatchingInlineSnapshot(`
    [UnsupportedError: The event clock cannot run this network; the grid clock can (clock: 'grid').
      - population 'S': spikes that repeat are read step by step, and this clock has no steps]
  `);
  expect(() => net(spikeSource({ times, repeat: 19 }))).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: Population 'S': neuron.times[0] goes on to 20 ms, but the spikes repeat after 19 ms.]`,
  );
});
