/** One target that fires every 100 ms, and sources that lead it, follow it or are silent: who is tagged, spared, eaten, and what comes. */
import { describe, expect, it } from 'vitest';
import { exportRule } from '../../src/formats/rules/export-rule.ts';
import type { Network } from '../../src/network/description.ts';
import { lif } from '../../src/neurons/lif.ts';
import { bernoulliRelease } from '../../src/rules/bernoulli-release.ts';
import { microglialPruning } from '../../src/rules/microglial-pruning.ts';
import { everywhere, player } from './playing.ts';

const every = 100;
const posts = Array.from({ length: 50 }, (_, k) => every * (k + 1));
const [leading, following, large, silent] = [0, 1, 2, 3] as const;
const fast = { period: 1000, tauU: 1000, pE: 1, rC: 0 };

const one: Network = {
  populations: {
    S: { size: 4, neuron: { source: 'spikes', times: [posts.map((t) => t - 5), posts.map((t) => t + 5), [], []] } },
    E: { size: 1, neuron: lif({ tauM: 20, eL: 0, vTh: 20, vReset: 0, tRef: 2 }), drive: { drive: 'spikeList', times: posts, weight: 30 } },
  },
  projections: {
    SE: {
      ...{ from: 'S', to: 'E', wiring: { wiring: 'edges', edges: [leading, following, large, silent].map((source) => [source, 0] as const) } },
      ...{ weight: [0.1, 0.1, 0.5, 0.1], delay: 1, synapse: [microglialPruning(fast)] },
    },
  },
};

describe.each(everywhere)('$engine engine, $clock clock', (at) => {
  it('counts releases that a spike follows, and takes what is little used twice, unless it is large', async () => {
    const { until, column, engine } = await player(one, at);
    const sources = () => {
      const { rowStart } = engine.partition.projections[0]!;
      return [leading, following, large, silent].filter((row) => rowStart[row + 1]! > rowStart[row]!);
    };
    until(951);
    const expected = Array.from({ length: 9 }, (_, k) => Math.exp((-every * k) / 1000)).reduce((a, b) => a + b);
    expect(column('SE.microglialPruning.u')[leading]).toBeCloseTo(expected, 12);
    expect(column('SE.microglialPruning.u').slice(1)).toEqual([0, 0, 0]);
    until(1500);
    expect(column('SE.microglialPruning.tags')).toEqual([0, 1, 1, 1]);
    expect(sources()).toHaveLength(4);
    until(2000);
    expect(sources()).toEqual([leading, large]);
    expect(column('SE.microglialPruning.tags')).toEqual([0, 2]);
    expect(column('SE.w')).toEqual([0.1, 0.5]);
    until(2951);
    const later = Array.from({ length: 29 }, (_, k) => Math.exp((-every * k) / 1000)).reduce((a, b) => a + b);
    expect(column('SE.microglialPruning.u')[0]).toBeCloseTo(later, 12);
    expect([column('SE.pruned'), column('SE.created')]).toEqual([[2], [0]]);
  });

  it('does not count what was not released', async () => {
    const failing = { ...one, projections: { SE: { ...one.projections.SE!, synapse: [bernoulliRelease({ p: 0 }), microglialPruning(fast)] } } };
    const { until, column } = await player(failing, at);
    until(951);
    expect(column('SE.microglialPruning.u')).toEqual([0, 0, 0, 0]);
  });
});

/** 100 silent neurons that each get 10 of 300 others, and new ones at 5 a tick; the mean usage of no synapse is above 0, so nobody is tagged. */
const many: Network = {
  populations: {
    E: { size: 300, neuron: lif() },
    T: { size: 100, neuron: lif() },
  },
  projections: {
    ET: {
      ...{ from: 'E', to: 'T', wiring: { wiring: 'fixedInDegree', degree: 10, multapses: false }, weight: 0.1, delay: 1, spare: 100 },
      synapse: [microglialPruning({ ...fast, rC: 5 })],
    },
  },
};

it('forms synapses at its rate, each pair once, from all sources alike', async () => {
  const { until, engine, column } = await player(many, { clock: 'event', engine: 'wasm' });
  until(4000);
  const { rowStart, target } = engine.partition.projections[0]!;
  const pairs = new Set<number>();
  const outDegrees = Array.from({ length: 300 }, (_, source) => rowStart[source + 1]! - rowStart[source]!);
  for (let source = 0; source < 300; source++) for (let s = rowStart[source]!; s < rowStart[source + 1]!; s++) pairs.add(1000 * source + target[s]!);
  const created = column('ET.created');
  const total = created.reduce((a, b) => a + b);
  expect(pairs.size).toBe(1000 + total);
  // A Poisson number of mean 2000: beyond 4.5 sd lies 7e-6. Its variance over targets: chi-squared with 99 degrees of freedom, sd 14 %.
  expect(Math.abs(total - 2000)).toBeLessThan(4.5 * Math.sqrt(2000));
  const variance = created.reduce((sum, count) => sum + (count - total / 100) ** 2, 0) / 99;
  expect(variance / 20).toBeGreaterThan(0.5);
  expect(variance / 20).toBeLessThan(1.7);
  // Out-degrees: 10 on average, each from 100 targets with p = 0.1, variance 9; beyond 5 sd of a mean over halves lies 6e-7.
  const half = outDegrees.slice(0, 150).reduce((a, b) => a + b) / 150;
  expect(Math.abs(half - (1000 + total) / 300)).toBeLessThan((5 * 3) / Math.sqrt(300));
});

it('eats what is tagged twice with its probability', async () => {
  const eaten: Network = {
    populations: {
      S: { size: 200, neuron: { source: 'spikes', times: Array.from({ length: 200 }, (_, i) => (i < 2 ? posts.map((t) => t - 5) : [])) } },
      E: { size: 5, neuron: lif({ tauM: 20, eL: 0, vTh: 20, vReset: 0, tRef: 2 }), drive: { drive: 'spikeList', times: posts, weight: 30 } },
    },
    projections: {
      SE: {
        ...{ from: 'S', to: 'E', wiring: { wiring: 'allToAll' }, weight: 0.01, delay: 1 },
        synapse: [microglialPruning({ ...fast, share: 1, pE: 0.3 })],
      },
    },
  };
  const { until, column } = await player(eaten, { clock: 'grid', engine: 'wasm' });
  const gone = () => column('SE.pruned').reduce((a, b) => a + b);
  until(1999);
  expect(gone()).toBe(0);
  until(2000);
  // 990 silent synapses, p = 0.3: sd 14.4; beyond 4.5 sd lies 7e-6.
  expect(Math.abs(gone() - 297)).toBeLessThan(65);
  until(3000);
  // Those that were spared by chance stay tagged: 0.51 of all are gone after the next visit, sd 15.7.
  expect(Math.abs(gone() - 505)).toBeLessThan(71);
});

it.each([
  ['brian', "the synapses that come and go ('structural'): Brian makes Synapses before a run, and none during it"],
  [
    'nestml',
    "the synapses that come and go ('structural'): a NESTML synapse cannot remove itself or make others; NEST's structural plasticity is part of its kernel",
  ],
  ['lava', "the synapses that come and go ('structural'): synapses of Loihi are laid out before a run, and learning changes their weights only"],
] as const)('is refused by %s', (target, reason) => {
  try {
    exportRule(microglialPruning(), target);
    expect.unreachable();
  } catch (error) {
    expect((error as { reasons: string[] }).reasons).toContain(reason);
  }
});
