/** `network({ … })`: a network as data, typed by its own keys and checked. */
import type { Network, Population, Projection } from './description.ts';
import { validate } from './validate.ts';

/**
 * A network: populations and the projections between them. Names are checked where you type them:
 * `to: 'Q'` does not compile unless there is a population Q.
 *
 * @throws ModelError naming what is wrong, where, and what is allowed
 */
export const network = <const P extends string, const J extends string = never>(description: {
  readonly name?: string;
  readonly doc?: string;
  readonly clock?: 'event' | 'grid';
  readonly populations: Readonly<Record<P, Population>>;
  readonly projections?: Readonly<Record<J, Projection<NoInfer<P>>>>;
}): Network<P, J> => validate({ projections: {}, ...description }) as Network<P, J>;
