/** Firing rate of a leaky integrate-and-fire neuron under white noise. */

export interface SiegertNeuron {
  /** Time constants [ms] and potentials [mV] as in `lif`. */
  readonly tauM: number;
  readonly tRef: number;
  readonly vTh: number;
  readonly vReset: number;
}

/**
 * Rate [Hz] where the free membrane potential has mean `mean` [mV] and standard deviation `deviation` [mV].
 *
 * `1/r = tRef + tauM ∫₀^∞ (e^(2 y_θ w) − e^(2 y_r w)) e^(−w²)/w dw` with `y = (v − mean)/(√2 deviation)`: Siegert's formula in the form of Brunel & Hakim
 * (1999) Neural Computation 11:1621, doi:10.1162/089976699300016179, whose integrand neither overflows nor oscillates.
 */
export const siegertRate = (mean: number, deviation: number, { tauM, tRef, vTh, vReset }: SiegertNeuron): number => {
  const [threshold, reset] = [vTh, vReset].map((v) => (v - mean) / (Math.SQRT2 * deviation)) as [number, number];
  const integrand = (w: number): number =>
    w === 0 ? 2 * (threshold - reset) : (Math.exp(2 * threshold * w - w * w) - Math.exp(2 * reset * w - w * w)) / w;
  // Simpson's rule to where e^(2 y w − w²) is below e^−50 of its top.
  const end = threshold > 0 ? threshold + 8 : Math.min(8, 25 / Math.abs(threshold));
  const steps = 4000;
  let sum = integrand(0) + integrand(end);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * integrand((i * end) / steps);
  return 1000 / (tRef + (tauM * (end / steps) * sum) / 3);
};
