import { ModelError } from '../errors.ts';
import { checkedRule } from './define-rule.ts';
import type { RuleUse } from './rule.ts';
import { spineState } from './spine-state.ts';

/** Which rules run in which state, and when it changes. Weights in the projection's unit, times in ms. */
export interface Switching {
  readonly weak: RuleUse | readonly RuleUse[];
  readonly strong: RuleUse | readonly RuleUse[];
  /** The rule that decides the state: any with a synapse variable `strong`, such as `calciumSpine()`. By default |w| does, by what follows. */
  readonly by?: RuleUse;
  readonly up?: number;
  readonly down?: number;
  readonly period?: number;
  readonly dwell?: number;
  readonly initially?: 0 | 1;
}

const guarded = (uses: RuleUse | readonly RuleUse[], state: string): RuleUse[] =>
  [uses].flat().map(({ rule, params }) => ({
    rule: checkedRule({ ...rule, guard: rule.guard === undefined ? state : `(${rule.guard}) * (${state})` }),
    params,
  }));

/** The rule that decides the state, and nothing that is for another. */
const decidedBy = (by: RuleUse, given: Readonly<Record<string, number | undefined>>): RuleUse => {
  const { name, state } = by.rule;
  if (state?.strong?.of !== 'synapse') {
    throw new ModelError('switching', `switching: rule '${name}' has no synapse variable 'strong', so it cannot decide the state.`, { rule: name });
  }
  const [other] = Object.keys(given);
  if (other === undefined) return by;
  throw new ModelError('switching', `switching: '${other}' is for states decided by |w|; give rule '${name}' its own parameters.`, {
    rule: name,
    other,
  });
};

/**
 * One rule in one spine state and another in the other: `synapse: [...switching({ weak: pairStdp(), strong: other() })]`.
 *
 * Only statements that write `w` or synapse variables, and gains, depend on the state; traces of neurons go on in both.
 * @throws ModelError where `up` is below `down`, or `by` cannot decide.
 */
export const switching = ({ weak, strong, by, ...params }: Switching): readonly RuleUse[] => {
  const state = by === undefined ? spineState(params) : decidedBy(by, params);
  const { name } = state.rule;
  return Object.freeze([state, ...guarded(weak, `${name}.strong == 0`), ...guarded(strong, `${name}.strong != 0`)]);
};
