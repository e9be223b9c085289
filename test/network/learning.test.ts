/** What a description says about learning from trials: what is refused, and what becomes of it in a plan. */
import { describe, expect, test } from 'vitest';
import { checkNetwork } from '../../src/network/check.ts';
import { spikeSource } from '../../src/network/describe/sources.ts';
import { allToAll } from '../../src/network/describe/wirings.ts';
import type { Network, Population, Projection } from '../../src/network/description.ts';
import { fromJson, toJson } from '../../src/network/json.ts';
import { network } from '../../src/network/network.ts';
import { type PlanOptions, planNetwork } from '../../src/network/plan-network.ts';
import { rescale } from '../../src/network/rescale.ts';
import { integrator, lif, lifExponential } from '../../src/neurons/index.ts';
import { eprop } from '../../src/rules/eprop.ts';
import { microglialPruning } from '../../src/rules/microglial-pruning.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';

type Loose<T> = { readonly [K in keyof T]?: unknown };

const sound = {
  populations: {
    S: { size: 1, neuron: spikeSource({ times: [[1]] }) },
    R: { size: 2, neuron: lif({ reset: 'subtract' }) },
    Y: { size: 1, neuron: integrator(), targets: [[0, 1, 2]] },
  },
  projections: {
    RR: { from: 'R', to: 'R', wiring: allToAll(), weight: 1, bounds: [0, 2], delay: 2, synapse: [eprop()] },
    YR: { from: 'Y', to: 'R', wiring: allToAll(), weight: 1, delay: 1, carries: 'error' },
  },
} as const;

interface Changes {
  readonly R?: Loose<Population>;
  readonly Y?: Loose<Population>;
  readonly RR?: Loose<Projection>;
  readonly YR?: Loose<Projection>;
}

const changed = ({ R, Y, RR, YR }: Changes = {}): Network =>
  network({
    populations: { ...sound.populations, R: { ...sound.populations.R, ...R }, Y: { ...sound.populations.Y, ...Y } },
    projections: { RR: { ...sound.projections.RR, ...RR }, YR: { ...sound.projections.YR, ...YR } },
  } as never);

const refusal = (changes: Changes, options: PlanOptions = { clock: 'grid' }): string => {
  try {
    planNetwork(changed(changes), options);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('is refused where', () => {
  test.each<[string, Changes]>([
    ['something else than an integrator has targets', { R: { targets: [[0], [0]] } }],
    ['targets are too few', { Y: { targets: [] } }],
    ['targets are empty', { Y: { targets: [[]] } }],
    ['targets differ in length', { Y: { size: 2, targets: [[0, 1], [0]] } }],
    ['a readout is led to a rate', { Y: { rateTarget: { rate: 10, strength: 1 } } }],
    ['a rate target lacks its strength', { R: { rateTarget: { rate: 10 } } }],
    ['errors come from who has none', { YR: { from: 'R' } }],
    ['errors go to who cannot use them', { YR: { to: 'Y' } }],
    ['a projection of errors has rules', { YR: { synapse: [pairStdp()] } }],
    ['errors come back with several delays', { RR: { to: 'Y', carries: 'both', delay: [1, 2] } }],
    ['something unknown is carried', { YR: { carries: 'hope' } }],
    ['spikes set a potential', { R: { neuron: lif() } }],
    ['neurons have no surrogate derivative', { R: { neuron: lifExponential({ reset: 'subtract' }) } }],
    ['no error reaches who learns', { YR: { carries: 'spikes' } }],
    ['synapses come and go', { RR: { spare: 2, synapse: [eprop(), microglialPruning()] } }],
    ['a source would learn', { RR: { to: 'S' } }],
    ['nothing says how long trials are', { R: { rateTarget: { rate: 10, strength: 1 } }, Y: { targets: undefined }, YR: { carries: 'spikes' } }],
    [
      'signals differ',
      { RR: { synapse: [eprop(), { rule: { ...eprop.rule, name: 'other', onSignal: { reward: ['w -= eta * gradient'] } }, params: {} }] } },
    ],
  ])('%s', (name, changes) => {
    const said = refusal(changes);
    expect(said).not.toBe('accepted');
    expect(`${name}: ${said}`).toMatchSnapshot();
  });
});

test('runs on the grid clock unless told otherwise, and nowhere else', () => {
  expect(planNetwork(changed()).clock).toBe('grid');
  expect(refusal({}, { clock: 'event' })).toMatchInlineSnapshot(`
    "The event clock cannot run this network; the grid clock can (clock: 'grid').
      - projection 'RR': its rules read 'gradient', for which potentials are archived step by step, and this clock has no steps"
  `);
});

test('has a plan of who learns from whom, and of how far back spikes count', () => {
  const plan = planNetwork(changed({ R: { rateTarget: { rate: 10, strength: 4 } } }), { dt: 0.5 });
  expect(plan.episode).toEqual({
    signal: 'trialEnd',
    ticks: 6,
    readouts: [{ population: 2, length: 3, targets: Float64Array.of(0, 1, 2) }],
    learners: [{ population: 1, rateTarget: { rate: 0.01, strength: 4 }, feedback: [{ projection: 1, back: false }] }],
    projections: [0],
  });
  expect(plan.horizonTicks).toBe(10);
  expect(planNetwork(changed({ RR: { synapse: [] } })).episode).toBeNull();
});

test('has a scale that another network would not have', () => {
  expect(() => rescale(changed(), { R: 2 })).toThrow("Population 'Y' has targets, and rules that learn from its errors a scale of their own");
});

test('travels as JSON', () => {
  const net = changed({ R: { rateTarget: { rate: 10, strength: 4 } } });
  const text = toJson(net);
  expect(text).toContain('"rateHz": 10');
  expect(fromJson(text)).toEqual(net);
});

test('is counted where memory is: three columns by neuron and step', () => {
  const long = changed({ Y: { targets: [new Array<number>(1000).fill(1)] } });
  const still = changed({ RR: { synapse: [] }, Y: { targets: [new Array<number>(1000).fill(1)] } });
  const bytes = (network: Network) => checkNetwork(network, { clock: 'grid', dt: 0.5 }).bytesPerPartition;
  expect(bytes(long) - bytes(still)).toBeGreaterThan(3 * 3 * 2000 * 8);
  expect(bytes(long) - bytes(still)).toBeLessThan(3 * 3 * 2000 * 8 + 1000);
});
