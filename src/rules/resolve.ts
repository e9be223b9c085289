/** Names of an expression resolved: a tree of what people wrote becomes a `Node` of what a kernel reads. */
import { didYouMean } from '../equations/names.ts';
import { printExpression } from '../equations/text.ts';
import type { Expression } from '../equations/tree.ts';
import { namesIn, usesHistory } from '../equations/walk.ts';
import { EquationError, ModelError } from '../errors.ts';
import { changeVariable, clockIndex, type Draft, listed, type Member } from './draft.ts';
import { gradientVariable } from './gradient.ts';
import { coarsest, oneValue, sees } from './owners.ts';
import { ownNames, type Text } from './parse-rule.ts';
import type { Node } from './program.ts';
import type { Owner } from './rule.ts';

/** Where an expression stands: what its names may mean there. */
export interface Place {
  readonly draft: Draft;
  readonly member: Member;
  /** `onPre`, `gain`, …: for messages. */
  readonly part: string;
  readonly source: string;
  /** Locals assigned so far, by the rule's own name. */
  readonly locals: ReadonlyMap<string, number>;
  /** Named outputs so far, this rule's and earlier ones', by dotted name. Null where there are none: outside arrivals and other handlers. */
  readonly outputs: ReadonlyMap<string, number> | null;
  /** Whose broadcast is being handled. */
  readonly signal: string | null;
  /** Variables that this handler has written already. */
  readonly written: ReadonlySet<number>;
  /** A guard may read the variables of other rules. */
  readonly reachesOthers: boolean;
}

/** The place of an expression outside of handlers: no locals, no outputs. */
export const placeOf = (draft: Draft, member: Member, part: string, text: Text, reachesOthers = false): Place => ({
  draft,
  member,
  part,
  source: text.source,
  locals: new Map(),
  outputs: null,
  signal: null,
  written: new Set(),
  reachesOthers,
});

/** What a name means: a leaf of the resolved tree, and whose value it is (null: the same for all). */
interface Meaning {
  readonly node: Node | 'elapsed';
  readonly owner: Owner | null;
}

const leaf = (node: Meaning['node'], owner: Owner | null = null): Meaning => ({ node, owner });
const variableLeaf = (draft: Draft, index: number): Meaning => leaf({ kind: 'variable', index }, (draft.variables[index] as { owner: Owner }).owner);
const localLeaf = (draft: Draft, index: number): Meaning => leaf({ kind: 'local', index }, (draft.locals[index] as { scope: Owner }).scope);

const weightMeaning = (place: Place, name: 'w' | 'wMin' | 'wMax', at: number): Meaning => {
  if (place.draft.context.kind === 'neuron') {
    const sentence = `Rule '${place.member.name}', ${place.part}: '${name}' belongs to synapses, and this rule belongs to neurons; put it into a projection's synapse list.`;
    throw new EquationError('no-weight', sentence, place.source, at, { name });
  }
  return leaf({ kind: 'weight', name }, name === 'w' ? 'synapse' : null);
};

const changeMeaning = (place: Place, at: number): Meaning => {
  const { draft, member } = place;
  if (draft.context.kind === 'neuron') weightMeaning(place, 'w', at);
  if (member.parsed.every.length === 0) {
    const sentence = `Rule '${member.name}', ${place.part}: 'change' sums increments of w since the rule's last tick, and the rule has no 'every'.`;
    throw new EquationError('change-without-tick', sentence, place.source, at);
  }
  return variableLeaf(draft, changeVariable(draft, member));
};

/** `post.h`, `pre.h`: a variable of the neuron at that end of the synapse. */
const endMeaning = ({ draft, member }: Place, name: string): Meaning | null => {
  const [end, ownName] = name.split('.') as [string, string];
  const index = end === 'post' || end === 'pre' ? member.variables.get(ownName) : undefined;
  return index === undefined || draft.variables[index]?.owner !== 'neuron'
    ? null
    : leaf({ kind: 'end', end: end as 'post' | 'pre', index }, 'synapse');
};

const gradientMeaning = (place: Place, at: number): Meaning => {
  const { draft, member, signal } = place;
  if (draft.context.kind === 'neuron') weightMeaning(place, 'w', at);
  if (signal === null) {
    const sentence = `Rule '${member.name}', ${place.part}: 'gradient' is known when a trial has ended; read it in the handler of the signal that ends trials.`;
    throw new EquationError('gradient-outside-signal', sentence, place.source, at);
  }
  return variableLeaf(draft, gradientVariable(draft));
};

