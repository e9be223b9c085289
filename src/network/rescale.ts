/** One network in other units: every neuron's threshold and all that reaches it multiplied by a number, which changes no spike. */
import { ModelError, UnsupportedError } from '../errors.ts';
import type { Network, Population, Projection } from './description.ts';
import { network } from './network.ts';
import { isSource } from './parts.ts';
import { scaledPopulation } from './rescaling/populations.ts';
import { scaledProjection } from './rescaling/projections.ts';
import type { Factor } from './rescaling/values.ts';
import { unknownName } from './validation/words.ts';

/** A factor for all neurons of a population, or one for each; absent: 1. */
export type Factors<P extends string = string> = { readonly [K in P]?: number | readonly number[] };

const factorOf = (name: string, size: number, given: number | readonly number[] | undefined): Factor => {
  if (given === undefined) return 1;
  const all = [given].flat();
  if (Array.isArray(given) && given.length !== size) {
    throw new ModelError(
      'factors',
      `Population '${name}' has ${size} neurons, but ${given.length} factors are given. Give one number, or one per neuron.`,
      {
        population: name,
      },
    );
  }
  const bad = all.find((factor) => !(typeof factor === 'number' && factor > 0 && factor < Number.POSITIVE_INFINITY));
  if (bad !== undefined || all.length === 0)
    throw new ModelError('factors', `A factor of population '${name}' is ${String(bad)}; factors are finite numbers above 0.`, { population: name });
  return all.every((factor) => factor === all[0]) ? (all[0] as number) : (given as readonly number[]);
};

/** Rules whose variables belong to neurons in several projections compare their weights: these must count in one unit. */
const sharedReasons = (projections: readonly (readonly [string, Projection])[], factors: ReadonlyMap<string, Factor>): readonly string[] => {
  const shared = projections.flatMap(([name, { to, synapse = [] }]) =>
    synapse.flatMap(({ rule }) =>
      Object.values(rule.state ?? {}).some(({ of }) => of === 'neuron') ? [{ name, rule: rule.name, factor: factors.get(to) }] : [],
    ),
  );
  const odd = shared.find(({ rule, factor }) => factor !== shared.find((first) => first.rule === rule)?.factor);
  return odd === undefined
    ? []
    : [`Rule '${odd.rule}' compares weights of several projections, and the factors of their targets differ (projection '${odd.name}')`];
};

/** Errors, and steps down them, have a scale of their own. */
const trialReasons = (populations: readonly (readonly [string, Population])[]): readonly string[] =>
  populations.flatMap(([name, { targets }]) =>
    targets ? [`Population '${name}' has targets, and rules that learn from its errors a scale of their own`] : [],
  );

/**
 * The same network with neuron i's potentials, thresholds, resets, currents and incoming weights multiplied by a factor θᵢ: spikes stay as they are.
 *
 * It is the symmetry that synaptic balancing moves along, for neurons with a threshold. With an amplitude sⱼ transmitted by each source and weights in units of
 * the threshold, `w → w·exp(hᵢ − hⱼ)`, `s → s·exp(h)`, `θ → θ·exp(h)`; here the amplitude is part of the weight, so that `w·s → w·s·exp(hᵢ)` is all there is to do:
 * a factor is θ = exp(h) of the target, and outgoing weights stay. Neurons with conductances have theirs, their capacitance and their currents multiplied instead, and
 * keep their potentials. Bounds, amplitudes of rules and whatever else counts weights go along; times, rates and probabilities stay.
 *
 * Where all factors are powers of two, every number of the run is multiplied without rounding, and spikes are the same to the last bit. With others they are the same up to
 * rounding, which a chaotic network amplifies until it decides.
 *
 * @param factors - by population: one number above 0, or one per neuron; 1 where none is given
 * @returns a new network, as `network` makes it
 * @throws ModelError for a population that is not there or a factor that is none; UnsupportedError with every reason (`reasons`) where a number of the description
 *   stands for neurons of different factors, or something counts weights in a unit that cannot be changed
 */
export const rescale = <P extends string, J extends string>(net: Network<P, J>, factors: Factors<P>): Network<P, J> => {
  const populations = Object.entries<Population>(net.populations);
  const projections = Object.entries<Projection>(net.projections);
  const names = populations.map(([name]) => name);
  const stranger = Object.keys(factors).find((name) => !names.includes(name));
  if (stranger !== undefined)
    throw unknownName(`There is no population '${stranger}' to rescale.`, stranger, names, 'Populations', 'unknown-population');
  const given: Factors = factors;
  const byName = new Map(populations.map(([name, { size }]) => [name, factorOf(name, size, given[name])]));
  const reasons = new Set<string>();
  const refuse = (reason: string): void => void reasons.add(reason);
  const rescaled = {
    ...net,
    populations: Object.fromEntries(
      populations.map(([name, population]) => [name, scaledPopulation(name, population, byName.get(name) as Factor, refuse)]),
    ),
    projections: Object.fromEntries(
      projections.map(([name, projection]) => {
        const [from, to] = [net.populations[projection.from as P] as Population, net.populations[projection.to as P] as Population];
        const factor = isSource(to.neuron) ? 1 : (byName.get(projection.to) as Factor);
        return [name, scaledProjection(name, projection, { from: from.size, to: to.size }, factor, refuse)];
      }),
    ),
  };
  for (const reason of [...sharedReasons(projections, byName), ...trialReasons(populations)]) refuse(reason);
  if (reasons.size > 0) throw new UnsupportedError('rescale', 'This network cannot be rescaled so:', [...reasons]);
  return network(rescaled as unknown as Parameters<typeof network<P, J>>[0]);
};
