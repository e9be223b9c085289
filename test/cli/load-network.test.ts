import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

/** Networks outside of any project: they know Spikeloom only through the command. */
const directory = mkdtempSync(join(tmpdir(), 'networks-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const file = (name: string, content: string): string => {
  const path = join(directory, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

/** The built command, in the directory of the networks; what it says of errors. */
const check = (...argv: string[]): { status: number | null; stdout: string; stderr: string } => {
  const main = join(import.meta.dirname, '../../dist/cli/main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'check', ...argv], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, SPIKELOOM_DEBUG: '' },
  });
  return { status, stdout, stderr };
};

const two = `import { network, lif, ms, mV, allToAll } from 'spikeloom';
export default network({
  populations: { E: { size: 3, neuron: lif() } },
  projections: { EE: { from: 'E', to: 'E', wiring: allToAll(), weight: 1 * mV, delay: 1 * ms } },
});
`;

describe('a network file', () => {
  test('may lie anywhere, in TypeScript, JavaScript or JSON, and import its neighbours', () => {
    file('a.ts', two.replace('export default network', 'const n: unknown = network').concat('export default n;\n'));
    file('b.mjs', two);
    file('lib/c.ts', two);
    file('c.ts', `export { default } from './lib/c.ts';\n`);
    for (const name of ['a.ts', 'b.mjs', 'c.ts']) expect(check(name)).toMatchObject({ status: 0, stderr: '' });
  });

  test('that is not there, or is something else, is named', () => {
    file('net.yaml', '');
    file('nothing.ts', 'export const a = 1;\n');
    file('number.ts', 'export default 3;\n');
    expect(check('nowhere.ts')).toEqual({ status: 2, stdout: '', stderr: 'There is no file nowhere.ts. A network is a .ts, .js or .json file.\n' });
    expect(check('.').stderr).toBe('. is not a file. A network is a .ts, .js or .json file.\n');
    expect(check('net.yaml').stderr).toBe("net.yaml is not a network: its name ends in '.yaml', not in .ts, .js or .json.\n");
    expect(check('nothing.ts').stderr).toBe(
      'nothing.ts has no default export. It should say: export default network({ populations, projections }).\n',
    );
    expect(check('number.ts').stderr).toBe(
      'What number.ts exports is not a network. It should say: export default network({ populations, projections }).\n',
    );
  });

  test('that does not compile, or throws, is answered with file and line', () => {
    file('syntax.ts', 'const a: number = ;\n');
    file('missing.ts', `\nimport x from './not-there.ts';\nexport default x;\n`);
    file('throws.ts', `const f = () => {\n  throw new TypeError('no such thing');\n};\nexport default f();\n`);
    file('model.ts', two.replace(`to: 'E'`, `to: 'Q' as 'E'`));
    expect(check('syntax.ts')).toEqual({ status: 2, stdout: '', stderr: 'syntax.ts:1:19: Unexpected ";"\n' });
    expect(check('missing.ts').stderr).toBe('missing.ts:2:15: Could not resolve "./not-there.ts"\n');
    expect(check('throws.ts')).toEqual({ status: 2, stdout: '', stderr: 'throws.ts:2:9: TypeError: no such thing\n' });
    expect(check('model.ts').stderr).toMatch(/^model\.ts:2:\d+: Projection 'EE' goes to .*'Q'.*\n$/);
  });
});

describe('parameters', () => {
  const scaled = two.replace('export default network', 'export default ({ size = 3 }: { size?: number }) => network').replace('size: 3', 'size');

  test('reach a network that is a function', () => {
    file('scaled.ts', scaled);
    expect(check('scaled.ts', '--set', 'size=5').stdout).toContain('5');
    expect(check('scaled.ts').status).toBe(0);
  });

  test('that a network does not have are named, with those that it has', () => {
    file('scaled.ts', scaled);
    file('fixed.ts', two);
    expect(check('scaled.ts', '--set', 'sise=5')).toEqual({
      status: 2,
      stdout: '',
      stderr: '--set sise names no parameter of scaled.ts. Parameters: size.\n',
    });
    expect(check('fixed.ts', '--set', 'size=5').stderr).toBe(
      '--set size has nothing to set: fixed.ts exports a network, not a function. Only a network file that exports a function of parameters takes --set.\n',
    );
  });
});

test('a JSON network runs no code, and what is wrong with it is named with its file', () => {
  file('broken.json', '{ "populations": ');
  file('odd.json', '{ "populations": { "E": { "size": 3, "neuron": { "model": "lif" }, "colour": "red" } }, "projections": {} }');
  expect(check('broken.json').stderr).toMatch(/^broken\.json: The network is not JSON: .*\n$/);
  const { status, stderr } = check('odd.json');
  expect(status).toBe(2);
  expect(stderr).toBe("odd.json: Population 'E' needs neuron.params: an object.\n");
});
