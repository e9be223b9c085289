/** The grid clock: at every tick drives are counted, all neurons step, and those at threshold fire. */
import type { PlannedPopulation } from '../../network/plan.ts';
import type { StateColumn } from '../engine.ts';
import { sourceDrive } from '../rates.ts';
import type { ReferenceClock } from './clock.ts';
import type { Core } from './core.ts';
import { currentInto } from './currents.ts';
import { gridCount, gridFires } from './drives.ts';
import { GridNeurons } from './grid-neurons.ts';
import { type Moment, Phase } from './moment.ts';
import { startTrains } from './sources.ts';

export class GridClock implements ReferenceClock {
  readonly #core: Core;
  readonly #neurons: readonly (GridNeurons | null)[];
  readonly #silent: boolean[];

  constructor(core: Core) {
    this.#core = core;
    const { plan } = core;
    this.#neurons = plan.populations.map((population) => (population.model ? new GridNeurons(plan, population, population.model) : null));
    this.#silent = plan.populations.map(() => false);
  }

  start(): void {
    startTrains(this.#core, (population) => this.#silent[population]!);
    this.#pushStep(this.#core.now.tick + 1);
  }

  #pushStep(tick: number): void {
    const at = { tick, frac: 0 };
    this.#core.push(at, Phase.postDue, () => this.#fireSources(tick), -1);
    this.#core.push(at, Phase.update, () => {
      for (const population of this.#core.populations) this.#step(population, at);
      this.#pushStep(tick + 1);
    });
  }

  #fireSources(tick: number): void {
    for (const { source, index, size, first } of this.#core.populations) {
      if (source === null || source.kind === 'spikes' || this.#silent[index]) continue;
      const address = this.#address(index, first, sourceDrive);
      for (let neuron = 0; neuron < size; neuron++) if (gridFires(source, address, neuron, tick)) this.#core.fire(index, neuron, true);
    }
  }

  #step(population: PlannedPopulation, at: Moment): void {
    const { index, size, first, drives } = population;
    const neurons = this.#neurons[index];
    if (!neurons) return;
    const inputs = this.#core.inputs[index]!;
    const programs = this.#core.programs[index] ?? null;
    if (at.tick % 64 === 0) neurons.flushTiny();
    for (let neuron = 0; neuron < size; neuron++) {
      drives.forEach((drive, i) => {
        if (drive.kind === 'poisson' || drive.kind === 'images') {
          inputs.countDrive(neuron, i, gridCount(drive, this.#address(index, first, i), neuron, at.tick));
        }
      });
      let { exc, inh } = inputs.take(neuron);
      if (programs && exc !== 0) exc *= programs.factor(neuron, at);
      if (neurons.step(neuron, exc, inh, currentInto(this.#core, population, neuron, at.tick - 1))) {
        neurons.fire(neuron);
        this.#core.fire(index, neuron, false);
      }
    }
  }

  #address(population: number, first: number, drive: number) {
    const { key, perMs } = this.#core.plan;
    return { key, first, perMs, stream: (drive | (population << 8)) >>> 0 };
  }

  /** Every step reads them anew. */
  currentsChanged(): void {}

  flush(): void {}

  /** Likewise. */
  ratesChanged(): void {}

  columns(): readonly StateColumn[] {
    return this.#core.plan.populations.flatMap(({ name, index }) => {
      const neurons = this.#neurons[index];
      if (!neurons) return [];
      const state = Object.entries(neurons.state).map(([key, data]) => ({ name: `${name}.${key}`, of: 'neuron' as const, owner: index, data }));
      return [...state, { name: `${name}.refractory`, of: 'neuron' as const, owner: index, data: neurons.refractory }];
    });
  }

  voltages(population: number, out: Float64Array): void {
    const v = this.#neurons[population]?.state.v;
    if (v) out.set(v);
  }

  silence(population: number, silent: boolean): void {
    this.#silent[population] = silent;
    const neurons = this.#neurons[population];
    if (neurons) neurons.silent = silent;
  }
}
