import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { diagonalSimilarity, neuronCosts, synapticCosts } from '../../src/comparators/balancing/costs.ts';
import { balance } from '../../src/comparators/balancing/sweeps.ts';
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import {
  activityBalancing,
  allToAll,
  bernoulliRelease,
  edges,
  fixedProbability,
  fromJson,
  lif,
  lognormal,
  type Network,
  network,
  pairStdp,
  poisson,
  type RuleUse,
  set,
  simulate,
  spikeSource,
  synapticBalancing,
  toJson,
} from '../../src/index.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { drive, nothing } from '../conformance/drive.ts';
import { makeReference, weightsOf } from '../conformance/engine.ts';
import { everywhere, player } from './playing.ts';

const [sizeE, sizeI] = [12, 5];
const n = sizeE + sizeI;

const delays = { distribution: 'uniform', low: 0.5, high: 2 } as const;
const projection = (from: 'E' | 'I', to: 'E' | 'I', weight: number, synapse: readonly RuleUse[]) => ({
  ...{ from, to, wiring: fixedProbability(0.6), delay: delays, synapse },
  weight: weight > 0 ? lognormal(0, 0.7, { scale: weight }) : { distribution: 'uniform' as const, low: 1.5 * weight, high: 0.5 * weight },
});

/** Excitation and inhibition in four projections that share the rule. */
const twoPopulations = (synapse: readonly RuleUse[], rate = 0) => {
  const driven = rate > 0 ? { drive: poisson({ rate, weight: 1.5 }) } : {};
  return network({
    populations: { E: { size: sizeE, neuron: lif({ tRef: 2 }), ...driven }, I: { size: sizeI, neuron: lif({ tRef: 2 }), ...driven } },
    projections: {
      EE: projection('E', 'E', 0.4, synapse),
      EI: projection('E', 'I', 0.7, synapse),
      IE: projection('I', 'E', -2, synapse),
      II: projection('I', 'I', -1, synapse),
    },
  });
};

/** The weights of all projections as one matrix: row i is onto neuron i, excitatory neurons first. */
const matrixOf = (
  weights: Readonly<Record<string, { readonly source: Uint32Array; readonly target: Uint32Array; readonly w: Float64Array | Float32Array }>>,
) => {
  const matrix = new Float64Array(n * n);
  for (const [name, { source, target, w }] of Object.entries(weights)) {
    const offset = (population: string | undefined) => (population === 'I' ? sizeE : 0);
    w.forEach((each, k) => {
      const at = ((target[k] as number) + offset(name[1])) * n + (source[k] as number) + offset(name[0]);
      matrix[at] = name[0] === 'I' ? -Math.abs(each) : each;
    });
  }
  return matrix;
};

test('all projections together reach the cost of matrix balancing, and no tick raises it', async () => {
  await using sim = simulate(twoPopulations([synapticBalancing({ period: 10, eta: 0.4 })]), { seed: 'cost' });
  await sim.run(1);
  const weights = { EE: await sim.weights('EE'), EI: await sim.weights('EI'), IE: await sim.weights('IE'), II: await sim.weights('II') };
  const start = matrixOf(weights);
  const aim = balance(synapticCosts(start, n), n);
  let last = neuronCosts(synapticCosts(start, n), n).cost;
  expect(aim.cost).toBeLessThan(0.9 * last);
  let h: Float64Array = new Float64Array(n);
  for (let tick = 0; tick < 60; tick++) {
    await sim.run(10);
    h = await sim.read('EI.synapticBalancing.h');
    const { cost } = neuronCosts(synapticCosts(diagonalSimilarity(start, h), n), n);
    expect(cost).toBeLessThanOrEqual(last * (1 + 1e-8));
    last = cost;
  }
  expect(Math.abs(last / aim.cost - 1)).toBeLessThan(1e-7);
  // One h for every neuron, whichever projection is asked.
  expect(await sim.read('EE.synapticBalancing.h')).toEqual(h.slice(0, sizeE));
  expect(await sim.read('IE.synapticBalancing.h')).toEqual(Float64Array.of(...h.slice(sizeE), ...h.slice(0, sizeE)));
  // Weights stay: the factor is on what they deliver.
  expect((await sim.weights('EE')).w).toEqual(weights.EE.w);
});

