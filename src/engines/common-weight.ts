/** The one weight of a projection whose synapses share it, which interventions may change. Once for all engines. */
import type { Plan, PlannedProjection } from '../network/plan.ts';
import type { StateColumn } from './engine.ts';

const largestSingle = (2 - 2 ** -23) * 2 ** 127;

export class CommonWeight {
  readonly projection: PlannedProjection;
  /** Its magnitude, in its precision; what is written counts after `take`. */
  readonly column: StateColumn;
  /** In use, signed as delivered. */
  value: number;

  constructor(projection: PlannedProjection, weight: number) {
    const { name, index, single, sign } = projection;
    const magnitude = Math.abs(weight);
    const data = single ? Float32Array.of(magnitude) : Float64Array.of(magnitude);
    const side = sign < 0 ? 'inhibits' : 'excites';
    const range = { least: 0, most: single ? largestSingle : Number.MAX_VALUE, text: `0 or more, since it is a magnitude: the projection ${side}` };
    this.projection = projection;
    this.column = { name: `${name}.w`, of: 'global', owner: index, data, role: 'parameter', range };
    this.value = weight;
  }

  /** Puts in use what the column says; whether that changes anything. */
  take(): boolean {
    const magnitude = this.column.data[0] as number;
    const value = this.projection.sign < 0 && magnitude !== 0 ? -magnitude : magnitude;
    const changed = value !== this.value;
    this.value = value;
    return changed;
  }
}

export const commonWeightsOf = ({ projections }: Plan): CommonWeight[] =>
  projections.flatMap((projection) => (projection.commonWeight === null ? [] : [new CommonWeight(projection, projection.commonWeight)]));
