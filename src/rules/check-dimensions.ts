/** Dimensions of every statement of every rule; a state variable has the dimension of what is first put into it. */
import { describeDimension, dimensionless, dimensionOf, type Measure, same, time } from '../equations/dimensions.ts';
import type { Statement } from '../equations/tree.ts';
import { EquationError } from '../errors.ts';
import { type Dimension, units } from '../units.ts';
import type { Draft, Member } from './draft.ts';
import { handlerName } from './owners.ts';
import { type Constant, inRule, type ParsedRule, type Text } from './parse-rule.ts';

const weight = units.weight.dimension;

interface Part {
  readonly name: string;
  readonly signal: string | null;
  readonly statements: readonly Statement[];
}

const partsOf = (parsed: ParsedRule): readonly Part[] => {
  const part = (name: string, own: readonly Statement[], signal: string | null = null): Part => ({
    name,
    signal,
    statements: [...parsed.advance, ...own],
  });
  return [
    ...(parsed.onPre === null ? [] : [part('onPre', parsed.onPre)]),
    ...parsed.after.map((entry) => part('after', entry.do)),
    ...(parsed.onPost === null ? [] : [part('onPost', parsed.onPost)]),
    ...parsed.every.map((entry) => part('every', entry.do)),
    ...parsed.onSignal.map((entry) => part(handlerName('signal', entry.signal), entry.do, entry.signal)),
  ];
};

interface Names {
  readonly parsed: ParsedRule;
  readonly variables: Map<string, Measure>;
  readonly locals: Map<string, Measure>;
}

const nameMeasure = ({ parsed, variables, locals }: Names, name: string): Measure => {
  const declared = Object.hasOwn(parsed.rule.params, name) ? parsed.rule.params[name] : undefined;
  if (declared !== undefined) return units[declared.unit].dimension;
  if (variables.has(name)) return variables.get(name) ?? null;
  if (locals.has(name)) return locals.get(name) ?? null;
  if (name === 'w' || name === 'wMin' || name === 'wMax' || name === 'change') return weight;
  if (name === 'elapsed') return time;
  if (name === 'release.released' || name === 'release.pulse') return dimensionless;
  const end = /^(?:pre|post)\.(\w+)$/.exec(name)?.[1];
  if (end !== undefined && variables.has(end)) return variables.get(end) ?? null;
  // Signals are numbers that people broadcast. Outputs of other rules are checked there.
  return name.includes('.') ? null : dimensionless;
};

const measureText = (names: Names, text: Text): Measure => dimensionOf(text.tree, text.source, (name) => nameMeasure(names, name));

const mustBe = (found: Measure, wanted: Dimension, what: string, source: string, at: number): void => {
  if (found === null || same(found, wanted)) return;
  throw new EquationError('dimension', `${what} is ${describeDimension(wanted)}, and this is ${describeDimension(found)}.`, source, at);
};

/** Dimension of a statement's value; a local takes it on. */
const measureStatement = (names: Names, statement: Statement): Measure => {
  const of = (name: string): Measure => nameMeasure(names, name);
  const { source } = statement;
  if (statement.kind === 'draw') {
    for (const arg of statement.args) mustBe(dimensionOf(arg, source, of), dimensionless, `What '${statement.distribution}' takes`, source, arg.at);
    names.locals.set(statement.target, dimensionless);
    return dimensionless;
  }
  const value = dimensionOf(statement.value, source, of);
  if (statement.kind === 'assign' && statement.operator === '=' && statement.target !== 'w' && !names.variables.has(statement.target)) {
    names.locals.set(statement.target, value);
  }
  return value;
};

const checkStatement = (names: Names, statement: Statement): void => {
  const value = measureStatement(names, statement);
  if (statement.kind === 'draw') return;
  if (statement.kind === 'deliver') {
    mustBe(value, weight, 'What is delivered', statement.source, statement.value.at);
    return;
  }
  const wanted = nameMeasure(names, statement.target);
  if (statement.operator === '*=') mustBe(value, dimensionless, "A factor of '*='", statement.source, statement.value.at);
  else if (wanted !== null) mustBe(value, wanted, `'${statement.target}'`, statement.source, statement.value.at);
};