describe.each(everywhere)('$clock clock, $engine engine', (at) => {
  it('delivers w · exp(h of the target − h of the source)', async () => {
    const playing = await player(
      network({
        populations: {
          S: { size: 1, neuron: spikeSource({ times: [[55]] }) },
          A: { size: 2, neuron: lif({ vTh: 100, tauM: 1e9 }), drive: { drive: 'spikeList', times: [[52], []], weight: 200 } },
        },
        projections: {
          AA: {
            from: 'A',
            to: 'A',
            wiring: edges([
              [0, 1],
              [1, 0],
            ]),
            weight: [2, 0.3],
            bounds: [0, 5],
            delay: 1,
            synapse: [synapticBalancing({ period: 10, eta: 0.25 })],
          },
        },
      }),
      at,
    );
    playing.until(60);
    const [h0, h1] = playing.column('AA.synapticBalancing.h') as [number, number];
    // Neuron 0 spends 4 and receives 0.09: its inputs grow.
    expect(h0).toBeGreaterThan(0);
    expect(h1).toBe(-h0);
    expect(playing.voltages(1)[1]).toBeCloseTo(2 * Math.exp(h1 - h0), 6);
  });

  it('leaves neurons alone that lack inputs or outputs, and stops at the bound', async () => {
    const playing = await player(
      network({
        populations: { S: { size: 2, neuron: spikeSource({ times: [[], []] }) }, A: { size: 3, neuron: lif() } },
        projections: {
          SA: { from: 'S', to: 'A', wiring: allToAll(), weight: 1, delay: 1, synapse: [synapticBalancing({ period: 1, eta: 0.5, bound: 0.3 })] },
          AA: {
            ...{
              from: 'A',
              to: 'A',
              weight: [1, 30, 0.1],
              bounds: [0, 50],
              delay: 1,
              synapse: [synapticBalancing({ period: 1, eta: 0.5, bound: 0.3 })],
            },
            wiring: edges([
              [0, 1],
              [1, 2],
              [1, 0],
            ]),
          },
        },
      }),
      at,
    );
    playing.until(100);
    const h = playing.column('SA.synapticBalancing.h');
    expect(h.slice(0, 2)).toEqual([0, 0]);
    expect(h[3]).toBe(0.3);
    expect(h[4]).toBe(0);
    expect(playing.column('AA.synapticBalancing.h')).toEqual(h.slice(2));
  });
});

const shares: Readonly<Record<string, readonly RuleUse[]>> = {
  synapticBalancing: [pairStdp({ aPlus: 0.02 }), synapticBalancing({ period: 10, eta: 0.3 })],
  activityBalancing: [bernoulliRelease({ p: 0.6 }), pairStdp({ aPlus: 0.02 }), activityBalancing({ period: 10, tauCost: 50, eta: 0.3 })],
};

describe.each(Object.entries(shares))('%s beside pairStdp in four projections', (rule, uses) => {
  it.each(['grid', 'event'] as const)('gives the reference engine’s bits on any number of partitions, %s clock', async (clock) => {
    const plan = planNetwork(twoPopulations(uses, 900), { clock, seed: 'partitions' });
    const host = kernelHost();
    const play = async (count: number) => {
      const engines =
        count === 0 ? [makeReference(plan)] : await Promise.all(Array.from({ length: count }, (_, k) => createWasmEngine(plan, k, count, host)));
      const spikes = nothing();
      drive(engines, plan, 0, 100 * plan.perMs, spikes);
      const h = engines.map((engine) => Array.from(engine.columns().find(({ name }) => name === `EI.${rule}.h`)!.data, Number));
      expect(h.every((each) => each.every((value, k) => Object.is(value, h[0]?.[k])))).toBe(true);
      return { spikes, weights: weightsOf(engines, plan), h: h[0] };
    };
    const expected = await play(0);
    expect(expected.spikes.ids.length).toBeGreaterThan(50);
    expect(Math.max(...(expected.h as number[]).map(Math.abs))).toBeGreaterThan(0.05);
    for (const count of [1, 2, 3]) expect(await play(count)).toEqual(expected);
  });

  it('goes on from a checkpoint with another number of workers as if never stopped', async () => {
    const net: Network = twoPopulations(uses, 900);
    const out = mkdtempSync(join(tmpdir(), 'spikeloom-balancing-'));
    try {
      await using whole = simulate(net, { seed: 'resumed' });
      await whole.run(100);
      await using first = simulate(net, { seed: 'resumed', workers: 2 });
      await first.run(55);
      const saved = await first.checkpoint(out);
      await using second = simulate(net, { seed: 'resumed', workers: 1, resume: saved });
      await second.run(45);
      expect(await second.weightDigests()).toEqual(await whole.weightDigests());
      expect(await second.read(`II.${rule}.h`)).toEqual(await whole.read(`II.${rule}.h`));
    } finally {
      rmSync(out, { recursive: true });
    }
  });
});

