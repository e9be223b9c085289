import { defineRule, type RuleDefinition } from './define-rule.ts';
import { cite, pairs, type TrialStdpOptions } from './trial-pairs.ts';

const form = <const S extends boolean>(signed: S) =>
  ({
    ...pairs,
    name: 'trialStdp',
    doc: 'STDP whose pairs of a trial change w when it ends',
    cite,
    params: { ...pairs.params, lambda: { value: 0.002, unit: 'weight', doc: 'what a pair counts for' } },
    onSignal: { trialEnd: ['w = delta * w + lambda * pairs', 'pairs = 0'] },
    signed,
  }) as const;
const [plain, both] = [defineRule(form(false)), defineRule(form(true))];

/**
 * STDP by trials: pairs of all spikes are added up through a trial, pre before post for, post before pre against, and applied at the signal `trialEnd`:
 * `w ← delta w + lambda pairs`. It knows of no error: a weak rule for `switching`, where pairs of the trial in which a spine turned strong wait until it is weak again.
 *
 * @see Turcu, Cornford, Dorkenwald & Mihalas (2026) Learning using switching synaptic plasticity rules, bioRxiv; pairs as in `pairStdp`
 */
export const trialStdp = Object.freeze(
  Object.assign(({ signed = false, ...params }: TrialStdpOptions = {}) => (signed ? both : plain)(params), { rule: plain.rule }),
) satisfies Pick<RuleDefinition, 'rule'>;
