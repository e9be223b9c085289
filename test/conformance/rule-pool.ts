/** The test rules, one per construct of the language, as lists that random networks draw from. */
import { constructs } from '../rules/constructs.ts';
import type { RulePool } from './random-network.ts';

const ofKind = (kind: 'synapse' | 'neuron') =>
  Object.values(constructs)
    .filter((construct) => construct.kind === kind)
    .map(({ uses }) => uses);

export const allRules: RulePool = { synapse: ofKind('synapse'), homeostasis: ofKind('neuron') };
