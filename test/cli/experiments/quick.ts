/** Runs the quick form of an experiment, in memory but for what it keeps itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Experiment, Findings, Row } from '../../../src/cli/experiments/experiment.ts';

/** Seeds are fixed, so a test passes or fails for good; gates are wide enough that 1 in 1000 other seeds would fail. */
export const quick = async (experiment: Experiment, seed = 'test'): Promise<Findings> => {
  const out = mkdtempSync(join(tmpdir(), 'spikeloom-experiment-'));
  try {
    return await experiment.run({ seed, quick: true, workers: 1, out, progress: () => {} });
  } finally {
    rmSync(out, { recursive: true });
  }
};

/** Rows that are demanded and came out otherwise: to be none. */
export const failing = ({ rows }: Findings): readonly Row[] => rows.filter(({ ok, status }) => !ok && status !== 'open');

/** Whether a figure is one SVG without a number gone wrong. */
export const sound = (svg = ''): boolean => svg.startsWith('<svg') && svg.trimEnd().endsWith('</svg>') && !/NaN|Infinity|undefined/.test(svg);
