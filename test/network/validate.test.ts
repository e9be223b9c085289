import { describe, expect, test } from 'vitest';
import { EquationError, ModelError } from '../../src/errors.ts';
import { normal, uniform } from '../../src/network/describe/distributions.ts';
import { current, poisson, spikeList } from '../../src/network/describe/drives.ts';
import { spikeSource } from '../../src/network/describe/sources.ts';
import { allToAll, distanceDependent, edges, fixedInDegree, fixedProbability, fixedTotal, oneToOne } from '../../src/network/describe/wirings.ts';
import type { Population, Projection } from '../../src/network/description.ts';
import { network } from '../../src/network/network.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { validate } from '../../src/network/validate.ts';
import { lif, lifExponential } from '../../src/neurons/index.ts';
import { graupnerBrunel } from '../../src/rules/graupner-brunel.ts';
import { microglialPruning } from '../../src/rules/microglial-pruning.ts';
import { multiplicativeStdp } from '../../src/rules/multiplicative-stdp.ts';
import { pairStdp } from '../../src/rules/pair-stdp.ts';

type Loose<T> = { readonly [K in keyof T]?: unknown } & Readonly<Record<string, unknown>>;

/** A sound network of two populations and one projection, with some things otherwise. */
const changed = (e: Loose<Population> = {}, ee: Loose<Projection> = {}, rest: object = {}): unknown => ({
  populations: { E: { size: 10, neuron: lif(), ...e }, I: { size: 5, neuron: lif() } },
  projections: { EE: { from: 'E', to: 'E', wiring: fixedProbability(0.1), weight: 1, delay: 1.5, ...ee } },
  ...rest,
});

const refusal = (value: unknown, plan?: Parameters<typeof planNetwork>[1]): string => {
  try {
    const valid = validate(value);
    if (plan) planNetwork(valid, plan);
  } catch (error) {
    if (error instanceof ModelError || error instanceof EquationError) return error.message;
    throw error;
  }
  return 'accepted';
};

test('a sound network is taken, and frozen', () => {
  expect(refusal(changed())).toBe('accepted');
  expect(Object.isFrozen(validate(changed()).populations)).toBe(true);
});

const refused: Record<string, Record<string, unknown>> = {
  names: {
    'a population that is not there': changed({}, { to: 'Ex' }),
    'a source that is not there': changed({}, { from: 'toString' }),
    'a misspelt key': changed({ sise: 3 }),
    'a misspelt key of a projection': changed({}, { dely: 3 }),
    'a misspelt key of a wiring': changed({}, { wiring: { wiring: 'fixedProbability', P: 0.1, p: 0.1 } }),
    'a name of an object': { populations: { constructor: { size: 1, neuron: lif() } }, projections: {} },
    'a name with a slash': { populations: { 'L2/3': { size: 1, neuron: lif() } }, projections: {} },
    'one name for two things': { populations: { E: { size: 1, neuron: lif() } }, projections: { E: {} } },
    'no population': { populations: {}, projections: {} },
    nothing: null,
  },
  neurons: {
    'an unknown model': changed({ neuron: { model: 'lfi', params: {}, reset: 'value' } }),
    'an unknown parameter': changed({ neuron: { model: 'lif', params: { tauMem: 20 }, reset: 'value' } }),
    'an unknown reset': changed({ neuron: { model: 'lif', params: {}, reset: 'soft' } }),
    'a negative refractory time': changed({ neuron: lif({ tRef: -1 }) }),
    'a time constant of 0': changed({ neuron: lif({ tauM: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] }) }),
    'too few values': changed({ neuron: lif({ tauM: [1, 2] }) }),
    'not a number': changed({ neuron: lif({ tauM: Number.NaN }) }),
    'a distribution upside down': changed({ initial: { v: uniform(1, 0) } }),
    'a negative spread': changed({ initial: { v: normal(1, -1) } }),
    'an unknown distribution': changed({ initial: { v: { distribution: 'gamma', shape: 1 } } }),
    'an unknown state': changed({ initial: { u: 1 } }),
    'half a neuron': changed({ size: 0.5 }),
    'no neuron': changed({ size: 0 }),
    'positions for some': changed({ positions: [[0, 0]] }),
    'too many branches': changed({ branches: 1000 }),
    'more domains than neurons': changed({ domains: 11 }),
  },
  drives: {
    'a negative rate': changed({ drive: poisson({ rate: -1, weight: 1 }) }),
    'an unknown drive': changed({ drive: [{ drive: 'poison', rate: 1, weight: 1 }] }),
    'a spike at 0': changed({ drive: spikeList({ times: [0, 1], weight: 1 }) }),
    'spikes out of order': changed({ drive: spikeList({ times: [1, 3, 2], weight: 1 }) }),
    'a step without amplitude': changed({ drive: current.step([0, 1], [1]) }),
    'spikes for some of a source': changed({ neuron: spikeSource({ times: [[1]] }) }),
    'repeated spikes of a source': changed({ size: 1, neuron: spikeSource({ times: [[1, 1]] }) }),
    'a drive onto a source': changed({ size: 1, neuron: spikeSource({ times: [[]] }), drive: poisson({ rate: 1, weight: 1 }) }),
  },
  projections: {
    'no weight': changed({}, { weight: undefined }),
    'no delay': changed({}, { delay: 0 }),
    'a negative delay': changed({}, { delay: -1 }),
    'delays that are never above 0': changed({}, { delay: normal(1, 1, { max: -1 }) }),
    'a negative dendritic delay': changed({}, { dendriticDelay: -1 }),
    'a weight outside its bounds': changed({}, { bounds: [0, 0.5] }),
    'no bounds under a rule that reads them': changed({}, { synapse: [multiplicativeStdp()] }),
    'bounds upside down': changed({}, { bounds: [1, 0] }),
    'bounds without room under a rule that divides by it': changed({}, { bounds: [1, 1], weight: 1, synapse: [graupnerBrunel()] }),
    'a probability above 1': changed({}, { wiring: fixedProbability(1.1) }),
    'an unknown wiring': changed({}, { wiring: { wiring: 'smallWorld' } }),
    'unequal sizes': changed({}, { to: 'I', wiring: oneToOne() }),
    'more sources than there are': changed({}, { wiring: fixedInDegree(10, { multapses: false, selfConnections: false }) }),
    'half a synapse': changed({}, { wiring: fixedTotal(0.5) }),
    'an edge to nowhere': changed({}, { wiring: edges([[0, 10]]) }),
    'an edge with three ends': changed({}, { wiring: edges([[0, 1, 2] as never]) }),
    'weights in a drawn order': changed({}, { weight: [1, 2] }),
    'weights for some': changed({}, { wiring: allToAll(), weight: [1, 2] }),
    'no positions': changed({}, { wiring: distanceDependent({ kernel: 'gaussian', pMax: 1, sigma: 1 }) }),
    'both signs under a rule for magnitudes': changed({}, { weight: normal(0.3, 0.1), synapse: [pairStdp()] }),
    'a rule that is no rule': changed({}, { synapse: [{ rule: 'pairStdp', params: {} }] }),
    'drawn delays of synapses that come and go': changed({}, { delay: uniform(1, 2), synapse: [microglialPruning()] }),
    'listed weights of synapses that come': changed({}, { wiring: edges([[0, 1]]), weight: [1], synapse: [microglialPruning()] }),
    'spare room without a rule that fills it': changed({}, { spare: 5 }),
    'half a spare synapse': changed({}, { spare: 0.5, synapse: [microglialPruning()] }),
    'an unknown rule parameter': changed({}, { synapse: [{ rule: pairStdp().rule, params: { tau: 1 } }] }),
  },
};

