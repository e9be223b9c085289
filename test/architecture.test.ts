import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** Floors from the ground up: what a folder (or file) may import from npm. It imports from its own folder and lower floors only. */
const floors: Readonly<Record<string, readonly [floor: number, packages: readonly string[]]>> = {
  units: [0, []],
  errors: [0, []],
  math: [0, []],
  random: [0, ['seedrandom']],
  equations: [1, []],
  rules: [2, []],
  neurons: [2, []],
  network: [3, ['zod']],
  kernels: [4, ['assemblyscript']],
  engines: [5, ['fastpriorityqueue']],
  simulation: [6, ['piscina', 'apache-arrow']],
  streams: [7, ['rxjs']],
  comparators: [8, ['rxjs']],
  formats: [9, ['h5wasm']],
  monitor: [10, ['ws', 'uplot']],
  cli: [11, ['esbuild']],
  index: [12, []],
};

const sources = (folder: string, endings: readonly string[]): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((path) => endings.some((ending) => path.endsWith(ending)) && !path.includes('node_modules'))
    : [];

const files = sources(src, ['.ts']).filter((path) => !path.endsWith('.d.ts') && !path.includes('/kernels/assembly/'));
const written = files.filter((path) => !path.endsWith('.wasm.ts'));
const short = (path: string) => relative(root, path);

/** `math.wasm.ts` belongs to `math`. */
const placeOf = (path: string): string => relative(src, path).split(/[/.]/)[0] ?? '';
const floorOf = (place: string): number => floors[place]?.[0] ?? -1;

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');
const read = (path: string) => withoutComments(readFileSync(path, 'utf8'));
const specifiers = /^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"\s]+)['"]|^\s*import\s*['"]([^'"\s]+)['"]|\bimport\(\s*['"]([^'"\s]+)['"]/gm;
const importsOf = (path: string): string[] =>
  [...read(path).matchAll(specifiers)].map(([, from, bare, dynamic]) => (from ?? bare ?? dynamic) as string);
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

describe('the house', () => {
  test('has a floor for every folder and file of src', () => {
    expect(files.filter((path) => floorOf(placeOf(path)) < 0).map((path) => `${short(path)} stands on no floor of this test.`)).toEqual([]);
  });

  test.each(Object.entries(floors))('%s imports from its own folder and lower floors only', (place, [floor, packages]) => {
    const broken = files
      .filter((path) => placeOf(path) === place)
      .flatMap((path) =>
        importsOf(path).flatMap((specifier) => {
          if (specifier.startsWith('.')) {
            const target = placeOf(resolve(dirname(path), specifier));
            const level = floorOf(target);
            // The ground floor is one floor of several files; rules and neurons share theirs but do not know each other.
            const fine = target === place || level < floor || (level === 0 && floor === 0);
            return fine
              ? []
              : [`${short(path)} (floor ${floor}) imports ${specifier} (floor ${level}): a file imports from its own folder and lower floors only.`];
          }
          if (specifier.startsWith('node:') || builtinModules.includes(specifier))
            return floor >= 6 ? [] : [`${short(path)} (floor ${floor}) imports ${specifier}: below floor 6 nothing touches Node.`];
          return packages.includes(packageOf(specifier))
            ? []
            : [`${short(path)} imports ${specifier}: floor ${floor} may use ${packages.join(', ') || 'no npm package'}.`];
        }),
      );
    expect(broken).toEqual([]);
  });

  test('has no file over 250 lines', () => {
    const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').length;
    const all = [...written, ...sources(join(src, 'kernels', 'assembly'), ['.ts'])];
    expect(all.filter((path) => lines(path) > 250).map((path) => `${short(path)} has ${lines(path)} lines: two ideas, probably.`)).toEqual([]);
  });

  test('keeps rules within 60 lines and neurons within 150', () => {
    const long = (folder: string, limit: number, isModel: RegExp) =>
      sources(join(src, folder), ['.ts'])
        .filter((path) => isModel.test(readFileSync(path, 'utf8')))
        .filter((path) => readFileSync(path, 'utf8').trimEnd().split('\n').length > limit)
        .map((path) => `${short(path)} has more than ${limit} lines.`);
    expect([...long('rules', 60, /= defineRule\(/), ...long('neurons', 150, /= defineNeuron\(/)]).toEqual([]);
  });

  test('draws no unseeded random number, and takes exp, log and their kin from math.ts below floor 7', () => {
    const found = written.flatMap((path) => {
      const level = floorOf(placeOf(path));
      const forbidden = level <= 6 ? /\bMath\.(random|exp|log|pow|sin|cos|tanh)\b/g : /\bMath\.random\b/g;
      return [...read(path).matchAll(forbidden)].map(
        ([call]) => `${short(path)} uses ${call}: V8's differs between versions and machines; math.ts and random.ts do not.`,
      );
    });
    expect(found).toEqual([]);
  });

  test('has barrels only where package.json exports one', () => {
    const barrels = files.filter(
      (path) => path !== join(src, 'index.ts') && /^\s*export\s+(\*|\{[^}]*\})\s+from/m.test(read(path)) && /\/index\.ts$/.test(path),
    );
    expect(barrels.map((path) => `${short(path)} is a barrel, but package.json does not export it.`)).toEqual([]);
  });

  test('says nothing in networks and README that only its builders would understand', () => {
    const texts = [...sources(join(root, 'networks'), ['.ts', '.md', '.svg', '.json']), join(root, 'README.md'), join(root, 'CHANGELOG.md')];
    const inside = /\/work\/|\bissue #?\d+\b|\bTODO\b|\bFIXME\b|\blorem\b/i;
    expect(
      texts
        .filter((path) => existsSync(path) && inside.test(readFileSync(path, 'utf8')))
        .map((path) => `${short(path)} mentions ${inside.exec(readFileSync(path, 'utf8'))?.[0]}.`),
    ).toEqual([]);
  });
});
