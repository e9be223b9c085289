/** What a name means where it stands: a parameter, a variable, a local, what another rule gives. */
import { didYouMean } from '../equations/names.ts';
import { EquationError } from '../errors.ts';
import { changeVariable, type Draft, listed, type Member } from './draft.ts';
import { gradientVariable } from './gradient.ts';
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

/** @throws EquationError where nothing of that name is known at this place */
export const meaning = (place: Place, name: string, at: number): Meaning => {
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
