/** How many synapses a wiring makes, before it makes any. */
import { exp } from '../math.ts';
import type { Population, Wiring } from './description.ts';
import { synapseCount } from './validation/wirings.ts';

export interface Expected {
  readonly synapses: number;
  /** Whether that is the number, and not its mean over seeds. */
  readonly exact: boolean;
}

/** What counts of the population at either end. */
type End = Pick<Population, 'size' | 'positions'>;

export const expectedSynapses = (wiring: Wiring, from: End, to: End, within: boolean): Expected => {
  const listed = synapseCount(wiring, from, to, within);
  if (listed !== null) return { synapses: listed, exact: true };
  const pairs = from.size * to.size - (within && 'selfConnections' in wiring && wiring.selfConnections === false ? from.size : 0);
  switch (wiring.wiring) {
    case 'fixedInDegree':
      return { synapses: wiring.degree * to.size, exact: true };
    case 'fixedOutDegree':
      return { synapses: wiring.degree * from.size, exact: true };
    case 'fixedTotal':
      return { synapses: wiring.total, exact: true };
    case 'fixedProbability':
      return { synapses: wiring.p * pairs, exact: wiring.p === 0 || wiring.p === 1 };
    case 'distanceDependent':
      return { synapses: wiring.pMax * pairs * meanKernel(wiring, from.positions ?? [], to.positions ?? []), exact: false };
    default:
      return { synapses: 0, exact: true };
  }
};

/** Neurons of either end that are looked at. */
const LOOKED_AT = 300;

/** Mean of the kernel, over all pairs or, of large populations, over evenly spaced ones. */
const meanKernel = (
  { kernel, sigma }: Extract<Wiring, { wiring: 'distanceDependent' }>,
  from: readonly (readonly number[])[],
  to: readonly (readonly number[])[],
): number => {
  const some = (of: readonly (readonly number[])[]): (readonly number[])[] => {
    const step = Math.max(1, of.length / LOOKED_AT);
    return Array.from({ length: Math.floor(of.length / step) }, (_, i) => of[Math.floor(i * step)] as readonly number[]);
  };
  const [sources, targets] = [some(from), some(to)];
  let sum = 0;
  for (const a of sources) {
    for (const b of targets) {
      const d2 = a.reduce((square, x, i) => square + (x - (b[i] as number)) ** 2, 0);
      sum += exp(kernel === 'gaussian' ? -d2 / (2 * sigma * sigma) : -Math.sqrt(d2) / sigma);
    }
  }
  return sum / Math.max(1, sources.length * targets.length);
};
