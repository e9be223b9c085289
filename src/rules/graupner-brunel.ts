import { calciumParams, course, spine, withThresholds } from './calcium.ts';
import { defineRule } from './define-rule.ts';

/**
 * Calcium decides: above one threshold a synapse is depressed, above a higher one potentiated too, and below both it falls into one of two states.
 *
 *     tau · dρ/dt = −ρ (1 − ρ) (1/2 − ρ) + gammaP (1 − ρ) [c > thetaP] − gammaD ρ [c > thetaD] + sigma √(tau ([c > thetaD] + [c > thetaP])) η(t)
 *     tauCa · dc/dt = −c;   c += cPre at a time D after an arrival,   c += cPost at a spike of the target
 *
 * Solved between events; only the cubic is left out above a threshold, where it is at most 0.05 against gammas of hundreds. The weight *is* the efficacy:
 * `w = wMin + ρ (wMax − wMin)`, so a projection has bounds (the weights of the two states; `calciumStrengths` has their ratios), weights begin anywhere
 * between them, and what others do to w is done to ρ. Noise may carry ρ beyond 0 and 1, w stays. w is as of the last arrival, calcium, spike or test of the spine.
 * `strong` tells the state of the spine once per `period`, first at the first test, whatever the initial weights. Sets of parameters: `calciumSets`.
 *
 * @throws ModelError where thetaP is below thetaD, or gammaD, tau or acceleration not more than 0.
 * @see Graupner & Brunel (2012) PNAS 109:3991, doi:10.1073/pnas.1109359109, eqs. 1–2, with their correction of the noise, doi:10.1073/pnas.1220044110
 */
export const graupnerBrunel = withThresholds(
  defineRule({
    name: 'graupnerBrunel',
    doc: 'a bistable weight that calcium depresses and potentiates',
    cite: 'doi:10.1073/pnas.1109359109',
    params: {
      ...calciumParams,
      initially: { value: 0, unit: '', doc: '1: all spines count as strong up to the first test' },
    },
    state: {
      c: { of: 'synapse', decay: 'tauCa', doc: 'calcium in the spine' },
      beyond: { of: 'synapse', doc: 'how far noise has carried efficacy below 0 or above 1' },
      strong: { of: 'synapse', initial: 'initially', transitions: true, doc: '1 in the strong state, 0 in the weak one, as of the last test' },
    },
    advance: ['rho = (w - wMin) / (wMax - wMin) + beyond', ...course, 'w = wMin + moved * (wMax - wMin)', 'beyond = moved - clip(moved, 0, 1)'],
    onPre: [{ after: 'D', do: ['c += cPre'] }],
    onPost: ['c += cPost'],
    every: { period: 'period', do: [spine] },
  }),
);
