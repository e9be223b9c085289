/** Neuron-owned rules of a population: traces and factors with one value per neuron, and handlers of its own spikes. */
import type { Plan, PlannedPopulation } from '../../network/plan.ts';
import type { Owner } from '../../rules/rule.ts';
import { afterAll } from './cells.ts';
import type { Moment } from './moment.ts';
import { type Host, Runner } from './runner.ts';
import { drawKind } from './synapses.ts';

export class NeuronPrograms {
  readonly population: PlannedPopulation;
  readonly runner: Runner;
  /** Current from `input`, constant between ticks [pA]. */
  readonly current: Float64Array;

  constructor(plan: Plan, population: PlannedPopulation) {
    this.population = population;
    this.runner = new Runner(hostOf(plan, population));
    this.current = new Float64Array(population.size);
    this.updateCurrent({ tick: 0, frac: 0 });
  }

  get hasInput(): boolean {
    return this.population.homeostasis?.input != null;
  }

  /** Product of the factors on what excites the neuron at `now`. */
  factor(neuron: number, now: Moment): number {
    return this.population.homeostasis!.factors.map((node) => this.runner.value(node, 'post', neuron, now)).reduce((a, b) => a * b, 1);
  }

  post(neuron: number, eventNumber: number, now: Moment): void {
    const members = (scope: Owner) => (scope === 'post' ? [neuron] : scope === 'signal' ? [0] : []);
    this.runner.run(this.population.homeostasis!.onPost, { now, eventNumber, kind: drawKind.post, broadcast: 0, members });
  }

  updateCurrent(now: Moment): void {
    const { input } = this.population.homeostasis!;
    if (input !== null)
      for (let neuron = 0; neuron < this.population.size; neuron++) this.current[neuron] = this.runner.value(input, 'post', neuron, now, afterAll);
  }
}

const hostOf = (plan: Plan, population: PlannedPopulation): Host => {
  const { size, branches, domains, first, index: populationIndex } = population;
  return {
    program: population.homeostasis!,
    perMs: plan.perMs,
    key: plan.key,
    stream: 0xf00 | populationIndex,
    counts: { synapse: 0, pre: 0, post: size, neuron: 0, branch: size * branches, domain: domains, signal: 1 },
    room: 0,
    ownerOf: (owner, scope, index) => {
      if (owner === 'signal') return 0;
      if (owner === scope) return index;
      const neuron = scope === 'branch' ? Math.floor(index / branches) : index;
      return owner === 'post' ? neuron : owner === 'domain' ? Math.floor((neuron * domains) / size) : -1;
    },
    endOf: () => -1,
    drawAddress: (_, index) => ({ id: first + index, rank: 0 }),
    weights: null,
  };
};