test('releases decide about costs where weights are alike', async () => {
  const every = (ms: number) => Array.from({ length: Math.floor(40_000 / ms) }, (_, k) => (k + 0.5) * ms);
  // Both are made to fire, at 100 Hz and at 20 Hz.
  const net = network({
    populations: { S: { size: 2, neuron: spikeSource({ times: [every(10), every(50)] }) }, A: { size: 2, neuron: lif({ tRef: 1 }) } },
    projections: {
      SA: {
        from: 'S',
        to: 'A',
        wiring: edges([
          [0, 0],
          [1, 1],
        ]),
        weight: 30,
        delay: 1,
      },
      AA: {
        ...{ from: 'A', to: 'A', weight: 5, bounds: [0, 40], delay: 1, synapse: [activityBalancing({ period: 100, tauCost: 1000, eta: 0.05 })] },
        wiring: edges([
          [0, 1],
          [1, 0],
        ]),
      },
    },
  });
  await using sim = simulate(net, { seed: 'releases' });
  await sim.run(40_000);
  const [sent, received] = [await sim.read('AA.activityBalancing.outgoing'), await sim.read('AA.activityBalancing.incoming')];
  const [h0, h1] = (await sim.read('AA.activityBalancing.h')) as unknown as [number, number];
  expect(sent[0]).toBeCloseTo(received[1] as number, 8);
  expect(sent[0]).toBeCloseTo(sent[1] as number, 3);
  // 100 Hz · exp(2(h1 − h0)) = 20 Hz · exp(2(h0 − h1))
  expect(h0 - h1).toBeCloseTo(Math.log(5) / 4, 5);
});

test('what cannot be shared is refused in words', async () => {
  const different = () =>
    network({
      populations: { A: { size: 3, neuron: lif() } },
      projections: {
        AA: { from: 'A', to: 'A', wiring: allToAll(), weight: 1, delay: 1, synapse: [synapticBalancing()] },
        again: { from: 'A', to: 'A', wiring: allToAll(), weight: 1, delay: 2, synapse: [synapticBalancing({ eta: 0.1 })] },
      },
    });
  expect(different).toThrow(
    "Rule 'synapticBalancing' differs between projections 'AA' and 'again'; its variables belong to neurons in all projections, so give it the same parameters in each.",
  );
  const twice = () =>
    network({
      populations: { A: { size: 3, neuron: lif() } },
      projections: { AA: { from: 'A', to: 'A', wiring: allToAll(), weight: 1, delay: 1, synapse: [synapticBalancing(), synapticBalancing()] } },
    });
  expect(twice).toThrow("Projection 'AA' has rule 'synapticBalancing' twice; its variables belong to neurons, which have them once. Remove one.");
  // The declared value given is the same value.
  const alike = network({
    populations: { A: { size: 3, neuron: lif() } },
    projections: {
      AA: { from: 'A', to: 'A', wiring: allToAll(), weight: 1, delay: 1, synapse: [synapticBalancing()] },
      again: { from: 'A', to: 'A', wiring: allToAll(), weight: 1, delay: 2, synapse: [synapticBalancing({ period: 1000, unit: 1 })] },
    },
  });
  expect(fromJson(toJson(alike))).toEqual(alike);
  await using sim = simulate(twoPopulations([synapticBalancing()]), { seed: 'refused' });
  await sim.run(1);
  expect(() => sim.at(2, set('EE.synapticBalancing.h', 0.5))).toThrow(/'EE.synapticBalancing.h' cannot be changed/);
});

test('a cost beyond its fixed point is an error that says so', async () => {
  const net = network({
    populations: { A: { size: 2, neuron: lif() } },
    projections: { AA: { from: 'A', to: 'A', wiring: allToAll(), weight: 3000, delay: 1, synapse: [synapticBalancing({ period: 5 })] } },
  });
  await using sim = simulate(net, { seed: 'overflow' });
  await expect(sim.run(10)).rejects.toThrow(/synapticBalancing.incoming: a term, or the sum, does not fit its quantum. Declare a larger quantum./);
});
