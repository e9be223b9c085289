/** Firing rate of a leaky integrate-and-fire neuron under white noise. */
import { exp, log } from '../../math.ts';
import { growingPanels } from './quadrature.ts';

export interface SiegertNeuron {
  /** Time constants [ms] and potentials [mV] as in `lif`. */
  readonly tauM: number;
  readonly tRef: number;
  readonly vTh: number;
  readonly vReset: number;
}

/** A rate and how it answers to its input. */
export interface RateResponse {
  /** [Hz]. */
  readonly rate: number;
  /** d rate / d mean and d rate / d deviation [Hz/mV]. */
  readonly byMean: number;
  readonly byDeviation: number;
  /** d rate / d vTh [Hz/mV], the reset held. */
  readonly byThreshold: number;
}

/** What is below e^−CUT of the integrand's top is left away. */
const CUT = 40;
/** Beyond this exponent a rate is 0 in double precision. */
const SILENT = 700;

/** e^x − 1 without loss near 0 (Kahan). */
const expm1 = (x: number): number => {
  const u = exp(x);
  return u === 1 ? x : Math.abs(x) > 1 ? u - 1 : ((u - 1) * x) / log(u);
};

/**
 * Rate [Hz] where the free membrane potential has mean `mean` [mV] and standard deviation `deviation` [mV], and its derivatives.
 *
 * `1/rate = tRef + tauM ∫₀^∞ (e^(2 y_θ w) − e^(2 y_r w)) e^(−w²)/w dw` with `y = (v − mean)/(√2 deviation)`: Siegert's formula in the form of Brunel & Hakim
 * (1999) Neural Computation 11:1621, doi:10.1162/089976699300016179, whose integrand does not oscillate. The largest exponent is taken out, so that nothing overflows.
 * Relative error below 1e-12 for y from −10⁶ to 26; above, the rate is below 1e-300 and given as 0. Without noise: what the membrane equation says.
 */
export const siegert = (mean: number, deviation: number, neuron: SiegertNeuron): RateResponse => {
  const { tauM, tRef, vTh, vReset } = neuron;
  const [threshold, reset] = [vTh, vReset].map((v) => (v - mean) / (Math.SQRT2 * deviation)) as [number, number];
  if (!(deviation > 0) || threshold < -1e6) return noiseless(mean, neuron);
  const top = threshold > 0 ? threshold * threshold : 0;
  if (top > SILENT) return silent;
  const end = threshold > 0 ? threshold + Math.sqrt(CUT) : CUT / (Math.sqrt(threshold * threshold + CUT) - threshold);
  // The integral, and its derivatives by y_θ and −y_r, all divided by e^top.
  let [integral, byThreshold, byReset] = [0, 0, 0];
  growingPanels(end, 1 / (1 + Math.abs(reset) + Math.abs(threshold)), 1.5, (w, weight) => {
    const low = exp(2 * reset * w - w * w - top);
    const gap = 2 * (threshold - reset) * w;
    const high = gap > CUT ? exp(2 * threshold * w - w * w - top) : low * (1 + expm1(gap));
    integral += (weight * (gap > CUT ? high - low : low * expm1(gap))) / w;
    byThreshold += 2 * weight * high;
    byReset += 2 * weight * low;
  });
  const scale = exp(top);
  const perMs = 1 / (tRef + tauM * scale * integral);
  const gain = perMs * (perMs * scale) * tauM;
  return {
    rate: 1000 * perMs,
    byMean: (1000 * gain * (byThreshold - byReset)) / (Math.SQRT2 * deviation),
    byDeviation: (1000 * gain * (threshold * byThreshold - reset * byReset)) / deviation,
    byThreshold: (-1000 * gain * byThreshold) / (Math.SQRT2 * deviation),
  };
};

/** The rate alone [Hz]. */
export const siegertRate = (mean: number, deviation: number, neuron: SiegertNeuron): number => siegert(mean, deviation, neuron).rate;

const silent: RateResponse = { rate: 0, byMean: 0, byDeviation: 0, byThreshold: 0 };

const noiseless = (mean: number, { tauM, tRef, vTh, vReset }: SiegertNeuron): RateResponse => {
  if (mean <= vTh) return silent;
  const perMs = 1 / (tRef + tauM * log((mean - vReset) / (mean - vTh)));
  const gain = 1000 * perMs * perMs * tauM;
  return {
    rate: 1000 * perMs,
    byMean: gain * (1 / (mean - vTh) - 1 / (mean - vReset)),
    byDeviation: 0,
    byThreshold: -gain / (mean - vTh),
  };
};
