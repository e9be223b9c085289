/** A spiking lifelong perceptron: Schug et al. 2021, and the rate model of it, to which it must be equal where nothing is drawn. */
import { describe, expect, it, test } from 'vitest';
import { lifelongPerceptron } from '../../../dist/cli/experiments/lifelong-perceptron.js';
import { rateLife } from '../../../src/cli/experiments/lifelong-perceptron/rate.ts';
import { perceptron, unit } from '../../../src/cli/experiments/lifelong-perceptron/rule.ts';
import {
  batch,
  drawMaterial,
  firstTask,
  inputs,
  type Material,
  ofTask,
  patterns,
  rightOf,
  samples,
} from '../../../src/cli/experiments/lifelong-perceptron/tasks.ts';
import { allToAll, lif, network, type SimulateOptions, type Simulation, signal, simulate, spikeList, spikeSource } from '../../../src/index.ts';
import { failing, quick, sound } from './quick.ts';

describe('tasks', () => {
  it('follow from the seed', () => {
    expect(drawMaterial('a')).toEqual(drawMaterial('a'));
    expect(drawMaterial('a').x[0]).not.toEqual(drawMaterial('b').x[0]);
    expect(patterns % batch).toBe(0);
  });

  it('are answered by the majority of samples, no majority being 1', () => {
    const y = new Int8Array(2 * patterns).fill(-1);
    const material: Material = { x: [], y };
    const answers = ofTask(1).flatMap((_, i) => Array.from({ length: samples }, (_, k) => (i < 25 ? -1 : (k + i) % 2 === 0 ? 1 : -1)));
    expect(rightOf(1, answers, material)).toBe(0.25);
    expect(rightOf(1, answers, { ...material, y: y.fill(1) })).toBe(0.75);
  });
});

test('the rate model learns a task of 100 patterns fully, and consolidates within its limits', () => {
  const { accuracies, p, w } = rateLife(drawMaterial('rate'), true, 'rate');
  // 0.998 on average over 24 seeds, always above 0.98.
  expect(firstTask(accuracies)[0]).toBeGreaterThan(0.95);
  expect(p.every((share) => share >= 0.25 && share <= 0.9)).toBe(true);
  expect(w.length).toBe(inputs);
});

describe('the synapse', () => {
  // Two inputs early in a cycle, and one late, which stands for −1; then the question.
  const told = (sim: Simulation<string, string>, label: number): void => {
    for (const cycle of [0, 1, 2]) {
      sim.at(400 * cycle + 13, signal('label', label));
      sim.at(400 * cycle + 13, signal('batch', 1));
    }
  };
  const tiny = (consolidation: number) =>
    network({
      clock: 'event',
      populations: {
        inputs: { size: 3, neuron: spikeSource({ times: [3, 3, 8].map((time) => [0, 400, 800].map((cycle) => cycle + time - 1)) }) },
        out: { size: 4, neuron: lif({ vReset: 0 }), drive: spikeList({ times: [9, 409, 809], weight: 20.000001 }) },
      },
      projections: {
        learned: {
          from: 'inputs',
          to: 'out',
          wiring: allToAll(),
          weight: 0,
          bounds: [-1, 1],
          delay: 1,
          synapse: [perceptron({ patterns: 1, mirror: Math.exp(-5 / 20), ...(consolidation ? {} : { pMin: 1, pMax: 1, consolidation }) })],
        },
      },
    });

  it('learns an error by the sign of its input, and nothing from a right answer', async () => {
    await using sim = simulate(tiny(0), { seed: 'tiny' });
    const spikes: number[] = [];
    sim.onSpikes(({ ids, ticks, perMs }) => {
      ids.forEach((id, i) => {
        if (id === 3) spikes.push((ticks[i] as number) / perMs);
      });
    });
    told(sim, -1);
    await sim.run(1200);
    // Without weight it fires where it should not; from then on its input is 6 steps below threshold.
    expect(spikes).toEqual([9]);
    const { source, w } = await sim.weights('learned');
    expect(Array.from(w, (each) => each / unit)).toEqual(Array.from(source, (from) => (from === 2 ? 2 : -2)));
  });

  it('is the same in both engines, and on three partitions', async () => {
    const digest = async (options: Pick<SimulateOptions, 'engine' | 'workers'>) => {
      await using sim = simulate(tiny(1), { seed: 'tiny', ...options });
      told(sim, -1);
      await sim.run(413);
      await sim.run(787);
      return { w: await sim.weightDigests(), p: await sim.read('learned.perceptron.p') };
    };
    const reference = await digest({ engine: 'reference' });
    expect(await digest({})).toEqual(reference);
    expect(await digest({ workers: 3 })).toEqual(reference);
  });
});

test('a neuron learns in spikes what the rate model learns, and keeps more of it by consolidation', async () => {
  const findings = await quick(lifelongPerceptron);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status !== 'open')).toHaveLength(10);
  expect(sound(findings.figures.get('lifelong-perceptron.svg'))).toBe(true);
}, 600_000);
