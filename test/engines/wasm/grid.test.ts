import { describe, expect, it } from 'vitest';
import type { PartitionEngine } from '../../../src/engines/engine.ts';
import { createWasmEngine } from '../../../src/engines/wasm/index.ts';
import type { Network } from '../../../src/network/description.ts';
import { planNetwork } from '../../../src/network/plan-network.ts';
import { adaptiveLifConductance, integrator, lif, lifConductance, lifExponential } from '../../../src/neurons/index.ts';
import { pairStdp } from '../../../src/rules/pair-stdp.ts';
import { kernelHost } from '../../../src/simulation/kernel-host.ts';
import { drive, nothing } from '../../conformance/drive.ts';
import { makeReference } from '../../conformance/engine.ts';

/** Neuron state as both engines name it. */
const stateOf = (engine: PartitionEngine): Record<string, number[]> => {
  engine.flush();
  const kept = engine.columns().filter(({ name, of }) => of === 'neuron' && !/\.(spikes|input)$/.test(name));
  return Object.fromEntries(kept.map(({ name, data }) => [name, Array.from(data as Float64Array, (x) => x + 0)]));
};

/** Runs a network in both engines, compares spikes, state, counts and voltages after each of `stops` [ticks], and returns the spikes. */
const compare = async (network: Network, stops: readonly number[], act?: (engine: PartitionEngine, stop: number) => void) => {
  const plan = planNetwork(network, { clock: 'grid', seed: 'compare' });
  const engines = [makeReference(plan), await createWasmEngine(plan, 0, 1, kernelHost())];
  const recorded = engines.map(() => nothing());
  let now = 0;
  for (const stop of stops) {
    engines.forEach((engine, i) => {
      drive([engine], plan, now, stop, recorded[i]!);
    });
    now = stop;
    expect(recorded[1]).toEqual(recorded[0]);
    expect(engines[1]!.counts()).toEqual(engines[0]!.counts());
    for (const { index, size } of plan.populations) {
      const [expected, actual] = engines.map((engine) => {
        const v = new Float64Array(size);
        engine.voltages(index, v);
        return v;
      });
      expect(actual).toEqual(expected);
    }
    expect(stateOf(engines[1]!)).toEqual(stateOf(engines[0]!));
    engines.forEach((engine) => {
      act?.(engine, stop);
    });
  }
  return recorded[1]!;
};

const ramp = (n: number, low: number, high: number) => Array.from({ length: n }, (_, i) => low + ((high - low) * i) / n);

