/** Synapses onto neurons that count in other units. */
import type { Projection, SynapseValue, Wiring } from '../description.ts';
import { scaledRules } from './rules.ts';
import { type Factor, type Refuse, scaledPerSynapse } from './values.ts';

const isPowerOfTwo = (factor: number): boolean => {
  for (let power = 1; power <= 2 ** 1000; power *= 2) if (factor === power || factor * power === 1) return true;
  return false;
};

/** Targets of synapses in the order of listed weights; only wirings that lists go with have one. */
const targetsOf = (wiring: Wiring, sources: number, targets: number, within: boolean): readonly number[] => {
  switch (wiring.wiring) {
    case 'edges':
      return wiring.edges.map(([, target]) => target);
    case 'allToAll': {
      const everybody = Array.from({ length: targets }, (_, target) => target);
      const own = (source: number) => (within && wiring.selfConnections === false ? everybody.filter((target) => target !== source) : everybody);
      return Array.from({ length: sources }, (_, source) => own(source)).flat();
    }
    default:
      return Array.from({ length: targets }, (_, target) => target);
  }
};

/** The projection, its weights and whatever counts them multiplied by the factors of their targets. */
export const scaledProjection = (
  name: string,
  projection: Projection,
  sizes: { readonly from: number; readonly to: number },
  factor: Factor,
  refuse: Refuse,
): Projection => {
  const where = `Projection '${name}'`;
  const { bounds, synapse, weightPrecision, wiring } = projection;
  const targets = (): readonly number[] => targetsOf(wiring, sizes.from, sizes.to, projection.from === projection.to);
  if (weightPrecision === 'single' && ![factor].flat().every(isPowerOfTwo))
    refuse(`${where} has weights in single precision, which only powers of two multiply without rounding`);
  if (bounds !== undefined && typeof factor !== 'number' && bounds.some((bound) => bound !== 0))
    refuse(`${where} has one pair of bounds, and the factors of its targets differ`);
  const scale = typeof factor === 'number' ? factor : 1;
  return {
    ...projection,
    weight: scaledPerSynapse(projection.weight, factor, targets, refuse, `${where}: weight`) as SynapseValue,
    ...(bounds === undefined ? {} : { bounds: [bounds[0] * scale, bounds[1] * scale] as const }),
    ...(synapse === undefined ? {} : { synapse: scaledRules(synapse, factor, ({ weight }) => weight, refuse, where) }),
  };
};
