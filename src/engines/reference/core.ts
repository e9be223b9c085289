/** What both clocks of the reference engine share: the queue, the neurons' inputs, the synapses, and what a spike sets off. */
import type { Partition } from '../../network/partition.ts';
import type { Plan, PlannedPopulation } from '../../network/plan.ts';
import { type CommonWeight, commonWeightsOf } from '../common-weight.ts';
import type { Spikes } from '../engine.ts';
import { type Rates, ratesOf, sourceDrive } from '../rates.ts';
import { Inputs } from './inputs.ts';
import { type EventQueue, eventQueue, isLater, type Moment, Phase } from './moment.ts';
import { NeuronPrograms } from './neuron-programs.ts';
import { Synapses } from './synapses.ts';

export class Core {
  readonly plan: Plan;
  /** Of each population, by drive index. */
  readonly rates: readonly ReadonlyMap<number, Rates>[];
  /** Those of the plan, with the rates that are in use. */
  readonly populations: readonly PlannedPopulation[];
  queue: EventQueue = eventQueue();
  readonly commonWeights: readonly CommonWeight[];
  readonly inputs: readonly Inputs[];
  readonly synapses: readonly Synapses[];
  readonly programs: readonly (NeuronPrograms | null)[];
  /** Spikes emitted so far by each neuron of a population: the event number of its next one. */
  readonly spikeCounts: readonly Uint32Array[];
  now: Moment = { tick: 0, frac: 0 };
  synapticEvents = 0;
  spikes = 0;
  /** Called when a neuron receives something at `now`; the event clock then updates it at this instant. */
  onInput: (population: number, neuron: number) => void = () => {};
  #fired: { readonly id: number; readonly at: Moment }[] = [];

  constructor(plan: Plan, partition: Partition) {
    this.plan = plan;
    this.rates = plan.populations.map((population) => ratesOf(plan, population, { lo: 0, hi: population.size }));
    this.populations = plan.populations.map((population, index) => withRates(population, this.rates[index]!));
    this.commonWeights = commonWeightsOf(plan);
    this.inputs = plan.populations.map(({ index }) => new Inputs(plan, index, this.commonWeights, (neuron) => this.onInput(index, neuron)));
    this.synapses = plan.projections.map((projection) => {
      const common = this.commonWeights.find((weight) => weight.projection === projection) ?? null;
      return new Synapses(plan, projection, partition.projections[projection.index]!, this.inputs[projection.to]!, common);
    });
    this.programs = plan.populations.map((population) => (population.homeostasis ? new NeuronPrograms(plan, population) : null));
    this.spikeCounts = plan.populations.map(({ size }) => new Uint32Array(size));
  }

  push(at: Moment, phase: number, act: () => void, order = 0, emitted: Moment = at, projection = 0, source = 0): void {
    this.queue.add({ tick: at.tick, frac: at.frac, phase, emitted, projection, source, order, act });
  }

  /** Runs every event up to and including tick `until`; the spikes fired meanwhile. */
  advance(until: number): Spikes {
    for (let next = this.queue.peek(); next && (next.tick < until || (next.tick === until && next.frac === 0)); next = this.queue.peek()) {
      this.queue.poll();
      this.now = next;
      next.act();
    }
    this.now = { tick: until, frac: 0 };
    const fired = this.#fired.sort((a, b) => a.at.tick - b.at.tick || a.at.frac - b.at.frac || a.id - b.id);
    this.#fired = [];
    return {
      ids: Uint32Array.from(fired, ({ id }) => id),
      ticks: Float64Array.from(fired, ({ at }) => at.tick),
      fracs: Float64Array.from(fired, ({ at }) => at.frac),
    };
  }

  /** A neuron fires now: it is recorded, and its own handlers run, at once or after the dendritic delay. `known`: the spike of a source. */
  fire(population: number, neuron: number, known: boolean): void {
    const at = this.now;
    const counts = this.spikeCounts[population]!;
    const eventNumber = counts[neuron]!;
    counts[neuron] = eventNumber + 1;
    this.spikes++;
    this.#fired.push({ id: this.plan.populations[population]!.first + neuron, at });
    const programs = this.programs[population];
    if (programs) this.push(at, Phase.postFired, () => programs.post(neuron, eventNumber, at), neuron);
    for (const { projection, runner } of this.synapses) {
      if (projection.to !== population || !runner) continue;
      const phase = known || projection.dendriticTicks > 0 ? Phase.postDue : Phase.postFired;
      this.#pushPost(projection.index, neuron, eventNumber, at, phase);
    }
  }

