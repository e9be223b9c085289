import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../src/errors.ts';
import { normal } from '../../src/network/describe/distributions.ts';
import { current, images, poisson, spikeList } from '../../src/network/describe/drives.ts';
import { poissonSource, spikeSource } from '../../src/network/describe/sources.ts';
import { allToAll, edges, fixedProbability } from '../../src/network/describe/wirings.ts';
import type { Population, Projection } from '../../src/network/description.ts';
import { fromJson, toJson } from '../../src/network/json.ts';
import { network } from '../../src/network/network.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { lif, lifConductance } from '../../src/neurons/index.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';

const one = (e: Partial<Population> = {}, ee: Partial<Projection<'E'>> = {}) =>
  network({
    populations: { E: { size: 10, neuron: lif(), ...e } },
    projections: { EE: { from: 'E', to: 'E', wiring: fixedProbability(0.5), weight: 1, delay: 1.5, ...ee } },
  });

const population = (e: Partial<Population>, clock: 'event' | 'grid' = 'grid') => planNetwork(one(e), { clock }).populations[0]!;
const projection = (ee: Partial<Projection<'E'>>, clock: 'event' | 'grid' = 'grid') => planNetwork(one({}, ee), { clock }).projections[0]!;

describe('the clock', () => {
  test('is the event clock where every model allows it', () => {
    expect(planNetwork(one())).toMatchObject({ clock: 'event', perMs: 100, epochTicks: 150, horizonTicks: 150, seed: '1' });
  });
  test('is the grid where one does not', () => {
    expect(planNetwork(one({ neuron: lifConductance() }))).toMatchObject({ clock: 'grid', perMs: 10, epochTicks: 15 });
    expect(planNetwork(one({ drive: current.sine({ amplitude: 1, frequency: 8 }) })).clock).toBe('grid');
  });
  test('is the one that the network names, unless another is asked for', () => {
    const dense = { ...one(), clock: 'grid' as const };
    expect(planNetwork(dense)).toMatchObject({ clock: 'grid' });
    expect(planNetwork(dense, { clock: 'event' })).toMatchObject({ clock: 'event' });
    expect(fromJson(toJson(dense))).toEqual(dense);
    expect(() => planNetwork({ ...dense, clock: 'sundial' as never })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: The network: clock must be one of event, grid, not 'sundial'.]`,
    );
  });
  test('refuses with every reason', () => {
    const refused = one({ neuron: lifConductance(), drive: [poisson({ rate: 1, weight: 1 }), current.sine({ amplitude: 1, frequency: 8 })] });
    expect(() => planNetwork(refused, { clock: 'event' })).toThrow(UnsupportedError);
    expect(() => planNetwork(refused, { clock: 'event' })).toThrowErrorMatchingInlineSnapshot(`
      [UnsupportedError: The event clock cannot run this network; the grid clock can (clock: 'grid').
        - population 'E' (lifConductance): with conductances v(t) has no closed form; run it on the grid clock (clock: "grid")
        - population 'E', drive 1: under a sine current the time of a threshold crossing has no closed form]
    `);
  });
});

describe('drives', () => {
  test('have rates per ms and times in ticks', () => {
    expect(population({ drive: poisson({ rate: 2300, weight: 0.5 }) }).drives).toEqual([{ kind: 'poisson', rate: 2.3000000000000003, weight: 0.5 }]);
    expect(population({ drive: spikeList({ times: [0.1, 0.1 + 0.2, 7], weight: 1 }) }).drives).toMatchObject([
      { kind: 'spikeList', common: true, trains: [{ ticks: Float64Array.of(1, 3, 70), fracs: new Float64Array(3) }] },
    ]);
  });
  test('keep the remainder of a time on the event clock', () => {
    const [drive] = population({ drive: spikeList({ times: [0.125, 3 + 1e-10], weight: 1 }) }, 'event').drives;
    expect(drive).toMatchObject({ trains: [{ ticks: Float64Array.of(12, 300), fracs: Float64Array.of(0.125 - 0.12, 0) }] });
  });
  test('turn currents into pieces from 0 on', () => {
    const drives = [current.constant(5), current.step([1, 2], [3, 4]), current.step([0], [7]), current.array([1, 2], 0.5)];
    expect(population({ drive: drives }).drives).toEqual([
      { kind: 'pieces', ticks: Float64Array.of(0), values: [5] },
      { kind: 'pieces', ticks: Float64Array.of(0, 10, 20), values: [0, 3, 4] },
      { kind: 'pieces', ticks: Float64Array.of(0), values: [7] },
      { kind: 'pieces', ticks: Float64Array.of(0, 5), values: [1, 2] },
    ]);
  });
  test('read rates off pixels', () => {
    const pixels = [[0, 255, 51, 0, 0, 0, 0, 0, 0, 0]];
    expect(population({ drive: images({ pixels, maxRate: 100, duration: 350, weight: 1 }) }).drives).toMatchObject([
      { kind: 'images', durationTicks: 3500, rates: [Float64Array.of(0, 0.1, 0.2 * 100 * 1e-3, 0, 0, 0, 0, 0, 0, 0)] },
    ]);
  });
});

describe('sources', () => {
  test('have trains or rates', () => {
    expect(population({ size: 2, neuron: spikeSource({ times: [[1], []] }) })).toMatchObject({
      model: null,
      source: { kind: 'spikes', trains: [{ ticks: Float64Array.of(10) }, { ticks: new Float64Array(0) }] },
    });
    expect(population({ neuron: poissonSource({ rate: 5 }) }).source).toEqual({ kind: 'poisson', rate: 0.005 });
  });
  test('cannot spike twice in a step', () => {
    expect(() => population({ neuron: poissonSource({ rate: 20_000 }) })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: Population 'E' (poisson source): 20000 Hz is more than one spike per step of 0.1 ms. The most is 10000 Hz; use a poisson drive, more neurons or a finer dt.]`,
    );
    expect(population({ neuron: poissonSource({ rate: 20_000 }) }, 'event').source).toEqual({ kind: 'poisson', rate: 20 });
  });
});

