/** Comparisons as they come: kept, counted, said. */
import type { Comparison } from '../comparators/compare-with.ts';
import type { AnyComparator } from '../comparators/models.ts';
import { momentsOf } from '../streams/statistics/moments.ts';
import type { Compared } from './plot/comparison.ts';
import { duration, short, table } from './table.ts';

/** What became of one series of comparisons. */
export interface Verdict {
  readonly of: string;
  readonly quantity: string;
  readonly unit: string;
  readonly points: number;
  readonly alarms: number;
  /** Means over all points. */
  readonly spiking: number;
  readonly predicted: number;
  readonly deviation: number;
  /** Root mean square of the deviations. */
  readonly rms: number;
}

export class Comparisons {
  readonly #series = new Map<string, Compared & { readonly points: Comparison[] }>();

  add({ quantity, unit }: AnyComparator, comparison: Comparison): void {
    const key = `${comparison.of} ${quantity}`;
    const known = this.#series.get(key);
    if (known) known.points.push(comparison);
    else this.#series.set(key, { of: comparison.of, quantity, unit, points: [comparison] });
  }

  get series(): readonly Compared[] {
    return [...this.#series.values()];
  }

  get verdicts(): readonly Verdict[] {
    return this.series.map(({ of, quantity, unit, points }) => {
      const mean = (value: (comparison: Comparison) => number): number => momentsOf(points.map(value)).mean;
      return {
        ...{ of, quantity, unit, points: points.length, alarms: points.filter(({ alarm }) => alarm).length },
        spiking: mean(({ spiking }) => spiking),
        predicted: mean(({ predicted }) => predicted),
        deviation: mean(({ deviation }) => deviation),
        rms: Math.sqrt(mean(({ deviation }) => deviation ** 2)),
      };
    });
  }
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${short(Math.abs(value))}`;

/** One comparison on a line. */
export const comparisonLine = (
  { quantity, unit }: AnyComparator,
  { t, of, spiking, predicted, deviation, standardError, alarm }: Comparison,
): string => {
  const error = Number.isNaN(standardError) ? '' : ` ± ${short(standardError)}`;
  const found = `${of} ${quantity} ${short(spiking)} ${unit}`.trimEnd();
  return `${duration(t).padStart(8)}  ${found}, predicted ${short(predicted)}: ${signed(deviation)}${error}${alarm ? '  ALARM' : ''}`;
};

/** The latest deviations as a line of blocks: the middle is agreement, the ends are the limits. */
export const sparkline = (points: readonly Comparison[], width = 24): string => {
  const blocks = '▁▂▃▄▅▆▇█';
  return points
    .slice(-width)
    .map(({ deviation, limit }) => {
      const place = Number.isNaN(limit) || limit === 0 ? 0.5 : 0.5 + deviation / limit / 2;
      return blocks[Math.min(blocks.length - 1, Math.max(0, Math.floor(place * blocks.length)))];
    })
    .join('');
};

export const verdictLines = (verdicts: readonly Verdict[]): string[] =>
  table(
    [
      ['  compared', 'points', 'spiking', 'predicted', 'deviation', 'rms', 'alarms'],
      ...verdicts.map(({ of, quantity, unit, points, spiking, predicted, deviation, rms, alarms }) => [
        `  ${of} ${quantity}${unit === '' ? '' : ` (${unit})`}`,
        ...[String(points), short(spiking), short(predicted), signed(deviation), short(rms), String(alarms)],
      ]),
    ],
    [1, 2, 3, 4, 5, 6],
  );
