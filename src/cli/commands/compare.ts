/** `spikeloom compare`: a network, running or recorded, beside a rate model. */
import { existsSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { compareWith } from '../../comparators/compare-with.ts';
import { type AnyComparator, models } from '../../comparators/models.ts';
import { ModelError } from '../../errors.ts';
import type { Network } from '../../network/description.ts';
import { fromJson } from '../../network/json.ts';
import { makeDirectory } from '../../simulation/files.ts';
import { receiptFile } from '../../simulation/receipt.ts';
import { replay } from '../../streams/replay.ts';
import { simulate } from '../../streams/simulate.ts';
import type { Streams } from '../../streams/streams.ts';
import type { Arguments, Command } from '../command.ts';
import { Comparisons, comparisonLine, sparkline, verdictLines } from '../comparing.ts';
import { parseInterventions } from '../interventions.ts';
import { loadComparators } from '../load-comparators.ts';
import { loadNetwork } from '../load-network.ts';
import { comparisonFigure } from '../plot/comparison.ts';
import { parseCount, parseSettings, parseTime } from '../quantity.ts';
import { exitStatus } from '../report.ts';
import { runTo } from '../run-to.ts';
import { clockOf, given, mapped, simulationOptions } from '../simulation-arguments.ts';
import { type Stopping, stopSignal } from '../stop-signal.ts';
import type { Terminal } from '../terminal.ts';

/** Wall time between two renewals of the figure [ms]. */
const renewal = 1000;

export const compare: Command = {
  name: 'compare',
  arguments: [['<network>', 'a .ts, .js or .json file, or a run directory, which is played again']],
  required: 1,
  doc: 'Runs a network beside a rate model and says where they part.',
  options: {
    with: { value: '<comparator>', doc: `${Object.keys(models).join(', ')}, or a .ts or .js file of your own` },
    for: { value: '<time>', doc: 'biological time, such as 10s (default: 10s)' },
    ...simulationOptions,
    at: { value: '<time what>', multiple: true, doc: 'what is done to it, as for spikeloom run' },
    out: { value: '<dir>', doc: 'where the figure goes, which is renewed while the network runs (default: runs/compare-<network>)' },
    json: { doc: 'print the verdicts as one JSON object on the last line' },
    quiet: { doc: 'print no comparisons, only the verdicts' },
  },
  run: async (args, screen) => {
    const asked = args.text('with');
    if (asked === undefined)
      throw new ModelError(
        'cli.compare',
        `spikeloom compare needs --with <comparator>: ${Object.keys(models).join(', ')}, or a file of your own.`,
        {},
      );
    const watched = await watch(args);
    const comparators = await loadComparators(asked, watched.network);
    const out = args.text('out') ?? join('runs', `compare-${watched.name.replace(/[^\w.-]+/g, '-')}`);
    const figure = join(out, `${basename(asked, extname(asked))}.svg`);
    makeDirectory(out);
    const comparisons = new Comparisons();
    const draw = (): void => writeFileSync(figure, comparisonFigure(`${watched.name} and ${basename(asked, extname(asked))}`, comparisons.series));
    const stopping = stopSignal(screen);
    try {
      const interrupted = await watched.play(
        comparators,
        stopping,
        screen,
        follow(comparators, comparisons, args.flag('quiet') ? null : screen, draw),
      );
      draw();
      const verdicts = comparisons.verdicts;
      for (const line of [...verdictLines(verdicts), '', `  ${figure}`]) screen.print(line);
      if (args.flag('json')) screen.print(JSON.stringify({ network: watched.name, with: asked, verdicts, figure }));
      return interrupted ? stopping.status() : exitStatus.complete;
    } finally {
      stopping.release();
    }
  },
};

interface Watched {
  readonly name: string;
  readonly network: Network;
  /** Lets it happen to whoever `subscribe` subscribes. @returns whether it was interrupted */
  play(comparators: readonly AnyComparator[], stopping: Stopping, screen: Terminal, subscribe: (streams: Streams) => () => void): Promise<boolean>;
}

/** Subscribes every comparator. @returns what tells of the first that failed, by throwing its error */
const follow =
  (comparators: readonly AnyComparator[], comparisons: Comparisons, screen: Terminal | null, draw: () => void) =>
  (streams: Streams): (() => void) => {
    const failures: unknown[] = [];
    let drawn = performance.now();
    for (const comparator of comparators) {
      comparator
        .watch(streams)
        .pipe(compareWith(comparator))
        .subscribe({
          next: (comparison) => {
            comparisons.add(comparator, comparison);
            screen?.print(comparisonLine(comparator, comparison));
            if (screen?.live) screen.status(comparisons.series.map(({ of, points }) => `${of} ${sparkline(points)}`).join('  '));
            if (performance.now() - drawn < renewal) return;
            draw();
            drawn = performance.now();
          },
          error: (error: unknown) => failures.push(error),
        });
    }
    return () => {
      if (failures.length > 0) throw failures[0];
    };
  };

const watch = async (args: Arguments): Promise<Watched> => {
  const file = args.positionals[0] as string;
  if (existsSync(join(file, receiptFile))) return watchRecorded(file, args);
  const network = await loadNetwork(file, parseSettings(args.list('set')));
  const totalMs = parseTime('--for', args.text('for') ?? '10s');
  const interventions = parseInterventions(args.list('at'), totalMs);
  const workers = mapped(args.text('workers'), (text) => parseCount('--workers', text));
  const options = { ...clockOf(args), ...given({ workers, seed: args.text('seed') }) };
  const neurons = Object.values(network.populations).reduce((sum, { size }) => sum + size, 0);
  return {
    name: network.name ?? basename(file, extname(file)),
    network,
    play: async (comparators, stopping, screen, subscribe) => {
      const record = { energy: comparators.some((each) => each.record?.energy), states: comparators.some((each) => each.record?.states) };
      const sim = simulate(network, { ...options, record });
      try {
        for (const { atMs, intervention } of interventions) sim.at(atMs, intervention);
        const check = subscribe(sim as Streams);
        const { interrupted } = await runTo({ totalMs, neurons }, sim, stopping, screen.live ? null : screen);
        check();
        return interrupted;
      } finally {
        await sim.close();
      }
    },
  };
};

/** What a run has recorded, for which nothing can be asked for any more. */
const watchRecorded = (directory: string, args: Arguments): Watched => {
  for (const option of ['for', 'clock', 'dt', 'workers', 'seed', 'set', 'at'])
    if (args.flag(option))
      throw new ModelError('cli.compare', `--${option} cannot go with a run directory: ${directory} is played as it was recorded.`, { option });
  const played = replay(directory);
  const network = fromJson(JSON.stringify(played.receipt.network));
  return {
    name: network.name ?? basename(directory),
    network,
    play: async (_, { signal }, __, subscribe) => {
      const check = subscribe(played);
      await played.play({ signal });
      check();
      return signal.aborted;
    },
  };
};
