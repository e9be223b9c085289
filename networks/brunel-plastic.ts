/**
 * The network of `brunel` with multiplicative pair STDP on its ten million E→E synapses: weights settle near 0.1 mV.
 *
 * Brunel (2000) J. Comput. Neurosci. 8:183, doi:10.1023/A:1008925309027; rule: Rubin, Lee & Sompolinsky (2001) Phys. Rev. Lett.
 * 86:364, doi:10.1103/PhysRevLett.86.364, all pairs. `scale` multiplies the number of neurons and leaves the in-degrees.
 */
import { multiplicativeStdp, mV, network } from 'spikeloom';
import brunel from './brunel.ts';

export default ({ scale = 1 } = {}) => {
  const { populations, projections } = brunel({ scale });
  return network({
    name: 'brunel-plastic',
    clock: 'grid',
    populations,
    projections: { ...projections, EE: { ...projections.EE, bounds: [0, 0.2 * mV], synapse: [multiplicativeStdp()] } },
  });
};
