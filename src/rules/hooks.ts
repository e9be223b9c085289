/** What rules do to each other's writes of `w`: gains, guards and the sums of increments that `change` reads. */
import type { Draft, Member } from './draft.ts';
import { placeOf } from './meaning.ts';
import type { Text } from './parse-rule.ts';
import type { Node } from './program.ts';
import { resolve } from './resolve.ts';

/** What the other rules do to each write of `w`. */
export interface WeightHooks {
  /** By member: its gain, resolved, or null. */
  readonly gains: readonly (Node | null)[];
  /** By member: its guard, resolved, or null. */
  readonly guards: readonly (Node | null)[];
  /** By member: whether it reads `change`. */
  readonly tallies: readonly boolean[];
}

const mapped = (draft: Draft, text: (member: Member) => Text | null, node: (member: Member, text: Text) => Node): (Node | null)[] =>
  draft.members.map((member) => {
    const found = text(member);
    return found === null ? null : node(member, found);
  });

/** Gains and guards: both hold where the guard does, so a gain in the other state is 1. */
export const hooksOf = (draft: Draft): WeightHooks => {
  const guards = mapped(
    draft,
    (member) => member.parsed.guard,
    (member, text) => resolve(placeOf(draft, member, 'guard', text, true), text.tree, 'synapse', 'its guard'),
  );
  const gains = mapped(
    draft,
    (member) => member.parsed.gain,
    (member, text) => {
      const gain = resolve(placeOf(draft, member, 'gain', text), text.tree, 'synapse', 'its gain');
      const guard = guards[member.index];
      return guard == null ? gain : { kind: 'choose', test: guard, yes: gain, no: { kind: 'number', value: 1 } };
    },
  );
  return { guards, gains, tallies: draft.members.map((member) => readsChange(member)) };
};

const readsChange = ({ parsed }: Member): boolean => {
  const texts = [
    ...parsed.advance,
    ...(parsed.onPre ?? []),
    ...(parsed.onPost ?? []),
    ...[...parsed.after, ...parsed.every, ...parsed.onSignal].flatMap((handler) => handler.do),
    ...[parsed.gain, parsed.factor, parsed.guard].filter((text) => text !== null),
    ...Object.values(parsed.state).flatMap((variable) => variable.sum ?? []),
  ].map((text) => text.source);
  return texts.some((source) => /(?<![\w.])change(?![\w.])/.test(source));
};
