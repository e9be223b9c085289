/** For whom the locals of a handler are computed. */
import type { Statement } from '../equations/tree.ts';
import { namesIn } from '../equations/walk.ts';
import type { Draft, Member } from './draft.ts';
import { candidates, type HandlerKind, neuronOwners, sees } from './owners.ts';
import type { Owner } from './rule.ts';

/** A rule's statements in one handler, those of `advance` first. */
export interface RulePart {
  readonly handler: { readonly draft: Draft; readonly kind: HandlerKind };
  readonly member: Member;
  readonly statements: readonly Statement[];
}

/** Owners for whom a handler can compute a local, coarsest first. */
export const among = ({ draft, kind }: RulePart['handler']): readonly Owner[] =>
  draft.context.kind === 'synapse' ? candidates[kind] : candidates[kind].filter((owner) => neuronOwners.includes(owner));

/** Whose thing a statement changes; null where it makes a local. */
const ownerChanged = ({ handler, member }: RulePart, statement: Statement): Owner | null => {
  if (statement.kind === 'deliver' || statement.target === 'w') return 'synapse';
  const index = member.variables.get(statement.target);
  const owner = index === undefined ? null : (handler.draft.variables[index] as { owner: Owner }).owner;
  return owner === 'branch' && handler.kind === 'onPre' ? 'synapse' : owner;
};

const namesRead = (statement: Statement): readonly string[] =>
  (statement.kind === 'draw' ? statement.args : [statement.value]).flatMap(namesIn).map(({ name }) => name);

/**
 * For whom a draw is made, or a clock read into a local: the coarsest of those whose things then depend on it (a draw that
 * changes a presynaptic variable is one draw per source and arrival); where nothing does, for each synapse or neuron.
 */
export const ownersServed = (part: RulePart, statement: Statement & { readonly target: string }): readonly Owner[] => {
  const carriers = new Set([statement.target]);
  const served = new Set<Owner>();
  for (const later of part.statements.slice(part.statements.indexOf(statement) + 1)) {
    if (!namesRead(later).some((name) => carriers.has(name))) continue;
    const owner = ownerChanged(part, later);
    if (owner !== null) served.add(owner);
    else if (later.kind !== 'deliver') carriers.add(later.target);
  }
  const owners = [...served];
  if (owners.length === 0) return [part.handler.draft.context.kind === 'synapse' ? 'synapse' : 'post'];
  const common = owners.find((owner) => owners.every((other) => sees[other].includes(owner)));
  return common === undefined ? owners : [common];
};