  #pushPost(projection: number, neuron: number, eventNumber: number, emitted: Moment, phase: number): void {
    const synapses = this.synapses[projection]!;
    const at = { tick: emitted.tick + synapses.projection.dendriticTicks, frac: emitted.frac };
    const act = () => {
      this.synapticEvents += synapses.post(neuron, eventNumber, at);
    };
    this.push(at, phase, act, neuron, emitted, projection);
  }

  /** Queues what a spike of any neuron will do at its targets. */
  receive({ ids, ticks, fracs }: Spikes): void {
    ids.forEach((id, i) => {
      const { index, first } = this.populationOf(id);
      const emitted = { tick: ticks[i]!, frac: fracs[i]! };
      for (const synapses of this.synapses) {
        if (synapses.projection.from !== index) continue;
        const source = id - first;
        const eventNumber = synapses.emitted[source]!;
        synapses.emitted[source] = eventNumber + 1;
        this.#pushArrivals(synapses, source, eventNumber, emitted, this.now);
      }
    });
  }

  /** After a restore: what recent spikes, already counted, have still to do. */
  requeue({ ids, ticks, fracs }: Spikes): void {
    const later = new Map<number, number>();
    for (let i = ids.length - 1; i >= 0; i--) {
      const id = ids[i]!;
      const back = (later.get(id) ?? 0) + 1;
      later.set(id, back);
      const { index, first } = this.populationOf(id);
      const [neuron, emitted] = [id - first, { tick: ticks[i]!, frac: fracs[i]! }];
      for (const synapses of this.synapses) {
        const { projection, runner } = synapses;
        if (projection.from === index) this.#pushArrivals(synapses, neuron, synapses.emitted[neuron]! - back, emitted, this.now);
        const seen = { tick: emitted.tick + projection.dendriticTicks, frac: emitted.frac };
        if (projection.to === index && runner && isLater(seen, this.now)) {
          this.#pushPost(projection.index, neuron, this.spikeCounts[index]![neuron]! - back, emitted, Phase.postDue);
        }
      }
    }
  }

  /** Arrivals after `since`, and the `after` handlers that follow them. */
  #pushArrivals(synapses: Synapses, source: number, eventNumber: number, emitted: Moment, since: Moment): void {
    const { projection } = synapses;
    projection.delays.forEach((delay, delayClass) => {
      const at = { tick: emitted.tick + delay, frac: emitted.frac };
      const arrive = (when: Moment, after: number | null) => () => {
        const { program } = projection;
        this.synapticEvents += program ? synapses.arrive(source, delayClass, eventNumber, when, after) : synapses.deliver(source, delayClass);
      };
      if (isLater(at, since)) this.push(at, Phase.arrival, arrive(at, null), delayClass, emitted, projection.index, source);
      projection.program?.after.forEach(({ delay: param }, index) => {
        const ticks = Math.round(projection.program!.params[param]!.value * this.plan.perMs);
        const when = { tick: at.tick + ticks, frac: at.frac };
        if (isLater(when, since)) this.push(when, Phase.after, arrive(when, index), index, at, projection.index, source);
      });
    });
  }

  populationOf(id: number): Plan['populations'][number] {
    return this.plan.populations.findLast(({ first }) => first <= id)!;
  }
}

const withRates = (population: PlannedPopulation, rates: ReadonlyMap<number, Rates>): PlannedPopulation => {
  const { drives, source } = population;
  return {
    ...population,
    drives: drives.map((drive, number) => (drive.kind === 'poisson' ? { ...drive, rate: rates.get(number)!.perMs } : drive)),
    source: source?.kind === 'poisson' ? { ...source, rate: rates.get(sourceDrive)!.perMs } : source,
  };
};
