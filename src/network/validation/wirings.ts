/** Checks of wirings against the sizes of the populations at both ends. */
import type { Population, Wiring } from '../description.ts';
import { demand } from './words.ts';

type Of<W extends Wiring['wiring']> = Extract<Wiring, { wiring: W }>;

interface Ends {
  readonly from: Population;
  readonly to: Population;
  readonly within: boolean;
  readonly where: string;
}

/** Partners that a neuron may have in a population. */
const candidates = (wiring: { readonly selfConnections?: boolean }, among: Population, within: boolean): number =>
  within && wiring.selfConnections === false ? among.size - 1 : among.size;

const checks: { readonly [W in Wiring['wiring']]: (wiring: Of<W>, ends: Ends) => void } = {
  allToAll: () => {},
  fixedProbability: () => {},
  oneToOne: (_, { from, to, where }) =>
    demand(from.size === to.size, 'sizes', () => `${where} is oneToOne from ${from.size} to ${to.size} neurons. The sizes must be equal.`, {
      from: from.size,
      to: to.size,
    }),
  fixedInDegree: (wiring, { from, within, where }) => checkDegree(wiring, candidates(wiring, from, within), 'sources', where),
  fixedOutDegree: (wiring, { to, within, where }) => checkDegree(wiring, candidates(wiring, to, within), 'targets', where),
  fixedTotal: (wiring, { from, within, where }) => {
    demand(
      wiring.total === 0 || candidates(wiring, from, within) > 0,
      'no-partner',
      () => `${where} wants ${wiring.total} synapses, but no pair is allowed: its one neuron may not connect to itself.`,
    );
    demand(wiring.total <= MOST, 'too-many', () => `${where}: total is ${wiring.total}; at most ${MOST}.`, { total: wiring.total });
  },
  edges: ({ edges }, { from, to, where }) =>
    edges.forEach(([source, target], i) => {
      const pair = `${where}: edges[${i}] is [${source}, ${target}]`;
      demand(source < from.size, 'edge', () => `${pair}, but sources go from 0 to ${from.size - 1}.`, { source });
      demand(target < to.size, 'edge', () => `${pair}, but targets go from 0 to ${to.size - 1}.`, { target });
    }),
  distanceDependent: (_, { from, to, where }) => {
    const [a, b] = [from.positions?.[0]?.length, to.positions?.[0]?.length];
    demand(a !== undefined && b !== undefined, 'positions', () => `${where} is distanceDependent, so both populations need positions.`);
    demand(a === b, 'positions', () => `${where} connects positions of ${a} and of ${b} coordinates. They must have the same number.`);
  },
};

/** Counts of synapses that a number can hold exactly and a machine might. */
const MOST = 2 ** 48;
/** A stream of draws has this many places at most. */
const MOST_DEGREE = 2 ** 31;

const checkDegree = (wiring: Of<'fixedInDegree'> | Of<'fixedOutDegree'>, available: number, partners: string, where: string): void => {
  const { degree, multapses } = wiring;
  demand(degree <= MOST_DEGREE, 'degree', () => `${where}: degree is ${degree}; at most ${MOST_DEGREE}.`, { degree });
  demand(
    degree <= available || (multapses !== false && available > 0),
    'degree',
    () => `${where}: degree is ${degree}, but there are only ${available} ${partners}. Allow multapses, or lower the degree to ${available}.`,
    { degree, available },
  );
};

export const checkWiring = (wiring: Wiring, from: Population, to: Population, within: boolean, where: string): void =>
  (checks[wiring.wiring] as (wiring: Wiring, ends: Ends) => void)(wiring, { from, to, within, where });

/** How many synapses a wiring has, where it alone says which they are; else null. */
export const synapseCount = (wiring: Wiring, from: { readonly size: number }, to: { readonly size: number }, within: boolean): number | null => {
  switch (wiring.wiring) {
    case 'edges':
      return wiring.edges.length;
    case 'oneToOne':
      return to.size;
    case 'allToAll':
      return to.size * from.size - (within && wiring.selfConnections === false ? to.size : 0);
    default:
      return null;
  }
};
