/** The network with one thing different. */
import type { SpikingModel } from '../network.ts';

export interface Extension {
  readonly name: string;
  /** The model that it makes of the plain one; `seed` names what else is drawn. */
  readonly of: (plain: SpikingModel, seed: string) => SpikingModel;
  /** Whether the rate model can have the same. */
  readonly rates: boolean;
  /** Whether it is the plain model in another guise, whose numbers it must have. */
  readonly plain?: boolean;
}
