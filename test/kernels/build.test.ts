import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileMath, mathModuleText } from '../../src/kernels/build.mjs';

const read = (path: string): string => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');

it('src/math.wasm.ts is what its source compiles to', async () => {
  const text = mathModuleText(await compileMath(), read('kernels/assembly/math.ts'));
  expect(text === read('math.wasm.ts')).toBe(true);
});

it('the math module needs nothing and holds nothing', async () => {
  const module = new WebAssembly.Module(await compileMath());
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toEqual(['exp', 'log', 'pow', 'sin', 'cos']);
});
