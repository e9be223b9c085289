import { describe, expect, it } from 'vitest';
import { compose } from '../../src/rules/compose.ts';
import { describeProgram } from '../../src/rules/describe.ts';
import type { Rule, RuleUse } from '../../src/rules/rule.ts';
import { kHz, s as seconds } from '../../src/units.ts';
import { type Construct, constructs } from './constructs.ts';

const where = "projection 'EE'";
const composed = ({ uses, kind, signals }: Construct) => compose(uses, { where, kind, signals });

describe('every construct', () => {
  it.each(Object.entries<Construct>(constructs))('%s composes in the order written', (_, construct) => {
    expect(describeProgram(composed(construct))).toMatchSnapshot();
  });
});

describe('numbers', () => {
  it('come from uses as descriptions hold them, into the system of ms, mV and pA', () => {
    const rule: Rule = {
      name: 'mine',
      cite: 'test',
      params: {
        r: { value: 5, unit: 'Hz', doc: '' },
        f: { value: 2, unit: 'kHz', doc: '' },
        t: { value: 2, unit: 's', doc: '' },
        i: { value: 3, unit: 'nA', doc: '' },
      },
    };
    const values = (given: Record<string, number>) => compose([{ rule, params: given }], { where, kind: 'synapse' }).params.map(({ value }) => value);
    expect(values({})).toEqual([0.005, 2, 2000, 3000]);
    expect(values({ r: 8, f: 3 * kHz, t: 1 * seconds, i: 1 })).toEqual([0.008, 3, 1000, 1]);
  });
});

it('gives the same program for rules that have been JSON', () => {
  for (const construct of Object.values<Construct>(constructs)) {
    const uses: readonly RuleUse[] = JSON.parse(JSON.stringify(construct.uses));
    expect(composed({ ...construct, uses })).toEqual(composed(construct));
  }
});

it('gives the same program for the same uses, frozen and made of plain data', () => {
  const { everything } = constructs;
  const program = composed(everything);
  expect(structuredClone(program)).toEqual(composed(everything));
  expect(JSON.parse(JSON.stringify(program))).toEqual(program);
  expect(Object.isFrozen(program) && Object.isFrozen(program.onPre) && Object.isFrozen(program.onPre[0])).toBe(true);
});
