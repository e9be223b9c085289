/** The rules of one projection, or those that a population's neurons own, composed into one program. */
import type { Statement } from '../equations/tree.ts';
import { ModelError } from '../errors.ts';
import { checkHistories, checkKind, checkReleases, checkSigned, checkVariables } from './check-composition.ts';
import { checkDimensions } from './check-dimensions.ts';
import { type CompositionContext, changeVariable, type Draft, draftOf, type Member, timeIndex } from './draft.ts';
import { addStatements, type HandlerDraft } from './handlers.ts';
import { hooksOf, type WeightHooks } from './hooks.ts';
import { placeOf } from './meaning.ts';
import { type HandlerKind, stamped } from './owners.ts';
import type { Node, Program, Step } from './program.ts';
import { resolve, scopeFor } from './resolve.ts';
import type { Owner, RuleUse } from './rule.ts';
import { structuralOf } from './structural.ts';

export type { CompositionContext } from './draft.ts';

const addSums = (draft: Draft): void => {
  for (const member of draft.members) {
    for (const [name, { sum }] of Object.entries(member.parsed.state)) {
      if (sum === null) continue;
      const scope = draft.context.kind === 'synapse' ? 'synapse' : 'post';
      const index = member.variables.get(name) as number;
      (draft.variables[index] as { sum: Node | null }).sum = resolve(placeOf(draft, member, `${name}.sum`, sum), sum.tree, scope, name);
    }
  }
};

const factorsOf = (draft: Draft): { factors: Node[]; factorOfPost: boolean } => {
  const found = draft.members.flatMap((member) => {
    const text = member.parsed.factor;
    if (text === null) return [];
    const place = placeOf(draft, member, 'factor', text);
    const among: readonly Owner[] = draft.context.kind === 'synapse' ? ['post', 'synapse'] : ['post'];
    const scope = scopeFor(place, [text.tree], among);
    return [{ node: resolve(place, text.tree, scope, 'its factor'), ofPost: scope === 'post' }];
  });
  return { factors: found.map(({ node }) => node), factorOfPost: found.length > 0 && found.every(({ ofPost }) => ofPost) };
};

const inputOf = (draft: Draft): Node | null =>
  draft.members
    .flatMap((member) => {
      const text = member.parsed.input;
      return text === null ? [] : [resolve(placeOf(draft, member, 'input', text), text.tree, 'post', 'its input')];
    })
    .reduce<Node | null>((sum, node) => (sum === null ? node : { kind: 'binary', operator: '+', left: sum, right: node }), null);

const handlerDraft = (draft: Draft, hooks: WeightHooks, kind: HandlerKind, signal: string | null = null): HandlerDraft => ({
  draft,
  hooks,
  kind,
  signal,
  outputs: new Map(),
  segments: [],
  deliver: null,
  draws: 0,
});

/** The steps of a handler in order: each rule's statements, then what ends its turn; what is delivered last. */
const stepsOf = (handler: HandlerDraft): readonly Step[] => {
  const { draft, kind, hooks } = handler;
  const ends = (member: Member): Step[] => {
    const rule = member.index;
    const reset: Step[] =
      kind === 'tick' && hooks.tallies[rule] === true
        ? [
            {
              kind: 'write',
              scope: 'synapse',
              rule,
              guard: null,
              variable: changeVariable(draft, member),
              operator: '=',
              value: { kind: 'number', value: 0 },
            },
          ]
        : [];
    const stamps = draft.clocks.flatMap((clock, index): Step[] =>
      clock.rule === rule && stamped[kind].includes(clock.owner) ? [{ kind: 'stamp', scope: clock.owner, rule, guard: null, clock: index }] : [],
    );
    return [...reset, ...stamps];
  };
  const steps = handler.segments.flatMap(({ member, steps: own }) => [...own, ...ends(member)]);
  return handler.deliver === null ? steps : [...steps, handler.deliver];
};

/**
 * What freezing and thawing neuron-owned rules begin with: `advance`, then every relaxing variable is written as it is and every clock stamped, so that no time
 * is open.
 */
const holdOf = (draft: Draft, hooks: WeightHooks): readonly Step[] | null => {
  if (draft.context.kind === 'synapse') return null;
  const handler = handlerDraft(draft, hooks, 'tick');
  for (const member of draft.members) addStatements(handler, member, []);
  const rule = (index: number): number => draft.members.findIndex(({ variables }) => [...variables.values()].includes(index));
  const written = draft.variables.flatMap(({ owner, decay }, index): Step[] =>
    decay === null
      ? []
      : [
          {
            ...{ kind: 'write', operator: '=', guard: null },
            ...{ scope: owner, rule: rule(index), variable: index, value: { kind: 'variable', index } },
          },
        ],
  );
  return [...stepsOf(handler), ...written];
};

