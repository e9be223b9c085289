/**
 * Texts for Brian 2. They were run under Brian 2.5.1 (Python 3.11, numpy; those marked * also as C++ standalone), dt 0.1 ms, one synapse of weight
 * 0.5, bounds 0 and 1, arrivals at 5, 12.3, 20, 21.7, 33.3, 50, 51, 80.2, 120, 121.5 ms, spikes of the target at 7.5, 12.4, 20, 30.1, 33.2, 49.9,
 * 60, 81, 119, 122.2 ms. w at 130 ms, and the largest difference from the reference engine (event clock) after any arrival:
 *
 *     pairStdp *            0.4969173249260827   0        metaplasticStdp      0.7244994393573043   1.2e-16
 *     nearestPairStdp       0.4970655744010247   0        nearestTripletStdp   0.5469680676068848   1.2e-16
 *     tripletStdp           0.6006711958007698   2.3e-16  inhibitoryStdp       0.5271314246327561   0
 *     weightNormalization * 0.7 (total 0.7, period 40 ms) 0
 *
 * Without the spike at 20 ms, which meets an arrival and where a `spikeSource` acts first and a neuron in Brian last:
 *
 *     weightDependentStdp   0.5034219076039609   0        powerLawStdp         1                    0
 *     multiplicativeStdp    0.5021811967413785   0        releaseStdp          0.4995397740328358   0
 *     graupnerBrunel (D 4.6 ms, sigma 0, acceleration 100, period 40 ms)   0.6518137780900619   6.7e-16, `strong` the same
 *     switching (by calciumSpine, DP, sigma 0, acceleration 100, period 40 ms; pairStdp, aPlus 0.02; pairStdp, aPlus −0.02)   0.4423976408606964   5.6e-17
 *     switching * (pairStdp, aPlus 0.02; inhibitoryStdp, eta 0.004; up 0.52, down 0.5, period 10 ms, dwell 20 ms)   0.6253434330443411   0
 *
 * tsodyksMarkram (tauRec 100 ms, tauFac 50 ms): deliveries 0.25, 0.191612, 0.0866724 …, within 8.4e-17 of the reference on the grid clock.
 * synapticScaling * (tauH 1 s, tauC 100 ms, target 40 Hz): lnAlpha -0.06151669002348157, reference -0.06151669002348152; inhibitoryScaling * the negative.
 * bernoulliRelease * (p 0.3) to 20,000 targets, 10 arrivals: mean 0.4972 and 0.5008 of w = 0.5 (standard error 0.0017), variance 0.574 and 0.587 (0.583).
 *
 * The texts of all constructs of the language (`constructs`) ran as well; w of those without noise was within 4e-15 of the reference's at 130 ms
 * (ticks, `after`, `advance`, gain, change, factor, sums, closed forms, all functions, signed weights, time constants of 0, guards).
 */
import { describe, expect, it } from 'vitest';
import { exportRule } from '../../../src/formats/rules/export-rule.ts';
import { rules } from '../../../src/rules/index.ts';
import type { RuleUse } from '../../../src/rules/rule.ts';
import { switching } from '../../../src/rules/switching.ts';
import { constructs } from '../../rules/constructs.ts';

const sections = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/^(\w+) = '''\n(.*?)'''/gms)].map(([, name, body]) => [name as string, body as string]));

const textOf = (uses: RuleUse | readonly RuleUse[]): string | null => {
  try {
    return exportRule(uses, 'brian');
  } catch {
    return null;
  }
};

/** Names that no line before has made, and that Brian does not know. */
const unknownNames = (text: string): string[] => {
  const parts = sections(text);
  const known = new Set('N t dt lastupdate ms mV rand randn exp log sqrt abs sign clip int inf and or not v_post'.split(' '));
  for (const [, name] of text.matchAll(/'(\w+)': /g)) known.add(name as string);
  for (const [, name] of (parts.get('model') ?? '').matchAll(/^d?(\w+)(?:\/dt)? (?:=|:)/gm)) known.add(name as string);
  const unknown: string[] = [];
  for (const [section, body] of parts) {
    const locals = new Set<string>();
    for (const line of body.split('\n')) {
      const statement = section === 'model' ? line.replace(/^.*? = /, '').replace(/ : .*/, '') : line.replace(/^\w+ [-+*]?= /, '');
      for (const [name] of statement.matchAll(/(?<![\w.])[A-Za-z_]\w*/g))
        if (!known.has(name) && !locals.has(name)) unknown.push(`${section}: ${name}`);
      const target = line.match(/^(\w+) [-+*]?= /)?.[1];
      if (target !== undefined) locals.add(target);
    }
  }
  return unknown;
};

const singles = Object.entries(rules).map(([name, rule]) => [name, textOf(rule())] as const);
const composed = Object.entries(constructs).map(([name, { uses }]) => [name, textOf(uses)] as const);
const texts = [...singles, ...composed].filter((each): each is readonly [string, string] => each[1] !== null);

describe('texts for Brian 2', () => {
  it.each(texts)('%s: every name is declared, quotes and brackets are closed', (_, text) => {
    expect(unknownNames(text)).toEqual([]);
    expect((text.match(/'''/g) ?? []).length % 2).toBe(0);
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ] as const)
      expect(text.split(open).length).toBe(text.split(close).length);
    expect(sections(text).get('on_pre')).toMatch(/v_post \+= .*\* unit\n$/);
  });

  it.each(['pairStdp', 'nearestPairStdp', 'tripletStdp', 'weightDependentStdp', 'inhibitoryStdp', 'tsodyksMarkram', 'bernoulliRelease'] as const)(
    '%s is as it was run',
    (name) => expect(exportRule(rules[name](), 'brian')).toMatchSnapshot(),
  );

  it('runs ticks, sums, closed forms and guards as they were run', () => {
    expect(exportRule(rules.weightNormalization(), 'brian')).toMatchSnapshot();
    expect(exportRule(rules.synapticScaling(), 'brian')).toMatchSnapshot();
    expect(exportRule(switching({ weak: rules.pairStdp(), strong: rules.inhibitoryStdp() }), 'brian')).toMatchSnapshot();
  });

  it('gives relaxing variables names that sympy does not have', () => {
    expect(textOf(constructs.shortTerm.uses)).toContain('dshortTerm_trace/dt = -shortTerm_trace / (');
  });

  it('lets spikes of the target at an arrival see traces as before it', () => {
    const parts = sections(exportRule(rules.pairStdp(), 'brian'));
    expect(parts.get('on_pre')).not.toContain('x +=');
    expect(parts.get('on_pre_traces')).toBe('x += 1.0\n');
    // Nobody but arrivals reads these: they stay where the rule has them.
    expect(sections(exportRule(rules.tsodyksMarkram(), 'brian')).has('on_pre_traces')).toBe(false);
  });
});
