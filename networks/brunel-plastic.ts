/**
 * The network of `brunel` with multiplicative pair STDP on its ten million E→E synapses: weights settle near 0.1 mV.
 *
 * Brunel (2000) J. Comput. Neurosci. 8:183, doi:10.1023/A:1008925309027; rule: Rubin, Lee & Sompolinsky (2001) Phys. Rev. Lett.
 * 86:364, doi:10.1103/PhysRevLett.86.364, all pairs. `scale` multiplies the number of neurons and leaves the in-degrees.
 */
import { defineRule, mV, network } from 'spikeloom';
import brunel from './brunel.ts';

export const multiplicativeStdp = defineRule({
  name: 'multiplicativeStdp',
  doc: 'pair-based STDP, all pairs, with changes proportional to the distance from the bounds',
  cite: 'doi:10.1103/PhysRevLett.86.364',
  params: {
    tauPlus: { value: 20, unit: 'ms', doc: 'time constant of the presynaptic trace' },
    tauMinus: { value: 20, unit: 'ms', doc: 'time constant of the postsynaptic trace' },
    etaPlus: { value: 0.01, unit: '', doc: 'share of the way to wMax that a pair at zero lag goes' },
    etaMinus: { value: 0.01, unit: '', doc: 'share of the weight that a pair at zero lag takes' },
  },
  state: {
    x: { of: 'pre', decay: 'tauPlus', doc: 'presynaptic trace' },
    y: { of: 'post', decay: 'tauMinus', doc: 'postsynaptic trace' },
  },
  onPre: ['w -= etaMinus * w * y', 'x += 1'],
  onPost: ['w += etaPlus * (wMax - w) * x', 'y += 1'],
});

export default ({ scale = 1 } = {}) => {
  const { populations, projections } = brunel({ scale });
  return network({
    name: 'brunel-plastic',
    clock: 'grid',
    populations,
    projections: { ...projections, EE: { ...projections.EE, bounds: [0, 0.2 * mV], synapse: [multiplicativeStdp()] } },
  });
};
