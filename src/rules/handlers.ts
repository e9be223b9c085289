/** Statements of one handler, of all rules in list order, as steps: scopes decided, owners checked, draws numbered. */
import type { Expression, Statement } from '../equations/tree.ts';
import { EquationError, ModelError } from '../errors.ts';
import { changeVariable, type Draft, listed, type Member } from './draft.ts';
import type { WeightHooks } from './hooks.ts';
import { among, ownersServed, type RulePart } from './local-scopes.ts';
import { outputsOf, type Place } from './meaning.ts';
import { changeable, changedIn, type HandlerKind, handlerName, oneValue } from './owners.ts';
import { isName } from './parse-rule.ts';
import type { Step } from './program.ts';
import { readingOf, resolve, scopeFor } from './resolve.ts';
import type { Owner } from './rule.ts';

/** One handler of the program being composed. */
export interface HandlerDraft {
  readonly draft: Draft;
  readonly hooks: WeightHooks;
  readonly kind: HandlerKind;
  readonly signal: string | null;
  /** Dotted outputs so far. */
  readonly outputs: Map<string, number>;
  /** Steps of each rule, in list order, without stamps. */
  readonly segments: { readonly member: Member; readonly steps: Step[] }[];
  deliver: Step | null;
  draws: number;
}

/** A rule's part in a handler while its statements are read. */
interface Part extends RulePart {
  readonly handler: HandlerDraft;
  readonly locals: Map<string, number>;
  readonly written: Set<number>;
}

const placeOf = (part: Part, statement: Statement): Place => ({
  draft: part.handler.draft,
  member: part.member,
  part: handlerName(part.handler.kind, part.handler.signal),
  source: statement.source,
  locals: part.locals,
  outputs: part.handler.outputs,
  signal: part.handler.signal,
  written: part.written,
  reachesOthers: false,
});

const fail = (part: Part, statement: Statement, code: string, why: string): never => {
  throw new EquationError(
    code,
    `Rule '${part.member.name}', ${handlerName(part.handler.kind, part.handler.signal)}: ${why}`,
    statement.source,
    statement.source.length - statement.source.trimStart().length,
  );
};

const newLocal = (part: Part, name: string, scope: Owner): number => {
  const { draft, outputs } = part.handler;
  const local = draft.locals.push({ name: `${part.member.name}.${name}`, scope }) - 1;
  part.locals.set(name, local);
  outputs.set(`${part.member.name}.${name}`, local);
  if (part.handler.kind === 'onPre' && outputsOf(part.member).has('released')) {
    if (name === 'released') outputs.set('release.released', local);
    if (name === 'pulse' || (name === 'released' && !outputs.has('release.pulse'))) outputs.set('release.pulse', local);
  }
  return local;
};

const checkLocalName = (part: Part, statement: Statement & { readonly target: string }): void => {
  const { target } = statement;
  const { member } = part;
  if (member.params.has(target)) fail(part, statement, 'assigned-parameter', `'${target}' is a parameter; statements change variables and w.`);
  if (
    ['wMin', 'wMax', 'elapsed', 'change', 'gradient', 'release'].includes(target) ||
    target === part.handler.signal ||
    !isName(target) ||
    target in Object.prototype
  ) {
    fail(part, statement, 'assigned-name', `'${target}' cannot be assigned.`);
  }
};

const letStep = (part: Part, statement: Statement & { kind: 'assign' }): Step => {
  const place = placeOf(part, statement);
  checkLocalName(part, statement);
  const before = part.locals.get(statement.target);
  if (statement.operator !== '=' && before === undefined) {
    const known = listed([...part.member.variables.keys(), ...part.locals.keys(), ...(part.handler.draft.context.kind === 'synapse' ? ['w'] : [])]);
    fail(part, statement, 'unknown-name', `'${statement.target}' is not there to be changed by '${statement.operator}'. Names that are: ${known}.`);
  }
  const timed = readingOf(place, statement.value).timed;
  // `a += b` of a local is a new local: each is assigned once.
  const value: Expression = statement.operator === '=' ? statement.value : combined(statement);
  const scope = scopeFor(place, [value], among(part.handler), timed ? ownersServed(part, statement) : []);
  const resolved = resolve(place, value, scope, statement.target);
  return { kind: 'let', scope, rule: part.member.index, guard: null, local: newLocal(part, statement.target, scope), value: resolved };
};

const combined = ({ target, operator, value }: Statement & { kind: 'assign' }): Expression => ({
  kind: 'binary',
  operator: operator === '+=' ? '+' : operator === '-=' ? '-' : '*',
  left: { kind: 'name', name: target, at: 0 },
  right: value,
  at: 0,
});

/** Most trials of a Binomial: known when a program is composed, because it fixes the numbers of the draws that follow. */
const trials = (part: Part, statement: Statement & { kind: 'draw' }): number => {
  const count = statement.args[2] ?? statement.args[0];
  const index = count?.kind === 'name' ? part.member.params.get(count.name) : undefined;
  const value = count?.kind === 'number' ? count.value : index === undefined ? undefined : part.handler.draft.params[index]?.value;
  if (value === undefined) {
    const why = 'the number of trials of a Binomial is a parameter or a whole number; one that varies needs a most: Binomial(k, p, most).';
    return fail(part, statement, 'binomial', why);
  }
  if (!Number.isInteger(value) || value < 1 || value > 255) {
    return fail(part, statement, 'binomial', `the number of trials of a Binomial is a whole number from 1 to 255, not ${value}.`);
  }
  return value;
};

