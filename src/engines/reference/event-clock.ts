/** The event clock: neurons move only when something reaches them, when they are released, or when they cross threshold. */
import type { PlannedPopulation } from '../../network/plan.ts';
import type { StateColumn } from '../engine.ts';
import type { Rates } from '../rates.ts';
import type { ReferenceClock } from './clock.ts';
import type { Core } from './core.ts';
import { currentInto } from './currents.ts';
import { EventNeurons } from './event-neurons.ts';
import { Phase } from './moment.ts';
import { PoissonTrains } from './poisson-trains.ts';
import { startTrains } from './sources.ts';

/** Order of what a neuron undergoes at one instant, within and around the update phase. */
const stage = { base: Phase.update - 0.4, current: Phase.update - 0.2, input: Phase.update, crossing: Phase.update + 0.5 };

/** One population of neurons, and what tells that a queued crossing is out of date. */
interface Group {
  readonly population: PlannedPopulation;
  readonly neurons: EventNeurons;
  readonly versions: Uint32Array;
  /** Whether an update is queued for the present instant. */
  readonly pending: Uint8Array;
  /** Potential and raised threshold as of the last flush [mV]. */
  readonly v: Float64Array;
  readonly theta: Float64Array;
}

export class EventClock implements ReferenceClock {
  readonly #core: Core;
  readonly #groups: readonly (Group | null)[];
  readonly #poisson: PoissonTrains;
  readonly #silent: boolean[];

  constructor(core: Core) {
    this.#core = core;
    const { plan } = core;
    this.#silent = plan.populations.map(() => false);
    this.#poisson = new PoissonTrains(core, (population) => this.#silent[population]!);
    this.#groups = plan.populations.map((population) => {
      const { model, size } = population;
      if (!model) return null;
      const neurons = new EventNeurons(plan, population, model, (neuron) => currentInto(this.#core, population, neuron, this.#core.now.tick));
      return {
        population,
        neurons,
        versions: new Uint32Array(size),
        pending: new Uint8Array(size),
        v: new Float64Array(size),
        theta: new Float64Array(size),
      };
    });
    core.onInput = (population, neuron) => {
      const group = this.#groups[population];
      if (group) this.#touch(group, neuron);
    };
  }

  start(written?: string): void {
    const { now } = this.#core;
    startTrains(this.#core, (population) => this.#silent[population]!);
    this.#poisson.start();
    for (const group of this.#groups) {
      if (!group) continue;
      const { neurons, population } = group;
      neurons.base = Math.floor(now.tick / neurons.rebaseTicks) * neurons.rebaseTicks;
      this.#take(group, written);
      this.#pushBase(group);
      this.#pushCurrents(group);
      for (let neuron = 0; neuron < population.size; neuron++) {
        neurons.vInf[neuron] = neurons.vInfFor(neuron, currentInto(this.#core, population, neuron, this.#core.now.tick));
        if (neurons.isRefractory(neuron)) this.#core.push(neurons.releaseOf(neuron), stage.input, () => this.#update(group, neuron), neuron);
        else this.#seekCrossing(group, neuron);
      }
    }
  }

  /** Takes what an intervention wrote; whoever is then at or above threshold fires, when the instant goes on. */
  #take(group: Group, written: string | undefined): void {
    const { neurons, population, v, theta } = group;
    const { now } = this.#core;
    if (written !== `${population.name}.v` && written !== `${population.name}.theta`) return;
    for (let neuron = 0; neuron < population.size; neuron++) {
      if (written === `${population.name}.v`) neurons.setVoltage(neuron, v[neuron]!, now);
      else neurons.setAdaptation(neuron, theta[neuron]!, now);
      const test = () => {
        if (neurons.isAtThreshold(neuron, now)) this.#fire(group, neuron);
      };
      this.#core.push(now, stage.input, test, neuron);
    }
  }

  flush(): void {
    const { now } = this.#core;
    for (const group of this.#groups) {
      if (!group) continue;
      for (let neuron = 0; neuron < group.v.length; neuron++) {
        group.v[neuron] = group.neurons.voltage(neuron, now);
        group.theta[neuron] = group.neurons.adaptation(neuron, now);
      }
    }
  }

  currentsChanged(): void {
    for (const group of this.#groups) if (group?.population.homeostasis?.input) this.#setCurrents(group);
  }

  #pushBase(group: Group): void {
    const { neurons } = group;
    const at = { tick: neurons.base + neurons.rebaseTicks, frac: 0 };
    this.#core.push(at, stage.base, () => {
      neurons.rebase(at.tick);
      for (let neuron = 0; neuron < group.population.size; neuron++) this.#seekCrossing(group, neuron);
      this.#pushBase(group);
    });
  }

