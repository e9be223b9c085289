/**
 * Before the tests: brings `dist/` up to date with `src/`, since a worker cannot start from TypeScript.
 * Types are not checked here (`npm run build` does), and only files that changed are written, each by renaming: several test runs may do this at once.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { copySharedTexts } from '../src/kernels/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

const modified = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

export default function setup(): void {
  copySharedTexts();
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts') || entry.endsWith('.d.ts') || entry.startsWith(join('kernels', 'assembly'))) continue;
    const source = join(root, 'src', entry);
    const target = join(root, 'dist', entry.replace(/\.ts$/, '.js'));
    if (modified(target) > modified(source)) continue;
    const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions, fileName: source });
    const temporary = `${target}.${process.pid}`;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(temporary, outputText);
    renameSync(temporary, target);
  }
}