/** One round over all that is put into variables; whether one has become known. */
const inferRound = (names: Names): boolean => {
  let learned = false;
  const learn = (variable: string, measure: () => Measure): void => {
    if (names.variables.get(variable) !== null) return;
    const found = quietly(measure);
    if (found === null) return;
    names.variables.set(variable, found);
    learned = true;
  };
  for (const [name, variable] of Object.entries(names.parsed.state)) {
    for (const constant of [variable.initial, variable.towards]) if (typeof constant !== 'number') learn(name, () => measureText(names, constant));
    const { sum } = variable;
    if (sum !== null) learn(name, () => measureText(names, sum));
    if (variable.signal !== undefined) learn(name, () => dimensionless);
  }
  for (const { statements } of partsOf(names.parsed)) {
    names.locals.clear();
    for (const statement of statements) {
      const measured = quietly(() => measureStatement(names, statement));
      if (statement.kind === 'assign' && statement.operator !== '*=' && names.variables.has(statement.target))
        learn(statement.target, () => measured);
    }
  }
  names.locals.clear();
  return learned;
};

/** While inferring, what does not fit is left for the check that follows. */
const quietly = (measure: () => Measure): Measure => {
  try {
    return measure();
  } catch (error) {
    if (error instanceof EquationError) return null;
    throw error;
  }
};

const checkText = (names: Names, text: Text | null, wanted: Dimension | null, part: string): void => {
  if (text === null) return;
  inRule(names.parsed.rule, part, () => {
    const found = measureText(names, text);
    if (wanted !== null) mustBe(found, wanted, `'${part}'`, text.source, text.tree.at);
  });
};

const checkConstant = (names: Names, constant: Constant | null, wanted: Dimension | null, part: string): void => {
  if (constant !== null && typeof constant !== 'number') checkText(names, constant, wanted, part);
};

const inferred = (parsed: ParsedRule): Names => {
  const names: Names = { parsed, variables: new Map(Object.keys(parsed.state).map((name) => [name, null])), locals: new Map() };
  while (inferRound(names));
  for (const [name, known] of names.variables) if (known === null) names.variables.set(name, dimensionless);
  return names;
};

/** Dimensions of a rule's variables, by name. */
export const dimensionsOf = (parsed: ParsedRule): ReadonlyMap<string, Dimension> => inferred(parsed).variables as Map<string, Dimension>;

const checkMember = ({ parsed }: Member): void => {
  const names = inferred(parsed);
  for (const [name, variable] of Object.entries(parsed.state)) {
    const own = names.variables.get(name) as Dimension;
    checkConstant(names, variable.decay, time, `${name}.decay`);
    checkConstant(names, variable.towards, own, `${name}.towards`);
    checkConstant(names, variable.initial, own, `${name}.initial`);
    checkText(names, variable.sum, own, `${name}.sum`);
  }
  for (const { delay } of parsed.after) checkConstant(names, delay, time, 'after');
  for (const { period } of parsed.every) checkConstant(names, period, time, 'period');
  checkText(names, parsed.gain, dimensionless, 'gain');
  checkText(names, parsed.factor, dimensionless, 'factor');
  checkText(names, parsed.input, units.pA.dimension, 'input');
  checkText(names, parsed.guard, null, 'guard');
  checkConstant(names, parsed.structural?.create ?? null, dimensionless, 'structural.create');
  checkConstant(names, parsed.structural?.weight ?? null, weight, 'structural.weight');
  for (const { name, statements } of partsOf(parsed)) {
    names.locals.clear();
    for (const statement of statements) inRule(parsed.rule, name, () => checkStatement(names, statement));
  }
};

/**
 * Checks every equation of every rule.
 * @throws EquationError naming both dimensions.
 */
export const checkDimensions = (draft: Draft): void => {
  for (const member of draft.members) checkMember(member);
};
