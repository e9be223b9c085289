/** What there is to watch of a running network, of a finished one and of a branch alike. */
import type { Observable } from 'rxjs';
import type { Spikes, Weights } from './blocks.ts';

export interface Streams<P extends string = string, J extends string = string> {
  /** Spikes of a population. */
  spikes(population: P): Observable<Spikes>;
  /** Snapshots of a projection's weights, every `every` [ms]. */
  weights(projection: J, options: { readonly every: number }): Observable<Weights>;
}
