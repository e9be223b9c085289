/** JSON for people: objects over several lines, lists of numbers on one. */

/** Numbers as JSON has them, −0 included, which JSON.stringify would lose. */
const plain = (value: unknown): string => (Object.is(value, -0) ? '-0' : JSON.stringify(value));

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

export const print = (value: unknown, indent = ''): string => {
  if (isPlain(value)) return plain(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((each) => isPlain(each) || (Array.isArray(each) && each.length < 4 && each.every(isPlain)))) {
      return `[${value.map((each) => print(each)).join(', ')}]`;
    }
    return `[\n${value.map((each) => inner + print(each, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value as object).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, each]) => `${inner}${JSON.stringify(key)}: ${print(each, inner)}`).join(',\n')}\n${indent}}`;
};
