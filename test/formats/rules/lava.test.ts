/**
 * Texts for Lava. They are not run here; each is read by the grammar of Lava's learning rules and played on a float model of Loihi's traces and
 * products (the right shift of fixed point included, its rounding not), beside the reference engine.
 */
import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../../../src/errors.ts';
import { exportRule } from '../../../src/formats/rules/export-rule.ts';
import { rules } from '../../../src/rules/index.ts';
import type { RuleUse } from '../../../src/rules/rule.ts';
import { constructs } from '../../rules/constructs.ts';
import { weightAt } from '../../rules/one-synapse.ts';

interface LavaProduct {
  readonly gate: string;
  readonly scale: number;
  readonly factors: readonly { readonly name: string; readonly less: number }[];
}

interface LavaRule {
  readonly products: readonly LavaProduct[];
  readonly traces: Readonly<Record<string, { readonly impulse: number; readonly tau: number }>>;
}

/** Reads a rule, one product after the other: literal, gate, factors. Anything else is an error. */
const parsed = (text: string): LavaRule => {
  const dw = text.match(/ {4}dw='([^']+)',/)?.[1]?.replaceAll(' ', '') ?? '';
  const products = (dw.startsWith('-') ? dw : `+${dw}`).split(/(?<![\^(])(?=[+-]\d\*2\^)/).map((product) => {
    const [, sign, mantissa, exponent, gate, rest = ''] =
      product.match(/^([+-])(\d)\*2\^(-?\d)\*(x0|y0|u\d)((?:\*(?:[xy][123]|w|\([xy][123]-16\)))*)$/) ?? [];
    if (gate === undefined || Number(mantissa) > 7 || Number(exponent) < -7 || Number(exponent) > 8) throw new Error(`not a product: ${product}`);
    const factors = rest.split('*').slice(1);
    return {
      gate,
      scale: Number(`${sign}1`) * Number(mantissa) * 2 ** Number(exponent),
      factors: factors.map((factor) => ({ name: factor.replace(/\(|-16\)/g, ''), less: factor.startsWith('(') ? 16 : 0 })),
    };
  });
  const traces = Object.fromEntries(
    [...text.matchAll(/ {4}([xy][123])_impulse=(\d+), \1_tau=([\d.]+),/g)].map(([, name, impulse, tau]) => [
      name as string,
      { impulse: Number(impulse), tau: Number(tau) },
    ]),
  );
  return { products, traces };
};

/** The weight after `steps` time steps of 1 ms, in units of 255. */
const played = ({ products, traces }: LavaRule, arrivals: readonly number[], spikes: readonly number[], from: number, steps: number): number => {
  let w = from * 255;
  const values: Record<string, number> = Object.fromEntries(Object.keys(traces).map((name) => [name, 0]));
  for (let step = 1; step <= steps; step++) {
    const fired: Record<string, boolean> = { x: arrivals.includes(step), y: spikes.includes(step) };
    for (const [name, { impulse, tau }] of Object.entries(traces))
      values[name] = (values[name] as number) * Math.exp(-1 / tau) + (fired[name.charAt(0)] ? impulse : 0);
    const change = products.map(({ gate, scale, factors }) => {
      if (!fired[gate.charAt(0)]) return 0;
      const bits = factors.reduce((sum, { name }) => sum + (name === 'w' ? 9 : 7), 4);
      return factors.reduce(
        (value, { name, less }) => value * ((name === 'w' ? w : (values[name] as number)) - less),
        scale / 2 ** Math.max(0, bits - 15),
      );
    });
    w = Math.min(
      Math.max(
        change.reduce((a, b) => a + b, w),
        0,
      ),
      255,
    );
  }
  return w / 255;
};

const textOf = (uses: RuleUse | readonly RuleUse[]): string | null => {
  try {
    return exportRule(uses, 'lava');
  } catch {
    return null;
  }
};

const reasonsOf = (use: RuleUse): readonly string[] => {
  try {
    exportRule(use, 'lava');
  } catch (error) {
    if (error instanceof UnsupportedError) return error.reasons;
  }
  return [];
};

