/** Hebbian plasticity with scaling that depends on the weight: where a synapse comes to rest. */
import { ModelError } from '../../errors.ts';
import { integrate } from '../runge-kutta.ts';

export interface WeightDependentScaling {
  /** Rates of source, target and set-point, in one unit. */
  readonly pre: number;
  readonly post: number;
  readonly target: number;
  /** Time constants of the Hebbian term and of scaling, in one unit. The paper has tauSS = 60 tauH. */
  readonly tauH: number;
  readonly tauSS: number;
}

const check = (rule: WeightDependentScaling): void => {
  for (const [name, value] of Object.entries(rule)) {
    const least = name === 'target' || name === 'pre' || name === 'post' ? value >= 0 : value > 0;
    if (Number.isFinite(value) && least) continue;
    throw new ModelError('option', `Parameter ${name} of weight-dependent scaling is ${value}; rates are 0 or more, time constants above 0.`, {
      [name]: value,
    });
  }
};

/**
 * Stable weight `w* = √(tauSS · pre · post / (tauH (post − target)))` of a synapse with fixed rates; Infinity where the target fires no faster than the set-point,
 * for then the weight grows without end.
 *
 * @see Tetzlaff, Kolodziejski, Timme & Wörgötter (2011) Frontiers in Computational Neuroscience 5:47, doi:10.3389/fncom.2011.00047
 */
export const restingWeight = (rule: WeightDependentScaling): number => {
  check(rule);
  const { pre, post, target, tauH, tauSS } = rule;
  return post > target ? Math.sqrt((tauSS * pre * post) / (tauH * (post - target))) : Number.POSITIVE_INFINITY;
};

/**
 * Weight after `duration`: `dw/dt = pre · post / tauH + (target − post) · w² / tauSS`. The w² makes every synapse rest at a weight of its own, and ratios of weights
 * change, which multiplicative scaling would keep.
 */
export const weightAfter = (rule: WeightDependentScaling, weight: number, duration: number): number => {
  check(rule);
  const { pre, post, target, tauH, tauSS } = rule;
  const slope = (_: number, [w]: Float64Array, out: Float64Array): void => {
    out[0] = (pre * post) / tauH + ((target - post) * (w as number) ** 2) / tauSS;
  };
  return integrate(slope, Float64Array.of(weight), 0, duration, { absolute: 1e-10, relative: 1e-8 })[0] as number;
};
