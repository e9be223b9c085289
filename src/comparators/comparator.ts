/** What a rate model must be able to do to be held against a running network. */
import type { Observable } from 'rxjs';
import type { Streams } from '../streams/streams.ts';

/** A spiking value and what the model says of it. */
export interface Pair {
  /** End of the stretch of time that the spiking value is of [ms]. */
  readonly t: number;
  /** Whose value it is: a population, a projection, a neuron. */
  readonly of: string;
  readonly spiking: number;
  readonly predicted: number;
  /** Standard error of the spiking value, in the same unit; NaN where it is not known. */
  readonly standardError: number;
}

/** How far the spiking value may lie from the prediction, beyond three of its standard errors, before it is an alarm: relative to the prediction, or in its unit. */
export interface Band {
  readonly relative?: number;
  readonly absolute?: number;
}

/**
 * A rate model that follows a stream of a running network. One of your own needs nothing else: an object with these members, in a file of its own
 * (`spikeloom compare <network> --with <file>`).
 */
export interface Comparator<Seen> {
  readonly name: string;
  /** What the network must be asked to measure for it (`record` of `simulate`). */
  readonly record?: { readonly energy?: boolean; readonly states?: boolean };
  /** What is compared, and its unit: 'rate' in 'Hz'. */
  readonly quantity: string;
  readonly unit: string;
  readonly band: Band;
  /** The stream that it follows, out of all that a network has. */
  watch(streams: Streams): Observable<Seen>;
  /** Makes pairs of what it sees. */
  follow(seen: Observable<Seen>): Observable<Pair>;
}
