/** The shape of a rule: its equations are text, read by the rule parser. The same in memory and in JSON, but for parameter values. */
import { z } from 'zod';
import { type UnitName, units } from '../../units.ts';
import { choice, exact, flag, number, text } from './values.ts';

export const unitName = choice(...(Object.keys(units) as [UnitName, ...UnitName[]]));
const statements = z.array(text, { error: 'a list of statements' });
const constant = z.union([text, number], { error: 'a parameter, an expression or a number' });
const tick = exact({ period: constant, do: statements });

const variable = exact({
  of: choice('synapse', 'pre', 'post', 'neuron', 'branch', 'domain', 'signal'),
  decay: constant.optional(),
  towards: constant.optional(),
  initial: constant.optional(),
  sum: text.optional(),
  over: choice('incoming', 'outgoing').optional(),
  quantum: number.positive({ error: 'above 0' }).optional(),
  accumulates: flag.optional(),
  shortTerm: flag.optional(),
  transitions: flag.optional(),
  signal: text.optional(),
  doc: text,
});

const parameter = exact({ value: number, unit: unitName, doc: text });
const named = <T extends z.ZodType>(of: T, what: string) => z.record(z.string(), of, { error: what });

export const rule = exact(
  {
    name: text,
    doc: text.optional(),
    cite: text,
    params: named(parameter, 'parameters by name'),
    state: named(variable, 'variables by name').optional(),
    advance: statements.optional(),
    onPre: z
      .array(z.union([text, exact({ after: constant, do: statements })], { error: 'a statement or { after, do }' }), {
        error: 'a list of statements',
      })
      .optional(),
    onPost: statements.optional(),
    every: z.union([tick, z.array(tick)], { error: '{ period, do }, or a list of them' }).optional(),
    onSignal: named(statements, 'statements by signal').optional(),
    structural: exact({ remove: text.optional(), create: constant.optional(), weight: constant.optional() }).optional(),
    gain: text.optional(),
    factor: text.optional(),
    input: text.optional(),
    signed: flag.optional(),
    guard: text.optional(),
  },
  'a rule, as defineRule makes it',
);

/** A rule in use. In memory a value is a number in the system of units; in JSON it says its unit. */
export const ruleUse = (form: 'memory' | 'json') =>
  exact(
    { rule, params: named(form === 'memory' ? number : exact({ value: number, unit: unitName }), 'values by parameter') },
    'a rule with its parameters, such as pairStdp()',
  );
