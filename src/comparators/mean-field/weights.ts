/** Mean and mean square of weights before any is drawn, apart for those that excite and those that inhibit. */
import { exp } from '../../math.ts';
import type { SynapseValue } from '../../network/description.ts';
import { valueAtNormal } from '../../network/draws.ts';

/** Of one synapse, by sign: the other sign counts as 0, so that both together are the whole. */
export interface WeightMoments {
  readonly excitatory: { readonly mean: number; readonly square: number };
  readonly inhibitory: { readonly mean: number; readonly square: number };
}

/** A sample of weights with the share of synapses that have each. */
type Sample = Iterable<readonly [weight: number, share: number]>;

/** Standard normal numbers from −8 to 8: the trapezoidal rule errs by less than rounding where nothing is clipped, by 1e-5 of a deviation where something is. */
function* normalSample(): Sample {
  const [limit, steps] = [8, 3200];
  const width = (2 * limit) / steps;
  for (let i = 0; i <= steps; i++) {
    const z = -limit + i * width;
    yield [z, (width * exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)];
  }
}

/** Midpoints, for the uniform distribution. */
function* uniformSample(low: number, high: number): Sample {
  const steps = 4000;
  for (let i = 0; i < steps; i++) yield [low + ((i + 0.5) / steps) * (high - low), 1 / steps];
}

function* sampleOf(value: SynapseValue): Sample {
  if (typeof value === 'number') yield [value, 1];
  else if (!('distribution' in value)) for (const weight of value) yield [weight, 1 / value.length];
  else if (value.distribution === 'uniform') yield* uniformSample(value.low, value.high);
  else for (const [z, share] of normalSample()) yield [valueAtNormal(value, z), share];
}

/**
 * Moments of a projection's weights as they begin, in their unit.
 *
 * @param bounds - what weights are clipped to
 */
export const weightMoments = (value: SynapseValue, bounds: readonly [number, number] | undefined): WeightMoments => {
  const [excitatory, inhibitory] = [
    { mean: 0, square: 0 },
    { mean: 0, square: 0 },
  ];
  for (const [drawn, share] of sampleOf(value)) {
    const weight = bounds === undefined ? drawn : Math.min(Math.max(drawn, bounds[0]), bounds[1]);
    const part = weight > 0 ? excitatory : inhibitory;
    part.mean += share * weight;
    part.square += share * weight * weight;
  }
  return { excitatory, inhibitory };
};
