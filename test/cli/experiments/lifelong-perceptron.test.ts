/** A spiking lifelong perceptron: Schug et al. 2021, and the rate model of it, to which it must be equal where nothing is drawn. */
import { describe, expect, it, test } from 'vitest';
import { lifelongPerceptron } from '../../../dist/cli/experiments/lifelong-perceptron.js';
import { rateLife } from '../../../src/cli/experiments/lifelong-perceptron/rate.ts';
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

test('a neuron learns in spikes what the rate model learns, and keeps more of it by consolidation', async () => {
  const findings = await quick(lifelongPerceptron);
  expect(failing(findings)).toEqual([]);
  expect(findings.rows.filter(({ status }) => status !== 'open')).toHaveLength(10);
  expect(sound(findings.figures.get('lifelong-perceptron.svg'))).toBe(true);
}, 600_000);
