import { describe, expect, test } from 'vitest';
import { EquationError, ModelError } from '../../src/errors.ts';
import { fromJson, toJson } from '../../src/network/json.ts';
import { planNetwork } from '../../src/network/plan-network.ts';
import { networkSchema } from '../../src/network/schema.ts';
import { jsonShape } from '../../src/network/shape/network.ts';
import { rich } from './rich-network.ts';

/** Equality that tells −0 from 0. */
const same = (a: unknown, b: unknown): void => expect(a).toStrictEqual(b);

test('comes back bit for bit', () => {
  const back = fromJson(toJson(rich()));
  same(back, rich());
  expect(toJson(back)).toBe(toJson(rich()));
});

test('gives the same plan', () => {
  same(planNetwork(fromJson(toJson(rich())), { clock: 'grid', delayStep: 0.1 }), planNetwork(rich(), { clock: 'grid', delayStep: 0.1 }));
});

test('carries units in keys and rules as text', () => {
  const { populations, projections } = JSON.parse(toJson(rich()));
  expect(Object.keys(populations.E.neuron.params)).toEqual(['tauMMs', 'vThMv']);
  expect(Object.keys(populations.E)).toEqual(['size', 'positionsMm', 'branches', 'domains', 'neuron', 'initial', 'drive']);
  expect(Object.keys(populations.E.drive[3])).toEqual(['drive', 'pixels', 'maxRateHz', 'durationMs', 'weightMv']);
  expect(Object.keys(populations.I.drive[1].shape)).toEqual(['kind', 'timesMs', 'amplitudesPa']);
  expect(Object.keys(projections.EE)).toEqual([
    'from',
    'to',
    'wiring',
    'weightMv',
    'boundsMv',
    'delayMs',
    'dendriticDelayMs',
    'weightPrecision',
    'synapse',
  ]);
  expect(projections.EI.weightPa).toBe(87.8);
  expect(projections.EG.weightNSiemens).toEqual([1, 2, 3, 4]);
  expect(projections.ES.weight).toBe(0.1);
  expect(projections.EE.synapse[1].params).toEqual({ tauPlus: { value: 16.8, unit: 'ms' }, aPlus: { value: 0.1, unit: 'weight' } });
  expect(projections.EE.synapse[1].rule.onPre).toEqual(['w -= aMinus * y', 'x += 1']);
});

test('is what its schema says', () => {
  expect(jsonShape.safeParse(JSON.parse(toJson(rich()))).error).toBeUndefined();
  expect(JSON.stringify(networkSchema())).toContain('delayMs');
});

const refusal = (change: (json: ReturnType<typeof JSON.parse>) => void): string => {
  const json = JSON.parse(toJson(rich()));
  change(json);
  try {
    fromJson(JSON.stringify(json));
  } catch (error) {
    if (error instanceof ModelError || error instanceof EquationError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('refuses, naming the key as JSON has it,', () => {
  test('a key without its unit', () => {
    expect(
      refusal(({ projections: { EI } }) => {
        EI.delay = EI.delayMs;
        delete EI.delayMs;
      }),
    ).toMatchInlineSnapshot(`"Projection 'EI' needs delayMs: a number, a distribution or a list of numbers."`);
  });
  test('a weight in another unit', () => {
    expect(
      refusal(({ projections: { EI } }) => {
        EI.weightMv = EI.weightPa;
        delete EI.weightPa;
      }),
    ).toMatchInlineSnapshot(`"Projection 'EI' has weightMv, but the neurons that receive it take weightPa."`);
  });
  test('no weight', () => {
    expect(
      refusal(({ projections: { EI } }) => {
        delete EI.weightPa;
      }),
    ).toMatchInlineSnapshot(`"Projection 'EI' needs weightPa."`);
  });
  test('an unknown parameter', () => {
    expect(
      refusal(({ populations: { E } }) => {
        E.neuron.params.tauM = 20;
      }),
    ).toMatchInlineSnapshot(`"Population 'E', neuron.params, has no key 'tauM'. Keys: tauMMs, eLMv, vThMv, vResetMv, tRefMs, cMPf, iEPa."`);
  });
  test('an unknown state variable', () => {
    expect(
      refusal(({ populations: { E } }) => {
        E.initial.v = 20;
      }),
    ).toMatchInlineSnapshot(`"Population 'E': initial has no key 'v'. Keys: vMv."`);
  });
  test('an unknown model', () => {
    expect(
      refusal(({ populations: { E } }) => {
        E.neuron.model = 'izhikevich';
      }),
    ).toMatchInlineSnapshot(
      `"Population 'E': neuron.model must be one of lif, lifExponential, adaptiveLif, adaptiveLifExponential, adaptiveLifConductance, adaptiveLifConductanceImplicit, lifConductance, integrator, not 'izhikevich'."`,
    );
  });
  test('a rule parameter of another kind', () => {
    expect(
      refusal(({ projections: { EE } }) => {
        EE.synapse[1].params.tauPlus.unit = 'mV';
      }),
    ).toMatchInlineSnapshot(
      `"Projection 'EE', rule 'pairStdp': tauPlus is in 'mV', which is of another kind than its unit, 'ms'. Units: 'us', 'ms', 's', 'min'."`,
    );
  });
  test('a rule whose text does not parse', () => {
    expect(
      refusal(({ projections: { EE } }) => {
        EE.synapse[1].rule.onPre[0] = 'w -= aMinus * * y';
      }),
    ).toMatchInlineSnapshot(`
      "Rule 'pairStdp', onPre: Expected a number, a name or '(', found '*'.
        w -= aMinus * * y
                      ^"
    `);
  });
  test('a rule that would run code', () => {
    expect(
      refusal(({ projections: { EE } }) => {
        EE.synapse[1].rule.onPre[0] = 'process.exit(1)';
      }),
    ).toMatchInlineSnapshot(`
      "Rule 'pairStdp', onPre: 'process.exit' belongs to another rule; a rule changes only its own names and w.
        process.exit(1)
        ^"
    `);
  });
  test('text that is not JSON', () => {
    expect(() => fromJson('{"populations": {')).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: The network is not JSON: Expected property name or '}' in JSON at position 17.]`,
    );
    expect(() => fromJson('')).toThrowErrorMatchingInlineSnapshot(`[ModelError: The network is not JSON: Unexpected end of JSON input.]`);
  });
  test('keys that would change prototypes', () => {
    expect(() => fromJson('{"populations": {"__proto__": {"size": 1}}, "projections": {}}')).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: The network has a key '__proto__', which nothing in a network has.]`,
    );
    expect(() => fromJson('{"populations": {"\\u005f_proto__": {"size": 1}}, "projections": {}}')).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: The network has a key '__proto__', which nothing in a network has.]`,
    );
    expect(() => fromJson('{"populations": {"constructor": {"size": 1}}, "projections": {}}')).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: Population 'constructor' has a name that cannot be used. A name is a letter, then up to 63 letters, digits, _ or -, and no name of JavaScript's objects.]`,
    );
  });
  test('deep nesting', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(() => fromJson(deep)).toThrow(ModelError);
    expect(() => fromJson(`{"populations": {"E": {"size": ${deep}}}, "projections": {}}`)).toThrow(ModelError);
    expect(() =>
      fromJson(`{"populations": {"E": {"size": 1, "neuron": {"model": "lif", "params": {"tauMMs": ${deep}}, "reset": "value"}}}, "projections": {}}`),
    ).toThrow(ModelError);
  });
});