describe('the grid clock in WebAssembly gives what the reference engine gives, to the last bit', () => {
  it('with a rate, a weight of either sign and parameters for each neuron', async () => {
    const size = 23;
    const spikes = await compare(
      {
        populations: {
          A: { size: 3, neuron: lif({ iE: 300 }) },
          B: {
            size,
            neuron: lif({ tauM: ramp(size, 5, 30), vTh: ramp(size, 10, 20), vReset: ramp(size, -5, 5), tRef: ramp(size, 0, 6) }),
            drive: [
              { drive: 'poisson', rate: ramp(size, 0, 20_000), weight: ramp(size, 0.5, 1) },
              { drive: 'poisson', rate: 1000, weight: ramp(size, -0.5, 0.5) },
              { drive: 'current', shape: { kind: 'constant', amplitude: ramp(size, 0, 100) } },
            ],
          },
        },
        projections: {},
      },
      [1, 2, 63, 64, 65, 700, 1500],
    );
    expect(spikes.ids.length).toBeGreaterThan(100);
  });

  it('with image drives and sources, sines and steps of current', async () => {
    const pixels = [ramp(10, 0, 255), ramp(10, 255, 0), ramp(10, 0, 0)];
    const spikes = await compare(
      {
        populations: {
          source: { size: 10, neuron: { source: 'images', pixels, maxRate: 400, duration: 20 } },
          noise: { size: 6, neuron: { source: 'poisson', rate: ramp(6, 0, 12_000) } },
          cells: {
            size: 10,
            neuron: lifExponential({ iE: 200 }),
            drive: [
              { drive: 'images', pixels, maxRate: 3000, duration: 30, weight: 20 },
              { drive: 'current', shape: { kind: 'sine', amplitude: 80, frequency: 12, phase: 0.3, offset: 20 } },
              { drive: 'current', shape: { kind: 'step', times: [0, 20, 45.5], amplitudes: [10, 90, -30] } },
            ],
          },
        },
        projections: {
          seen: { from: 'source', to: 'cells', wiring: { wiring: 'oneToOne' }, weight: 40, delay: 1 },
          heard: { from: 'noise', to: 'cells', wiring: { wiring: 'allToAll' }, weight: -3, delay: 0.3 },
        },
      },
      [7, 200, 450, 456, 1300],
    );
    expect(spikes.ids.length).toBeGreaterThan(100);
  });

  it('with delays of many classes, weights of both signs and both precisions', async () => {
    const uniform = { distribution: 'uniform', low: 0.1, high: 3.7 } as const;
    const spikes = await compare(
      {
        populations: {
          E: { size: 40, neuron: adaptiveLifConductance({ iE: ramp(40, 250, 500) }) },
          I: { size: 10, neuron: lifConductance({ iE: 280 }) },
          out: { size: 3, neuron: integrator({}) },
        },
        projections: {
          EE: { from: 'E', to: 'E', wiring: { wiring: 'fixedProbability', p: 0.3 }, weight: 0.5, delay: uniform },
          EI: { from: 'E', to: 'I', wiring: { wiring: 'fixedProbability', p: 0.4 }, weight: uniform, delay: uniform, weightPrecision: 'single' },
          IE: { from: 'I', to: 'E', wiring: { wiring: 'fixedInDegree', degree: 5, multapses: true }, weight: -2, delay: 0.8 },
          mixed: { from: 'E', to: 'out', wiring: { wiring: 'allToAll' }, weight: { distribution: 'normal', mean: 0, sd: 1 }, delay: uniform },
        },
      },
      [5, 333, 1200],
    );
    expect(spikes.ids.length).toBeGreaterThan(100);
  });

  it('with silence, lists that repeat a time, and v written while neurons are refractory', async () => {
    const network: Network = {
      populations: {
        S: { size: 3, neuron: { source: 'spikes', times: [[1, 2, 30], [], [2, 2.1, 40]] } },
        N: {
          size: 5,
          neuron: lif({ iE: 500, tRef: 5, reset: 'subtract' }),
          drive: { drive: 'spikeList', times: [[3], [3, 3.1], [], [50], [4]], weight: 7 },
        },
      },
      projections: { SN: { from: 'S', to: 'N', wiring: { wiring: 'allToAll' }, weight: 6, delay: 0.2 } },
    };
    await compare(network, [31, 42, 55, 200, 260, 600], (engine, stop) => {
      if (stop === 200) engine.silence(1, true);
      if (stop === 260) engine.silence(1, false);
      if (stop !== 42 && stop !== 55) return;
      engine.flush();
      const v = engine.columns().find(({ name }) => name === 'N.v')!.data as Float64Array;
      v.forEach((_, i) => {
        v[i] = i - 3;
      });
      engine.restored(stop);
    });
  });

  it('when weights change while spikes are under way, static ones and those with rules', async () => {
    const network: Network = {
      populations: { A: { size: 8, neuron: lif({ iE: 420 }) }, B: { size: 6, neuron: lifExponential({ iE: 330 }) } },
      projections: {
        slow: {
          from: 'A',
          to: 'B',
          wiring: { wiring: 'allToAll' },
          weight: { distribution: 'uniform', low: 10, high: 90 },
          delay: { distribution: 'uniform', low: 1, high: 9 },
        },
        learning: {
          from: 'A',
          to: 'B',
          wiring: { wiring: 'allToAll' },
          weight: 30,
          delay: 6,
          dendriticDelay: 2.5,
          synapse: [pairStdp({ aPlus: 3, aMinus: 2 })],
          bounds: [0, 90],
        },
        back: { from: 'B', to: 'A', wiring: { wiring: 'allToAll' }, weight: -0.3, delay: 4 },
      },
    };
    const plan = planNetwork(network, { clock: 'grid' });
    const engines = [makeReference(plan), await createWasmEngine(plan, 0, 1, kernelHost())];
    const recorded = engines.map((engine) => {
      const spikes = nothing();
      let now = 0;
      for (const stop of [333, 407, 555, 1400]) {
        drive([engine], plan, now, stop, spikes);
        now = stop;
        engine.flush();
        for (const { weight } of engine.partition.projections) weight?.set(weight.map((w) => 1.1 * w));
        engine.restored(now);
        const recent = spikes.ticks.map((_, i) => i).filter((i) => spikes.ticks[i]! > now - plan.horizonTicks);
        engine.requeue({
          ids: Uint32Array.from(recent, (i) => spikes.ids[i]!),
          ticks: Float64Array.from(recent, (i) => spikes.ticks[i]!),
          fracs: new Float64Array(recent.length),
        });
      }
      return { spikes, counts: engine.counts() };
    });
    expect(recorded[1]).toEqual(recorded[0]);
    expect(recorded[1]!.spikes.ids.length).toBeGreaterThan(100);
  });

  it('where nothing happens for so long that state would become denormal', async () => {
    const quiet = lifExponential({ tauM: 2, eL: 0, vTh: 5, vReset: 0, tauSynE: 1, tauSynI: 1.5 });
    await compare(
      {
        populations: { N: { size: 5, neuron: quiet, drive: { drive: 'spikeList', times: [1, 2], weight: 100 } } },
        projections: {},
      },
      [100, 6900, 7040, 12_000, 15_100],
    );
  });
});
