/** The rank-order plot of Turrigiano et al. (1998): both samples sorted, the treated one against the control; multiplicative scaling gives a line through 0. */
import { keyOf, normal, philox4x32 } from '../../random.ts';

export interface Fit {
  /** Of the line through 0. */
  readonly throughOrigin: number;
  /** Of the line with an intercept. */
  readonly slope: number;
  readonly intercept: number;
  /** Share of variance that the line with an intercept explains. */
  readonly r2: number;
}

/** Least squares of y on x. */
export const regress = (x: ArrayLike<number>, y: ArrayLike<number>): Fit => {
  const n = x.length;
  let [sx, sy, sxx0, sxy0] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = [x[i] as number, y[i] as number];
    sx += a;
    sy += b;
    sxx0 += a * a;
    sxy0 += a * b;
  }
  let [sxx, sxy, syy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = [(x[i] as number) - sx / n, (y[i] as number) - sy / n];
    sxx += a * a;
    sxy += a * b;
    syy += b * b;
  }
  const slope = sxy / sxx;
  return { throughOrigin: sxy0 / sxx0, slope, intercept: (sy - slope * sx) / n, r2: (sxy * sxy) / (sxx * syy) };
};

export const sorted = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort();

/** `count` quantiles of a sorted sample, at the middles of equal shares. */
export const quantiles = (values: Float64Array, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => {
    const place = Math.max(0, Math.min(((i + 0.5) / count) * values.length - 0.5, values.length - 1));
    const below = Math.min(Math.floor(place), Math.max(0, values.length - 2));
    const share = place - below;
    return (values[below] as number) * (1 - share) + (values[below + 1] ?? (values[below] as number)) * share;
  });

/** Rank-order regression of samples whose sizes may differ. */
export const rankOrder = (control: ArrayLike<number>, treated: ArrayLike<number>): Fit => {
  const count = Math.min(control.length, treated.length);
  return regress(quantiles(sorted(control), count), quantiles(sorted(treated), count));
};

/** Amplitudes as of miniature currents: lognormal with σ 0.5 and a mean of 12 pA. */
const sigma = 0.5;
const meanAmplitude = 12;

/** What is done to one of two independent samples. */
export interface Treatment {
  readonly scale?: number;
  readonly add?: number;
  /** Detection [pA]: noise on every amplitude, and the least that is seen. */
  readonly detection?: { readonly noise: number; readonly threshold: number };
}

/** Draws of one seed: a control sample and an independent treated one of `size` amplitudes [pA]. */
export const samplePairs = (seed: string, size = 1000) => {
  const key = keyOf(seed);
  const words = new Uint32Array(4);
  let drawn = 0;
  const next = (): number => {
    philox4x32(...key, drawn++, 0, 0, 0, words);
    return normal(words[0] as number, words[1] as number);
  };
  const sample = (of: (amplitude: number) => number, { detection }: Treatment): number[] => {
    const all = Array.from({ length: size }, () => of(meanAmplitude * Math.exp(sigma * next() - sigma ** 2 / 2)));
    return detection ? all.map((amplitude) => amplitude + detection.noise * next()).filter((amplitude) => amplitude > detection.threshold) : all;
  };
  return (treatment: Treatment): { readonly control: number[]; readonly treated: number[] } => ({
    control: sample((amplitude) => amplitude, treatment),
    treated: sample((amplitude) => amplitude * (treatment.scale ?? 1) + (treatment.add ?? 0), treatment),
  });
};
