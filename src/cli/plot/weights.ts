/** Weights of a projection as a histogram: before (grey outline) and after (filled), with mean and standard deviation. */

import { extent, type Histogram, histogram } from '../../streams/statistics/histogram.ts';
import { bottomAxis, leftAxis } from './axes.ts';
import { outline } from './distributions.ts';
import { moments, niceBins } from './histogram.ts';
import { ink, seriesColour } from './palette.ts';
import { linear, niceTop, plain, plusMinus, readable, timeUnit } from './scale.ts';
import { type Box, element, group, label, line } from './svg.ts';

export interface WeightSnapshot {
  readonly timeMs: number;
  readonly weights: ArrayLike<number>;
}

export interface ProjectionWeights {
  readonly name: string;
  /** Unit of a weight: mV, pA or nS, by the target's input. */
  readonly unit: string;
  /** First and last snapshot, or one. */
  readonly snapshots: readonly WeightSnapshot[];
}

const shares = ({ counts, total }: Histogram): Float64Array => counts.map((count) => (total === 0 ? 0 : (100 * count) / total));

const timeName = (timeMs: number): string => {
  const { unit, inMs } = timeUnit(timeMs);
  return `${plain(timeMs / inMs)}\u2009${unit}`;
};

/** "t = 10 s: 0.312 ± 0.045 mV" beside a key in the snapshot's style. */
const entry = (snapshot: WeightSnapshot, unit: string, x: number, y: number, colour: string, filled: boolean): string => {
  const { mean, sd } = moments(snapshot.weights);
  const key = filled
    ? element('rect', { x: x - 12, y: y - 5.5, width: 9, height: 5.5, fill: colour, 'fill-opacity': 0.25, stroke: colour, 'stroke-width': 0.8 })
    : line(x - 12, y - 2.5, x - 3, y - 2.5, { stroke: colour, 'stroke-width': 1.1 });
  return key + label(x, y, `t = ${timeName(snapshot.timeMs)}: ${plusMinus(mean, sd)} ${unit}`, { 'font-size': 7.5 });
};

/** The panel of one projection; colours go by its `index` among the projections. */
export const weightsPanel = ({ name, unit, snapshots }: ProjectionWeights, index: number, box: Box): string => {
  const last = snapshots.at(-1);
  if (last === undefined) return '';
  const first = snapshots.length > 1 ? snapshots[0] : undefined;
  const shown = first === undefined ? [last] : [first, last];
  const [low, high] = extent(shown.map(({ weights }) => weights));
  // Weights that reach towards 0 are shown from 0 on: its distance is what one looks for.
  const edges = niceBins(low > 0 && low < high / 3 ? 0 : low, high, 40);
  const heights = shown.map(({ weights }) => shares(histogram(weights, edges)));
  // A snapshot with all weights alike is one bar of 100 %: it may leave the panel, so that the other can be read.
  const broad = heights.filter((values) => values.filter((share) => share > 0).length > 1);
  const top = (broad.length > 0 ? broad : heights).reduce((highest, values) => values.reduce((a, b) => Math.max(a, b), highest), 0);
  const x = linear([edges.from, edges.from + edges.count * edges.width], [box.x, box.x + box.width]);
  const y = linear([0, Math.min(100, niceTop(top * 1.02, 3))], [box.y + box.height, box.y]);
  const clipped = (values: Float64Array) => values.map((share) => Math.min(share, y.domain[1]));
  const colour = seriesColour(index);
  const after = clipped(heights.at(-1) as Float64Array);
  const before = first === undefined ? undefined : (heights[0] as Float64Array);
  const cut = before?.some((share) => share > y.domain[1]) ?? false;
  const style = { 'stroke-linejoin': 'round', 'stroke-width': 0.9 };
  return group(
    { class: 'weights' },
    element('path', {
      class: 'after',
      d: outline(after, edges.from, edges.width, x, y),
      fill: colour,
      'fill-opacity': 0.25,
      stroke: colour,
      ...style,
    }),
    before === undefined
      ? ''
      : element('path', {
          class: 'before',
          d: outline(clipped(before), edges.from, edges.width, x, y),
          fill: 'none',
          stroke: ink.before,
          ...style,
          'stroke-width': 1.1,
        }),
    label(box.x, box.y - 26, name, { 'font-weight': 700 }),
    label(box.x + box.width, box.y - 26, `${readable(last.weights.length, 0)} synapses`, { 'text-anchor': 'end', fill: ink.faint, 'font-size': 7.5 }),
    first === undefined ? '' : entry(first, unit, box.x + 12, box.y - 15, ink.before, false),
    entry(last, unit, box.x + 12, box.y - (first === undefined ? 15 : 5), colour, true),
    leftAxis(box, y, `synapses (%)${cut ? ', cut' : ''}`, { count: 3 }),
    bottomAxis(box, x, `weight (${unit}), bins of ${plain(edges.width)}`, 5),
  );
};