interface Handlers {
  readonly onPre: HandlerDraft;
  readonly after: { readonly delay: number; readonly handler: HandlerDraft }[];
  readonly onPost: HandlerDraft;
  readonly onTick: { readonly period: number; readonly handler: HandlerDraft }[];
  readonly onSignal: { readonly signal: string; readonly handler: HandlerDraft }[];
}

const handlersOf = (draft: Draft, hooks: WeightHooks): Handlers => {
  const make = (kind: HandlerKind, signal: string | null = null) => handlerDraft(draft, hooks, kind, signal);
  const alone = (kind: HandlerKind, member: Member, statements: readonly Statement[]): HandlerDraft => {
    const handler = make(kind);
    addStatements(handler, member, statements);
    return handler;
  };
  const onPre = make('onPre');
  const onPost = make('onPost');
  for (const member of draft.members) {
    if (member.parsed.onPre !== null) addStatements(onPre, member, member.parsed.onPre);
    if (member.parsed.onPost !== null) addStatements(onPost, member, member.parsed.onPost);
  }
  const after = draft.members.flatMap((member) =>
    member.parsed.after.map((entry) => ({
      delay: timeIndex(draft, member, entry.delay, 'after', 'zero'),
      handler: alone('after', member, entry.do),
    })),
  );
  const onTick = draft.members.flatMap((member) =>
    member.parsed.every.map((entry) => ({
      period: timeIndex(draft, member, entry.period, 'period', 'positive'),
      handler: alone('tick', member, entry.do),
    })),
  );
  const signals = [...new Set(draft.members.flatMap((member) => member.parsed.onSignal.map((entry) => entry.signal)))];
  const onSignal = signals.map((signal) => {
    const handler = make('signal', signal);
    for (const member of draft.members) {
      for (const entry of member.parsed.onSignal) if (entry.signal === signal) addStatements(handler, member, entry.do);
    }
    return { signal, handler };
  });
  return { onPre, after, onPost, onTick, onSignal };
};

/** Random words are named by kind of handler and place in its list, in four bits. */
const checkDraws = (draft: Draft, { onPre, after, onPost, onTick, onSignal }: Handlers): number => {
  const places = [
    ...[onPre, onPost].map((handler) => ({ handler, place: 0 })),
    ...after.map(({ handler }, i) => ({ handler, place: i + 1 })),
    ...[onTick, onSignal].flatMap((list) => list.map(({ handler }, i) => ({ handler, place: i }))),
  ];
  const beyond = places.find(({ handler, place }) => handler.draws > 0 && place > 3);
  if (beyond !== undefined) {
    const what = { after: 'the first three delayed handlers', tick: 'the first four ticks', signal: 'the first four signals', onPre: '', onPost: '' }[
      beyond.handler.kind
    ];
    const names = beyond.handler.segments.map(({ member }) => `'${member.name}'`).join(', ');
    throw new ModelError('draws', `In ${draft.context.where}, rule ${names} draws in a handler beyond ${what} of the list; only those may draw.`);
  }
  return Math.max(...places.map(({ handler }) => handler.draws));
};

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
};

/**
 * Composes rules, in list order, into the program that engines run and printers print.
 *
 * @param uses - the rules with their parameters, as a description holds them (Hz as Hz, ms as ms)
 * @returns the program, frozen; the same uses give the same program
 * @throws ModelError where a statement reads or changes what is not its owner's, or rules conflict; EquationError where a
 *   text does not parse, names something unknown or mixes dimensions
 */
export const compose = (uses: readonly RuleUse[], context: CompositionContext): Program => {
  const draft = draftOf(uses, context);
  for (const member of draft.members) {
    checkKind(draft, member);
    checkVariables(draft, member);
  }
  checkReleases(draft);
  const hooks = hooksOf(draft);
  addSums(draft);
  const { factors, factorOfPost } = factorsOf(draft);
  const input = inputOf(draft);
  const handlers = handlersOf(draft, hooks);
  const hold = holdOf(draft, hooks);
  const structural = structuralOf(draft);
  const draws = checkDraws(draft, handlers);
  checkHistories(draft);
  checkDimensions(draft);
  return frozen({
    rules: draft.members.map(({ name, parsed }) => ({ name, cite: parsed.rule.cite })),
    params: draft.params,
    variables: draft.variables,
    locals: draft.locals,
    clocks: draft.clocks,
    onPre: stepsOf(handlers.onPre),
    after: handlers.after.map(({ delay, handler }) => ({ delay, steps: stepsOf(handler) })),
    onPost: stepsOf(handlers.onPost),
    onTick: handlers.onTick.map(({ period, handler }) => ({ period, steps: stepsOf(handler) })),
    onSignal: handlers.onSignal.map(({ signal, handler }) => ({ signal, steps: stepsOf(handler) })),
    hold,
    factors,
    factorOfPost,
    input,
    structural,
    delivers: handlers.onPre.deliver !== null,
    signed: checkSigned(draft),
    draws,
  });
};