describe('neurons', () => {
  test('draw parameters and initial state independently, by neuron and seed', () => {
    const drawn = { neuron: lif({ tauM: normal(20, 1), vTh: normal(20, 1) }), initial: { v: normal(0, 1) } };
    const { params, initial } = population(drawn);
    const z = (values: unknown, mean: number) => Array.from(values as Float64Array, (value) => value - mean);
    expect(z(params.tauM, 20)).not.toEqual(z(params.vTh, 20));
    expect(z(params.tauM, 20)).not.toEqual(z(initial.v, 0));
    expect(population(drawn).params.tauM).toEqual(params.tauM);
    expect(planNetwork(one(drawn), { seed: 2, clock: 'grid' }).populations[0]?.params.tauM).not.toEqual(params.tauM);
    // More neurons: the first keep their values.
    expect((population({ ...drawn, size: 20 }).params.tauM as Float64Array).slice(0, 10)).toEqual(params.tauM);
  });
  test('start at rest unless told', () => {
    expect(population({ neuron: lif({ eL: -65, vTh: -50, vReset: -65 }) }).initial).toEqual({ v: -65 });
    const eL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(population({ neuron: lif({ eL }) }).initial.v).toEqual(Float64Array.from(eL));
  });
});

describe('projections', () => {
  test('store magnitudes and one sign, or signed weights', () => {
    expect(projection({ weight: -2, bounds: [-3, -1], synapse: [pairStdp()] })).toMatchObject({ sign: -1, wMin: 1, wMax: 3, commonWeight: null });
    expect(projection({ weight: -2 })).toMatchObject({ sign: -1, commonWeight: -2 });
    expect(projection({ weight: 0.1, weightPrecision: 'single' })).toMatchObject({ sign: 1, commonWeight: Math.fround(0.1) });
    expect(projection({ weight: normal(0, 1) })).toMatchObject({ sign: 0, wMin: Number.NEGATIVE_INFINITY, commonWeight: null });
    expect(projection({ weight: normal(0.3, 0.1), bounds: [0, 1], synapse: [pairStdp()] })).toMatchObject({ sign: 1, wMin: 0, wMax: 1 });
    expect(projection({ weight: normal(-1, 0.1), bounds: [-2, 5] })).toMatchObject({ sign: -1, wMin: 0, wMax: 2 });
  });
  test('have delays of at least a tick', () => {
    expect(projection({ delay: 0.01 }).delays).toEqual([1]);
    expect(projection({ delay: 1.54 }).delays).toEqual([15]);
    expect(projection({ delay: normal(0.5, 0.1, { max: 0.8 }) }).delays).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(
      projection({
        wiring: edges([
          [0, 1],
          [1, 2],
          [2, 3],
        ]),
        delay: [3, 1, 3],
      }).delays,
    ).toEqual([10, 30]);
    expect(planNetwork(one({}, { delay: normal(0.5, 0.1) }), { clock: 'grid' }).epochTicks).toBe(1);
  });
  test('look as far ahead as a spike can act', () => {
    expect(planNetwork(one({}, { dendriticDelay: 7 }), { clock: 'grid' }).horizonTicks).toBe(70);
  });
  test('compose their rules', () => {
    const program = projection({ weight: 0.1, synapse: [bernoulliRelease({ p: 0.5 }), pairStdp()] }).program;
    expect(program?.rules.map(({ name }) => name)).toEqual(['bernoulliRelease', 'pairStdp']);
  });
});

test('a network may have no projections', () => {
  const net = network({ populations: { E: { size: 1, neuron: lif() } } });
  expect(planNetwork(net, { clock: 'grid' })).toMatchObject({ epochTicks: 100, horizonTicks: 1, projections: [] });
});

test('all to all within a population may leave out the neuron itself', () => {
  expect(projection({ wiring: allToAll({ selfConnections: false }) }).wiring).toEqual({ wiring: 'allToAll', selfConnections: false });
});