const drawStep = (part: Part, statement: Statement & { kind: 'draw' }): Step => {
  const { handler, member } = part;
  const place = placeOf(part, statement);
  checkLocalName(part, statement);
  if (member.variables.has(statement.target) || statement.target === 'w') {
    fail(part, statement, 'draw-target', `a draw makes a local: draw into a new name, then assign it to '${statement.target}'.`);
  }
  const scope = scopeFor(place, statement.args, among(part.handler), ownersServed(part, statement));
  if (scope !== 'synapse' && scope !== 'pre' && scope !== 'post') {
    fail(
      part,
      statement,
      'draw-scope',
      `a draw belongs to a synapse or a neuron; here it would belong to a ${scope === 'neuron' ? 'neuron in all its projections' : scope}.`,
    );
  }
  const draws = { Bernoulli: () => 1, Uniform: () => 1, Normal: () => 2, Binomial: () => trials(part, statement) }[statement.distribution]();
  const draw = handler.draws;
  handler.draws += draws;
  if (handler.draws > 65_536) {
    const where = `${handlerName(handler.kind, handler.signal)} in ${handler.draft.context.where}`;
    throw new ModelError('draws', `The rules draw ${handler.draws} random words in ${where}; at most 65536 can be numbered.`);
  }
  const args = statement.args.map((arg) => resolve(place, arg, scope, statement.target));
  const local = newLocal(part, statement.target, scope);
  return { kind: 'draw', scope, rule: member.index, guard: null, local, distribution: statement.distribution, args, draw, draws };
};

const weightStep = (part: Part, statement: Statement & { kind: 'assign' }): Step => {
  const { handler, member } = part;
  const { draft, hooks } = handler;
  if (draft.context.kind === 'neuron') {
    fail(part, statement, 'no-weight', "'w' belongs to synapses, and this rule belongs to neurons; put it into a projection's synapse list.");
  }
  const value = resolve(placeOf(part, statement), statement.value, 'synapse', 'w');
  const increments = statement.operator === '+=' || statement.operator === '-=';
  const others = increments ? draft.members.filter((other) => other !== member) : [];
  const gains = others.flatMap((other) => hooks.gains[other.index] ?? []);
  const tallies = others.filter((other) => hooks.tallies[other.index]).map((other) => changeVariable(draft, other));
  const guard = hooks.guards[member.index] ?? null;
  return { kind: 'writeWeight', scope: 'synapse', rule: member.index, guard, operator: statement.operator, value, gains, tallies };
};

const writeStep = (part: Part, statement: Statement & { kind: 'assign' }, index: number): Step => {
  const { handler, member } = part;
  const { draft, hooks, kind } = handler;
  const variable = draft.variables[index] as (typeof draft.variables)[number];
  const { target, operator } = statement;
  if (variable.sum !== null) fail(part, statement, 'sum-written', `'${target}' is a sum, recomputed before ticks; statements only read it.`);
  const gathers = variable.owner === 'branch' && kind === 'onPre';
  if (gathers && !(variable.accumulates && operator === '+=')) {
    const how = variable.accumulates ? `only '+=' may change it` : `declare 'accumulates: true' and use '+='`;
    fail(part, statement, 'ownership', `'${target}' (of: 'branch') is shared by the branch's synapses: in onPre ${how}.`);
  }
  if (!gathers && !changeable[kind].includes(variable.owner)) {
    const { owner } = variable;
    const message = `Rule '${member.name}' writes ${target} (of: '${owner}') in ${handlerName(kind, handler.signal)}: ${oneValue[owner]}, and may be changed in ${changedIn[owner]}.`;
    throw new ModelError('ownership', message, { rule: member.name, writes: target, owner, handler: kind });
  }
  const scope = gathers ? 'synapse' : variable.owner;
  const value = resolve(placeOf(part, statement), statement.value, scope, target);
  const guard = variable.owner === 'synapse' ? (hooks.guards[member.index] ?? null) : null;
  part.written.add(index);
  return { kind: 'write', scope, rule: member.index, guard, variable: index, operator, value };
};

const deliverStep = (part: Part, statement: Statement & { kind: 'deliver' }): null => {
  const { handler, member } = part;
  const place = placeOf(part, statement);
  if (handler.kind !== 'onPre') fail(part, statement, 'deliver', 'only an arrival delivers: deliver(…) belongs into onPre.');
  if (handler.deliver !== null) {
    const first = handler.draft.members[handler.deliver.rule]?.name;
    const who = first === member.name ? `rule '${first}' delivers twice` : `rules '${first}' and '${member.name}' both deliver`;
    const message = `In ${handler.draft.context.where}, ${who}; one statement decides what reaches the target. Remove one.`;
    throw new ModelError('two-deliveries', message, { rules: [first, member.name] });
  }
  if (readingOf(place, statement.value).timed) {
    fail(part, statement, 'deliver', 'what is delivered is evaluated when the handler has ended; take the function of time into a local first.');
  }
  const value = resolve(place, statement.value, 'synapse', 'what is delivered');
  handler.deliver = { kind: 'deliver', scope: 'synapse', rule: member.index, guard: null, value };
  return null;
};

const stepOf = (part: Part, statement: Statement): Step | null => {
  if (statement.kind === 'deliver') return deliverStep(part, statement);
  if (statement.kind === 'draw') return drawStep(part, statement);
  if (statement.target === 'w') return weightStep(part, statement);
  const index = part.member.variables.get(statement.target);
  return index === undefined || statement.target === 'change' ? letStep(part, statement) : writeStep(part, statement, index);
};

/** Adds a rule's statements to a handler. */
export const addStatements = (handler: HandlerDraft, member: Member, own: readonly Statement[]): void => {
  const statements = [...member.parsed.advance, ...own];
  const part: Part = { handler, member, locals: new Map(), written: new Set(), statements };
  const steps: Step[] = [];
  handler.segments.push({ member, steps });
  for (const statement of statements) {
    const step = stepOf(part, statement);
    if (step !== null) steps.push(step);
  }
};
