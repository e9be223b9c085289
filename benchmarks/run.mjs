/**
 * `npm run bench [-- question …] [--full] [--smoke] [--vs brian [network …]]`
 *
 * Bundles each question (which is TypeScript) to `.cache/benchmarks/`, with `src/` meaning the built `dist/`, and runs it in a process
 * of its own: what one question leaves behind in the compiler's caches and in memory must not bend the next one's figures.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = fileURLToPath(new URL('../.cache/benchmarks/', import.meta.url));
const notQuestions = ['harness', 'brian'];
const questions = readdirSync(here)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'))
  .filter((name) => !notQuestions.includes(name));

/** Workers and kernels start from files of `dist`, so nothing of the package itself may be bundled. */
const built = {
  name: 'built',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.(\/\.\.)?\/src\// }, ({ path }) => ({
      path: path.replace(/^.*?src\//, '../../dist/').replace(/\.ts$/, '.js'),
      external: true,
    })),
};

const bundle = (names) =>
  build({
    entryPoints: names.map((name) => join(here, `${name}.ts`)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [built],
    logLevel: 'error',
  });

const refuse = (sentence) => {
  console.error(sentence);
  process.exit(2);
};

/** @returns the files to run, and what to hand on to them */
const read = (args) => {
  const flags = args.filter((arg) => ['--full', '--smoke'].includes(arg));
  const words = args.filter((arg) => !flags.includes(arg));
  const unknown = words.find((word) => word.startsWith('--') && word !== '--vs');
  if (unknown !== undefined) refuse(`There is no option ${unknown}. Options: --full, --smoke, --vs brian [network].`);
  const vs = words.indexOf('--vs');
  if (vs >= 0) {
    if (words[vs + 1] !== 'brian') refuse(`--vs ${words[vs + 1] ?? ''} names no peer. Peers: brian.`);
    return { names: ['brian'], rest: [...flags, ...words.slice(0, vs), ...words.slice(vs + 2)] };
  }
  const stranger = words.find((word) => !questions.includes(word));
  if (stranger !== undefined) refuse(`There is no benchmark '${stranger}'. Benchmarks: ${questions.join(', ')}.`);
  return { names: words.length > 0 ? words : questions, rest: flags };
};

const { names, rest } = read(process.argv.slice(2));
rmSync(out, { recursive: true, force: true });
await bundle(names);
const failed = names.filter((name) => {
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(out, `${name}.mjs`), ...rest], { stdio: 'inherit' });
  return status !== 0;
});
if (failed.length > 0) refuse(`Not answered: ${failed.join(', ')}.`);
