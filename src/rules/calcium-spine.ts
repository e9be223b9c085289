import { calciumParams, course, spine, withThresholds } from './calcium.ts';
import { defineRule } from './define-rule.ts';

/**
 * Which of two states a spine is in, decided by calcium: `graupnerBrunel` with an efficacy of its own, which moves no weight.
 *
 * For `switching({ by: calciumSpine(calciumSets.corticalSlice), weak, strong })`, where other rules move the weight in either state. The spine is tested
 * once per `period`: strong above 1/2 + h, weak below 1/2 − h.
 *
 * @throws ModelError where thetaP is below thetaD, or gammaD, tau or acceleration not more than 0.
 * @see Graupner & Brunel (2012) PNAS 109:3991, doi:10.1073/pnas.1109359109
 */
export const calciumSpine = withThresholds(
  defineRule({
    name: 'calciumSpine',
    doc: 'whether the spine is strong, driven by calcium',
    cite: 'doi:10.1073/pnas.1109359109',
    params: {
      ...calciumParams,
      initially: { value: 0, unit: '', doc: 'efficacy at the start; 1: all spines begin strong' },
    },
    state: {
      c: { of: 'synapse', decay: 'tauCa', doc: 'calcium in the spine' },
      rho: { of: 'synapse', initial: 'initially', doc: 'efficacy, as of the last event or test' },
      strong: { of: 'synapse', initial: 'initially', transitions: true, doc: '1 in the strong state, 0 in the weak one, as of the last test' },
    },
    advance: [...course, 'rho = moved'],
    onPre: [{ after: 'D', do: ['c += cPre'] }],
    onPost: ['c += cPost'],
    every: { period: 'period', do: [spine] },
  }),
);
