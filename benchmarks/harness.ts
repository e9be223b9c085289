/** What every benchmark shares: how often to measure, on what, and where the answer goes. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { short, table } from '../src/cli/table.ts';

/** `--full`: the sizes that take minutes. `--smoke`: tiny sizes that only show that a benchmark runs; nothing is stored. */
export const full = process.argv.includes('--full');
export const smoke = process.argv.includes('--smoke');

/** Arguments that are not options. */
export const words: readonly string[] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

/** One of two sizes: usual, and of a smoke test. */
export const sized = <T>(usual: T, tiny: T): T => (smoke ? tiny : usual);

/** A line of an answer; columns are named by its keys. */
export type Row = Readonly<Record<string, string | number | null>>;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample. */
export const deviation = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / Math.max(1, values.length - 1));
};

export interface Timed {
  /** Untimed work before each call. */
  readonly before?: () => void;
  /** Calls at least, and time to spend [ms]. */
  readonly calls?: number;
  readonly forMs?: number;
}

/** Median seconds of a call after warm-up, which lasts long enough for V8's optimising tier. */
export const secondsOf = async (work: () => unknown, { before, calls = 16, forMs = sized(400, 20) }: Timed = {}): Promise<number> => {
  const bench = new Bench({ time: forMs, iterations: sized(calls, 4), warmupTime: forMs / 2, warmupIterations: sized(calls / 2, 2), throws: true });
  bench.add('work', () => void work(), before ? { beforeEach: before } : {});
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`Measuring ended as '${task?.result.state}'.`);
  return task.result.latency.p50 / 1000;
};

const ask = (command: string, args: readonly string[]): string => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
};

/** Bytes of a core's second-level cache, as Linux tells them. */
export const cacheOfCore = (): string => {
  try {
    return readFileSync('/sys/devices/system/cpu/cpu0/cache/index2/size', 'utf8').trim();
  } catch {
    return '?';
  }
};

const commit = (): string => {
  const changed = ask('git', ['status', '--porcelain', '--', 'src', 'networks', 'package.json']) === '' ? '' : ' with changes';
  return (process.env.SPIKELOOM_COMMIT ?? `${ask('git', ['rev-parse', '--short', 'HEAD'])}${changed}`) || 'unknown';
};

const machine = () => ({
  cpu: cpus()[0]?.model ?? '?',
  cores: cpus().length,
  cacheOfCore: cacheOfCore(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  /** Of the minute before: above 0.2 somebody else was at work, and the figures mean less. */
  load: Number((loadavg()[0] as number).toFixed(2)),
});

const shown = (value: Row[string] | undefined): string => (typeof value === 'number' ? short(value) : (value ?? '–'));

/** Rows as lines of text, numbers to the right. */
export const lines = (rows: readonly Row[]): string[] => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const numbers = columns.flatMap((column, i) => (rows.every((row) => typeof row[column] !== 'string') ? [i] : []));
  return table([columns, ...rows.map((row) => columns.map((column) => shown(row[column])))], numbers);
};

const results = join('benchmarks', 'results');

/** Answers a question: prints its rows and stores them in `benchmarks/results/<name>.json`. */
export const question = async (name: string, answer: () => Promise<readonly Row[]>): Promise<void> => {
  const about = { question: name, date: new Date().toISOString().slice(0, 10), commit: commit(), machine: machine() };
  const { cpu, cores, node, load } = about.machine;
  console.log(
    `\n${name}${smoke ? ' (smoke test: figures mean nothing)' : ''} – ${cores} × ${cpu}, Node ${node}, load ${load}, commit ${about.commit}`,
  );
  const rows = await answer();
  for (const line of lines(rows)) console.log(`  ${line}`);
  if (smoke) return;
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify({ ...about, rows }, null, 2)}\n`);
};
