/** From a projection's wiring to its synapses, whatever the slice. */
import { domains } from '../../random.ts';
import type { Wiring } from '../description.ts';
import { below, Words } from '../draws.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../plan.ts';
import type { Wired } from './batch.ts';
import { fixedOutDegreeTargets } from './by-source.ts';
import { allToAllSources, byTarget, distinctSources, drawnSources, type Ends, fixedProbabilitySources, oneToOneSources } from './by-target.ts';
import { distanceDependentSources } from './distance.ts';
import { listedEdges } from './listed.ts';

/** Last counter word of wiring draws: which question of a stream they answer. */
const purpose = { partners: 0, degrees: 1, thinning: 2 } as const;

interface Context {
  readonly ends: Ends;
  readonly from: PlannedPopulation;
  readonly to: PlannedPopulation;
  words(of: number): Words;
}

type Of<W extends Wiring['wiring']> = Extract<Wiring, { wiring: W }>;

const wirings: { readonly [W in Wiring['wiring']]: (wiring: Of<W>, context: Context) => Wired } = {
  allToAll: (wiring, { ends }) => byTarget(allToAllSources(wiring, ends)),
  oneToOne: () => byTarget(oneToOneSources),
  fixedProbability: (wiring, { ends, words }) => byTarget(fixedProbabilitySources(wiring, ends, words(purpose.partners))),
  fixedInDegree: (wiring, { ends, words }) =>
    byTarget(
      wiring.multapses === false
        ? distinctSources(wiring, ends, words(purpose.partners))
        : drawnSources(wiring, ends, words(purpose.partners), () => wiring.degree),
    ),
  fixedOutDegree: (wiring, { ends, words }) => fixedOutDegreeTargets(wiring, ends, words(purpose.partners)),
  fixedTotal: (wiring, { ends, words }) => {
    const degrees = thrown(wiring.total, ends.targets, words(purpose.degrees));
    return byTarget(drawnSources(wiring, ends, words(purpose.partners), (target) => degrees[target] as number));
  },
  edges: ({ edges }) => listedEdges(edges),
  distanceDependent: (wiring, { ends, from, to, words }) =>
    byTarget(distanceDependentSources(wiring, ends, words(purpose.partners), words(purpose.thinning), from.positions ?? [], to.positions ?? [])),
};

/** In-degrees of `total` synapses that each choose a target: the same as drawing pairs, and partitions need not draw each other's sources. */
const thrown = (total: number, targets: number, words: Words): Uint32Array => {
  const degrees = new Uint32Array(targets);
  const room = new Uint32Array(THROWN_AT_ONCE);
  for (let done = 0; done < total; done += THROWN_AT_ONCE) {
    const count = Math.min(THROWN_AT_ONCE, total - done);
    words.fill(done / THROWN_AT_ONCE, count, room);
    for (let k = 0; k < count; k++) {
      const target = below(room[k] as number, targets);
      degrees[target] = (degrees[target] as number) + 1;
    }
  }
  return degrees;
};

/** Synapses that one stream throws. */
const THROWN_AT_ONCE = 4096;

export const wire = (plan: Plan, projection: PlannedProjection): Wired => {
  const from = plan.populations[projection.from] as PlannedPopulation;
  const to = plan.populations[projection.to] as PlannedPopulation;
  const make = wirings[projection.wiring.wiring] as (wiring: Wiring, context: Context) => Wired;
  return make(projection.wiring, {
    ends: { sources: from.size, targets: to.size, within: from === to },
    from,
    to,
    words: (of) => new Words(plan.key, domains.wiring, projection.index, of),
  });
};
