/** `distanceDependent`: candidates at probability pMax, each kept with what the kernel leaves of it at its distance. */
import { exp } from '../../math.ts';
import { uniform } from '../../random.ts';
import type { Wiring } from '../description.ts';
import type { Words } from '../draws.ts';
import { type Ends, fixedProbabilitySources, type SourcesOf } from './by-target.ts';

type DistanceDependent = Extract<Wiring, { wiring: 'distanceDependent' }>;
type Positions = readonly (readonly number[])[];

export const distanceDependentSources = (
  wiring: DistanceDependent,
  ends: Ends,
  words: Words,
  thinning: Words,
  from: Positions,
  to: Positions,
): SourcesOf => {
  const { kernel, sigma } = wiring;
  const candidates = fixedProbabilitySources({ ...wiring, wiring: 'fixedProbability', p: wiring.pMax }, ends, words);
  const perSquare = -1 / (2 * sigma * sigma);
  const kept = (d2: number): number => exp(kernel === 'gaussian' ? d2 * perSquare : -Math.sqrt(d2) / sigma);
  return (target, batch) => {
    const found = candidates(target, batch);
    const at = to[target] as readonly number[];
    const { sources } = batch;
    thinning.start(target);
    let count = 0;
    for (let k = 0; k < found; k++) {
      const source = sources[k] as number;
      if (uniform(thinning.next()) < kept(squaredDistance(from[source] as readonly number[], at))) sources[count++] = source;
    }
    return count;
  };
};

const squaredDistance = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return sum;
};
