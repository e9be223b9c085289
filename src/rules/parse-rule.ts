/** A rule's texts as trees, and the checks that need no other rule: names that are names, handlers that are there. */
import { distributions, functions, histories } from '../equations/names.ts';
import { parseExpression, parseStatement } from '../equations/parse.ts';
import type { Expression, Statement } from '../equations/tree.ts';
import { EquationError, ModelError } from '../errors.ts';
import type { Rule, RuleVariable, Statements } from './rule.ts';

/** An expression with the text that errors point into. */
export interface Text {
  readonly source: string;
  readonly tree: Expression;
}

/** A text that is to be a constant, or the number itself. */
export type Constant = number | Text;

export interface ParsedVariable extends Omit<RuleVariable, 'decay' | 'towards' | 'initial' | 'sum'> {
  readonly decay: Constant | null;
  readonly towards: Constant;
  readonly initial: Constant;
  readonly sum: Text | null;
}

/** A rule as trees. A handler that is absent is null: an empty one still advances and stamps. */
export interface ParsedRule {
  readonly rule: Rule;
  readonly state: Readonly<Record<string, ParsedVariable>>;
  readonly advance: readonly Statement[];
  readonly onPre: readonly Statement[] | null;
  readonly after: readonly { readonly delay: Constant; readonly do: readonly Statement[] }[];
  readonly onPost: readonly Statement[] | null;
  readonly every: readonly { readonly period: Constant; readonly do: readonly Statement[] }[];
  readonly onSignal: readonly { readonly signal: string; readonly do: readonly Statement[] }[];
  readonly gain: Text | null;
  readonly factor: Text | null;
  readonly input: Text | null;
  readonly guard: Text | null;
  readonly structural: { readonly remove: string | null; readonly create: Constant | null; readonly weight: Constant | null } | null;
}

/** Names that every rule has; parameters, variables and locals are called something else. */
export const ownNames = ['w', 'wMin', 'wMax', 'elapsed', 'change', 'gradient'] as const;
const reserved: ReadonlySet<string> = new Set([
  ...ownNames,
  ...Object.keys(functions),
  ...Object.keys(histories),
  ...Object.keys(distributions),
  'deliver',
  'release',
]);

/** Runs `parse`, its errors saying in which rule and part of it they are. */
export const inRule = <T>(rule: Rule, part: string, parse: () => T): T => {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof EquationError)) throw error;
    throw new EquationError(error.code, `Rule '${rule.name}', ${part}: ${error.sentence}`, error.source, error.position, {
      ...error.fields,
      rule: rule.name,
      part,
    });
  }
};

/** More than any rule of the literature has, and few enough to compose at once: rules may come from files that nobody has read. */
const most = 200;

const checkCounts = (rule: Rule): void => {
  const { every = [], onSignal = {} } = rule;
  const ticks = 'period' in every ? [every] : every;
  const counts: Record<string, number> = {
    parameters: Object.keys(rule.params).length,
    variables: Object.keys(rule.state ?? {}).length,
    ticks: ticks.length,
    signals: Object.keys(onSignal).length,
    statements: [rule.advance, rule.onPost, ...ticks.map((tick) => tick.do), ...Object.values(onSignal)]
      .map((list) => list?.length ?? 0)
      .concat((rule.onPre ?? []).map((entry) => (typeof entry === 'string' ? 1 : 1 + entry.do.length)))
      .reduce((sum, count) => sum + count, 0),
  };
  for (const [what, count] of Object.entries(counts)) {
    if (count <= most) continue;
    throw new ModelError('rule-size', `Rule '${rule.name}' has ${count} ${what}; a rule has at most ${most}.`, { rule: rule.name, what, count });
  }
};

/** Whether a rule, parameter, variable or signal may be called so. */
export const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);

