#!/usr/bin/env node
/**
 * `npm run reference -- [--json]`: runs every spike-exact case of the directory SPIKELOOM_CASES (default: test/golden) on every
 * clock and engine that supports its model. One line per case, clock and engine; exit status 1 on any failure.
 */
import { fileURLToPath } from 'node:url';
import type { ClockName } from '../network/plan.ts';
import { type Case, readCases } from './reference/case-file.ts';
import { checkCase, skipReason } from './reference/check-case.ts';
import { sessionOn } from './reference/session.ts';
import { report } from './report.ts';

interface Row {
  readonly case: string;
  readonly kind: string;
  readonly clock: ClockName;
  readonly engine: 'wasm' | 'reference';
  readonly ok: boolean;
  readonly skipped: string | null;
  readonly maxError: number | null;
  readonly tolerance: number | null;
  readonly firstDifference: string | null;
}

const checkRow = async (name: string, content: Case, clock: ClockName, engine: Row['engine']): Promise<Row> => {
  const row = { case: name, kind: content.kind, clock, engine };
  const skipped = skipReason(content, clock);
  if (skipped !== null) return { ...row, ok: true, skipped, maxError: null, tolerance: null, firstDifference: null };
  try {
    const { maxError, tolerance, firstDifference } = await checkCase(content, clock, sessionOn(clock, engine));
    // JSON has no infinity: an error without measure is null, and `firstDifference` says what it is.
    return { ...row, ok: firstDifference === null, skipped, maxError: Number.isFinite(maxError) ? maxError : null, tolerance, firstDifference };
  } catch (error) {
    return { ...row, ok: false, skipped, maxError: null, tolerance: null, firstDifference: report(error).text };
  }
};

const lineOf = ({ case: name, clock, engine, ok, skipped, maxError, tolerance, firstDifference }: Row): string => {
  const where = `${name.padEnd(28)} ${clock.padEnd(5)} ${engine.padEnd(9)}`;
  if (skipped !== null) return `${where} skipped: ${skipped}`;
  return ok ? `${where} ok       error ${maxError?.toExponential(1)} within ${tolerance}` : `${where} FAILED   ${firstDifference}`;
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const main = async (argv: readonly string[]): Promise<number> => {
  const json = argv.includes('--json');
  const directory = process.env.SPIKELOOM_CASES ?? fileURLToPath(new URL('../../test/golden', import.meta.url));
  const rows: Row[] = [];
  for (const [name, content] of await readCases(directory)) {
    for (const clock of ['grid', 'event'] as const) {
      for (const engine of ['reference', 'wasm'] as const) {
        const row = await checkRow(name, content, clock, engine);
        rows.push(row);
        print(json ? JSON.stringify(row) : lineOf(row));
      }
    }
  }
  const failed = rows.filter(({ ok }) => !ok).length;
  const skipped = rows.filter((row) => row.skipped !== null).length;
  if (!json) print(`${rows.length - failed - skipped} passed, ${failed} failed, ${skipped} skipped`);
  return failed > 0 ? 1 : 0;
};

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const { text, status } = report(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = status;
  },
);
