/** Small pieces of AssemblyScript text. */

/** A number that AssemblyScript reads as f64. */
export const printNumber = (value: number): string => {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};

export const indent = (lines: readonly string[], depth = 1): string[] => lines.map((line) => (line === '' ? '' : '  '.repeat(depth) + line));

/** `head { … }`; nothing where there are no lines. */
export const block = (head: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [`${head} {`, ...indent(lines), '}']);

/** Lines with names of their own. */
export const braces = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['{', ...indent(lines), '}']);

const bytes = { f64: 8, i64: 8, f32: 4, u32: 4, i32: 4, u16: 2, u8: 1 } as const;
export type NumberType = keyof typeof bytes;

const address = (type: NumberType, column: string, index: string): string => {
  const shift = Math.log2(bytes[type]);
  if (index === '0') return column;
  const place = /^\w+$/.test(index) ? index : `(${index})`;
  return shift === 0 ? `${column} + ${index}` : `${column} + (${place} << ${shift})`;
};

export const load = (type: NumberType, column: string, index: string): string => `load<${type}>(${address(type, column, index)})`;
export const store = (type: NumberType, column: string, index: string, value: string): string =>
  `store<${type}>(${address(type, column, index)}, ${value});`;

/** An instant, as two texts: whole ticks, and the remainder [ms]. */
export interface Moment {
  readonly tick: string;
  readonly frac: string;
}
