/** `spikeloom experiment`: a paper's experiment, its numbers beside the expected ones, and its figures. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelError } from '../../errors.ts';
import { makeDirectory } from '../../simulation/files.ts';
import type { Command } from '../command.ts';
import type { Experiment, Row } from '../experiments/experiment.ts';
import { experiments } from '../experiments/index.ts';
import { parseCount } from '../quantity.ts';
import { exitStatus } from '../report.ts';
import { clock, table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

const named = async (name: string): Promise<Experiment> => {
  const entry = Object.hasOwn(experiments, name) ? experiments[name] : undefined;
  if (entry !== undefined) return entry.load();
  throw new ModelError('cli.experiment', `There is no experiment '${name}'. Experiments: ${Object.keys(experiments).join(', ')}.`, { name });
};

/** A line that renews itself in a terminal, and a line every ten seconds in a pipe; with time left where the share done is known. */
const follow = (screen: Terminal, seconds: () => number = () => performance.now() / 1000) => {
  const begun = seconds();
  let shownAt = begun;
  return (doing: string, share?: number): void => {
    const now = seconds();
    const left = share !== undefined && share > 0.02 ? `  ${(100 * share).toFixed(0)} %  ${clock(((now - begun) * (1 - share)) / share)} left` : '';
    if (screen.live) screen.status(`${doing}${left}`);
    else if (now - shownAt >= 10) {
      screen.note(`${doing}${left}`);
      shownAt = now;
    }
  };
};

const number = (value: number): string => {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
};

const expectation = ({ comparison, expected, tolerance }: Row): string => {
  if (expected === null) return '–';
  if (comparison === 'near') return `${number(expected)} ± ${number(tolerance ?? 0)}`;
  return `${comparison === 'above' ? '>' : '<'} ${number(expected)}`;
};

const verdict = ({ ok, expected, status }: Row): string => {
  if (expected === null) return '';
  if (ok) return 'as expected';
  return status === 'open' ? 'otherwise' : 'NOT as expected';
};

const lines = ({ name, doc, cite }: Experiment, rows: readonly Row[], seed: string, seconds: number, files: readonly string[]): string[] => [
  `${name} – ${doc}`,
  ...cite.map((source) => `  ${source}`),
  '',
  ...table(
    [
      ['  quantity', 'measured', 'expected', 'status', ''],
      ...rows.map((row) => [`  ${row.quantity}`, number(row.measured), expectation(row), row.status, verdict(row)]),
    ],
    [1],
  ),
  '',
  `  seed ${seed}, ${clock(seconds)}`,
  ...files.map((file) => `  ${file}`),
];

export const experiment: Command = {
  name: 'experiment',
  arguments: [['<name>', `one of ${Object.keys(experiments).join(', ')}`]],
  required: 1,
  doc: 'Measures what a paper measured: numbers beside the expected ones, and figures. Exit status 1 where an established or verified number comes out otherwise.',
  options: {
    quick: { doc: 'the short form: fewer seeds, shorter runs' },
    seed: { value: '<seed>', doc: 'what all randomness follows from (default: 1)' },
    workers: { value: '<n>', doc: 'threads (default: 1); results do not depend on it' },
    out: { value: '<dir>', doc: 'where figures and rows.json go (default: runs/experiment-<name>)' },
    json: { doc: 'print everything as one JSON object on the last line' },
  },
  run: async (args, screen) => {
    const chosen = await named(args.positionals[0] as string);
    const seed = args.text('seed') ?? '1';
    const workers = args.text('workers');
    const out = args.text('out') ?? join('runs', `experiment-${chosen.name}`);
    makeDirectory(out);
    const begun = performance.now();
    const { rows, figures } = await chosen.run({
      seed,
      quick: args.flag('quick'),
      workers: workers === undefined ? 1 : parseCount('--workers', workers),
      out,
      progress: follow(screen),
    });
    for (const [file, text] of figures) writeFileSync(join(out, file), text);
    const result = { experiment: chosen.name, seed, quick: args.flag('quick'), rows };
    writeFileSync(join(out, 'rows.json'), `${JSON.stringify(result, null, 2)}\n`);
    const files = [...figures.keys(), 'rows.json'].map((file) => join(out, file));
    for (const line of lines(chosen, rows, seed, (performance.now() - begun) / 1000, files)) screen.print(line);
    if (args.flag('json')) screen.print(JSON.stringify(result));
    return rows.every(({ ok, status }) => ok || status === 'open') ? exitStatus.complete : exitStatus.failed;
  },
};
