/** Regularity of firing under white noise: the coefficient of variation of intervals between spikes. */
import { exp } from '../../math.ts';
import { growingPanels, panel } from './quadrature.ts';
import { type SiegertNeuron, siegertRate } from './siegert.ts';

/** e^(x²) erfc x for x ≥ 0, to 1e-14: a continued fraction, and below 2 the series of erf. */
const scaledErfc = (x: number): number => {
  if (x >= 2) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / 2 / (x + fraction);
    return 1 / (Math.sqrt(Math.PI) * (x + fraction));
  }
  let [term, sum] = [x, x];
  for (let k = 1; Math.abs(term) > 1e-17 * sum && k < 100; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return exp(x * x) * (1 - (2 * sum) / Math.sqrt(Math.PI));
};

/** The same of either sign, below 0 divided by e^(x²), with which it grows there. */
const tame = (x: number): number => (x >= 0 ? scaledErfc(x) : 2 - exp(-x * x) * scaledErfc(-x));

/**
 * Coefficient of variation at a mean and deviation of the free membrane potential [mV]:
 * `CV² = 2π (rate·tauM)² ∫_{y_r}^{y_θ} e^(x²) ∫_{−∞}^x e^(y²) (1 + erf y)² dy dx`, refractory time in the rate.
 *
 * @returns NaN where nothing fires, 0 where there is no noise
 * @see Brunel (2000) Journal of Computational Neuroscience 8:183, doi:10.1023/A:1008925309027, appendix A.1
 */
export const intervalVariation = (mean: number, deviation: number, neuron: SiegertNeuron): number => {
  const rate = siegertRate(mean, deviation, neuron);
  if (rate < 1e-100) return Number.NaN;
  if (!(deviation > 0)) return 0;
  const [threshold, reset] = [neuron.vTh, neuron.vReset].map((v) => (v - mean) / (Math.SQRT2 * deviation)) as [number, number];
  const top = Math.max(threshold, 0) ** 2;
  let outer = 0;
  const add = (x: number, weight: number): void => {
    let inner = 0;
    // y = x − s, divided by e^(2·top): e^(2 x s − s²) erfcx(s − x)², in which erfcx grows as 2 e^(y²) where y > 0.
    growingPanels(x + Math.sqrt(x * x + 40) + 1, 1 / (1 + Math.abs(x)), 1.5, (s, part) => {
      const y = x - s;
      inner += part * exp(2 * x * s - s * s + (y > 0 ? 2 * y * y : 0) - 2 * top) * tame(-y) ** 2;
    });
    outer += weight * inner;
  };
  const panels = Math.max(1, Math.ceil((threshold - reset) / 1.5));
  const width = (threshold - reset) / Math.min(panels, 40);
  for (let i = 0; i < Math.min(panels, 40); i++) panel(reset + i * width, reset + (i + 1) * width, add);
  return Math.sqrt(2 * Math.PI * outer) * (rate / 1000) * neuron.tauM * exp(top);
};
