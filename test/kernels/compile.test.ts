import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileKernel } from '../../src/kernels/compile.ts';
import { kernelHost } from '../../src/simulation/kernel-host.ts';

const sources = {
  'entry.ts': `import { twice } from './part';\nexport function run(x: f64): f64 { return twice(x) + 1; }\n`,
  'part.ts': 'export function twice(x: f64): f64 { return 2 * x; }\n',
};
const run = (module: WebAssembly.Module, x: number): number => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return (instance.exports.run as (x: number) => number)(x);
};

describe('compileKernel', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'spikeloom-kernels-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test('compiles files that import one another, and keeps the result', async () => {
    const host = kernelHost(directory);
    expect(run(await compileKernel(sources, 'entry.ts', host), 20)).toBe(41);
    expect(await readdir(directory)).toHaveLength(1);
    const refuses = () => Promise.reject(new Error('compiled again'));
    expect(run(await compileKernel(sources, 'entry.ts', { ...host, write: refuses }), 1)).toBe(3);
    expect(await readdir(directory)).toHaveLength(1);
  });

  test('compiles once what several ask for at the same time', async () => {
    const [text, written] = [{ 'entry.ts': 'export function run(x: f64): f64 { return x / 3; }' }, [] as string[]];
    const host = { ...kernelHost(directory), read: async () => null, write: async (key: string) => void written.push(key) };
    const all = await Promise.all([1, 2, 3].map(() => compileKernel(text, 'entry.ts', host)));
    expect(new Set(all).size).toBe(1);
    expect(written).toHaveLength(1);
  });

  test('compiles a damaged cache entry again', async () => {
    const [name] = await readdir(directory);
    const file = join(directory, name as string);
    const good = await readFile(file);
    const bad = Buffer.from(good);
    bad[40] = (bad[40] as number) ^ 1;
    await writeFile(file, bad);
    expect(run(await compileKernel(sources, 'entry.ts', kernelHost(directory)), 20)).toBe(41);
    expect(await readFile(file)).toEqual(good);
    await writeFile(file, '');
    expect(run(await compileKernel(sources, 'entry.ts', kernelHost(directory)), 20)).toBe(41);
  });

  test('does without a cache that cannot be written', async () => {
    expect(run(await compileKernel(sources, 'entry.ts', kernelHost('/dev/null/kernels')), 20)).toBe(41);
  });

  test('refuses static data', async () => {
    const text = { 'entry.ts': 'export function run(x: f64): f64 { return x + load<f64>(memory.data<f64>([1.5])); }' };
    await expect(compileKernel(text, 'entry.ts', kernelHost(directory))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InternalError: The kernel entry.ts holds static data, which instances that share a memory must not. This is a bug in Spikeloom; please report it with the network that shows it.]`,
    );
  });

  test('says which kernel does not compile, and why', async () => {
    await expect(compileKernel({ 'entry.ts': 'export function run(x: f64): f64 { return y; }' }, 'entry.ts', kernelHost(directory))).rejects.toThrow(
      /The kernel entry\.ts does not compile:\nERROR TS2304: Cannot find name 'y'/,
    );
  });
});
