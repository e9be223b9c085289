import { defineRule } from './define-rule.ts';

/**
 * Which of two states a spine is in: it grows strong when |w| rises above `up`, weak when it falls below `down`, tested once
 * per `period` (an organelle is slow), at the earliest `dwell` after the last change. The weight goes on across changes.
 *
 * @see Turcu, Cornford, Dorkenwald & Mihalas, learning with switching synaptic plasticity rules
 */
export const spineState = defineRule({
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
