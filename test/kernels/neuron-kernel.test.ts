import { describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src/engines/wasm/index.ts';
import { printNeuronKernel } from '../../src/kernels/neuron-kernel.ts';
import type { Plan } from '../../src/network/plan.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { lif, neuronModels } from '../../src/neurons/index.ts';
import type { NeuronModel } from '../../src/neurons/model.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';
import { drive, nothing } from '../conformance/drive.ts';
import { makeReference } from '../conformance/engine.ts';

const size = 21;

/** A plan whose neurons run other equations than any model of ours. */
const planOf = (changes: Partial<NeuronModel>): Plan => {
  const plan = planNetwork(
    { populations: { N: { size, neuron: lif({ iE: Array.from({ length: size }, (_, i) => 37 * i - 300), tRef: 0.4 }) } }, projections: {} },
    { clock: 'grid' },
  );
  const model: NeuronModel = { ...lif.model, ...changes };
  return { ...plan, populations: plan.populations.map((population) => ({ ...population, model, initial: { v: 1.5, u: 0.25 } })) };
};
const state = (names: readonly string[]): NeuronModel['state'] =>
  Object.fromEntries(names.map((name) => [name, { initial: 0, unit: 'mV', doc: '' }]));

const vOf = async (plan: Plan): Promise<readonly Float64Array[]> => {
  const engines = [makeReference(plan), await createWasmEngine(plan, 0, 1, kernelHost())];
  return engines.map((engine) => {
    const [v, trace] = [new Float64Array(size), [] as number[]];
    for (let tick = 1; tick <= 150; tick++) {
      drive([engine], plan, tick - 1, tick, nothing());
      engine.voltages(0, v);
      trace.push(...v);
    }
    return Float64Array.from(trace);
  });
};

/** Equations that give numbers of many magnitudes and both signs, one per construct of the language. */
const steps = {
  arithmetic: 'v = (v * 1.01 - iExt / 7 + -u) / (1 + u)',
  exponential: 'v = exp(-abs(v)) * iExt + exp(iExt / 100) * 0.01',
  logarithm: 'v = log(abs(v) + 0.001) + iExt * 0.01',
  powers: 'v = (abs(v) + 0.1)^0.7 + u^2 + (iExt / 100)^3 - 2^u',
  'square root and sign': 'v = sqrt(abs(iExt)) * sign(iExt) - v / 3',
  'least, greatest, clipped': 'v = min(v, iExt / 9) + max(v / 2, u) + clip(iExt, -50, 50 * u)',
  comparisons: 'v = (v < u) + 2 * (v <= 0.5) + 4 * (v > iExt / 300) + 8 * (v >= 1) + 16 * (v == 0) + 32 * (v != u) + iExt / 1000',
  'state that reads v': 'v = 0.9 * v + iExt / 50 + u / 100; u = u + 0.01 * v',
  choices: 'v = v < 3 ? (iExt ? v + 1.1 : v - 0.3) : u - v',
};

describe('a printed kernel computes what its equations say, to the last bit', () => {
  for (const [name, step] of Object.entries(steps)) {
    it(name, async () => {
      const [reference, kernel] = await vOf(
        planOf({
          state: state(['v', 'u']),
          constants: [],
          step: ['k = 0.9 * dt', 'k += 1', 'k *= 0.97', ...step.split(';'), 'u = u * k'],
          threshold: '40 + u',
        }),
      );
      expect(new Set(reference).size).toBeGreaterThan(size);
      expect(kernel).toEqual(reference);
    });
  }
});

describe('printNeuronKernel', () => {
  const shape = { columns: new Set<string>(), inputs: [], current: 'common', factor: false } as const;

  it('prints every model without a mask, holding none of its numbers', () => {
    for (const model of Object.values(neuronModels)) {
      const { source } = printNeuronKernel({ ...shape, model });
      expect(source).toContain('export function step');
      expect(source).not.toContain('bitselect');
      expect(source).not.toMatch(/splat\([^)]*\d\.\d/);
    }
  });
});
