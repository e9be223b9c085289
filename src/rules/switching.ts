import { ModelError } from '../errors.ts';
import { checkedRule, defineRule } from './define-rule.ts';
import type { RuleUse } from './rule.ts';

/**
 * Which of two states a spine is in: it grows strong when |w| rises above `up`, weak when it falls below `down`, tested once
 * per `period` (an organelle is slow), at the earliest `dwell` after the last change. The weight goes on across changes.
 *
 * @see Turcu, Cornford, Dorkenwald & Mihalas, learning with switching synaptic plasticity rules
 */
const spineState = defineRule({
  name: 'switching',
  doc: 'whether the spine is strong, with hysteresis',
  cite: 'Turcu, Cornford, Dorkenwald & Mihalas: learning with switching synaptic plasticity rules',
  params: {
    up: { value: 0.8, unit: 'weight', doc: 'a weak spine above it becomes strong' },
    down: { value: 0.3, unit: 'weight', doc: 'a strong spine below it becomes weak' },
    period: { value: 1, unit: 's', doc: 'time between tests' },
    dwell: { value: 0, unit: 's', doc: 'shortest time in a state' },
    initially: { value: 0, unit: '', doc: '1: all spines begin strong' },
  },
  state: {
    strong: { of: 'synapse', initial: 'initially', doc: '1 in the strong state, 0 in the weak one' },
    age: { of: 'synapse', doc: 'time in this state, as of the last test [ms]' },
  },
  every: {
    period: 'period',
    do: [
      'age += period',
      'leaves = (age >= dwell) * (strong > 0 ? abs(w) < down : abs(w) > up)',
      'strong = leaves ? 1 - strong : strong',
      'age = leaves ? 0 : age',
    ],
  },
});

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