const arrivals = [5, 12, 21, 22, 33, 50, 51, 80, 120, 123];
const spikes = [7, 13, 20, 30, 34, 49, 60, 81, 119, 122];

/** Amplitudes that Loihi holds exactly: whole numbers of 2^-7 of a jump of 16, of 255 weights. */
const unit = (m: number) => (m * 2 ** -7 * 16) / 255;
const pairs = (m: number) => (m * 2 ** -7 * 16 * 16) / (255 * 8);

describe('texts for Lava', () => {
  const singles = Object.entries(rules).map(([name, rule]) => [name, textOf(rule())] as const);
  const composed = Object.entries(constructs).map(([name, { uses }]) => [name, textOf(uses)] as const);
  const texts = [...singles, ...composed].filter((each): each is readonly [string, string] => each[1] !== null);
  it.each(texts)('%s: sums of products, with traces for all that they read', (_, text) => {
    const { products, traces } = parsed(text);
    const read = products.flatMap(({ factors }) => factors.map(({ name }) => name)).filter((name) => name !== 'w');
    expect([...new Set(read)].sort()).toEqual(Object.keys(traces).sort());
    expect(text.split('\n').filter((line) => line.includes('is held as')).length).toBe(products.length);
  });

  it.each([
    ['pairStdp', rules.pairStdp({ aPlus: unit(5), aMinus: unit(6) })],
    ['tripletStdp', rules.tripletStdp({ a2Plus: unit(3), a2Minus: unit(6), a3Plus: pairs(4), a3Minus: pairs(5) })],
    // Potentiation has a term of 255, which no mantissa holds.
    ['multiplicativeStdp', rules.multiplicativeStdp({ etaPlus: 0, etaMinus: 2 ** -6 })],
    ['inhibitoryStdp', rules.inhibitoryStdp({ eta: unit(4), target: 1000 / 40 / 16 })],
  ] as const)('%s with amplitudes that Loihi holds learns as in the reference engine', (_, use) => {
    const text = exportRule(use, 'lava');
    const [reference] = weightAt({ uses: [use], arrivals, spikes, weight: 0.5, bounds: [0, 1] }, [130]);
    expect(Math.abs((reference as number) - 0.5)).toBeGreaterThan(0.01);
    expect(played(parsed(text), arrivals, spikes, 0.5, 130)).toBeCloseTo(reference as number, 9);
    expect(text).not.toMatch(/[+-](?!0\.0 %)\d+\.\d %/);
  });

  it('says what becomes of amplitudes, and how large they may be', () => {
    expect(exportRule(rules.pairStdp(), 'lava')).toMatchSnapshot();
    expect(exportRule(rules.pairStdp(), 'lava', { wMax: 0.5 })).toContain('-6*2^-6*x0*y1: -0.1004 is held as -0.09375 (-6.6 %)');
    expect(() => exportRule(rules.pairStdp(), 'lava', { wMax: 0 })).toThrow('wMax is 0; the upper bound of w must be a finite number above 0.');
    expect(reasonsOf(rules.tripletStdp())).toEqual([
      "the coefficient -0.000229 of 'x0*(x1-16)*y1' rounds to 0: the least is 0.0009765625 (w of 1 counts 255, the jump of a trace 16)",
      "the coefficient 7.97e-9 of 'y0*x2' rounds to 0: the least is 0.0078125 (w of 1 counts 255, the jump of a trace 16)",
    ]);
  });

  it('refuses release, overwritten traces and powers', () => {
    expect(reasonsOf(rules.bernoulliRelease())[0]).toBe(
      "the draw 'bernoulliRelease.released ~ Bernoulli': Lava has no random release; on the chip it takes a noisy relay neuron per site, or microcode",
    );
    expect(reasonsOf(rules.nearestPairStdp())).toContain("'nearestPairStdp.x' is changed by '='; a trace of Loihi is added to");
    expect(reasonsOf(rules.weightDependentStdp())).toContain(
      "'(w / wMax)^weightDependentStdp.muMinus' is a power; learning rules of Loihi multiply and add",
    );
  });
});
