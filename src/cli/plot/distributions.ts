/** How rates and irregularity spread over the neurons of each population. */

import { extent, histogram } from '../../streams/statistics/histogram.ts';
import { type Activity, minSpikes } from './activity.ts';
import { bottomAxis, leftAxis } from './axes.ts';
import { niceBins } from './histogram.ts';
import { ink, seriesColour } from './palette.ts';
import { linear, niceTop, plain, type Scale } from './scale.ts';
import { type Box, coordinate, element, escapeText, group, label } from './svg.ts';

/** The outline of a histogram of shares [%], closed on the base line. */
export const outline = (shares: ArrayLike<number>, from: number, width: number, x: Scale, y: Scale): string => {
  const parts = [`M${coordinate(x(from))} ${coordinate(y(0))}`];
  for (let i = 0; i < shares.length; i++) parts.push(`V${coordinate(y(shares[i] as number))}H${coordinate(x(from + (i + 1) * width))}`);
  return `${parts.join('')}V${coordinate(y(0))}`;
};

const distributionPanel = (samples: readonly ArrayLike<number>[], box: Box, quantity: string, bins: number): string => {
  const [low, high] = extent(samples);
  const edges = niceBins(Math.min(0, low), Math.max(1, high), bins);
  const shares = samples.map((values) => {
    const { counts, total } = histogram(values, edges);
    return counts.map((count) => (total === 0 ? 0 : (100 * count) / total));
  });
  const highest = shares.reduce((top, values) => values.reduce((a, b) => Math.max(a, b), top), 0);
  const x = linear([edges.from, edges.from + edges.count * edges.width], [box.x, box.x + box.width]);
  const y = linear([0, Math.min(100, niceTop(highest, 3))], [box.y + box.height, box.y]);
  const drawn = shares.map((values, i) =>
    values.some((share) => share > 0)
      ? element('path', {
          class: 'distribution',
          d: outline(values, edges.from, edges.width, x, y),
          fill: seriesColour(i),
          // Many fills on top of each other turn to mud.
          'fill-opacity': samples.length > 3 ? 0 : 0.12,
          stroke: seriesColour(i),
          'stroke-width': 0.9,
          'stroke-linejoin': 'round',
        })
      : '',
  );
  const nothing = drawn.every((path) => path === '');
  return group(
    { class: 'distributions' },
    ...drawn.reverse(),
    nothing ? label(box.x + box.width / 2, box.y + box.height / 2, 'too few spikes', { 'text-anchor': 'middle', fill: ink.faint }) : '',
    leftAxis(box, y, 'neurons (%)', { count: 3 }),
    bottomAxis(box, x, `${quantity}, bins of ${plain(edges.width)}`, 5),
  );
};

/** Names in their colours on one line, for figures whose panels have no legend beside them. */
export const namesLine = ({ populations }: Activity, x: number, y: number): string =>
  element(
    'text',
    { x, y, 'font-weight': 700 },
    ...populations.map(({ name }, i) => element('tspan', { fill: seriesColour(i), dx: i === 0 ? 0 : 8 }, escapeText(name))),
  );

/** Mean rate of each neuron over the recording. */
export const rateDistributionPanel = ({ populations }: Activity, box: Box): string =>
  distributionPanel(
    populations.map(({ rates }) => rates),
    box,
    'rate of a neuron (Hz)',
    30,
  );

/** CV of the interspike intervals of each neuron with enough spikes; 1 is a Poisson process. */
export const cvDistributionPanel = ({ populations }: Activity, box: Box): string =>
  distributionPanel(
    populations.map(({ cvIsi }) => cvIsi),
    box,
    `CV of interspike intervals (≥ ${minSpikes} spikes)`,
    30,
  );
