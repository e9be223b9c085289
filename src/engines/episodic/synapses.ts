/** What synapses do in learning from trials: bring errors to neurons, and add up gradients over arrivals. */
import type { ProjectionColumns } from '../../network/partition.ts';
import type { Plan, PlannedPopulation, PlannedProjection } from '../../network/plan.ts';
import type { PartitionEngine, StateColumn } from '../engine.ts';
import type { Trial } from './backward.ts';

/** A projection of a partition, row by row. */
export class Synapses {
  readonly projection: PlannedProjection;
  readonly from: PlannedPopulation;
  readonly to: PlannedPopulation;
  readonly #engine: PartitionEngine;

  constructor(plan: Plan, projection: number, engine: PartitionEngine) {
    this.projection = plan.projections[projection] as PlannedProjection;
    this.from = plan.populations[this.projection.from] as PlannedPopulation;
    this.to = plan.populations[this.projection.to] as PlannedPopulation;
    this.#engine = engine;
  }

  get columns(): ProjectionColumns {
    return this.#engine.partition.projections[this.projection.index] as ProjectionColumns;
  }

  /** Calls `act` for each own synapse, by source, then target: its target in the slice, its weight as delivered, its delay [ticks]. */
  forEach(act: (source: number, target: number, weight: number, delay: number) => void): void {
    const { classes, rowStart, target, weight, delay } = this.columns;
    const { delays, sign, commonWeight } = this.projection;
    const shown = this.#column('w') ?? weight;
    for (let row = 0; row + 1 < rowStart.length; row++) {
      for (let s = rowStart[row] as number; s < (rowStart[row + 1] as number); s++) {
        const w = Number(shown?.[commonWeight === null ? s : 0]);
        const length = delays[delay === null ? row % classes : (delay[s] as number)] as number;
        act(Math.floor(row / classes), target[s] as number, sign < 0 ? -w : w, length);
      }
    }
  }

  /** First neuron of the slice of targets. */
  get lo(): number {
    return this.#engine.partition.slices[this.to.index]?.lo as number;
  }

  /**
   * The gradient of each synapse, put where rules read it: over arrivals in the trial, what a jump of its target's v at that time adds to the error.
   * @param jumps - by step, then neuron of the slice
   */
  gradient({ start, steps, spikes }: Trial, jumps: Float64Array): void {
    const { classes, rowStart, target } = this.columns;
    const { delays, sign } = this.projection;
    const { first, size } = this.from;
    const targets = jumps.length / steps;
    const gradient = this.#column('gradient') as Float64Array;
    gradient.fill(0);
    for (let i = 0; i < spikes.length; i++) {
      const source = (spikes.ids[i] as number) - first;
      if (source < 0 || source >= size) continue;
      for (let c = 0; c < classes; c++) {
        const step = (spikes.ticks[i] as number) + (delays[c] as number) - start - 1;
        if (step < 0 || step >= steps) continue;
        const row = source * classes + c;
        const at = step * targets;
        for (let s = rowStart[row] as number, end = rowStart[row + 1] as number; s < end; s++)
          gradient[s] = (gradient[s] as number) + (jumps[at + (target[s] as number)] as number);
      }
    }
    // Rules see the magnitude of weights that have one sign.
    if (sign < 0) for (let s = 0; s < gradient.length; s++) gradient[s] = -(gradient[s] as number);
  }

  #column(suffix: string): StateColumn['data'] | undefined {
    return this.#engine.columns().find((column) => column.name === `${this.projection.name}.${suffix}`)?.data;
  }
}
