import { adam } from './adam.ts';
import { defineRule, type RuleDefinition } from './define-rule.ts';

const form = <const S extends boolean>(signed: S) =>
  ({
    name: 'eprop',
    doc: 'descends the error of trials by e-prop, with Adam',
    cite: 'doi:10.1038/s41467-020-17236-y',
    params: adam.params,
    state: adam.state,
    onSignal: { trialEnd: [...adam.moments('gradient'), `w -= ${adam.step}`] },
    signed,
  }) as const;
const [plain, both] = [defineRule(form(false)), defineRule(form(true))];

/** Options of `eprop`: parameters of Adam, and what w is. */
export interface EpropOptions {
  readonly eta?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Whether w is the signed weight: for projections with weights of both signs. Otherwise bounds of one sign keep Dale's law. */
  readonly signed?: boolean;
}

/**
 * E-prop: at the signal `trialEnd`, every synapse takes an Adam step down the error of the trial.
 *
 * `gradient` is e-prop's, exact event by event (engines/episodic/README.md): for synapses onto lif() and adaptiveLif() neurons (`reset: 'subtract'`) the sum over time of learning
 * signal and filtered eligibility, for synapses onto readouts (integrators with `targets`) the gradient itself. An arrival counts as if it delivered w.
 *
 * @see Bellec et al. (2020) Nature Communications 11:3625, eqs. 4, 22–25 and 28
 */
export const eprop = Object.freeze(
  Object.assign(({ signed = false, ...params }: EpropOptions = {}) => (signed ? both : plain)(params), { rule: plain.rule }),
) satisfies Pick<RuleDefinition, 'rule'>;
