/** Charts of measured numbers: lines, steps and points over two axes, with bands for what was expected. Experiments draw with these. */
import { bottomAxis, heading, leftAxis } from './axes.ts';
import { ink, seriesColour } from './palette.ts';
import { linear, logarithmic, niceTop, type Scale } from './scale.ts';
import { type Box, coordinate, element, figure, figureWidth, group, label } from './svg.ts';

export interface Series {
  /** In the legend; '' for none. */
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A dashed line is for theory, beside the points or the full line of what was measured. Steps have one x more than y: the edges. */
  readonly kind: 'line' | 'dashed' | 'points' | 'steps';
  /** Standard deviation or error of each y, drawn as a bar. */
  readonly error?: ArrayLike<number>;
  /** Index into the palette; by default the place in the list. */
  readonly colour?: number;
}

export interface Axis {
  /** Quantity and unit. */
  readonly label: string;
  /** By default what the data need, from 0 where nothing is negative (linear). */
  readonly domain?: readonly [number, number];
  readonly log?: boolean;
}

/** A stretch of one axis, shaded: an expected interval, or a time of intervention. */
export interface Band {
  readonly axis: 'x' | 'y';
  readonly from: number;
  readonly to: number;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly bands?: readonly Band[];
}

const finite = (values: Iterable<number>, log: boolean): number[] => [...values].filter((value) => Number.isFinite(value) && (!log || value > 0));

const domainOf = ({ domain, log = false }: Axis, values: Iterable<number>, upright: boolean): readonly [number, number] => {
  if (domain) return domain;
  const sound = finite(values, log);
  if (sound.length === 0) return log ? [0.1, 1] : [0, 1];
  const [least, most] = [sound.reduce((a, b) => Math.min(a, b)), sound.reduce((a, b) => Math.max(a, b))];
  if (log) return least === most ? [least / 2, most * 2] : [least / 1.1, most * 1.1];
  if (!upright) return least === most ? [least - 0.5, most + 0.5] : [least, most];
  if (least >= 0) return [0, niceTop(most)];
  const margin = 0.05 * (most - least || 1);
  return [least - margin, most + margin];
};

const scaleOf = (axis: Axis, values: Iterable<number>, range: readonly [number, number], upright: boolean): Scale =>
  (axis.log ? logarithmic : linear)(domainOf(axis, values, upright), range);

function* valuesOf(series: readonly Series[], axis: 'x' | 'y'): Iterable<number> {
  for (const one of series) {
    const values = one[axis];
    for (let i = 0; i < values.length; i++) {
      yield values[i] as number;
      if (axis === 'y' && one.error) {
        yield (values[i] as number) + (one.error[i] as number);
        yield (values[i] as number) - (one.error[i] as number);
      }
    }
  }
}

const drawable = (x: Scale, y: Scale, a: number, b: number): boolean =>
  Number.isFinite(a) && Number.isFinite(b) && (!x.log || a > 0) && (!y.log || b > 0);

/** A path through the points, interrupted where one cannot be drawn. */
const pathOf = (one: Series, x: Scale, y: Scale): string => {
  const parts: string[] = [];
  let open = false;
  for (let i = 0; i < one.y.length; i++) {
    const [a, b] = [one.x[i] as number, one.y[i] as number];
    const shown = drawable(x, y, a, b);
    if (shown) parts.push(`${open ? 'L' : 'M'}${coordinate(x(a))} ${coordinate(y(b))}`);
    if (shown && one.kind === 'steps') parts.push(`H${coordinate(x(one.x[i + 1] as number))}`);
    open = shown;
  }
  return parts.join('');
};

