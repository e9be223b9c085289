/** What a leaky integrate-and-fire neuron makes of a slow current, as the activity of a rate unit. */
import { ModelError } from '../../errors.ts';
import { exp, log } from '../../math.ts';
import type { Transfer } from './transfer.ts';

export interface LifGain extends Transfer {
  /** Rate at x = 0 [Hz]: half of the highest. */
  readonly r0: number;
  /** Current at x = 0, in units of the threshold. */
  readonly i0: number;
  /** Current per unit of x, in units of the threshold. */
  readonly gamma: number;
}

/**
 * φ(x) = (r − r0) / r0 of a neuron with `tauM dV/dt = −V + i0 + gamma x`, threshold 1, reset 0: r = 1 / (tRef + tauM ln(I / (I − 1))) for I = i0 + gamma x above 1,
 * else 0 (Lapicque 1907). x = 0 is where r is half of 1 / tRef, and the unit of x is such that φ′(0) = 1, as of tanh. φ is not odd: it is −1 from x = −(i0 − 1) / gamma
 * downwards, with a kink there.
 *
 * @param options - `tauM` (10) and `tRef` (8) [ms]
 * @throws ModelError `lif-gain` unless both are above 0
 */
export const lifGain = ({ tauM = 10, tRef = 8 }: { readonly tauM?: number; readonly tRef?: number } = {}): LifGain => {
  if (!(tauM > 0 && tRef > 0 && Number.isFinite(tauM + tRef)))
    throw new ModelError('lif-gain', `lifGain: tauM is ${tauM} and tRef ${tRef} ms; both must be above 0.`, { tauM, tRef });
  const i0 = 1 / (1 - exp(-tRef / tauM));
  const gamma = (2 * tRef * i0 * (i0 - 1)) / tauM;
  const currentAt = (x: number): number => i0 + gamma * x;
  const value = (x: number): number => {
    const current = currentAt(x);
    return current > 1 ? (2 * tRef) / (tRef + tauM * log(current / (current - 1))) - 1 : -1;
  };
  const slope = (x: number, activity: number): number => {
    const current = currentAt(x);
    return current > 1 ? ((activity + 1) ** 2 * tauM * gamma) / (2 * tRef * current * (current - 1)) : 0;
  };
  return { name: 'lif', r0: 1000 / (2 * tRef), i0, gamma, value, slope };
};
