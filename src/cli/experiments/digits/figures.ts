/** What neurons have learned to see, and what they take for what. */
import { ink } from '../../plot/palette.ts';
import { element, figure, figureWidth, group, label } from '../../plot/svg.ts';
import type { Assignment } from './labels.ts';
import { greyPng } from './png.ts';

const side = 28;
/** Pixels from tile to tile: one is white. */
const pitch = side + 1;

/**
 * Weights onto each neuron as an image of what it responds to, black the strongest of all; neurons in the order of the digits they stand for.
 * @param weights - by source (pixel), then target
 */
export const receptiveFields = (title: string, weights: Float64Array, assignment: Assignment): string => {
  const neurons = assignment.length;
  const across = Math.ceil(Math.sqrt(neurons));
  const down = Math.ceil(neurons / across);
  const strongest = weights.reduce((a, b) => Math.max(a, b), 0) || 1;
  const grey = new Uint8Array(across * pitch * down * pitch).fill(255);
  const order = Array.from({ length: neurons }, (_, i) => i).sort((a, b) => (assignment[a] as number) - (assignment[b] as number) || a - b);
  order.forEach((neuron, place) => {
    const corner = Math.floor(place / across) * pitch * across * pitch + (place % across) * pitch;
    for (let pixel = 0; pixel < side * side; pixel++) {
      const at = corner + Math.floor(pixel / side) * across * pitch + (pixel % side);
      grey[at] = Math.round(255 * (1 - (weights[pixel * neurons + neuron] as number) / strongest));
    }
  });
  const href = `data:image/png;base64,${greyPng(across * pitch, down * pitch, grey).toString('base64')}`;
  const height = (figureWidth * down) / across;
  return figure(
    title,
    height + 16,
    label(0, 9, title, { 'font-weight': 'bold' }),
    element('image', { x: 0, y: 16, width: figureWidth, height, href, style: 'image-rendering:pixelated' }),
  );
};

const cell = 30;
const margin = 40;

/** How often each digit was taken for each, in percent of its images; shades count from white, 0, to blue. */
export const confusionFigure = (title: string, confusion: ArrayLike<number>, labels: ArrayLike<number>): string => {
  const images = new Uint32Array(10);
  for (let i = 0; i < labels.length; i++) (images[labels[i] as number] as number)++;
  const cells = Array.from({ length: 100 }, (_, i) => {
    const share = (confusion[i] as number) / Math.max(1, images[Math.floor(i / 10)] as number);
    const [x, y] = [margin + (i % 10) * cell, margin + Math.floor(i / 10) * cell];
    const text = share < 0.0005 ? '' : (100 * share).toFixed(1);
    return (
      element('rect', { x, y, width: cell - 1, height: cell - 1, fill: '#0072b2', 'fill-opacity': Math.sqrt(share) }) +
      label(x + cell / 2, y + cell / 2 + 3, text, { 'text-anchor': 'middle', 'font-size': 7.5, fill: share > 0.3 ? '#ffffff' : ink.text })
    );
  });
  const digits = Array.from({ length: 10 }, (_, digit) => {
    const at = margin + digit * cell + cell / 2;
    return label(at, margin - 5, String(digit), { 'text-anchor': 'middle' }) + label(margin - 6, at + 3, String(digit), { 'text-anchor': 'end' });
  });
  return figure(
    title,
    margin + 10 * cell + 6,
    label(0, 9, title, { 'font-weight': 'bold' }),
    label(margin + 5 * cell, margin - 16, 'taken for (% of the images of the digit)', { 'text-anchor': 'middle' }),
    label(8, margin + 5 * cell, 'digit', { 'text-anchor': 'middle', transform: `rotate(-90 8 ${margin + 5 * cell})` }),
    group({}, ...digits),
    group({}, ...cells),
  );
};
