/** What every panel has: two axes with ticks and labels, and a letter in bold. */
import { ink } from './palette.ts';
import { type Scale, scaleTicks } from './scale.ts';
import { type Box, group, label, line } from './svg.ts';

const tickLength = 3;
const stroke = { stroke: ink.axis, 'stroke-width': 0.6 };

/** The axis below a panel, `text` being quantity and unit. */
export const bottomAxis = (box: Box, scale: Scale, text: string, count = 6): string => {
  const y = box.y + box.height;
  const { values, names } = scaleTicks(scale, count);
  const marks = values.map((value, i) => {
    const x = scale(value);
    return line(x, y, x, y + tickLength, stroke) + label(x, y + tickLength + 7.5, names[i] ?? '', { 'text-anchor': 'middle' });
  });
  return group(
    { 'font-size': 7, fill: ink.axis },
    line(box.x, y, box.x + box.width, y, stroke),
    ...marks,
    label(box.x + box.width / 2, y + 22, text, { 'text-anchor': 'middle', 'font-size': 8, fill: ink.text }),
  );
};

/** The axis left of a panel; its label stands `gap` points left of it, so that panels above each other can align theirs. */
export const leftAxis = (box: Box, scale: Scale, text: string, { count = 4, gap = 30 } = {}): string => {
  const { values, names } = scaleTicks(scale, count);
  const marks = values.map((value, i) => {
    const y = scale(value);
    return line(box.x - tickLength, y, box.x, y, stroke) + label(box.x - tickLength - 2.5, y + 2.5, names[i] ?? '', { 'text-anchor': 'end' });
  });
  const x = box.x - gap;
  const middle = box.y + box.height / 2;
  return group(
    { 'font-size': 7, fill: ink.axis },
    line(box.x, box.y, box.x, box.y + box.height, stroke),
    ...marks,
    label(x, middle, text, { 'text-anchor': 'middle', transform: `rotate(-90 ${x} ${middle})`, 'font-size': 8, fill: ink.text }),
  );
};

/** The letter of a panel and what it shows, above its top left corner. */
export const heading = (x: number, y: number, letter: string, text: string): string =>
  group({}, ...(letter === '' ? [] : [label(x, y, letter, { 'font-weight': 700, 'font-size': 10 })]), label(letter === '' ? x : x + 13, y, text));
