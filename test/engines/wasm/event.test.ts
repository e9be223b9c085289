import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { NetworkCase } from '../../../src/cli/reference/case-file.ts';
import { explicitNetwork } from '../../../src/cli/reference/case-network.ts';
import { compareSpikeTimes } from '../../../src/cli/reference/compare.ts';
import type { PartitionEngine } from '../../../src/engines/engine.ts';
import { createReferenceEngine } from '../../../src/engines/reference/index.ts';
import { createWasmEventEngine } from '../../../src/engines/wasm/event.ts';
import { buildPartition } from '../../../src/network/build.ts';
import { poisson } from '../../../src/network/describe/drives.ts';
import { poissonSource, spikeSource } from '../../../src/network/describe/sources.ts';
import { allToAll, fixedProbability, oneToOne } from '../../../src/network/describe/wirings.ts';
import type { Network } from '../../../src/network/description.ts';
import type { Plan, Train } from '../../../src/network/plan.ts';
import { planNetwork } from '../../../src/network/plan-network.ts';
import { adaptiveLif, integrator, lif, lifExponential } from '../../../src/neurons/index.ts';
import { kernelHost } from '../../../src/simulation/kernel-host.ts';
import { drive, nothing, type Recorded } from '../../conformance/drive.ts';

const host = kernelHost();
const planOf = (network: Network): Plan => planNetwork(network, { clock: 'event' });
const wasmOf = (plan: Plan): Promise<PartitionEngine> => createWasmEventEngine(plan, 0, 1, host);
const referenceOf = (plan: Plan): PartitionEngine => createReferenceEngine(plan, buildPartition(plan, 0, 1));

const runOf = (engine: PartitionEngine, plan: Plan, ms: number, from = 0): Recorded => {
  const spikes = nothing();
  drive([engine], plan, from, from + ms * plan.perMs, spikes);
  return spikes;
};

/** Wherever a run begins, whole bases later everything must round the same. */
const offset = 1e11;

/** The same plan with every listed time `offset` ticks later. */
const later = (plan: Plan): Plan => ({
  ...plan,
  populations: plan.populations.map((population) => {
    const moved = (train: Train): Train => ({ ticks: train.ticks.map((tick) => tick + offset), fracs: train.fracs });
    if (population.source?.kind !== 'spikes') return population;
    return { ...population, source: { ...population.source, trains: population.source.trains.map(moved) } };
  }),
});