const checkNames = (rule: Rule): void => {
  const seen = new Map<string, string>();
  const claim = (name: string, what: string): void => {
    if (!isName(name)) {
      throw new ModelError('rule-name', `Rule '${rule.name}': the ${what} '${name}' needs a name of letters and digits, a letter first.`, { name });
    }
    if (reserved.has(name) || name in Object.prototype) {
      throw new ModelError('reserved-name', `Rule '${rule.name}': '${name}' has a meaning of its own; call the ${what} something else.`, { name });
    }
    const other = seen.get(name);
    if (other !== undefined) {
      throw new ModelError('duplicate-name', `Rule '${rule.name}': '${name}' is both a ${other} and a ${what}; rename one of them.`, { name });
    }
    seen.set(name, what);
  };
  if (!isName(rule.name)) throw new ModelError('rule-name', `A rule needs a name of letters and digits, a letter first; '${rule.name}' is none.`);
  if (reserved.has(rule.name)) throw new ModelError('reserved-name', `'${rule.name}' has a meaning of its own; call the rule something else.`);
  for (const name of Object.keys(rule.params)) claim(name, 'parameter');
  for (const name of Object.keys(rule.state ?? {})) claim(name, 'variable');
  for (const name of Object.keys(rule.onSignal ?? {})) claim(name, 'signal');
};

const parse = (rule: Rule): ParsedRule => {
  checkCounts(rule);
  checkNames(rule);
  const text = (source: string, part: string): Text => ({ source, tree: inRule(rule, part, () => parseExpression(source)) });
  const textOrNull = (source: string | undefined, part: string): Text | null => (source === undefined ? null : text(source, part));
  const constant = (value: string | number, part: string): Constant => (typeof value === 'number' ? value : text(value, part));
  const statements = (list: Statements, part: string): readonly Statement[] => list.map((source) => inRule(rule, part, () => parseStatement(source)));
  const variable = ([name, declared]: [string, RuleVariable]): [string, ParsedVariable] => [
    name,
    {
      ...declared,
      decay: declared.decay === undefined ? null : constant(declared.decay, `${name}.decay`),
      towards: constant(declared.towards ?? 0, `${name}.towards`),
      initial: constant(declared.initial ?? 0, `${name}.initial`),
      sum: textOrNull(declared.sum, `${name}.sum`),
    },
  ];
  const arrivals = rule.onPre ?? [];
  const every = rule.every === undefined ? [] : 'period' in rule.every ? [rule.every] : rule.every;
  return {
    rule,
    state: Object.fromEntries(Object.entries(rule.state ?? {}).map(variable)),
    advance: statements(rule.advance ?? [], 'advance'),
    onPre:
      rule.onPre === undefined
        ? null
        : statements(
            arrivals.filter((entry) => typeof entry === 'string'),
            'onPre',
          ),
    after: arrivals
      .filter((entry) => typeof entry !== 'string')
      .map((entry) => ({ delay: constant(entry.after, 'after'), do: statements(entry.do, 'after') })),
    onPost: rule.onPost === undefined ? null : statements(rule.onPost, 'onPost'),
    every: every.map((tick) => ({ period: constant(tick.period, 'period'), do: statements(tick.do, 'every') })),
    onSignal: Object.entries(rule.onSignal ?? {}).map(([signal, list]) => ({ signal, do: statements(list, `onSignal ${signal}`) })),
    gain: textOrNull(rule.gain, 'gain'),
    factor: textOrNull(rule.factor, 'factor'),
    input: textOrNull(rule.input, 'input'),
    guard: textOrNull(rule.guard, 'guard'),
    structural:
      rule.structural === undefined
        ? null
        : {
            remove: rule.structural.remove ?? null,
            create: rule.structural.create === undefined ? null : constant(rule.structural.create, 'structural.create'),
            weight: rule.structural.weight === undefined ? null : constant(rule.structural.weight, 'structural.weight'),
          },
  };
};

const parsedRules = new WeakMap<Rule, ParsedRule>();

/**
 * The trees of a rule; parsed once per frozen rule.
 * @throws EquationError where a text does not parse, ModelError where names clash.
 */
export const parseRule = (rule: Rule): ParsedRule => {
  const known = parsedRules.get(rule);
  if (known !== undefined) return known;
  const parsed = parse(rule);
  if (Object.isFrozen(rule)) parsedRules.set(rule, parsed);
  return parsed;
};
