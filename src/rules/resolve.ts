/** Names of an expression resolved: a tree of what people wrote becomes a `Node` of what a kernel reads. */
import { printExpression } from '../equations/text.ts';
import type { Expression } from '../equations/tree.ts';
import { namesIn, usesHistory } from '../equations/walk.ts';
import { EquationError, ModelError } from '../errors.ts';
import { clockIndex, listed } from './draft.ts';
import { meaning, type Place } from './meaning.ts';
import { coarsest, oneValue, sees } from './owners.ts';
import type { Node } from './program.ts';
import type { Owner } from './rule.ts';

/** What an expression reads. */
export interface Reading {
  /** Names with an owner. */
  readonly owned: readonly { readonly name: string; readonly owner: Owner }[];
  /** Whether it reads a clock, which every owner has its own of. */
  readonly timed: boolean;
}

/** Whose values an expression reads. */
export const readingOf = (place: Place, tree: Expression): Reading => {
  const met = namesIn(tree).map(({ name, at }) => ({ name, ...meaning(place, name, at) }));
  return {
    owned: met.flatMap(({ name, owner }) => (owner === null ? [] : [{ name, owner }])),
    timed: usesHistory(tree) || met.some(({ node }) => node === 'elapsed'),
  };
};

/** The resolved expression, evaluated for `scope`; `writes` is what is changed by it, for messages. */
export const resolve = (place: Place, tree: Expression, scope: Owner, writes: string): Node => {
  for (const { name, owner } of readingOf(place, tree).owned) {
    // Another rule's output may differ from projection to projection, a neuron's variable may not.
    if (sees[scope].includes(owner) && !(scope === 'neuron' && name.includes('.'))) continue;
    const message = `Rule '${place.member.name}' writes ${writes} (of: '${scope}') from ${name} (of: '${owner}'): ${oneValue[owner === 'neuron' ? owner : scope]}.`;
    throw new ModelError('ownership', message, { rule: place.member.name, writes, scope, reads: name, owner, source: place.source });
  }
  return node(place, tree, scope);
};

/** The coarsest scope that sees all that an expression reads. */
export const scopeFor = (place: Place, trees: readonly Expression[], among: readonly Owner[], also: readonly Owner[] = []): Owner => {
  const owners = trees.flatMap((tree) => readingOf(place, tree).owned.map(({ owner }) => owner));
  const scope = coarsest(among, [...owners, ...also]);
  if (scope !== null) return scope;
  throw new ModelError(
    'ownership',
    `Rule '${place.member.name}', ${place.part}: no ${among.join(' or ')} has one value of all that '${place.source}' reads.`,
  );
};

const node = (place: Place, tree: Expression, scope: Owner): Node => {
  const inner = (each: Expression): Node => node(place, each, scope);
  switch (tree.kind) {
    case 'number':
      return { kind: 'number', value: tree.value };
    case 'name': {
      const found = meaning(place, tree.name, tree.at).node;
      return found === 'elapsed' ? { kind: 'elapsed', clock: clockIndex(place.draft, place.member, scope) } : found;
    }
    case 'negate':
      return { kind: 'negate', operand: inner(tree.operand) };
    case 'binary':
      return { kind: 'binary', operator: tree.operator, left: inner(tree.left), right: inner(tree.right) };
    case 'compare':
      return { kind: 'compare', operator: tree.operator, left: inner(tree.left), right: inner(tree.right) };
    case 'choose':
      return { kind: 'choose', test: inner(tree.test), yes: inner(tree.yes), no: inner(tree.no) };
    case 'call':
      return { kind: 'call', name: tree.name, args: tree.args.map(inner) };
    case 'history':
      return history(place, tree, scope);
  }
};

const history = (place: Place, tree: Expression & { kind: 'history' }, scope: Owner): Node => {
  const { draft, member } = place;
  const text = printExpression(tree);
  const clock = clockIndex(draft, member, scope);
  const fail = (sentence: string, at: number): never => {
    throw new EquationError('history', `Rule '${member.name}', ${place.part}: ${sentence}`, place.source, at);
  };
  const variable = (arg: Expression | undefined): number => {
    const index = arg?.kind === 'name' ? member.variables.get(arg.name) : undefined;
    if (index === undefined)
      return fail(`'${text}' needs a variable of the rule. Variables: ${listed([...member.variables.keys()])}.`, arg?.at ?? tree.at);
    const { name, accumulates } = draft.variables[index] as { name: string; accumulates: boolean };
    if (place.written.has(index))
      fail(`'${text}' stands after a statement that changes ${name}; put it before, for instance into 'advance'.`, tree.at);
    if (accumulates) fail(`'${text}' needs the times at which ${name} changed, which other synapses decide.`, tree.at);
    draft.histories.push({ member, variable: index, clock: scope, text });
    return index;
  };
  /** A level holds for the whole interval, so it is made of what does not move. */
  const level = (arg: Expression): Node => {
    for (const { name, at } of namesIn(arg)) {
      const { node: found } = meaning(place, name, at);
      const still = found !== 'elapsed' && (found.kind === 'param' || (found.kind === 'variable' && isStill(place, found.index)));
      if (!still) fail(`the level in '${text}' must hold for the whole interval: parameters and constant variables, not ${name}.`, at);
    }
    if (usesHistory(arg)) fail(`the level in '${text}' must hold for the whole interval.`, arg.at);
    return node(place, arg, scope);
  };
  const [first, second] = tree.args;
  if (tree.name === 'timeAbove') return { kind: 'timeAbove', clock, variable: variable(first), level: level(second as Expression) };
  if (first?.kind === 'binary') return { kind: 'integralOfProduct', clock, left: variable(first.left), right: variable(first.right) };
  if (first?.kind === 'call') return { kind: 'integral', clock, variable: variable(first.args[0]), cap: level(first.args[1] as Expression) };
  return { kind: 'integral', clock, variable: variable(first), cap: null };
};

const isStill = (place: Place, index: number): boolean => place.draft.variables[index]?.decay === null && !place.written.has(index);
