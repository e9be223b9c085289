import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../src/simulation/files.ts';
import { temporary } from './fake.ts';

test('a directory is made with its parents', () => {
  const path = join(temporary(), 'a', 'b', 'c');
  makeDirectory(path);
  makeDirectory(path);
  expect(existsSync(path)).toBe(true);
});

test('a path through a file is refused', () => {
  const file = join(temporary(), 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'a'), join(file, 'a', 'b')])
    expect(() => makeDirectory(path)).toThrow(/Cannot write .*part of the path is a file/);
});

test.skipIf(!existsSync('/proc/self'))('a parent that takes no directories is refused, not tried for ever', () => {
  expect(() => makeDirectory('/proc/spikeloom/run')).toThrow(/Cannot write \/proc\/spikeloom\/run: the directory does not exist/);
});
