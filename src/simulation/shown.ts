/** A value as an error names it: text in quotes, since `'10'` and 10 are not the same. */
export const shown = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
