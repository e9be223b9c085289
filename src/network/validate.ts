/** Checks a description once, at the boundary: first its shape, then what it says. Everything after it asserts nothing. */
import type { Network, Population, Projection } from './description.ts';
import { memoryShape } from './shape/network.ts';
import { checkCarries, checkTargets } from './validation/learning.ts';
import { checkNames } from './validation/names.ts';
import { checkPopulation, MOST_NEURONS } from './validation/populations.ts';
import { checkProjection } from './validation/projections.ts';
import { checkShape } from './validation/shape-error.ts';
import { checkSharedRules } from './validation/shared-rules.ts';
import { demand, keysIn } from './validation/words.ts';

/** Frozen descriptions that have passed. */
const passed = new WeakSet<object>();

/**
 * The value as a network, frozen, if it is one.
 *
 * @throws ModelError naming the first thing that is wrong, where, and what is allowed; EquationError for a rule's text
 */
export const validate = (value: unknown): Network => {
  const network = value as Network;
  if (typeof value === 'object' && value !== null && passed.has(value)) return network;
  checkNames(keysIn(value, 'populations'), keysIn(value, 'projections'));
  checkShape(memoryShape, value);
  const populations = Object.entries<Population>(network.populations);
  for (const [name, population] of populations) {
    checkPopulation(name, population);
    checkTargets(name, population);
  }
  const neurons = populations.reduce((sum, [, { size }]) => sum + size, 0);
  demand(neurons <= MOST_NEURONS, 'size', () => `The network has ${neurons} neurons; at most ${MOST_NEURONS}.`, { neurons });
  for (const [name, projection] of Object.entries<Projection>(network.projections)) {
    checkProjection(name, projection, network.populations);
    checkCarries(name, projection, network);
  }
  checkSharedRules(network.projections);
  passed.add(freeze(network));
  return network;
};

const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
};
