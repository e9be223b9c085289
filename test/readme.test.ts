import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code as string);
const directory = mkdtempSync(join(tmpdir(), 'readme-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the README', () => {
  test('has code in it', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  test.each(blocks.map((code, i) => [i + 1, code] as const))('code block %i runs', (i, code) => {
    const barrel = pathToFileURL(join(root, 'dist/index.js')).href;
    const file = join(directory, `block-${i}.mjs`);
    writeFileSync(file, transformSync(code, { loader: 'ts', format: 'esm' }).code.replace(/from "spikeloom"/g, `from "${barrel}"`));
    const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', cwd: directory, timeout: 60_000 });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('names commands and options that exist', () => {
    const lines = [...readme.matchAll(/npx spikeloom (\w+)([^\n#]*)/g)];
    expect(lines.length).toBeGreaterThan(0);
    for (const [, command = '', rest = ''] of lines) {
      const help = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), command, '--help'], { encoding: 'utf8' });
      expect(help.status, `spikeloom ${command}`).toBe(0);
      for (const [option] of rest.matchAll(/--[\w-]+/g)) expect(help.stdout).toContain(option);
    }
  });

  test('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path as string).filter((path) => !/^https?:/.test(path));
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