  #pushCurrents(group: Group): void {
    const starts = group.population.drives.flatMap((drive) => (drive.kind === 'pieces' ? [...drive.ticks] : []));
    for (const tick of new Set(starts.filter((start) => start > this.#core.now.tick))) {
      this.#core.push({ tick, frac: 0 }, stage.current, () => this.#setCurrents(group));
    }
  }

  #setCurrents(group: Group): void {
    const { population, neurons } = group;
    for (let neuron = 0; neuron < population.size; neuron++) {
      const vInf = neurons.vInfFor(neuron, currentInto(this.#core, population, neuron, this.#core.now.tick));
      if (vInf === neurons.vInf[neuron]) continue;
      neurons.setVInf(neuron, vInf, this.#core.now);
      this.#seekCrossing(group, neuron);
    }
  }

  #touch(group: Group, neuron: number): void {
    if (group.pending[neuron]) return;
    group.pending[neuron] = 1;
    this.#core.push(this.#core.now, stage.input, () => this.#update(group, neuron), neuron);
  }

  /** Steps 3 and 4: input, release, threshold. */
  #update(group: Group, neuron: number): void {
    const { now, inputs, programs } = this.#core;
    const { neurons, population } = group;
    group.pending[neuron] = 0;
    const { exc, inh, excCame, inhCame } = inputs[population.index]!.take(neuron);
    const rules = programs[population.index];
    const scaled = rules && excCame ? exc * rules.factor(neuron, now) : exc;
    if (excCame || inhCame) neurons.input(neuron, excCame ? scaled : null, inhCame ? inh : null, now);
    const released = neurons.isReleasedAt(neuron, now);
    if (released) neurons.release(neuron, now);
    if (!(excCame || inhCame || released)) return;
    if (neurons.isAtThreshold(neuron, now)) this.#fire(group, neuron);
    else this.#seekCrossing(group, neuron);
  }

  #fire(group: Group, neuron: number): void {
    const { neurons, population } = group;
    const { now } = this.#core;
    group.versions[neuron] = group.versions[neuron]! + 1;
    neurons.fire(neuron, now);
    this.#core.fire(population.index, neuron, false);
    this.#core.push(neurons.releaseOf(neuron), stage.input, () => this.#update(group, neuron), neuron);
  }

  #seekCrossing(group: Group, neuron: number): void {
    const version = group.versions[neuron]! + 1;
    group.versions[neuron] = version;
    const at = group.neurons.crossing(neuron);
    if (!at) return;
    const cross = () => {
      if (group.versions[neuron] === version) this.#fire(group, neuron);
    };
    this.#core.push(at, stage.crossing, cross, neuron);
  }

  ratesChanged(rates: Rates, neurons: readonly number[]): void {
    this.#poisson.restart(rates, neurons);
  }

  columns(): readonly StateColumn[] {
    const ofNeurons = this.#groups.flatMap((group) => {
      if (!group) return [];
      const { name, index } = group.population;
      const { a, b, c, theta, since, releaseTick, releaseFrac, model } = group.neurons;
      const parts = { a, b, c, thetaAtBase: theta, since, releaseTick, releaseFrac };
      const derived = { v: group.v, ...(model.event!.adaptation === null ? {} : { theta: group.theta }) };
      const columns = (from: Record<string, Float64Array>) =>
        Object.entries(from).map(([part, data]) => ({ name: `${name}.${part}`, of: 'neuron' as const, owner: index, data }));
      return [...columns(parts), ...columns(derived).map((column) => ({ ...column, role: 'derived' as const }))];
    });
    return [...ofNeurons, ...this.#poisson.columns()];
  }

  voltages(population: number, out: Float64Array): void {
    const neurons = this.#groups[population]?.neurons;
    if (neurons) for (let neuron = 0; neuron < out.length; neuron++) out[neuron] = neurons.voltage(neuron, this.#core.now);
  }

  silence(population: number, silent: boolean): void {
    this.#silent[population] = silent;
    const group = this.#groups[population];
    if (!group || group.neurons.silent === silent) return;
    group.neurons.silent = silent;
    for (let neuron = 0; neuron < group.population.size; neuron++) {
      if (!silent && !group.neurons.isRefractory(neuron)) group.neurons.touch(neuron, this.#core.now);
      if (group.neurons.isAtThreshold(neuron, this.#core.now)) this.#fire(group, neuron);
      else this.#seekCrossing(group, neuron);
    }
  }
}
