/** The local spectrum of a rate network whose synapses learn. */
import { type Eigenvalues, eigenvalues } from '../../streams/statistics/eigenvalues.ts';
import type { CoupledRates } from './network.ts';

/**
 * The Jacobian at the present state, 2n × 2n, of δx and of aᵢ = Σⱼ δAᵢⱼ·φⱼ at fixed φ, in which all of δA acts: δẋ = −δx + W·φ'·δx + a,
 * p·ȧ = −a + k·C·φ'·δx + (k/N)·φ·(φ·φ'δx), C = |φ|²/N. The other n² − n eigenvalues of the whole are −1/p.
 */
export const reducedJacobian = (network: CoupledRates): Float64Array => {
  const { n, k, p, phi: transfer } = network.options;
  const [fixed, plastic, phi] = [network.fixedWeights(), network.plasticWeights(), network.phi()];
  const slope = network.x.map((x, i) => transfer.slope(x, phi[i] as number));
  const c = phi.reduce((sum, each) => sum + each * each, 0) / n;
  const jacobian = new Float64Array(4 * n * n);
  for (let i = 0; i < n; i++) {
    const [x, a] = [2 * n * i, 2 * n * (n + i)];
    for (let j = 0; j < n; j++) {
      jacobian[x + j] = ((fixed[i * n + j] as number) + (plastic[i * n + j] as number)) * (slope[j] as number) - (i === j ? 1 : 0);
      jacobian[a + j] = ((k / n) * (phi[i] as number) * (phi[j] as number) * (slope[j] as number) + (i === j ? k * c * (slope[j] as number) : 0)) / p;
    }
    jacobian[x + n + i] = 1;
    jacobian[a + n + i] = -1 / p;
  }
  return jacobian;
};

/** Its eigenvalues, per neuronal time constant. About 80·n³ operations: for n up to a few hundred. */
export const localSpectrum = (network: CoupledRates): Eigenvalues => eigenvalues(reducedJacobian(network), 2 * network.options.n);
