/** The loop of homeostatic scaling: its closed forms against integration, and as a comparator on spikes that follow it. False alarm: below 1e-3 (bounds of 4 standard errors), seed fixed. */
import { from, lastValueFrom, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';
import homeoEi from '../../../networks/homeo-ei.ts';
import { integrate } from '../../../src/comparators/runge-kutta.ts';
import { afterStep, fittedPeriod, isOverdamped, periodOf, recoveryOf } from '../../../src/comparators/scaling/loop.ts';
import { scaling } from '../../../src/comparators/scaling/scaling.ts';
import { lif, type Network, network, s } from '../../../src/index.ts';
import { uniforms } from '../../../src/random.ts';
import type { Spikes } from '../../../src/streams/blocks.ts';

const ringing = { kappa: 19.4, tauH: 20, tauC: 20 };
const slow = { kappa: 19.4, tauH: 200, tauC: 0.5 };
const critical = { kappa: 5, tauH: 40, tauC: 2 };

describe('the loop', () => {
  test.each([ringing, slow, critical, { kappa: 5, tauH: 40.0001, tauC: 2 }])('%j follows its differential equation', (loop) => {
    const { kappa, tauH, tauC } = loop;
    const slope = (_: number, [y, v]: Float64Array, out: Float64Array): void => {
      out.set([v as number, -(v as number) / tauC - (kappa * (y as number)) / (tauH * tauC)]);
    };
    for (const time of [0.3, 5, 30]) {
      const [y] = integrate(slope, Float64Array.of(1, 0), 0, time, { absolute: 1e-12, relative: 1e-10 });
      expect(afterStep(loop, time)).toBeCloseTo(y as number, 8);
    }
  });

  test('is over-damped where tauH is at least 4·κ·tauC', () => {
    expect([ringing, slow, critical].map(isOverdamped)).toEqual([false, true, true]);
    expect(isOverdamped({ ...critical, tauH: 39.9 })).toBe(false);
    // 2π/√(κ/(τh τc) − 1/(4 τc²)).
    expect(periodOf(ringing)).toBeCloseTo(28.72, 2);
    expect(periodOf(slow)).toBeNaN();
    // Far over-damped: τh/κ, less τc to first order.
    expect(recoveryOf(slow)).toBeCloseTo(slow.tauH / slow.kappa - slow.tauC, 1);
    expect(recoveryOf(ringing)).toBe(2 * ringing.tauC);
    // What is left falls e-fold in that time.
    expect(afterStep(slow, 60 + recoveryOf(slow)) / afterStep(slow, 60)).toBeCloseTo(Math.exp(-1), 6);
  });

  test('tells its period by its ringing', () => {
    const time = Array.from({ length: 70 }, (_, i) => i + 0.5);
    expect(
      fittedPeriod(
        ringing,
        time,
        time.map((t) => afterStep(ringing, t)),
      ),
    ).toBeCloseTo(periodOf(ringing), 0);
  });
});

describe('as a comparator', () => {
  const net = homeoEi({ tauH: 20 * s, tauC: 20 * s });

  test('it reads target and time constants from the network, and takes κ from theory unless told', () => {
    const told = scaling(net, { kappa: 19.4 });
    expect(told).toMatchObject({ population: 'E', target: 5, loop: { kappa: 19.4, tauH: 20_000, tauC: 20_000 }, overdamped: false });
    expect(told.period / 1000).toBeCloseTo(28.72, 2);
    // The network's κ is 15 to 25 when measured; theory of small jumps, which these are not, says 14.
    expect(scaling(net).loop.kappa).toBeGreaterThan(12);
    expect(scaling(net).loop.kappa).toBeLessThan(20);
    expect(scaling(homeoEi({ tauH: 200 * s, tauC: 0.5 * s }), { kappa: 19.4 }).overdamped).toBe(true);
  });

  test('it predicts rates after a disturbance whose depth the first window shows', async () => {
    const at = 10_000;
    const depth = -0.5;
    const truth = (time: number): number =>
      time <= at ? 5 : 5 * Math.exp(depth * afterStep({ kappa: 19.4, tauH: 20_000, tauC: 20_000 }, time - at));
    const next = uniforms('ringing');
    // 400 Poisson neurons at that rate, thinned from 10 Hz each; blocks of 500 ms.
    const times: number[][] = Array.from({ length: 100 }, () => []);
    for (let t = -Math.log(next()) / 4; t < 50_000; t += -Math.log(next()) / 4) if (next() * 10 < truth(t)) times[Math.ceil(t / 500) - 1]?.push(t);
    const blocks = times.map(
      (time, i): Spikes => ({
        ...{ of: 'E', size: 400, from: 500 * i, upTo: 500 * (i + 1) },
        neuron: new Uint32Array(time.length),
        time: Float64Array.from(time),
      }),
    );
    const model = scaling(net, { kappa: 19.4, at });
    const pairs = await lastValueFrom(model.follow(from(blocks)).pipe(toArray()));
    expect(pairs.map(({ t }) => t)).toEqual(Array.from({ length: 39 }, (_, i) => at + 1000 * (i + 2)));
    // √(5 Hz / 400 / 1 s) = 0.11 Hz; the first window tells the depth to 0.03, that is 0.17 Hz.
    for (const { t, spiking, predicted, standardError } of pairs) {
      expect(standardError).toBeGreaterThan(0.05);
      expect(standardError).toBeLessThan(0.25);
      expect(Math.abs(predicted - truth(t - 500))).toBeLessThan(0.6);
      expect(Math.abs(spiking - predicted)).toBeLessThan(1);
    }
    // It rings: above the target a half period later, below it a whole one.
    const at20 = (since: number) => pairs.find(({ t }) => t === at + since)?.predicted as number;
    expect(at20(14_000)).toBeGreaterThan(5.8);
    expect(at20(29_000)).toBeLessThan(4.9);
    const given = await lastValueFrom(scaling(net, { kappa: 19.4, at, depth }).follow(from(blocks)).pipe(toArray()));
    expect(given).toHaveLength(40);
    expect(given[0]?.predicted).toBeCloseTo(truth(at + 500), 1);
  });

  test.each([
    [{ population: 'I' }, "scaling follows a population with synapticScaling in its homeostasis; here these are: E. So 'I' is not among them."],
    [{ kappa: -1 }, 'Option kappa of scaling is -1; it is a number above 0.'],
    [{ at: -1 }, 'Option at of scaling is -1; it is a time, 0 or later [ms].'],
  ])('%j is refused', (options, message) => {
    expect(() => scaling(net, options)).toThrow(message);
  });

  test('a network without scaling is refused', () => {
    const plain: Network = network({ populations: { A: { size: 1, neuron: lif() } }, projections: {} });
    expect(() => scaling(plain)).toThrow('here these are: none. So name the population in option population.');
  });
});
