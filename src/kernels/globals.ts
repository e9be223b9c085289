/**
 * How a kernel learns addresses and numbers: module globals, filled by one exported `init(table)` from eight bytes each.
 * So a module holds no addresses, is cached for every network, and is instantiated once per population or projection over the same memory.
 */

/** Globals of a kernel in table order. `usize`: the address of a column; `i32`: a count; `f64`: a number. */
export type KernelGlobals = Readonly<Record<string, 'usize' | 'i32' | 'f64'>>;

/** Their declarations and `init`, in AssemblyScript. */
export const printGlobals = (globals: KernelGlobals): string => {
  const names = Object.keys(globals);
  const declarations = names.map((name) => `let ${name}: ${globals[name]} = 0;`);
  const loads = names.map((name, i) => `  ${name} = load<${globals[name]}>(table, ${8 * i});`);
  return [...declarations, '', 'export function init(table: usize): void {', ...loads, '}', ''].join('\n');
};
