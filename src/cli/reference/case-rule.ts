/** The rules that NEST's synapse models are, with NEST's parameters under our names. */
import { ModelError } from '../../errors.ts';
import { pairStdp } from '../../rules/pair-stdp.ts';
import { powerLawStdp } from '../../rules/power-law-stdp.ts';
import type { RuleUse } from '../../rules/rule.ts';
import { tripletStdp } from '../../rules/triplet-stdp.ts';
import { tsodyksMarkram } from '../../rules/tsodyks-markram.ts';
import { weightDependentStdp } from '../../rules/weight-dependent-stdp.ts';
import type { StdpCase, TsodyksCase } from './case-file.ts';

/** The STDP rule of a case. */
export const stdpRule = ({ kind, synapse_params: params, tau_minus: tauMinus, tau_minus_triplet: tauY }: StdpCase): RuleUse => {
  const of = (name: string): number => {
    const value = params[name];
    if (value === undefined)
      throw new ModelError('reference.parameter', `A case of kind ${kind} needs the synapse parameter ${name}.`, { kind, name });
    return value;
  };
  const fast = () => ({ tauPlus: of('tau_plus'), tauMinus });
  switch (kind) {
    case 'stdp_additive':
      // In units of the weight: x + lambda·K with x = w/Wmax.
      return pairStdp({ ...fast(), aPlus: of('lambda') * of('Wmax'), aMinus: of('alpha') * of('lambda') * of('Wmax') });
    case 'stdp_multiplicative':
    case 'stdp_guetig':
      return weightDependentStdp({ ...fast(), lambda: of('lambda'), alpha: of('alpha'), muPlus: of('mu_plus'), muMinus: of('mu_minus') });
    case 'stdp_powerlaw':
      return powerLawStdp({ ...fast(), lambda: of('lambda'), alpha: of('alpha'), mu: of('mu') });
    case 'stdp_triplet': {
      if (tauY === undefined) throw new ModelError('reference.parameter', `A case of kind ${kind} needs tau_minus_triplet.`, { kind });
      const pairs = { a2Plus: of('Aplus'), a2Minus: of('Aminus') };
      const triplets = { a3Plus: of('Aplus_triplet'), a3Minus: of('Aminus_triplet') };
      return tripletStdp({ ...fast(), tauX: of('tau_plus_triplet'), tauY, ...pairs, ...triplets });
    }
  }
};

/** The Tsodyks–Markram rule of synapse `k`. */
export const tsodyksRule = ({ synapse_params }: TsodyksCase, k: number): RuleUse => {
  const params = synapse_params[k];
  if (params === undefined) throw new ModelError('reference.parameter', `The tsodyks2 case has no parameters for synapse ${k}.`, { k });
  return tsodyksMarkram({ u: params.U, tauRec: params.tau_rec, tauFac: params.tau_fac });
};
