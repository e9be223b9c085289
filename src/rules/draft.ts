/** A program while it is being composed: tables of parameters, variables, locals and clocks that only grow. */

import { evaluate } from '../equations/evaluate.ts';
import { didYouMean } from '../equations/names.ts';
import { EquationError, ModelError } from '../errors.ts';
import { type Parameter, units } from '../units.ts';
import { type Constant, inRule, type ParsedRule, parseRule } from './parse-rule.ts';
import type { Program, Scope, Variable } from './program.ts';
import type { Owner, RuleUse } from './rule.ts';

/** Where rules are composed. */
export interface CompositionContext {
  /** For messages: `projection 'EE'`. */
  readonly where: string;
  /** Rules of a projection's synapses, or those that a population's neurons own. */
  readonly kind: 'synapse' | 'neuron';
  /** Signals that the network broadcasts; absent: any. */
  readonly signals?: readonly string[];
  /** A rule is tried alone, as it is defined: names of other rules' outputs are taken on trust. */
  readonly alone?: boolean;
}

/** One rule of the list. */
export interface Member {
  readonly index: number;
  /** Prefix of its private names: `pairStdp`, and `pairStdp#2` for a second use. */
  readonly name: string;
  readonly parsed: ParsedRule;
  /** By the rule's own names: indices into the draft's tables. */
  readonly params: Map<string, number>;
  readonly variables: Map<string, number>;
}

