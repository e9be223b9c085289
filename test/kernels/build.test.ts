import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileEntry, prebuilt, prebuiltText } from '../../src/kernels/build.mjs';

const read = (path: string): string => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');

it.each(prebuilt.map((each) => [each.file, each] as const))('src/%s is what its source compiles to', async (_file, each) => {
  expect((await prebuiltText(each)) === read(each.file)).toBe(true);
});

it('the math module needs nothing and holds nothing', async () => {
  const module = new WebAssembly.Module(await compileEntry(prebuilt[0]!.entry, prebuilt[0]!.flags));
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toEqual(['exp', 'log', 'pow', 'sin', 'cos']);
});
