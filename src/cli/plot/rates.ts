/** Population rates over the whole recording, as steps, one line per population. */
import type { Activity } from './activity.ts';
import { bottomAxis, leftAxis } from './axes.ts';
import { ink, seriesColour } from './palette.ts';
import { linear, niceTop, plain, type Scale, significant, timeUnit } from './scale.ts';
import { type Box, coordinate, element, group, label, line } from './svg.ts';

/** A step line through bins: each bin is drawn over its whole width. */
const steps = (values: ArrayLike<number>, edge: (bin: number) => number, y: Scale): string => {
  const parts = [`M${coordinate(edge(0))} ${coordinate(y(values[0] ?? 0))}`];
  for (let i = 0; i < values.length; i++) {
    if (i > 0) parts.push(`V${coordinate(y(values[i] as number))}`);
    parts.push(`H${coordinate(edge(i + 1))}`);
  }
  return parts.join('');
};

const legend = (activity: Activity, x: number, y: number): string =>
  group(
    { class: 'legend' },
    ...activity.populations.map(({ name, rate }, i) => {
      const at = y + i * 10;
      const key = element('rect', { x, y: at - 4.2, width: 9, height: 2.4, fill: seriesColour(i) });
      return (
        key +
        label(x + 12, at, name, { 'font-size': 7.5 }) +
        label(x + 68, at, `${significant(rate, 2)} Hz`, { 'font-size': 7.5, 'text-anchor': 'end', fill: ink.faint })
      );
    }),
  );

/** What homeostasis aims at. */
const targets = (activity: Activity, box: Box, y: Scale): string =>
  group(
    { class: 'targets', 'stroke-width': 0.7, 'stroke-dasharray': '3 2' },
    ...activity.populations.map(({ target }, i) =>
      target === undefined || target > y.domain[1] ? '' : line(box.x, y(target), box.x + box.width, y(target), { stroke: seriesColour(i) }),
    ),
  );

/** The rate panel; the raster's window is shaded where it is not the whole recording, the legend (names, mean rates) stands at the right of the box. */
export const ratesPanel = (activity: Activity, box: Box): string => {
  const { from, to, bin, window, populations } = activity;
  const unit = timeUnit(to);
  const x = linear([from / unit.inMs, to / unit.inMs], [box.x, box.x + box.width]);
  const top = populations.reduce((highest, { binned }) => binned.reduce((a, b) => Math.max(a, b), highest), 0);
  const y = linear([0, niceTop(top)], [box.y + box.height, box.y]);
  const edge = (i: number) => x(Math.min(to, from + i * bin) / unit.inMs);
  const shaded = window[0] > from || window[1] < to;
  const [left, right] = [x(window[0] / unit.inMs), x(window[1] / unit.inMs)];
  const aimed = populations.some(({ target }) => target !== undefined);
  const lines = populations.map(({ binned }, i) =>
    element('path', {
      class: 'rate',
      d: steps(binned, edge, y),
      fill: 'none',
      stroke: seriesColour(i),
      'stroke-width': 0.9,
      'stroke-linejoin': 'round',
    }),
  );
  return group(
    { class: 'rates' },
    shaded ? element('rect', { x: left, y: box.y, width: right - left, height: box.height, fill: ink.shade }) : '',
    // Later populations are drawn below earlier ones: the first is usually the one that is looked at.
    ...lines.reverse(),
    targets(activity, box, y),
    leftAxis(box, y, 'rate (Hz)'),
    bottomAxis(
      box,
      x,
      `time (${unit.unit}), bins of ${plain(bin)}\u2009ms${shaded ? '; shaded: the raster above' : ''}${aimed ? '; dashed: target' : ''}`,
    ),
    legend(activity, box.x + box.width + 10, box.y + 6),
  );
};
