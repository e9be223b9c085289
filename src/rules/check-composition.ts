/** What a rule may declare where it stands, and which rules do not go together. */
import { didYouMean } from '../equations/names.ts';
import type { Statement } from '../equations/tree.ts';
import { ModelError } from '../errors.ts';
import { type Draft, listed, type Member } from './draft.ts';
import { outputsOf } from './meaning.ts';
import { type HandlerKind, handlerName, neuronOwners, stamped } from './owners.ts';
import type { ParsedVariable } from './parse-rule.ts';

const refuse = (draft: Draft, member: Member, code: string, why: string, fields = {}): never => {
  const { where } = draft.context;
  throw new ModelError(code, `In ${where}, rule '${member.name}' ${why}`, { where, rule: member.name, ...fields });
};

/** Handlers and owners that fit the place: synapses of a projection, or neurons. */
export const checkKind = (draft: Draft, member: Member): void => {
  const { parsed } = member;
  const no = (why: string) => refuse(draft, member, 'rule-kind', why);
  if (draft.context.kind === 'synapse') {
    if (parsed.input !== null) no("declares an input current, which neurons receive; put it into a population's homeostasis list.");
  } else {
    if (parsed.onPre !== null) no("handles arrivals (onPre), which happen at synapses; put it into a projection's synapse list.");
    if (parsed.structural !== null) no("changes structure, which is of synapses; put it into a projection's synapse list.");
    if (parsed.gain !== null) no("declares a gain on weights, which synapses have; put it into a projection's synapse list.");
    for (const [name, { of }] of Object.entries(parsed.state)) {
      if (!neuronOwners.includes(of)) no(`has ${name} (of: '${of}'), which synapses have; put it into a projection's synapse list.`);
    }
    if (parsed.input !== null && parsed.every.length === 0) no("declares an input, which is constant between the rule's ticks, and has no 'every'.");
  }
  const { signals } = draft.context;
  if (signals === undefined) return;
  for (const { signal } of parsed.onSignal) {
    if (!signals.includes(signal))
      no(`handles signal '${signal}', which is never broadcast. Signals: ${listed(signals)}.${didYouMean(signal, signals)}`);
  }
};

const checkSum = (draft: Draft, member: Member, name: string, variable: ParsedVariable): void => {
  const no = (why: string) => refuse(draft, member, 'sum', `declares ${name} as a sum ${why}`);
  const { of } = variable;
  const bySynapse = draft.context.kind === 'synapse';
  if (variable.decay !== null) no('that decays; a sum is recomputed before the ticks and constant between them.');
  if (of === 'synapse') no("of: 'synapse'; sums belong to neurons, branches, domains or signals.");
  if (of === 'neuron' && variable.over === undefined)
    no("of: 'neuron' without 'over', which says of which of its synapses: 'incoming' or 'outgoing'.");
  if (of === 'post' && !bySynapse)
    no("of: 'post' over the neuron's synapses, which a neuron-owned rule does not see; put it into a projection's synapse list.");
  if (member.parsed.every.length + member.parsed.onSignal.length === 0) no("but has neither 'every' nor 'onSignal', before which it is recomputed.");
  if (of !== 'post' && of !== 'branch' && variable.quantum === undefined) {
    no(`of: '${of}' without 'quantum', the resolution at which sums over many neurons are added exactly.`);
  }
};

/** Between ticks and signals synapses are brought up to date when their row is next visited: nobody would know when a change happened. */
const checkTransitions = (member: Member, name: string, { of, decay }: ParsedVariable, no: (why: string) => never): void => {
  if (of !== 'synapse') no("with 'transitions', which only synapse variables have.");
  if (decay !== null) no("with 'transitions', but it decays; a state that jumps is constant between its changes.");
  const other = writersOf(member, name).find(({ kind }) => kind !== 'tick' && kind !== 'signal');
  if (other !== undefined) no(`with 'transitions', but ${other.part} changes it; only every and onSignal may.`);
};

/** Whether projections compute values of the same neurons by this rule. */
const sharesNeurons = ({ parsed }: Member): boolean => Object.values(parsed.state).some(({ of }) => of === 'neuron');

