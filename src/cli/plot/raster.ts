/** Raster: one row per shown neuron, populations below each other in their colours; one path per population. */
import type { Activity, PopulationActivity } from './activity.ts';
import { bottomAxis } from './axes.ts';
import { ink, seriesColour } from './palette.ts';
import { linear, readable, type Scale, timeUnit } from './scale.ts';
import { type Box, coordinate, element, group, label, line } from './svg.ts';

/** Space between two populations [pt]. */
const gap = 4;
/** Least height of a population, so that its name fits beside it [pt]. */
const leastHeight = 12;

/**
 * Heights of the populations' bands: in proportion to the rows they show, none lower than its name.
 * Small populations are paid for by the large ones.
 */
const bandHeights = (rows: readonly number[], height: number): number[] => {
  const free = height - gap * (rows.length - 1);
  const total = rows.reduce((sum, n) => sum + n, 0);
  const least = Math.min(leastHeight, free / rows.length);
  const spare = free - least * rows.length;
  return rows.map((n) => least + (spare * n) / total);
};

/** Dots of one population as one path of short upright strokes; dots on one spot are drawn once. */
const strokes = ({ dots, rows }: PopulationActivity, x: Scale, unit: number, top: number, height: number): { d: string; drawn: number } => {
  const pitch = height / rows;
  const length = Math.min(7, Math.max(1, pitch * 0.8));
  const seen = new Set<string>();
  const parts: string[] = [];
  for (let i = 0; i < dots.length; i += 2) {
    const centre = top + ((dots[i] as number) + 0.5) * pitch;
    const place = `${coordinate(Math.round(x((dots[i + 1] as number) / unit) * 10) / 10)} ${coordinate(Math.round((centre - length / 2) * 10) / 10)}`;
    if (seen.has(place)) continue;
    seen.add(place);
    parts.push(`M${place}`);
  }
  return { d: parts.map((move) => `${move}v${coordinate(length)}`).join(''), drawn: parts.length };
};

const bandName = ({ name, size, rows }: PopulationActivity, colour: string, right: number, middle: number, height: number): string => {
  const count = rows === size ? readable(size, 0) : `${readable(rows, 0)} of ${readable(size, 0)}`;
  const shared = { 'text-anchor': 'end' };
  // A band too low for two lines says both in one.
  if (height < 19) return label(right, middle + 2.7, `${name}  ${count}`, { ...shared, fill: colour, 'font-size': 7 });
  return (
    label(right, middle - 0.5, name, { ...shared, fill: colour, 'font-weight': 700 }) +
    label(right, middle + 8, count, { ...shared, fill: ink.faint, 'font-size': 6.5 })
  );
};

/** The raster panel: `box` holds the dots, names stand left of it and the time axis below. */
export const rasterPanel = (activity: Activity, box: Box): string => {
  const [from, to] = activity.window;
  const unit = timeUnit(to);
  const x = linear([from / unit.inMs, to / unit.inMs], [box.x, box.x + box.width]);
  const heights = bandHeights(
    activity.populations.map(({ rows }) => rows),
    box.height - 2,
  );
  let top = box.y;
  const crowded = activity.populations.reduce((sum, { dots }) => sum + dots.length / 2, 0) > 6000;
  const bands = activity.populations.map((population, i) => {
    const height = heights[i] as number;
    const colour = seriesColour(i);
    const { d, drawn } = strokes(population, x, unit.inMs, top, height);
    const marks = drawn === 0 ? '' : element('path', { class: 'spikes', d, stroke: colour, 'stroke-width': crowded ? 0.7 : 0.9, fill: 'none' });
    const rule = i === 0 ? '' : line(box.x, top - gap / 2, box.x + box.width, top - gap / 2, { stroke: ink.rule, 'stroke-width': 0.5 });
    const band = rule + bandName(population, colour, box.x - 6, top + height / 2, height) + marks;
    top += height + gap;
    return band;
  });
  return group({ class: 'raster' }, ...bands, bottomAxis(box, x, `time (${unit.unit})`));
};
