import { map, type Observable, type OperatorFunction } from 'rxjs';
import type { Band, Comparator, Pair } from './comparator.ts';

/** A running network held against a model at one time. */
export interface Comparison extends Pair {
  /** spiking − predicted. */
  readonly deviation: number;
  /** The largest deviation that agrees: the model's band and three standard errors of the spiking value. NaN while these are not known. */
  readonly limit: number;
  /** Whether the deviation is larger; false while the limit is not known. */
  readonly alarm: boolean;
}

/** Standard errors that a deviation may have beyond the band: of Gaussian values, one in 370 lies outside by chance. */
const errors = 3;

const limitOf = ({ relative = 0, absolute = 0 }: Band, { predicted, standardError }: Pair): number =>
  Math.max(relative * Math.abs(predicted), absolute) + errors * standardError;

/**
 * Holds a stream against a rate model, in (time, name) order as the model emits.
 *
 * `sim.spikes('E').pipe(compareWith(meanField(net))).subscribe(({ t, spiking, predicted, deviation, alarm }) => …)`
 *
 * @returns a comparison for each pair that the model makes of the stream; errors of the model are errors of the result
 */
export const compareWith =
  <Seen>(model: Comparator<Seen>): OperatorFunction<Seen, Comparison> =>
  (seen: Observable<Seen>) =>
    model.follow(seen).pipe(
      map((pair) => {
        const deviation = pair.spiking - pair.predicted;
        const limit = limitOf(model.band, pair);
        return { ...pair, deviation, limit, alarm: Math.abs(deviation) > limit };
      }),
    );
