/** Projections in JSON. */
import type { Network, Projection } from '../description.ts';
import type { Suffix } from '../shape/keys.ts';
import { populationNamed } from '../validation/projections.ts';
import { keysFromJson, keysToJson } from './keys.ts';
import { weightUnit } from './populations.ts';
import { ruleUseFromJson, ruleUseToJson } from './rules.ts';

type Populations = Network['populations'];

/** The unit of a projection's weights is that of its target's input. */
const unitOf = (to: string, populations: Populations, where: string): Suffix =>
  weightUnit(populationNamed(to, populations, `${where} goes to`).neuron, `Population '${to}'`);

export const projectionToJson = (projection: Projection, populations: Populations): unknown => {
  const { wiring, synapse } = projection;
  return {
    ...keysToJson('projection', projection, unitOf(projection.to, populations, '')),
    wiring: wiring.wiring === 'distanceDependent' ? keysToJson('distanceDependent', wiring, '') : wiring,
    ...(synapse === undefined ? {} : { synapse: synapse.map(ruleUseToJson) }),
  };
};

export const projectionFromJson = (json: Projection, name: string, populations: Populations): Projection => {
  const where = `Projection '${name}'`;
  const { wiring, synapse } = json;
  return {
    ...keysFromJson('projection', json, unitOf(json.to, populations, where), where),
    wiring: wiring.wiring === 'distanceDependent' ? keysFromJson('distanceDependent', wiring, '', where) : wiring,
    ...(synapse === undefined ? {} : { synapse: synapse.map((use) => ruleUseFromJson(use as never, where)) }),
  } as unknown as Projection;
};
