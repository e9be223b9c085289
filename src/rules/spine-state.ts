import { ModelError } from '../errors.ts';
import { defineRule, type RuleDefinition } from './define-rule.ts';

const cite = 'bioRxiv 2026: Turcu, Cornford, Dorkenwald & Mihalas, Learning using switching synaptic plasticity rules';

const params = {
  up: { value: 0.8, unit: 'weight', doc: 'a weak spine above it becomes strong' },
  down: { value: 0.3, unit: 'weight', doc: 'a strong spine below it becomes weak' },
  period: { value: 1, unit: 's', doc: 'time between tests' },
  dwell: { value: 0, unit: 's', doc: 'shortest time in a state' },
  initially: { value: 0, unit: '', doc: '1: all spines begin strong' },
} as const;

const state = {
  strong: { of: 'synapse', initial: 'initially', transitions: true, doc: '1 in the strong state, 0 in the weak one' },
  age: { of: 'synapse', doc: 'time in this state, as of the last test [ms]' },
} as const;

const every = {
  period: 'period',
  do: [
    'age += period',
    'leaves = (age >= dwell) * (strong > 0 ? abs(w) < down : abs(w) > up)',
    'strong = leaves ? 1 - strong : strong',
    'age = leaves ? 0 : age',
  ],
} as const;

/** The rule, its thresholds looked at before it is used. */
const withHysteresis = <P extends string>(definition: RuleDefinition<P>): RuleDefinition<P> => {
  const { rule } = definition;
  const use = (given: Parameters<typeof definition>[0] = {}) => {
    const { up = params.up.value, down = params.down.value } = given as { readonly up?: number; readonly down?: number };
    if (up < down)
      throw new ModelError('switching', `${rule.name}: up (${up}) is below down (${down}); a spine would change state at every test.`, { up, down });
    return definition(given);
  };
  return Object.freeze(Object.assign(use, { rule }));
};

/**
 * Which of two states a spine is in: it grows strong when |w| rises above `up`, weak when it falls below `down`, tested once
 * per `period` (an organelle is slow), at the earliest `dwell` after the last change. The weight goes on across changes.
 * On projections of one sign, the default, w keeps it (Dale's law) and |w| is w.
 *
 * @throws ModelError where `up` is below `down`.
 * @see Turcu, Cornford, Dorkenwald & Mihalas (2026) Learning using switching synaptic plasticity rules, bioRxiv
 */
export const spineState = withHysteresis(
  defineRule({
    name: 'switching',
    doc: 'whether the spine is strong, with hysteresis',
    cite,
    params,
    state,
    every,
  }),
);

/**
 * Spines of two states beside any plasticity: in the strong state its changes of w count `strongGain` times, in the weak one once.
 * A gain below 1 keeps what a strong spine has learned; one of 0 freezes it, save for rules that assign w.
 *
 * @throws ModelError where `up` is below `down`.
 */
export const spineSwitching = withHysteresis(
  defineRule({
    name: 'spineSwitching',
    doc: 'strong and weak spines, with hysteresis; strong ones learn more slowly',
    cite,
    params: { ...params, strongGain: { value: 0.1, unit: '', doc: "factor on other rules' changes of w where the spine is strong" } },
    state,
    every,
    gain: 'strong > 0 ? strongGain : 1',
  }),
);
