/** SVG as text: elements, escaped text, short numbers. Everything else in this folder is arithmetic. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A rectangle of a figure [pt]. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text that is safe between tags and in attributes; characters that XML forbids are dropped. */
export const escapeText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}]/gu, (character) => (/[\t\n\r]/.test(character) ? ' ' : ''))
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');

/** A coordinate with at most two decimals: a hundredth of a point is below any printer. */
export const coordinate = (value: number): string => String(Math.round(value * 100) / 100);

/** One element; `undefined` attributes are left out. */
export const element = (name: string, attributes: Attributes, ...children: readonly string[]): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeText(String(value))}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
};

export const group = (attributes: Attributes, ...children: readonly string[]): string => element('g', attributes, ...children);

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string =>
  element('line', { x1, y1, x2, y2, ...attributes });

/** A line of text at its baseline. */
export const label = (x: number, y: number, content: string, attributes: Attributes = {}): string =>
  element('text', { x, y, ...attributes }, escapeText(content));

/** Width of a figure across a journal's two columns: 180 mm in points. */
export const figureWidth = 510;

/**
 * A whole figure on white, `height` points high.
 *
 * @param title - what a screen reader says and a browser shows on hover
 */
export const figure = (title: string, height: number, ...children: readonly string[]): string => {
  const millimetres = (points: number) => `${coordinate((points / figureWidth) * 180)}mm`;
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    width: millimetres(figureWidth),
    height: millimetres(height),
    viewBox: `0 0 ${figureWidth} ${coordinate(height)}`,
    role: 'img',
    'font-family': "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
    'font-size': 8,
    fill: '#1a1a1a',
  };
  return `${element('svg', root, `\n${element('title', {}, escapeText(title))}`, element('rect', { width: '100%', height: '100%', fill: '#ffffff' }), ...children.map((child) => `\n${child}`), '\n')}\n`;
};
