/** What there is to watch of a running network, of a finished one and of a branch alike. */
import type { Observable } from 'rxjs';
import type { Progress } from '../simulation/pace.ts';
import type { EnergyBin, Spikes, States, Values, Voltages, Weights } from './blocks.ts';
import type { Rate } from './operators/rates.ts';

export interface WeightsOptions {
  /** Time between snapshots, which are taken at its multiples [ms]. */
  readonly every: number;
  /** How many synapses to take, spread over all and the same at every snapshot; absent: all. */
  readonly synapses?: number;
}

export interface VoltagesOptions {
  /** Time between samples, which are taken at its multiples [ms]. */
  readonly every: number;
  /** Neurons within the population; absent: all. */
  readonly neurons?: readonly number[];
}

/**
 * Streams are hot: who subscribes gets what happens from then on. They end with the simulation. Without subscribers they cost nothing; a subscriber that is slow makes
 * the engine wait (see `lossless`), unless it asks for a lossy view (`conflate`, `sample`).
 */
export interface Streams<P extends string = string, J extends string = string> {
  /** Spikes of a population. @throws ModelError for a population that the network lacks */
  spikes(population: P): Observable<Spikes>;
  /** Rates of a population in bins, which end at multiples of `bin` [ms]. @throws ModelError as `spikes`, and for a bin that cannot be */
  rates(population: P, options: { readonly bin: number }): Observable<Rate>;
  /** Snapshots of a projection's weights. @throws ModelError for an unknown projection, or options that cannot be */
  weights(projection: J, options: WeightsOptions): Observable<Weights>;
  /** Changes of a variable of synapses that is a state (`EE.spineSwitching.strong`), of a run asked to record them. @throws ModelError otherwise */
  states(variable: string): Observable<States>;
  /** Membrane potentials of chosen neurons. @throws ModelError for unknown ones; UnsupportedError for a finished run, which has not recorded them */
  voltages(population: P, options: VoltagesOptions): Observable<Voltages>;
  /** A variable as `read` gives it (`EI.synapticBalancing.h`), at multiples of `every` [ms]. UnsupportedError for a finished run, which has not recorded it */
  values(variable: string, options: { readonly every: number }): Observable<Values>;
  /** What a projection transmits, bin by bin, of a run asked to record it. @throws ModelError otherwise */
  energy(projection: J): Observable<EnergyBin>;
  /** How far the run has come, ten times a second. */
  progress(): Observable<Progress>;
}
