import { adam } from './adam.ts';
import { defineRule, type RuleDefinition } from './define-rule.ts';
import { cite, pairs, type TrainedStdpOptions } from './trial-pairs.ts';

const form = <const S extends boolean>(signed: S) =>
  ({
    ...pairs,
    name: 'trainedStdp',
    doc: 'STDP by trials in which each synapse learns what a pair counts for',
    cite,
    params: { ...pairs.params, ...adam.params, lambda0: { value: 0, unit: 'weight', doc: 'what a pair counts for at first' } },
    state: {
      ...pairs.state,
      ...adam.state,
      lambda: { of: 'synapse', initial: 'lambda0', doc: 'what a pair counts for' },
      last: { of: 'synapse', doc: 'pairs of the last trial' },
    },
    onSignal: {
      trialEnd: [
        ...['slope = gradient * last', ...adam.moments('slope'), `lambda -= ${adam.step}`],
        ...['w = delta * w + lambda * pairs', 'last = pairs', 'pairs = 0'],
      ],
    },
    signed,
  }) as const;
const [plain, both] = [defineRule(form(false)), defineRule(form(true))];

/**
 * `trialStdp` in which every synapse learns its lambda, by Adam down `gradient · pairs of the trial before`: the slope of the error by lambda. So it is not free of
 * credit assignment: it needs e-prop's gradient at weak synapses as well.
 *
 * @see Turcu, Cornford, Dorkenwald & Mihalas (2026) Learning using switching synaptic plasticity rules, bioRxiv
 */
export const trainedStdp = Object.freeze(
  Object.assign(({ signed = false, ...params }: TrainedStdpOptions = {}) => (signed ? both : plain)(params), { rule: plain.rule }),
) satisfies Pick<RuleDefinition, 'rule'>;