const drawSeries = (one: Series, index: number, x: Scale, y: Scale): string => {
  const colour = seriesColour(one.colour ?? index);
  const stroke = { stroke: colour, 'stroke-width': 1.1, fill: 'none', 'stroke-linejoin': 'round' };
  if (one.kind !== 'points')
    return element('path', { d: pathOf(one, x, y), ...stroke, ...(one.kind === 'dashed' ? { 'stroke-dasharray': '3 2' } : {}) });
  const marks: string[] = [];
  for (let i = 0; i < one.y.length; i++) {
    const [a, b, error] = [one.x[i] as number, one.y[i] as number, one.error?.[i] ?? 0];
    if (!drawable(x, y, a, b)) continue;
    if (error > 0)
      marks.push(
        element('path', { d: `M${coordinate(x(a))} ${coordinate(y(b - error))}V${coordinate(y(b + error))}`, ...stroke, 'stroke-width': 0.8 }),
      );
    marks.push(element('circle', { cx: x(a), cy: y(b), r: one.y.length > 300 ? 0.9 : 2, fill: colour }));
  }
  return group({}, ...marks);
};

const drawBand = ({ axis, from, to }: Band, box: Box, x: Scale, y: Scale): string => {
  const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  const [left, right] = axis === 'x' ? [x(from), x(to)].map((at) => clamp(at, box.x, box.x + box.width)) : [box.x, box.x + box.width];
  const [top, bottom] = axis === 'y' ? [y(to), y(from)].map((at) => clamp(at, box.y, box.y + box.height)) : [box.y, box.y + box.height];
  return element('rect', {
    x: left,
    y: top,
    width: Math.max(0.6, (right ?? 0) - (left ?? 0)),
    height: Math.max(0.6, (bottom ?? 0) - (top ?? 0)),
    fill: ink.shade,
  });
};

const legend = (series: readonly Series[], box: Box): string => {
  const named = series.flatMap((one, i) => (one.name === '' ? [] : [{ one, colour: seriesColour(one.colour ?? i) }]));
  const entries = named.map(({ one, colour }, i) => {
    const at = box.y + 5 + 10 * i;
    const key =
      one.kind === 'points'
        ? element('circle', { cx: box.x + box.width + 11, cy: at - 2.6, r: 2, fill: colour })
        : element('path', {
            d: `M${coordinate(box.x + box.width + 6)} ${coordinate(at - 2.6)}h10`,
            stroke: colour,
            'stroke-width': 1.4,
            ...(one.kind === 'dashed' ? { 'stroke-dasharray': '3 2' } : {}),
          });
    return key + label(box.x + box.width + 20, at, one.name, { 'font-size': 7.5 });
  });
  return group({ class: 'legend' }, ...entries);
};

/** One chart inside a box; its legend stands right of it. */
export const chartPanel = (chart: Chart, box: Box): string => {
  const clip = `clip-${coordinate(box.x)}-${coordinate(box.y)}`.replaceAll('.', '_');
  const x = scaleOf(chart.x, valuesOf(chart.series, 'x'), [box.x, box.x + box.width], false);
  const y = scaleOf(chart.y, valuesOf(chart.series, 'y'), [box.y + box.height, box.y], true);
  return group(
    { class: 'chart' },
    ...(chart.bands ?? []).map((band) => drawBand(band, box, x, y)),
    element('clipPath', { id: clip }, element('rect', { x: box.x, y: box.y - 2, width: box.width + 2, height: box.height + 4 })),
    group({ 'clip-path': `url(#${clip})` }, ...chart.series.map((one, i) => drawSeries(one, i, x, y))),
    leftAxis(box, y, chart.y.label),
    bottomAxis(box, x, chart.x.label),
    legend(chart.series, box),
  );
};

const panelHeight = 110;
const pitch = panelHeight + 66;
const legendWidth = (chart: Chart): number => {
  const longest = chart.series.reduce((most, { name }) => Math.max(most, name.length), 0);
  return longest === 0 ? 12 : 26 + 3.9 * longest;
};

/** Charts in rows, one or two abreast, lettered a, b, c … */
export const chartsFigure = (title: string, rows: readonly (readonly Chart[])[]): string => {
  let letter = 0;
  const panels = rows.flatMap((charts, row) =>
    charts.map((chart, column) => {
      const width = figureWidth / charts.length;
      const box = { x: column * width + 46, y: row * pitch + 28, width: width - 46 - legendWidth(chart), height: panelHeight };
      return heading(box.x - 38, box.y - 12, String.fromCharCode(97 + letter++), chart.title) + chartPanel(chart, box);
    }),
  );
  return figure(title, rows.length * pitch, ...panels);
};