/** A function of time that some expression uses, to be checked against who writes what. */
export interface HistoryUse {
  readonly member: Member;
  readonly variable: number;
  readonly clock: Owner;
  readonly text: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Draft {
  readonly context: CompositionContext;
  readonly members: Member[];
  readonly params: { readonly name: string; readonly value: number }[];
  readonly variables: Mutable<Variable>[];
  readonly locals: { readonly name: string; readonly scope: Scope }[];
  readonly clocks: Mutable<Program['clocks'][number]>[];
  readonly histories: HistoryUse[];
}

/** Names as a list for people. */
export const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** A parameter's value in the coherent system: `held` is as descriptions hold it (5 Hz is 5). */
export const coherent = (declared: Parameter, held: number | undefined): number =>
  (held ?? declared.value * units[declared.unit].held) * units[declared.unit].coherent;

const checkUse = (use: RuleUse, where: string): void => {
  const { rule } = use;
  const names = Object.keys(rule.params);
  for (const [name, value] of Object.entries(use.params)) {
    if (!Object.hasOwn(rule.params, name)) {
      const message = `In ${where}, rule '${rule.name}' has no parameter '${name}'. Parameters: ${listed(names)}.${didYouMean(name, names)}`;
      throw new ModelError('unknown-parameter', message, { where, rule: rule.name, parameter: name, allowed: names });
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      const message = `In ${where}, parameter '${name}' of rule '${rule.name}' is ${String(value)}; it must be a finite number.`;
      throw new ModelError('parameter-value', message, { where, rule: rule.name, parameter: name, value });
    }
  }
};

/** Adds a parameter to the table, literals only once. */
const addParam = (draft: Draft, name: string, value: number): number => {
  const known = draft.params.findIndex((param) => param.name === name);
  return known >= 0 ? known : draft.params.push({ name, value }) - 1;
};

/** Index of a constant of a declaration: a parameter, a literal, or an expression in parameters evaluated now. */
export const constantIndex = (draft: Draft, member: Member, constant: Constant, label: string): number => {
  if (typeof constant === 'number') return addParam(draft, String(constant), constant);
  const { source, tree } = constant;
  if (tree.kind === 'number') return addParam(draft, String(tree.value), tree.value);
  const { rule } = member.parsed;
  const indexOf = (name: string, at: number): number => {
    const index = member.params.get(name);
    if (index !== undefined) return index;
    const names = [...member.params.keys()];
    const sentence = `A constant is made of parameters; '${name}' is none. Parameters: ${listed(names)}.${didYouMean(name, names)}`;
    throw new EquationError('unknown-name', sentence, source, at, { name, known: names });
  };
  return inRule(rule, label, () => {
    if (tree.kind === 'name') return indexOf(tree.name, tree.at);
    const value = evaluate(tree, source, (name, at) => (draft.params[indexOf(name, at)] as { value: number }).value);
    return addParam(draft, `${member.name}.${label}`, value);
  });
};

/** Index of a constant that is a time [ms], at least `least`. */
export const timeIndex = (draft: Draft, member: Member, constant: Constant, label: string, least: 'zero' | 'positive'): number => {
  const index = constantIndex(draft, member, constant, label);
  const value = (draft.params[index] as { value: number }).value;
  if (!Number.isFinite(value) || value < 0 || (least === 'positive' && value === 0)) {
    const bound = least === 'zero' ? 'zero or more' : 'more than zero';
    const message = `In ${draft.context.where}, rule '${member.name}': ${label} is ${value} ms; it must be ${bound}.`;
    throw new ModelError('time-constant', message, { rule: member.name, label, value });
  }
  return index;
};

const addVariables = (draft: Draft, member: Member): void => {
  for (const [name, declared] of Object.entries(member.parsed.state)) {
    const initial = constantIndex(draft, member, declared.initial, `${name}.initial`);
    const towards = constantIndex(draft, member, declared.towards, `${name}.towards`);
    const variable: Variable = {
      name: `${member.name}.${name}`,
      owner: declared.of,
      decay: declared.decay === null ? null : timeIndex(draft, member, declared.decay, `${name}.decay`, 'zero'),
      towards,
      initial,
      sum: null,
      over: declared.over ?? null,
      quantum: declared.quantum ?? null,
      accumulates: declared.accumulates ?? false,
      shortTerm: declared.shortTerm ?? false,
      transitions: declared.transitions ?? false,
      signal: declared.signal ?? null,
      doc: declared.doc,
    };
    member.variables.set(name, draft.variables.push(variable) - 1);
    for (const [part, index] of Object.entries({ initial, towards })) {
      const { value } = draft.params[index] as { value: number };
      if (!Number.isFinite(value)) {
        const message = `In ${draft.context.where}, rule '${member.name}': ${name}.${part} is ${value}; it must be a finite number.`;
        throw new ModelError('initial-value', message, { rule: member.name, variable: name, value });
      }
    }
  }
};

/** The variable that holds `change`, made when it is first read. */
export const changeVariable = (draft: Draft, member: Member): number => {
  const known = member.variables.get('change');
  if (known !== undefined) return known;
  const doc = "sum of the other rules' increments of w since this rule's last tick, before gain and bounds";
  const index = addHidden(draft, `${member.name}.change`, doc);
  member.variables.set('change', index);
  return index;
};

/** A variable of synapses that no rule declares, constant between events and at first 0. */
export const addHidden = (draft: Draft, name: string, doc: string): number => {
  const zero = addParam(draft, '0', 0);
  const variable: Variable = {
    name,
    owner: 'synapse',
    decay: null,
    towards: zero,
    initial: zero,
    sum: null,
    over: null,
    quantum: null,
    accumulates: false,
    shortTerm: false,
    transitions: false,
    signal: null,
    doc,
  };
  return draft.variables.push(variable) - 1;
};

/** The clock of a rule for an owner, made when it is first read. */
export const clockIndex = (draft: Draft, member: Member, owner: Owner): number => {
  const known = draft.clocks.findIndex((clock) => clock.rule === member.index && clock.owner === owner);
  return known >= 0 ? known : draft.clocks.push({ rule: member.index, owner }) - 1;
};

/** Tables for a list of rule uses: parameters and declared variables, in list order. */
export const draftOf = (uses: readonly RuleUse[], context: CompositionContext): Draft => {
  const draft: Draft = { context, members: [], params: [], variables: [], locals: [], clocks: [], histories: [] };
  for (const use of uses) {
    checkUse(use, context.where);
    const earlier = draft.members.filter((member) => member.parsed.rule.name === use.rule.name).length;
    const member: Member = {
      index: draft.members.length,
      name: earlier === 0 ? use.rule.name : `${use.rule.name}#${earlier + 1}`,
      parsed: parseRule(use.rule),
      params: new Map(),
      variables: new Map(),
    };
    for (const [name, declared] of Object.entries(use.rule.params)) {
      member.params.set(
        name,
        addParam(draft, `${member.name}.${name}`, coherent(declared, Object.hasOwn(use.params, name) ? use.params[name] : undefined)),
      );
    }
    addVariables(draft, member);
    draft.members.push(member);
  }
  return draft;
};
