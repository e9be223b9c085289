import { describe, expect, it, test } from 'vitest';
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import { UnsupportedError } from '../../src/errors.ts';
import {
  adaptiveLif,
  adaptiveLifConductance,
  adaptiveLifConductanceImplicit,
  adaptiveLifExponential,
  allToAll,
  current,
  type Drive,
  defineRule,
  edges,
  fixedProbability,
  images,
  lif,
  lifConductance,
  lifExponential,
  type Network,
  network,
  normal,
  pairStdp,
  poisson,
  poissonSource,
  rescale,
  spikeList,
  synapticBalancing,
  synapticScaling,
  uniform,
  weightNormalization,
} from '../../src/index.ts';
import type { ClockName } from '../../src/network/plan.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import type { NeuronUse } from '../../src/neurons/model.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { drive, nothing, type Recorded } from '../conformance/drive.ts';
import { makeReference, weightsOf } from '../conformance/engine.ts';
import { randomNetwork } from '../conformance/random-network.ts';
import { allRules } from '../conformance/rule-pool.ts';

const host = kernelHost();

interface Played {
  readonly spikes: Recorded;
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

const play = async (net: Network, clock: ClockName, duration = 120, wasm = false): Promise<Played> => {
  const plan = planNetwork(net, { clock, seed: 'rescale' });
  const engine = wasm ? await createWasmEngine(plan, 0, 1, host) : makeReference(plan);
  const spikes = nothing();
  drive([engine], plan, 0, duration * plan.perMs, spikes);
  return { spikes, weights: weightsOf([engine], plan) };
};

/** Why a network cannot be rescaled; empty where it can. */
const reasonsOf = (rescaled: () => unknown): readonly string[] => {
  try {
    rescaled();
    return [];
  } catch (error) {
    if (error instanceof UnsupportedError) return error.reasons;
    throw error;
  }
};

/** A power of two for every population but sources. */
const powers = (net: Network): Record<string, number> =>
  Object.fromEntries(
    Object.entries(net.populations)
      .filter(([, { neuron }]) => !('source' in neuron))
      .map(([name], i) => [name, [4, 0.125, 2 ** 20][i % 3] as number]),
  );

describe.each(['grid', 'event'] as const)('%s clock', (clock) => {
  it('powers of two change no bit of any spike, and multiply weights exactly: random networks of everything', async () => {
    let taken = 0;
    for (let number = 200; number < 214; number++) {
      const net = randomNetwork(number, clock, allRules);
      const factors = powers(net);
      // Test rules sum weights in steps of a quantum; of those only that is refused.
      const reasons = reasonsOf(() => rescale(net, factors));
      expect(reasons.filter((reason) => !/is summed in steps of|which has no unit|compares weights of several projections/.test(reason))).toEqual([]);
      if (reasons.length > 0) continue;
      taken++;
      const [before, after] = [await play(net, clock, 80), await play(rescale(net, factors), clock, 80)];
      expect(after.spikes).toEqual(before.spikes);
      for (const [name, weights] of Object.entries(before.weights)) {
        const factor = factors[net.projections[name]?.to as string] ?? 1;
        expect(after.weights[name]).toEqual(weights.map((w) => w * factor));
      }
    }
    expect(taken).toBeGreaterThan(6);
  });
});

const drives: Readonly<Record<string, (amount: number, amplitude: number) => Drive>> = {
  poisson: (amount) => poisson({ rate: 900, weight: normal(amount, amount / 5) }),
  spikeList: (amount) => spikeList({ times: [5, 6, 7, 30, 31, 60.2], weight: 3 * amount }),
  constant: (_, amplitude) => current.constant(uniform(amplitude, 1.5 * amplitude)),
  step: (_, amplitude) => current.step([10, 60], [2 * amplitude, amplitude]),
  sine: (_, amplitude) => current.sine({ amplitude, frequency: 20, offset: amplitude }),
  array: (_, amplitude) => current.array([amplitude, 0, 2 * amplitude], 20),
  images: (amount) => images({ pixels: [Array(6).fill(200), Array(6).fill(90)], maxRate: 1500, duration: 30, weight: amount }),
};

const neurons: Readonly<Record<string, readonly [NeuronUse, amount: number, amplitude: number]>> = {
  lif: [lif({ iE: 50 }), 5, 300],
  'lif, reset by subtraction': [lif({ reset: 'subtract', vTh: normal(15, 1) }), 5, 300],
  lifExponential: [lifExponential({ eL: normal(-70, 2, { max: -60 }) }), 600, 450],
  adaptiveLif: [adaptiveLif({ dTheta: 3 }), 9, 300],
  adaptiveLifExponential: [adaptiveLifExponential({}), 600, 450],
  lifConductance: [lifConductance({ gL: uniform(15, 18) }), 60, 350],
  adaptiveLifConductance: [adaptiveLifConductance({}), 60, 350],
  adaptiveLifConductanceImplicit: [adaptiveLifConductanceImplicit({ thetaRest: 1 }), 60, 350],
};

describe.each(Object.entries(neurons))('%s', (_, [neuron, amount, amplitude]) => {
  it.each(Object.entries(drives))('driven by %s fires at the same times, to the bit, on the grid', async (_name, make) => {
    const net = network({
      populations: { A: { size: 6, neuron, drive: make(amount, amplitude), initial: {} } },
      projections: {
        AA: {
          from: 'A',
          to: 'A',
          wiring: allToAll(),
          weight: normal(amount / 4, amount / 20),
          bounds: [0, amount],
          delay: 1.5,
          synapse: [pairStdp({ aPlus: amount / 100 })],
        },
      },
    });
    const [before, after] = [await play(net, 'grid', 100, true), await play(rescale(net, { A: 2 ** -7 }), 'grid', 100, true)];
    expect(before.spikes.ids.length).toBeGreaterThan(3);
    expect(after.spikes).toEqual(before.spikes);
    expect(after.weights.AA).toEqual(before.weights.AA?.map((w) => w * 2 ** -7));
  });
});

/** Weights one by one, so that every neuron can have a factor of its own. */
const listed = (weight = (k: number) => 0.5 + (k % 7) / 10) => {
  const pairs = Array.from({ length: 60 }, (_, k) => [k % 10, (3 * k + Math.floor(k / 10)) % 6] as const);
  return network({
    populations: {
      S: { size: 10, neuron: poissonSource({ rate: 300 }) },
      A: {
        size: 6,
        neuron: lif({ vReset: 5, vTh: [18, 19, 20, 21, 22, 23] }),
        initial: { v: [0, 1, 2, 3, 4, 5] },
        drive: poisson({ rate: 800, weight: 1.3 }),
      },
    },
    projections: {
      SA: { from: 'S', to: 'A', wiring: edges(pairs), weight: pairs.map((_, k) => weight(k)), delay: 1 },
      AA: { from: 'A', to: 'A', wiring: allToAll({ selfConnections: false }), weight: Array.from({ length: 30 }, (_, k) => (k % 5) - 2), delay: 1.5 },
    },
  });
};

describe.each(['grid', 'event'] as const)('%s clock', (clock) => {
  it('a power of two for every neuron changes no bit', async () => {
    const net = listed();
    const factors = [1, 2, 0.25, 16, 2 ** -10, 2 ** 30];
    const rescaled = rescale(net, { A: factors });
    expect(rescaled.populations.A.neuron).toMatchObject({ params: { vReset: factors.map((f) => 5 * f), eL: 0 } });
    for (const wasm of [false, true]) {
      const before = await play(net, clock, 200, wasm);
      expect(before.spikes.ids.length).toBeGreaterThan(20);
      expect((await play(rescaled, clock, 200, wasm)).spikes).toEqual(before.spikes);
    }
  });
});

test('any factors: times of a feed-forward network agree to 1e-9 ms', async () => {
  const pairs = Array.from({ length: 60 }, (_, k) => [k % 10, k % 6] as const);
  const net = network({
    populations: { S: { size: 10, neuron: poissonSource({ rate: 200 }) }, A: { size: 6, neuron: lifExponential({}) } },
    projections: { SA: { from: 'S', to: 'A', wiring: edges(pairs), weight: pairs.map((_, k) => 60 + (k % 7)), delay: 1 } },
  });
  const [before, after] = [await play(net, 'event', 1000), await play(rescale(net, { A: [0.3, 1.7, Math.PI, 0.9, 5, 7.1] }), 'event', 1000)];
  expect(before.spikes.ids.length).toBeGreaterThan(50);
  expect(after.spikes.ids).toEqual(before.spikes.ids);
  const times = ({ ticks, fracs }: Recorded) => ticks.map((tick, i) => tick / 100 + (fracs[i] as number));
  times(after.spikes).forEach((t, i) => {
    expect(Math.abs(t - (times(before.spikes)[i] as number))).toBeLessThan(1e-9);
  });
});

test('rescaling there and back is where it began', () => {
  const net = listed();
  expect(rescale(rescale(net, { A: 8 }), { A: 0.125 }).projections).toEqual(net.projections);
  expect(rescale(net, {})).toEqual({ ...net, populations: { ...net.populations, A: { ...net.populations.A, neuron: expect.anything() } } });
});

test('rules go along by the dimension of their parameters', () => {
  const net = network({
    populations: { A: { size: 4, neuron: lif(), homeostasis: [synapticScaling({ target: 7 })] } },
    projections: {
      AA: {
        from: 'A',
        to: 'A',
        wiring: allToAll(),
        weight: 1,
        bounds: [0, 3],
        delay: 1,
        synapse: [pairStdp({ aPlus: 0.25, tauPlus: 15 }), weightNormalization({ total: 9 })],
      },
    },
  });
  const { A } = rescale(net, { A: 4 }).populations;
  expect(A.homeostasis?.[0]?.params).toEqual({ target: 7 });
  const { bounds, synapse } = rescale(net, { A: 4 }).projections.AA;
  expect(bounds).toEqual([0, 12]);
  expect(synapse?.map(({ params }) => params)).toEqual([{ aPlus: 1, aMinus: 4 * 0.00315, tauPlus: 15 }, { total: 36 }]);
});

test('every reason is named at once', () => {
  const counts = defineRule({
    name: 'counts',
    cite: 'test only',
    params: { a: { value: 0.1, unit: 'weight', doc: 'step' } },
    state: { x: { of: 'synapse', initial: 3, doc: 'a weight' }, all: { of: 'pre', sum: 'w', quantum: 2 ** -40, doc: 'sum' } },
    onPre: ['x += a', 'w += a * (all > a)'],
    every: { period: 10, do: ['x = a'] },
  });
  const net = network({
    populations: {
      S: { size: 3, neuron: poissonSource({ rate: 5 }) },
      A: { size: 2, neuron: lif({ vTh: normal(20, 1) }), drive: [spikeList({ times: [1], weight: 3 }), poisson({ rate: 1, weight: uniform(1, 2) })] },
      B: { size: 2, neuron: lif() },
    },
    projections: {
      SA: { from: 'S', to: 'A', wiring: fixedProbability(0.5), weight: 1, delay: 1 },
      AA: { from: 'A', to: 'A', wiring: allToAll(), weight: 1, bounds: [0, 2], delay: 1, synapse: [counts()] },
      AB: { from: 'A', to: 'B', wiring: allToAll(), weight: 1, delay: 1, weightPrecision: 'single', synapse: [synapticBalancing()] },
      BA: { from: 'B', to: 'A', wiring: allToAll(), weight: uniform(1, 2), delay: 1, synapse: [synapticBalancing()] },
    },
  });
  expect(reasonsOf(() => rescale(net, { S: 2, A: [1, 3], B: 3 }))).toMatchInlineSnapshot(`
    [
      "Population 'S' only emits spikes, which carry no amplitude; it has no factor",
      "Population 'A': drive[0].weight is one number for all neurons, and their factors differ",
      "Population 'A': drive[1].weight is drawn from a distribution, and the factors of neurons differ: draw it, and give a list",
      "Population 'A': vTh is drawn from a distribution, and the factors of neurons differ: draw it, and give a list",
      "Projection 'SA': weight is one number for all synapses, and the factors of targets differ: list synapses (edges) with a weight each",
      "Projection 'AA' has one pair of bounds, and the factors of its targets differ",
      "Projection 'AA': weight is one number for all synapses, and the factors of targets differ: list synapses (edges) with a weight each",
      "Projection 'AA', rule 'counts': x.initial is the number 3, which has no unit: make it a parameter",
      "Projection 'AA', rule 'counts': all is summed in steps of 9.094947017729282e-13, which would have to be multiplied too",
      "Projection 'AA', rule 'counts': a is one number for all neurons, and their factors differ",
      "Projection 'AB' has weights in single precision, which only powers of two multiply without rounding",
      "Projection 'BA': weight is drawn from a distribution, and the factors of targets differ: list synapses (edges) with a weight each",
      "Projection 'BA', rule 'synapticBalancing': unit is one number for all neurons, and their factors differ",
      "Rule 'synapticBalancing' compares weights of several projections, and the factors of their targets differ (projection 'BA')",
    ]
  `);
  expect(() => rescale(net, { A: [1] })).toThrow("Population 'A' has 2 neurons, but 1 factors are given. Give one number, or one per neuron.");
  expect(() => rescale(net, { A: 0 })).toThrow("A factor of population 'A' is 0; factors are finite numbers above 0.");
  expect(() => rescale(net as Network, { Q: 2 })).toThrow("There is no population 'Q' to rescale.");
});
