/** What a rule declares about synapses that come and go: resolved, and checked against the rest of the list. */
import { ModelError } from '../errors.ts';
import { constantIndex, type Draft, listed, type Member } from './draft.ts';
import type { Program, Structural, Variable } from './program.ts';
import type { Owner } from './rule.ts';

const refuse = (draft: Draft, member: Member, why: string): never => {
  const { where } = draft.context;
  throw new ModelError('structural', `In ${where}, rule '${member.name}' ${why}`, { where, rule: member.name });
};

/** Index of a variable of that owner which keeps its value until the rule's tick is over. */
const steadyVariable = (draft: Draft, member: Member, name: string, of: Owner, part: string): number => {
  const index = member.variables.get(name);
  const variable = index === undefined ? undefined : (draft.variables[index] as Variable);
  if (index === undefined || variable?.owner !== of) {
    const known = Object.entries(member.parsed.state).flatMap(([each, declared]) => (declared.of === of ? [each] : []));
    return refuse(draft, member, `has structural.${part} '${name}', which is no variable (of: '${of}') of it. Such variables: ${listed(known)}.`);
  }
  if (variable.decay !== null) refuse(draft, member, `has structural.${part} '${name}', which decays; it must keep what the tick wrote.`);
  return index;
};

const onlyTick = (draft: Draft, member: Member): number => {
  if (member.parsed.every.length !== 1)
    refuse(draft, member, `changes structure after its tick, and has ${member.parsed.every.length} of them in 'every'; give it one.`);
  return draft.members.slice(0, member.index).reduce((sum, { parsed }) => sum + parsed.every.length, 0);
};

/** The structural changes of a list of rules; null where no rule makes any. */
export const structuralOf = (draft: Draft): Structural | null => {
  const changing = draft.members.filter(({ parsed }) => parsed.structural !== null);
  const [member, other] = changing;
  if (member === undefined) return null;
  if (other !== undefined) refuse(draft, other, `changes structure, as rule '${member.name}' does; keep one of them.`);
  const { remove, create, weight } = member.parsed.structural as NonNullable<Member['parsed']['structural']>;
  if (remove === null && create === null) refuse(draft, member, "declares 'structural' with neither 'remove' nor 'create'; give one or both.");
  if (weight !== null && create === null) refuse(draft, member, "declares structural.weight, which new synapses have, without 'create'.");
  const created = (): Structural['create'] => {
    if (create === null) return null;
    if (typeof create !== 'number' && create.tree.kind === 'name' && member.variables.has(create.tree.name))
      return { kind: 'variable', index: steadyVariable(draft, member, create.tree.name, 'post', 'create') };
    return { kind: 'param', index: constantIndex(draft, member, create, 'structural.create') };
  };
  return {
    rule: member.index,
    tick: onlyTick(draft, member),
    remove: remove === null ? null : steadyVariable(draft, member, remove, 'synapse', 'remove'),
    create: created(),
    weight: weight === null ? null : constantIndex(draft, member, weight, 'structural.weight'),
  };
};

/** In a few words, for whoever prints or refuses it. */
export const describeStructural = ({ variables, params }: Program, { remove, create, weight }: Structural): readonly string[] => {
  const param = (index: number): string => (params[index] as { name: string }).name;
  const mean = create === null ? '' : create.kind === 'param' ? param(create.index) : (variables[create.index] as Variable).name;
  return [
    ...(remove === null ? [] : [`removes synapses where ${(variables[remove] as Variable).name} is not 0`]),
    ...(create === null ? [] : [`creates ${mean} synapses per target on average${weight === null ? '' : `, of weight ${param(weight)}`}`]),
  ];
};
