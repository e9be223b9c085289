import { expect, it } from 'vitest';
import { defineRule } from '../../src/rules/define-rule.ts';
import { tsodyksMarkram } from '../../src/rules/tsodyks-markram.ts';
import { delivered, weightAt } from './one-synapse.ts';

it('carries the weights of NEST 3.10 tsodyks2_synapse', () => {
  // test/golden/tsodyks2_1.json, synapses 0 and 1, first four spikes.
  const depressing = delivered([tsodyksMarkram({ u: 0.5, tauRec: 800, tauFac: 0 })], [31.8, 35, 168.2, 202], 68.366);
  const facilitating = delivered([tsodyksMarkram({ u: 0.1, tauRec: 100, tauFac: 1000 })], [100.1, 256.7, 297.9, 332.9], 283.078);
  const nest = [34.183, 17.15972945012717, 12.506801491154214, 7.408845666779447];
  nest.forEach((amount, i) => void expect(depressing[i]?.[0]).toBeCloseTo(amount, 9));
  const nestToo = [28.3078, 49.045511103054714, 62.36767148846897, 68.25323352975994];
  nestToo.forEach((amount, i) => void expect(facilitating[i]?.[0]).toBeCloseTo(amount, 9));
});

it('settles under regular spikes where what is used is what recovers', () => {
  const arrivals = Array.from({ length: 100 }, (_, i) => 10 + 100 * i);
  const [last] = delivered([tsodyksMarkram({ u: 0.5, tauRec: 800 })], arrivals).at(-1) as [number];
  const kept = Math.exp(-100 / 800);
  expect(last).toBeCloseTo((0.5 * (1 - kept)) / (1 - 0.5 * kept), 12);
  expect(last).toBeCloseTo(0.1051, 4);
});

it('delivers u · w after a long rest, and does not depress where recovery is immediate', () => {
  expect(delivered([tsodyksMarkram({ u: 0.3, tauRec: 0 })], [5, 6, 7, 8], 2).flat()).toEqual([0.6, 0.6, 0.6, 0.6]);
});

it('tells later rules the share of the resources that was used', () => {
  const last = defineRule({
    name: 'last',
    cite: 'test',
    params: { unit: { value: 1, unit: 'weight', doc: '1' } },
    onPre: ['w = unit * release.released'],
  });
  const uses = [tsodyksMarkram({ u: 0.5, tauRec: 1e9 }), last()];
  const weights = weightAt({ uses, arrivals: [1, 2, 3] }, [1, 2, 3]);
  [0.5, 0.25, 0.125].forEach((used, i) => void expect(weights[i]).toBeCloseTo(used, 6));
});
