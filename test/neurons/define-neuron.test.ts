import { describe, expect, it } from 'vitest';
import { defineNeuron } from '../../src/neurons/define-neuron.ts';
import { lif, lifExponential, neuronModels } from '../../src/neurons/index.ts';
import type { NeuronModel } from '../../src/neurons/model.ts';
import { units } from '../../src/units.ts';

const variant = (change: Partial<NeuronModel>): (() => unknown) => {
  const literal: NeuronModel = { ...lif.model, name: 'mine', ...change };
  return () => defineNeuron(literal);
};

describe('defineNeuron', () => {
  it('makes plain data of what is given, and nothing else', () => {
    expect(lif({ tauM: 10, vTh: { distribution: 'normal', mean: 20, sd: 1 }, reset: 'subtract' })).toEqual({
      model: 'lif',
      params: { tauM: 10, vTh: { distribution: 'normal', mean: 20, sd: 1 } },
      reset: 'subtract',
    });
    expect(lif()).toEqual({ model: 'lif', params: {}, reset: 'value' });
  });

  it('refuses parameters that the model lacks, at compile time and at run time', () => {
    // @ts-expect-error: lif has no tauSynE
    expect(() => lif({ tauSynE: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: Neuron model 'lif' has no parameter 'tauSynE'. Parameters: tauM, eL, vTh, vReset, tRef, cM, iE; and reset.]`,
    );
    expect(() => lifExponential({ tauSynE: 2 })).not.toThrow();
  });

  it('finds a name that nothing declares, wherever it stands', () => {
    expect(variant({ step: ['v = v * pX'] })).toThrowErrorMatchingInlineSnapshot(`
      [EquationError: Neuron model 'mine', step: 'pX' is none of the names known here (tauM, eL, vTh, vReset, tRef, cM, iE, dt, pM, rM, v, exc, inh, iExt). Did you mean 'pM'?
        v = v * pX
                ^]
    `);
    expect(variant({ constants: ['pM = exp(-dt / tauN)'] })).toThrowErrorMatchingInlineSnapshot(`
      [EquationError: Neuron model 'mine', constants: 'tauN' is none of the names known here (tauM, eL, vTh, vReset, tRef, cM, iE, dt). Did you mean 'tauM'?
        pM = exp(-dt / tauN)
                       ^]
    `);
    expect(variant({ constants: ['pM = exc'] })).toThrow(/constants: 'exc' is none of the names/);
    expect(variant({ threshold: 'vTh + theta' })).toThrow(/threshold: 'theta' is none of the names/);
    expect(variant({ psi: 'v / dt' })).toThrow(/psi: 'dt' is none of the names/);
    expect(variant({ state: { v: { initial: 'v0', unit: 'mV', doc: '' } } })).toThrow(/initial value of v: 'v0' is none of the names/);
    expect(variant({ event: { ...lif.model.event, membrane: 'tau' } })).toThrow(/event.membrane: 'tau' is none of the names/);
    expect(variant({ event: { ...lif.model.event, vInf: 'v' } })).toThrow(/event.vInf: 'v' is none of the names/);
  });

  it('refuses statements that assign what is not theirs, or do not assign', () => {
    expect(variant({ step: ['exc = 1'] })).toThrowErrorMatchingInlineSnapshot(`
      [EquationError: Neuron model 'mine', step: 'exc' cannot be assigned here.
        exc = 1
        ^]
    `);
    expect(variant({ step: ['tauM = 1'] })).toThrow(/'tauM' cannot be assigned here/);
    expect(variant({ step: ['v += 1'] })).toThrow(/only 'name = expression' may stand here/);
    expect(variant({ step: ['v ~ Normal()'] })).toThrow(/only 'name = expression' may stand here/);
  });

  it('freezes the model through and through', () => {
    expect(() => ((lif.model.params.tauM as { value: number }).value = 3)).toThrow(TypeError);
  });
});

describe.each(Object.values(neuronModels))('$name', (model) => {
  it('is listed by its own name, with a source and words for every number', () => {
    expect(neuronModels[model.name]).toBe(model);
    expect(model.cite).toMatch(/^doi:10\./);
    for (const { unit, doc } of [...Object.values(model.params), ...Object.values(model.state)]) {
      expect(doc.length).toBeGreaterThan(5);
      // Coherent units only: a description's number and an equation's are then the same.
      expect([units[unit].held, units[unit].coherent]).toEqual([1, 1]);
    }
  });

  it('runs on the event clock or says why not', () => {
    expect(model.event === null).toBe(model.eventRefusal !== undefined);
  });

  it('gives aliases of its own names only', () => {
    for (const names of Object.values(model.aliases))
      for (const name of Object.keys(names)) expect(['model', ...Object.keys(model.params), ...Object.keys(model.state)]).toContain(name);
  });
});
