/** Checks of projections: ends, wiring, weights, delays, rules. */
import { compose } from '../../rules/compose.ts';
import type { Program } from '../../rules/program.ts';
import { ruleReadingBound } from '../../rules/reads-bound.ts';
import type { Network, Population, Projection, SynapseValue, Wiring } from '../description.ts';
import { support } from '../draws.ts';
import { signOf } from '../planning/sign.ts';
import { checkStructural } from './structural.ts';
import { checkDistribution } from './values.ts';
import { checkWiring, synapseCount } from './wirings.ts';
import { demand, unknownName } from './words.ts';

/** Nothing travels longer than this [ms]: ten minutes. */
const LONGEST_DELAY = 600_000;

export const checkProjection = (name: string, projection: Projection, populations: Network['populations']): void => {
  const where = `Projection '${name}'`;
  const from = populationNamed(projection.from, populations, `${where} comes from`);
  const to = populationNamed(projection.to, populations, `${where} goes to`);
  checkWiring(projection.wiring, from, to, projection.from === projection.to, where);
  checkBounds(projection, where);
  const count = synapseCount(projection.wiring, from, to, projection.from === projection.to);
  checkValues(projection.weight, 'weight', projection.wiring, count, where);
  checkWeights(projection, where);
  checkValues(projection.delay, 'delay', projection.wiring, count, where);
  checkDelays(projection, where);
  const program = projection.synapse?.length ? compose(projection.synapse, { where: `projection '${name}'`, kind: 'synapse' }) : null;
  signOf(projection, program, where);
  checkStructural(program, projection, where);
  if (program !== null && projection.bounds === undefined) checkUnbounded(program, projection, where);
  if (program !== null) checkRoom(program, projection, where);
};

/** A rule that calculates with both bounds divides by their distance. */
const checkRoom = (program: Program, { bounds }: Projection, where: string): void => {
  if (bounds === undefined || bounds[0] < bounds[1]) return;
  const rule = ruleReadingBound(program, 'wMin');
  demand(
    rule === null || ruleReadingBound(program, 'wMax') !== rule,
    'bounds',
    () => `${where}: bounds [${bounds}] leave rule '${rule}' no room, which reads both. Give [least, greatest], two different numbers.`,
    { bounds, rule },
  );
};

/** Without bounds wMax is infinite (and wMin, of signed weights), and so would be the weights of a rule that calculates with it. */
const checkUnbounded = (program: Program, { weight }: Projection, where: string): void => {
  for (const bound of program.signed ? (['wMin', 'wMax'] as const) : (['wMax'] as const)) {
    const rule = ruleReadingBound(program, bound);
    const example = typeof weight === 'number' ? `, such as ${weight < 0 ? `[${2 * weight}, 0]` : `[0, ${2 * weight}]`}` : '';
    demand(rule === null, 'no-bounds', () => `${where}: rule '${rule}' reads ${bound}, and the projection has no bounds. Give bounds${example}.`, {
      rule,
      bound,
    });
  }
};

export const populationNamed = (name: string, populations: Network['populations'], sentence: string): Population => {
  const population = Object.hasOwn(populations, name) ? populations[name] : undefined;
  if (population) return population;
  const known = Object.keys(populations);
  throw unknownName(`${sentence} population '${name}', which this network does not have.`, name, known, 'Populations', 'unknown-population');
};

/** Lists have an order, and a length, only where the wiring fixes both. */
const checkValues = (value: SynapseValue, key: 'weight' | 'delay', wiring: Wiring, count: number | null, where: string): void => {
  if (typeof value === 'number') return;
  if (!Array.isArray(value)) {
    checkDistribution(value as Exclude<SynapseValue, number | readonly number[]>, `${where}: ${key}`);
    return;
  }
  demand(
    count !== null,
    'listed',
    () => `${where} lists a ${key} per synapse, but ${wiring.wiring} draws its synapses. Lists go with edges, oneToOne or allToAll.`,
  );
  demand(value.length === count, 'length', () => `${where} lists ${value.length} ${key}s for ${count} synapses. Give one per synapse.`, {
    length: value.length,
    synapses: count,
  });
};

const checkBounds = ({ bounds }: Projection, where: string): void =>
  demand(bounds === undefined || bounds[0] <= bounds[1], 'bounds', () => `${where}: bounds [${bounds}] are upside down. Give [least, greatest].`, {
    bounds,
  });

const checkWeights = ({ weight, bounds }: Projection, where: string): void => {
  if (bounds === undefined) return;
  const inside = (value: number, what: string): void =>
    demand(
      value >= bounds[0] && value <= bounds[1],
      'outside-bounds',
      () => `${where}: ${what} is ${value}, outside its bounds, ${bounds[0]} to ${bounds[1]}.`,
      { value, bounds },
    );
  if (typeof weight === 'number') inside(weight, 'weight');
  if (Array.isArray(weight)) {
    (weight as readonly number[]).forEach((each, i) => {
      inside(each, `weight[${i}]`);
    });
  }
};

const checkDelays = ({ delay, dendriticDelay = 0 }: Projection, where: string): void => {
  const inside = (value: number, what: string): void => {
    demand(value > 0, 'delay', () => `${where}: ${what} is ${value} ms, but must be above 0: a spike cannot arrive before it is sent.`, { value });
    demand(value <= LONGEST_DELAY, 'delay', () => `${where}: ${what} is ${value} ms; at most ${LONGEST_DELAY} ms.`, { value });
  };
  demand(dendriticDelay <= LONGEST_DELAY, 'delay', () => `${where}: dendriticDelay is ${dendriticDelay} ms; at most ${LONGEST_DELAY} ms.`);
  if (typeof delay === 'number') inside(delay, 'delay');
  else if (Array.isArray(delay)) {
    (delay as readonly number[]).forEach((each, i) => {
      inside(each, `delay[${i}]`);
    });
  } else inside(support(delay as Exclude<SynapseValue, number | readonly number[]>)[1], 'the greatest delay that can be drawn');
};