/** Declarations that fit each other. */
export const checkVariables = (draft: Draft, member: Member): void => {
  for (const [name, variable] of Object.entries(member.parsed.state)) {
    const no = (why: string) => refuse(draft, member, 'variable', `declares ${name} (of: '${variable.of}') ${why}`);
    if (variable.sum !== null) checkSum(draft, member, name, variable);
    if (variable.over !== undefined && (variable.of !== 'neuron' || variable.sum === null)) no("with 'over', which only a sum of: 'neuron' has.");
    if (variable.of === 'neuron' && variable.decay !== null)
      no('that decays; a variable of a neuron in all its projections is constant between ticks.');
    if (variable.of === 'signal' && variable.sum !== null && sharesNeurons(member))
      no("as a sum of this projection, beside variables of: 'neuron', which every projection with the rule must compute alike.");
    if (variable.quantum !== undefined && variable.sum === null) no("with 'quantum', which only a sum has.");
    if (variable.quantum !== undefined && !(variable.quantum > 0)) no(`with quantum ${variable.quantum}; it must be more than zero.`);
    if (variable.accumulates === true && variable.of !== 'branch') no("with 'accumulates', which only branch variables have.");
    if (variable.shortTerm === true && variable.of !== 'synapse')
      no("with 'shortTerm', which only synapse variables have: freezing plasticity stops no others.");
    if (variable.transitions === true) checkTransitions(member, name, variable, no);
    if (variable.signal !== undefined && variable.of !== 'signal') no("with 'signal', which only variables of: 'signal' have.");
    const { signals } = draft.context;
    if (variable.signal !== undefined && signals !== undefined && !signals.includes(variable.signal)) {
      no(`for signal '${variable.signal}', which is never broadcast. Signals: ${listed(signals)}.${didYouMean(variable.signal, signals)}`);
    }
  }
};

interface Handler {
  readonly kind: HandlerKind;
  readonly part: string;
  readonly statements: readonly Statement[];
}

const handlersOf = ({ parsed }: Member): readonly Handler[] => {
  const handlers = [
    ...(parsed.onPre === null ? [] : [{ kind: 'onPre' as const, signal: null, statements: parsed.onPre }]),
    ...parsed.after.map((entry) => ({ kind: 'after' as const, signal: null, statements: entry.do })),
    ...(parsed.onPost === null ? [] : [{ kind: 'onPost' as const, signal: null, statements: parsed.onPost }]),
    ...parsed.every.map((entry) => ({ kind: 'tick' as const, signal: null, statements: entry.do })),
    ...parsed.onSignal.map((entry) => ({ kind: 'signal' as const, signal: entry.signal, statements: entry.do })),
  ];
  return handlers.map(({ kind, signal, statements }) => ({
    kind,
    part: handlerName(kind, signal),
    statements: [...parsed.advance, ...statements],
  }));
};

/** The handlers of its rule that change a variable. */
const writersOf = (member: Member, variable: string): readonly Handler[] =>
  handlersOf(member).filter(({ statements }) => statements.some((each) => each.kind === 'assign' && each.target === variable));

/** A clock that no handler of its rule stamps would count from the start of the run. */
const checkClocks = (draft: Draft): void => {
  for (const { rule, owner } of draft.clocks) {
    const member = draft.members[rule] as Member;
    const handlers = handlersOf(member);
    if (handlers.length === 0 || handlers.some(({ kind }) => stamped[kind].includes(owner))) continue;
    const names = listed([...new Set(handlers.map(({ part }) => part))]);
    refuse(draft, member, 'history', `uses the time since its last handler per ${owner}, but ${names} is no handler of a ${owner}.`);
  }
};

/** Closed forms hold over an interval in which nothing but the rule's own handlers, for the same owner, changed the variable. */
export const checkHistories = (draft: Draft): void => {
  checkClocks(draft);
  for (const { member, variable: index, clock, text } of draft.histories) {
    const [name] = [...member.variables].find(([, each]) => each === index) as [string, number];
    const variable = draft.variables[index] as (typeof draft.variables)[number];
    for (const { kind, part } of writersOf(member, name)) {
      if (!stamped[kind].includes(clock)) {
        refuse(draft, member, 'history', `uses '${text}' per ${clock}, but ${part}, which changes ${name}, is no handler of a ${clock}.`);
      }
    }
    const { signal } = variable;
    if (signal !== null && !member.parsed.onSignal.some((entry) => entry.signal === signal)) {
      const why = `uses '${text}', but ${name} changes when '${signal}' is broadcast, for which the rule has no handler; add onSignal: { ${signal}: [] } (with 'advance', if the interval before it counts).`;
      refuse(draft, member, 'history', why, { signal });
    }
  }
};

/** Whether the weight is the signed one; the rules must agree. */
export const checkSigned = (draft: Draft): boolean => {
  const signed = draft.members.find((member) => member.parsed.rule.signed === true);
  if (signed === undefined) return false;
  const other = draft.members.find((member) => member.parsed.rule.signed !== true && writersOf(member, 'w').length > 0);
  if (other === undefined) return true;
  const message = `In ${draft.context.where}, rule '${signed.name}' takes w as the signed weight and rule '${other.name}' as the magnitude; they cannot share a projection.`;
  throw new ModelError('signed', message, { rules: [signed.name, other.name] });
};

/** One rule decides what a release is. */
export const checkReleases = (draft: Draft): void => {
  const releasing = draft.members.filter((member) => outputsOf(member).has('released')).map(({ name }) => name);
  if (releasing.length < 2) return;
  const message = `In ${draft.context.where}, rules ${releasing.map((name) => `'${name}'`).join(' and ')} both decide 'released'; keep one.`;
  throw new ModelError('two-releases', message, { rules: releasing });
};
