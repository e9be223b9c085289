import { firstValueFrom, from, lastValueFrom, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import {
  balancing,
  compareWith,
  fixedProbability,
  Hz,
  lif,
  ms,
  mV,
  network,
  normal,
  pairStdp,
  poisson,
  simulate,
  synapticBalancing,
  type Weights,
} from '../../../src/index.ts';

const rule = synapticBalancing({ eta: 0.2, period: 50 * ms, unit: 0.5 * mV });
const of = (more = {}) =>
  network({
    populations: {
      E: { size: 40, neuron: lif(), drive: poisson({ rate: 2000 * Hz, weight: 0.5 * mV }) },
      I: { size: 10, neuron: lif(), drive: poisson({ rate: 2000 * Hz, weight: 0.5 * mV }) },
    },
    projections: {
      EE: {
        from: 'E',
        to: 'E',
        wiring: fixedProbability(0.3),
        weight: normal(0.3 * mV, 0.1 * mV),
        bounds: [0, 2 * mV],
        delay: 1 * ms,
        synapse: [rule],
        ...more,
      },
      EI: { from: 'E', to: 'I', wiring: fixedProbability(0.5), weight: 0.3 * mV, delay: 1 * ms, synapse: [rule] },
      IE: { from: 'I', to: 'E', wiring: fixedProbability(0.5), weight: -1.5 * mV, delay: 1 * ms, synapse: [rule] },
    },
  });

test('a network that only balances costs what the same ticks on a matrix cost, and comes near the least', async () => {
  const net = of();
  await using sim = simulate(net, { seed: '3', clock: 'grid' });
  const [course, least] = [balancing(net), balancing(net, { against: 'least', every: 250 })];
  const pairs = firstValueFrom(course.watch(sim).pipe(compareWith(course), toArray()));
  const ends = firstValueFrom(least.watch(sim).pipe(compareWith(least), toArray()));
  await sim.run(2000);
  await sim.close();
  const found = await pairs;
  expect(found.length).toBeGreaterThanOrEqual(40);
  expect(Math.max(...found.map(({ spiking, predicted }) => Math.abs(spiking / predicted - 1)))).toBeLessThan(1e-6);
  expect(found.some(({ alarm }) => alarm)).toBe(false);
  expect(found.at(-1)?.spiking).toBeLessThan(0.8);
  const last = (await ends).at(-1);
  expect(last?.spiking).toBeGreaterThanOrEqual((last?.predicted as number) * (1 - 1e-6));
  expect(Math.abs((last?.spiking as number) / (last?.predicted as number) - 1)).toBeLessThan(0.01);
});

test('learning beside balancing is an alarm', async () => {
  const net = of({ synapse: [pairStdp({ aPlus: 0.05 * mV, aMinus: 0.02 * mV }), rule] });
  await using sim = simulate(net, { seed: '3', clock: 'grid' });
  const model = balancing(net, { every: 500 });
  const pairs = firstValueFrom(model.watch(sim).pipe(compareWith(model), toArray()));
  await sim.run(2000);
  await sim.close();
  expect((await pairs).at(-1)?.alarm).toBe(true);
});

test('follows blocks that are made by hand: two neurons', async () => {
  const net = network({
    populations: { A: { size: 2, neuron: lif() } },
    projections: {
      AA: { from: 'A', to: 'A', wiring: fixedProbability(1), weight: 1 * mV, delay: 1 * ms, synapse: [synapticBalancing({ eta: 0.2, period: 100 })] },
    },
  });
  const block = (upTo: number, forth: number, back: number): Weights => ({
    of: 'AA',
    from: 0,
    upTo,
    source: Uint32Array.of(0, 1),
    target: Uint32Array.of(1, 0),
    w: Float64Array.of(forth, back),
  });
  const model = balancing(net);
  const [first, next] = await lastValueFrom(model.follow(from([block(0, 2, 1), block(100, 2, 1)])).pipe(toArray()));
  expect(first).toEqual({ t: 0, of: 'AA', spiking: 1, predicted: 1, standardError: 0 });
  // Neuron 0 pays 4 for outputs, 1 for inputs: Δh = 0.2 · 3/5, and −0.12 for neuron 1.
  expect(next?.predicted).toBeCloseTo((4 * Math.exp(-0.48) + Math.exp(0.48)) / 5, 12);
  const [bound] = await lastValueFrom(
    balancing(net, { against: 'least' })
      .follow(from([block(0, 2, 1)]))
      .pipe(toArray()),
  );
  expect(bound?.predicted).toBeCloseTo(4 / 5, 9);
});

test('refuses a network without the rule', () => {
  const net = network({ populations: { A: { size: 2, neuron: lif() } }, projections: {} });
  expect(() => balancing(net)).toThrow(
    'No projection of the network balances its costs: put synapticBalancing() into the synapse list of those that should.',
  );
});
