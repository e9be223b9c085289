import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { NetworkCase, RandomCase } from '../../../src/cli/reference/case-file.ts';
import { explicitNetwork, randomNetwork } from '../../../src/cli/reference/case-network.ts';
import { createWasmEngine } from '../../../src/engines/wasm/index.ts';
import { planNetwork } from '../../../src/network/plan-network.ts';
import { kernelHost } from '../../../src/simulation/kernel-host.ts';
import { drive, nothing } from '../../conformance/drive.ts';

const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'));

const tolerances = { iaf_psc_delta: 1e-9, iaf_psc_exp: 1e-9, hetero_delays: 1e-9, iaf_cond_exp: 1e-6 };

describe('the grid clock in WebAssembly against NEST', () => {
  for (const [kind, tolerance] of Object.entries(tolerances)) {
    for (const seed of [1, 2]) {
      it(`${kind} ${seed}: every spike, and V to ${tolerance} mV`, async () => {
        const content = (await read(`${kind}_${seed}`)) as NetworkCase & { readonly n: number; readonly t_stop_ms: number };
        const { nest } = content.expected as unknown as {
          nest: { spikes: { senders: number[]; times: number[] }; V_m_every_1ms: Record<string, number[]> };
        };
        const plan = planNetwork(explicitNetwork(content), { clock: 'grid' });
        const engine = await createWasmEngine(plan, 0, 1, kernelHost());
        const spikes = nothing();
        const v = new Float64Array(content.n);
        let worst = Number.NEGATIVE_INFINITY;
        for (let ms = 1; ms <= content.t_stop_ms; ms++) {
          drive([engine], plan, 10 * (ms - 1), 10 * ms, spikes);
          engine.voltages(0, v);
          for (const neuron of [0, 1, 2]) {
            const expected = nest.V_m_every_1ms[neuron]?.[ms - 1];
            // NEST's recorder stops a step before the last ms is over.
            if (expected !== undefined) worst = Math.max(worst, Math.abs((v[neuron] as number) - expected));
          }
        }
        const own = spikes.ids.map((id, i) => [spikes.ticks[i], id] as const).filter(([, id]) => id < content.n);
        expect(own).toEqual(nest.spikes.senders.map((id, i) => [Math.round(10 * (nest.spikes.times[i] as number)), id]));
        expect(worst).toBeLessThan(tolerance);
      });
    }
  }

  it('random1000: the spike count of every neuron, and the first 500 spikes', async () => {
    const content = (await read('random1000_1')) as RandomCase & { readonly n: number };
    const { nest } = content.expected as unknown as { nest: { counts: number[]; first_500_spikes: { senders: number[]; times: number[] } } };
    const plan = planNetwork(randomNetwork(content), { clock: 'grid' });
    const engine = await createWasmEngine(plan, 0, 1, kernelHost());
    const spikes = nothing();
    drive([engine], plan, 0, 10_000, spikes);
    const counts = new Array<number>(content.n).fill(0);
    for (const id of spikes.ids) counts[id] = (counts[id] as number) + 1;
    expect(counts).toEqual(nest.counts);
    const first = spikes.ids.slice(0, 500).map((id, i) => [spikes.ticks[i], id]);
    expect(first).toEqual(nest.first_500_spikes.senders.map((id, i) => [Math.round(10 * (nest.first_500_spikes.times[i] as number)), id]));
  });
});