describe.each(['iaf_psc_delta_ps_1', 'iaf_psc_delta_ps_2', 'iaf_psc_exp_ps_1', 'iaf_psc_exp_ps_2'])('case %s', (name) => {
  const read = async (): Promise<NetworkCase> => JSON.parse(await readFile(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'));

  it('fires within 1e-9 ms of the 40-digit solution', async () => {
    const content = await read();
    const plan = planOf(explicitNetwork(content));
    const { ids, ticks, fracs } = runOf(await wasmOf(plan), plan, content.t_stop_ms);
    const own = ids.map((_, i) => i).filter((i) => ids[i]! < content.n);
    const spikes = { senders: own.map((i) => ids[i]!), times: own.map((i) => ticks[i]! / plan.perMs + fracs[i]!) };
    const { firstDifference, maxError } = compareSpikeTimes(content.expected.reference!.spikes!, spikes, content.n, 1e-9);
    expect(firstDifference).toBeNull();
    expect(maxError).toBeLessThan(1e-10);
  });

  it('gives the same bits after 10⁹ ms', async () => {
    const content = await read();
    const plan = planOf(explicitNetwork(content));
    const expected = runOf(await wasmOf(plan), plan, content.t_stop_ms);
    const engine = await wasmOf(later(plan));
    engine.restored(offset);
    const { ids, ticks, fracs } = runOf(engine, plan, content.t_stop_ms, offset);
    expect({ ids, ticks: ticks.map((tick) => tick - offset), fracs }).toEqual(expected);
  });
});

const driven: Network = {
  populations: {
    E: { size: 60, neuron: lif({ tauM: 10 }), drive: poisson({ rate: 1500, weight: 1 }) },
    A: { size: 30, neuron: adaptiveLif({ tauM: 10, dTheta: 1 }), drive: poisson({ rate: 2000, weight: 1 }) },
    X: { size: 30, neuron: lifExponential({ iE: 400 }) },
    R: { size: 3, neuron: integrator({}) },
    S: { size: 20, neuron: poissonSource({ rate: 100 }) },
  },
  projections: {
    EA: { from: 'E', to: 'A', wiring: fixedProbability(0.3), weight: 0.5, delay: 1 },
    EX: { from: 'E', to: 'X', wiring: fixedProbability(0.3), weight: 30, delay: 0.8 },
    XE: { from: 'X', to: 'E', wiring: fixedProbability(0.3), weight: -0.4, delay: 1.2 },
    ER: { from: 'E', to: 'R', wiring: allToAll(), weight: 0.1, delay: 1 },
    SE: { from: 'S', to: 'E', wiring: fixedProbability(0.3), weight: 2, delay: 1 },
  },
};

describe('the WebAssembly event clock', () => {
  it('silences a population and lets it fire again, as the reference engine does', async () => {
    const plan = planOf(driven);
    const run = (engine: PartitionEngine) => {
      const parts = [runOf(engine, plan, 30)];
      engine.silence(0, true);
      engine.silence(4, true);
      parts.push(runOf(engine, plan, 30, 30 * plan.perMs));
      engine.silence(0, false);
      engine.silence(4, false);
      parts.push(runOf(engine, plan, 30, 60 * plan.perMs));
      return parts;
    };
    const [wasm, reference] = [run(await wasmOf(plan)), run(referenceOf(plan))];
    expect(wasm).toEqual(reference);
    expect(wasm[1]!.ids.some((id) => id < 60 || id >= 123)).toBe(false);
    expect(wasm[2]!.ids.some((id) => id < 60)).toBe(true);
  });

  it('shows the potentials of now without moving anything', async () => {
    const plan = planOf(driven);
    const [wasm, reference, quiet] = [await wasmOf(plan), referenceOf(plan), await wasmOf(plan)];
    for (let t = 0; t < 60; t += 4.37) {
      const from = Math.round(t * plan.perMs);
      const until = Math.round((t + 4.37) * plan.perMs);
      for (const engine of [wasm, reference]) drive([engine], plan, from, until, nothing());
      for (const { index, size } of plan.populations.slice(0, 4)) {
        const [mine, theirs] = [new Float64Array(size), new Float64Array(size)];
        wasm.voltages(index, mine);
        reference.voltages(index, theirs);
        expect(mine).toEqual(theirs);
      }
    }
    drive([quiet], plan, 0, 6118, nothing());
    expect(runOf(wasm, plan, 30, 6118)).toEqual(runOf(quiet, plan, 30, 6118));
  });

  it('holds more spikes than its buffer in one interval', async () => {
    const times = Array.from({ length: 12_000 }, (_, i) => 0.05 + i / 1000);
    const plan = planOf({ populations: { S: { size: 2, neuron: spikeSource({ times: [times, times] }) } }, projections: {} });
    const { ids, ticks } = runOf(await wasmOf(plan), plan, 20);
    expect(ids).toHaveLength(24_000);
    expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
    expect(ids.slice(0, 4)).toEqual([0, 1, 0, 1]);
  });

  it('keeps many spikes under way through a long delay', async () => {
    const times = Array.from({ length: 3000 }, (_, i) => 0.02 * (i + 1));
    const network: Network = {
      populations: {
        S: { size: 1, neuron: spikeSource({ times: [times] }) },
        N: { size: 1, neuron: lif({ tauM: 5, vTh: 2, vReset: 0, tRef: 0.1 }) },
      },
      projections: {
        slow: { from: 'S', to: 'N', wiring: oneToOne(), weight: 0.5, delay: 40 },
        fast: { from: 'S', to: 'N', wiring: oneToOne(), weight: 0.25, delay: 0.5 },
      },
    };
    const plan = planOf(network);
    expect(runOf(await wasmOf(plan), plan, 120)).toEqual(runOf(referenceOf(plan), plan, 120));
  });

  it('fires again and again at one instant where a subtracting neuron has no refractory time', async () => {
    const network: Network = {
      populations: {
        S: { size: 1, neuron: spikeSource({ times: [[1]] }) },
        N: { size: 1, neuron: lif({ tauM: 5, vTh: 2, vReset: 0, tRef: 0, reset: 'subtract' }) },
      },
      projections: { J: { from: 'S', to: 'N', wiring: oneToOne(), weight: 7, delay: 0.5 } },
    };
    const plan = planOf(network);
    const spikes = runOf(await wasmOf(plan), plan, 10);
    expect(spikes).toEqual(runOf(referenceOf(plan), plan, 10));
    expect(spikes).toEqual({ ids: [0, 1, 1, 1], ticks: [100, 150, 150, 150], fracs: [0, 0, 0, 0] });
  });
});
