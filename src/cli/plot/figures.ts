/** The figures of a run: one file per kind, and all of it on one page. */
import type { Activity } from './activity.ts';
import { heading } from './axes.ts';
import { type Chart, chartPanel } from './chart.ts';
import { cvDistributionPanel, namesLine, rateDistributionPanel } from './distributions.ts';
import { energyChart, energyFigure, type ProjectionEnergy } from './energy.ts';
import { rasterPanel } from './raster.ts';
import { ratesPanel } from './rates.ts';
import { type SpineStates, statesCharts, statesFigure } from './states.ts';
import { type Box, figure, figureWidth } from './svg.ts';
import { type ProjectionWeights, weightsPanel } from './weights.ts';

/** Left and right of every panel: left the names and axis labels, right the legend. */
const margin = { left: 72, right: 92 } as const;
const full = (y: number, height: number): Box => ({ x: margin.left, y, width: figureWidth - margin.left - margin.right, height });
/** Left or right half, for panels side by side. */
const half = (side: 0 | 1, y: number, height: number): Box => {
  const width = (figureWidth - 48 - 48 - 18) / 2;
  return { x: side === 0 ? 48 : figureWidth - 18 - width, y, width, height };
};

const rasterHeight = ({ populations }: Activity): number => Math.min(300, Math.max(130, 50 + 45 * populations.length));
const ratesHeight = ({ populations }: Activity): number => Math.max(90, 10 * populations.length + 10);
const legendless = (y: number, height: number): Box => ({ ...full(y, height), width: figureWidth - margin.left - 18 });

/** Height of a row of weight histograms, title and axis included. */
const pitch = 160;
const cellOf = (index: number, top: number): Box => half((index % 2) as 0 | 1, top + 36 + Math.floor(index / 2) * pitch, 84);

const weightRows = (projections: readonly ProjectionWeights[], top: number, lettersFrom: number): { panels: string[]; height: number } => {
  const panels = projections.map((projection, i) => {
    const box = cellOf(i, top);
    const letter = lettersFrom < 0 ? '' : letterOf(lettersFrom + i);
    return heading(box.x - 40, box.y - 26, letter, '') + weightsPanel(projection, i, box);
  });
  return { panels, height: Math.ceil(projections.length / 2) * pitch };
};

const letterOf = (index: number): string => String.fromCharCode(97 + (index % 26));

/** In a cell after the weights, room for its legend left free. */
const cellPanel = (chart: Chart, cell: number, top: number): string => {
  const box = cellOf(cell, top);
  return heading(box.x - 40, box.y - 26, letterOf(4 + cell), chart.title) + chartPanel(chart, { ...box, width: box.width - 36 });
};

/** Raster, rates, distributions, weights, spine states and energy below each other, panels lettered a, b, c … */
export const overviewFigure = (
  activity: Activity,
  projections: readonly ProjectionWeights[],
  energy: readonly ProjectionEnergy[] = [],
  states: readonly SpineStates[] = [],
): string => {
  const raster = full(26, rasterHeight(activity));
  const rates = full(raster.y + raster.height + 50, ratesHeight(activity));
  const lower = rates.y + rates.height + 52;
  const { panels, height } = weightRows(projections, lower + 118, 4);
  const charts = [...statesCharts(states), ...(energy.length > 0 ? [energyChart(energy)] : [])];
  const last = charts.map((chart, i) => cellPanel(chart, projections.length + i, lower + 118));
  const rows = Math.max(height, last.length === 0 ? 0 : Math.ceil((projections.length + last.length) / 2) * pitch);
  return figure(
    `${activity.name}: spikes, rates${projections.length > 0 ? ' and weights' : ' and their distributions'}`,
    lower + 84 + 34 + rows,
    heading(8, 16, 'a', 'Spikes'),
    rasterPanel(activity, raster),
    heading(8, rates.y - 10, 'b', 'Population rates'),
    ratesPanel(activity, rates),
    heading(8, lower - 10, 'c', 'Rates of neurons'),
    rateDistributionPanel(activity, half(0, lower, 84)),
    heading(half(1, 0, 0).x - 40, lower - 10, 'd', 'Irregularity'),
    cvDistributionPanel(activity, half(1, lower, 84)),
    ...panels,
    ...last,
  );
};

export const rasterFigure = (activity: Activity): string => {
  const box = legendless(12, rasterHeight(activity) + 60);
  return figure(`${activity.name}: spikes`, box.y + box.height + 32, rasterPanel(activity, box));
};

export const ratesFigure = (activity: Activity): string => {
  const box = full(14, ratesHeight(activity) + 40);
  const whole: Activity = { ...activity, window: [activity.from, activity.to] };
  return figure(`${activity.name}: population rates`, box.y + box.height + 32, ratesPanel(whole, box));
};

export const distributionsFigure = (activity: Activity): string =>
  figure(
    `${activity.name}: rates and irregularity of neurons`,
    162,
    namesLine(activity, 48, 14),
    rateDistributionPanel(activity, half(0, 24, 104)),
    cvDistributionPanel(activity, half(1, 24, 104)),
  );

export const weightsFigure = (name: string, projections: readonly ProjectionWeights[]): string => {
  const { panels, height } = weightRows(projections, 0, -1);
  return figure(`${name}: weights`, height + 4, ...panels);
};

/** All figures of a run by file name. */
export const figures = (
  activity: Activity,
  projections: readonly ProjectionWeights[],
  energy: readonly ProjectionEnergy[] = [],
  states: readonly SpineStates[] = [],
): ReadonlyMap<string, string> =>
  new Map([
    ['overview.svg', overviewFigure(activity, projections, energy, states)],
    ['raster.svg', rasterFigure(activity)],
    ['rates.svg', ratesFigure(activity)],
    ['distributions.svg', distributionsFigure(activity)],
    ...(projections.length > 0 ? [['weights.svg', weightsFigure(activity.name, projections)] as const] : []),
    ...(states.length > 0 ? [['states.svg', statesFigure(activity.name, states)] as const] : []),
    ...(energy.length > 0 ? [['energy.svg', energyFigure(activity.name, energy)] as const] : []),
  ]);