for (const [of, cases] of Object.entries(refused)) {
  describe(`${of}:`, () => {
    test.each(Object.entries(cases))('%s is refused', (name, value) => {
      const said = refusal(value);
      expect(said).not.toBe('accepted');
      expect(`${name}: ${said}`).toMatchSnapshot();
    });
  });
}

describe('on a clock:', () => {
  test('an event-clock neuron may not start above threshold', () => {
    expect(refusal(changed({ initial: { v: 20 } }), { clock: 'event' })).toMatchInlineSnapshot(
      `"Population 'E', neuron 0 starts at v = 20 mV, at or above its threshold, 20 mV: on the event clock it would never cross it. Start below, for a distribution with { max }, or use the grid clock."`,
    );
    expect(refusal(changed({ initial: { v: 20 } }), { clock: 'grid' })).toBe('accepted');
  });
  test('equal time constants have no sum of exponentials', () => {
    expect(refusal(changed({ neuron: lifExponential({ tauM: 10, tauSynE: 10 }) }), { clock: 'event' })).toMatchInlineSnapshot(
      `"Population 'E', neuron 0: tauM and tauSynE are both 10 ms; on the event clock they must differ by a millionth at least. Change one a little, or use the grid clock."`,
    );
  });
  test('a drawn time constant below 0 is found', () => {
    expect(refusal(changed({ neuron: lif({ tauM: normal(1, 5) }) }), { clock: 'grid' })).toMatchInlineSnapshot(
      `"Population 'E': tauM is -10.514156148160668, but must be above 0."`,
    );
  });
  test('a reset at threshold would never stop firing', () => {
    expect(refusal(changed({ neuron: lif({ vReset: 20 }) }), { clock: 'grid' })).toMatchInlineSnapshot(
      `"Population 'E', neuron 0: vReset, 20 mV, must lie below vTh, 20 mV."`,
    );
  });
  test('a time between grid points is an error on the grid', () => {
    expect(refusal(changed({ drive: spikeList({ times: [0.25], weight: 1 }) }), { clock: 'grid' })).toMatchInlineSnapshot(
      `"Population 'E', drive 0 (spikeList): 0.25 ms is not a multiple of dt = 0.1 ms. Use such times, a finer dt or the event clock."`,
    );
    expect(refusal(changed({ drive: spikeList({ times: [0.25], weight: 1 }) }), { clock: 'event' })).toBe('accepted');
  });
  test('a step that does not divide a millisecond is an error', () => {
    expect(refusal(changed(), { clock: 'grid', dt: 0.3 })).toMatchInlineSnapshot(
      `"dt is 0.3 ms, but 1 ms must be a whole number of steps, 1 to 1000000: 1, 0.5, 0.2, 0.1, 0.05 …"`,
    );
    expect(refusal(changed(), { clock: 'sundial' as never })).toMatchInlineSnapshot(`"There is no clock 'sundial'. Clocks: event, grid."`);
  });
});

test('an unknown population does not compile', () => {
  const populations = { E: { size: 1, neuron: lif() } };
  expect(() =>
    network({
      populations,
      // @ts-expect-error there is no population Q
      projections: { EQ: { from: 'E', to: 'Q', wiring: allToAll(), weight: 1, delay: 1 } },
    }),
  ).toThrow("Projection 'EQ' goes to population 'Q', which this network does not have. Populations: E.");
});
