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

/**
 * Copies of the module globals that the lines mention, under the same name with a $, ahead of them: a loop would load a
 * global from memory each time, as every store might have changed it.
 */
export const withCopies = (globals: readonly string[], lines: readonly string[]): string[] => {
  const code = lines.filter((line) => !line.trimStart().startsWith('//')).join('\n');
  const used = globals.filter((name) => new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(code));
  if (used.length === 0) return [...lines];
  const pattern = new RegExp(`(?<![\\w$])(${used.join('|')})(?![\\w$])`, 'g');
  return [
    ...used.map((name) => `const ${name}$ = ${name};`),
    ...lines.map((line) => (line.trimStart().startsWith('//') ? line : line.replace(pattern, '$1$$'))),
  ];
};