/** `rule.name`: an output of an earlier rule in the same handler; `release.released` and `release.pulse` are 1 where no rule releases. */
const dottedMeaning = (place: Place, name: string, at: number): Meaning => {
  const { draft, member } = place;
  const [ruleName, ownName] = name.split('.') as [string, string];
  const output = place.outputs?.get(name);
  if (output !== undefined) return localLeaf(draft, output);
  const other = draft.members.find((candidate) => candidate.name === ruleName);
  const refuse = (why: string): never => {
    throw new EquationError('unknown-output', `Rule '${member.name}', ${place.part}: ${why}`, place.source, at, { name });
  };
  const variable = place.reachesOthers ? other?.variables.get(ownName) : undefined;
  if (variable !== undefined) {
    const twice = draft.members.filter((candidate) => candidate.parsed.rule.name === ruleName).length > 1;
    return twice ? refuse(`'${name}' belongs to two rules of ${draft.context.where}; keep one '${ruleName}'.`) : variableLeaf(draft, variable);
  }
  if (name === 'release.released' || name === 'release.pulse') {
    if (place.outputs === null || place.part !== 'onPre') return refuse(`'${name}' is there in onPre only: only an arrival releases.`);
    const later = draft.members.find((candidate) => candidate.index > member.index && outputsOf(candidate).has('released'));
    if (later === undefined) return leaf({ kind: 'number', value: 1 });
    return refuse(`'${name}' is read before rule '${later.name}' releases; put '${later.name}' before '${member.name}'.`);
  }
  if (draft.context.alone === true) return leaf({ kind: 'number', value: 1 });
  if (other === undefined) {
    return refuse(`there is no rule '${ruleName}' in ${draft.context.where}. Rules: ${listed(draft.members.map((each) => each.name))}.`);
  }
  if (other.index > member.index) return refuse(`'${name}' is read before it is assigned; put rule '${other.name}' before '${member.name}'.`);
  return refuse(`rule '${ruleName}' assigns no '${ownName}' here. Its outputs here: ${listed(outputsHere(place, ruleName))}.`);
};

const outputsHere = (place: Place, rule: string): string[] =>
  [...(place.outputs?.keys() ?? [])].filter((key) => key.startsWith(`${rule}.`)).map((key) => key.slice(rule.length + 1));

/** Names that a rule's arrivals assign: what later rules can read. */
export const outputsOf = (member: Member): ReadonlySet<string> => {
  const { parsed, variables } = member;
  const statements = [...(parsed.onPre === null ? [] : parsed.advance), ...(parsed.onPre ?? [])];
  return new Set(statements.flatMap((each) => (each.kind === 'deliver' || each.target === 'w' || variables.has(each.target) ? [] : [each.target])));
};

/** The names that may stand here, for messages. */
const namesHere = (place: Place): string[] => {
  const { member, draft } = place;
  const own = [...member.params.keys(), ...member.variables.keys(), ...place.locals.keys()];
  const fixed = draft.context.kind === 'neuron' ? ['elapsed'] : ownNames.filter((name) => name !== 'gradient' || place.signal !== null);
  return [...new Set([...own, ...(place.signal === null ? [] : [place.signal]), ...fixed])];
};

const meaning = (place: Place, name: string, at: number): Meaning => {
  const { draft, member } = place;
  const local = place.locals.get(name);
  if (local !== undefined) return localLeaf(draft, local);
  if (name === 'change') return changeMeaning(place, at);
  if (name === 'gradient') return gradientMeaning(place, at);
  const variable = member.variables.get(name);
  if (variable !== undefined) return variableLeaf(draft, variable);
  const param = member.params.get(name);
  if (param !== undefined) return leaf({ kind: 'param', index: param });
  if (name === 'w' || name === 'wMin' || name === 'wMax') return weightMeaning(place, name, at);
  if (name === 'elapsed') return leaf('elapsed');
  if (name === place.signal) return leaf({ kind: 'broadcast' });
  if (name.includes('.')) return endMeaning(place, name) ?? dottedMeaning(place, name, at);
  const known = namesHere(place);
  const sentence = `Rule '${member.name}', ${place.part}: unknown name '${name}'. Names here: ${listed(known)}.${didYouMean(name, known)}`;
  throw new EquationError('unknown-name', sentence, place.source, at, { name, known });
};

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
