import { ModelError } from '../errors.ts';
import { checkedRule } from './define-rule.ts';
import type { RuleUse } from './rule.ts';
import { spineState } from './spine-state.ts';

/** Which rules run in which state, and when it changes. Weights in the projection's unit, times in ms. */
export interface Switching {
  readonly weak: RuleUse | readonly RuleUse[];
  readonly strong: RuleUse | readonly RuleUse[];
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

/**
 * One rule in one spine state and another in the other: `synapse: [...switching({ weak: pairStdp(), strong: other() })]`.
 *
 * Only statements that write `w` or synapse variables, and gains, depend on the state; traces of neurons go on in both.
 * @throws ModelError where `up` is below `down`.
 */
export const switching = ({ weak, strong, ...params }: Switching): readonly RuleUse[] => {
  const state = spineState(params);
  const { up = spineState.rule.params.up?.value, down = spineState.rule.params.down?.value } = params;
  if (up !== undefined && down !== undefined && up < down) {
    throw new ModelError('switching', `switching: up (${up}) is below down (${down}); a spine would change state at every test.`, { up, down });
  }
  return Object.freeze([state, ...guarded(weak, 'switching.strong == 0'), ...guarded(strong, 'switching.strong != 0')]);
};
