/** `spikeloom run`: a network for a while, with progress, a summary, and recordings where asked for. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { ModelError } from '../../errors.ts';
import { checkNetwork, demandFit } from '../../network/check.ts';
import type { Network } from '../../network/description.ts';
import type { SimulateOptions } from '../../simulation/options.ts';
import { readReceipt } from '../../simulation/receipt.ts';
import { resume, type Simulation, simulate } from '../../simulation/simulate.ts';
import type { Arguments, Command } from '../command.ts';
import { parseInterventions, type Timed } from '../interventions.ts';
import { loadNetwork } from '../load-network.ts';
import { memoryLimit } from '../memory-limit.ts';
import { parseChoice, parseCount, parseSettings, parseTime } from '../quantity.ts';
import { exitStatus } from '../report.ts';
import { runTo } from '../run-to.ts';
import { clockOf, given, mapped, simulationOptions } from '../simulation-arguments.ts';
import { stopSignal } from '../stop-signal.ts';
import { summaryLines } from '../summary.ts';
import { duration } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export const run: Command = {
  name: 'run',
  arguments: [['<network>', 'a .ts, .js or .json file (not needed with --resume)']],
  required: 0,
  doc: 'Runs a network and says what it did.',
  options: {
    for: { value: '<time>', doc: 'biological time, such as 10s (default: 1s); with --resume the total time' },
    ...simulationOptions,
    engine: { value: '<wasm|reference>', doc: 'default: wasm' },
    at: {
      value: '<time what>',
      multiple: true,
      doc: "what is done to it: '5s silence E', '10s scale E.drive0.rate 0.9', 'freeze', 'set', 'signal', 'lesion'",
    },
    out: { value: '<dir>', doc: 'run directory (default, where something is recorded: runs/<network>)' },
    record: { value: '<what>', doc: 'spikes, weights, energy, states, or several with commas (default with --out: spikes)' },
    plot: { doc: 'draw the figures of the run into its directory' },
    'checkpoint-every': { value: '<time>', doc: 'biological time between checkpoints; one is also written when interrupted' },
    resume: { value: '<dir>', doc: 'go on with a run from its latest checkpoint' },
    monitor: { doc: 'not in this version' },
    json: { doc: 'print the summary as one JSON object on the last line' },
    quiet: { doc: 'print no progress and no summary' },
  },
  run: async (args, screen) => {
    if (args.flag('monitor')) throw new ModelError('cli.later', 'This version of Spikeloom has no live monitor (--monitor) yet.', {});
    const plan = await planRun(args, screen);
    const stopping = stopSignal(screen);
    let sim: Simulation | undefined;
    try {
      sim = plan.start();
      for (const { atMs, intervention } of plan.interventions) sim.at(atMs, intervention);
      const result = await runTo(plan, sim, stopping, args.flag('quiet') ? null : screen);
      const summary = { network: plan.name, ...(await sim.summary()), out: plan.out ?? null };
      await sim.close();
      if (result.interrupted) screen.note(interruption(plan, result.simulatedMs));
      const figures = args.flag('plot') && plan.out !== undefined ? await (await import('../draw-run.ts')).drawRun(plan.out) : [];
      if (!args.flag('quiet')) for (const line of summaryLines(summary, figures)) screen.print(line);
      if (args.flag('json')) screen.print(JSON.stringify(summary));
      return result.interrupted ? stopping.status() : exitStatus.complete;
    } finally {
      await sim?.close();
      stopping.release();
    }
  },
};

interface RunPlan {
  readonly name: string;
  readonly out: string | undefined;
  readonly totalMs: number;
  readonly interventions: readonly Timed[];
  readonly neurons: number;
  readonly checkpoints: boolean;
  readonly start: () => Simulation;
}

const recordable = ['spikes', 'weights', 'energy', 'states'] as const;

const planRun = async (args: Arguments, screen: Terminal): Promise<RunPlan> => {
  const totalMs = parseTime('--for', args.text('for') ?? '1s');
  const interventions = parseInterventions(args.list('at'), totalMs);
  const checkpointEvery = mapped(args.text('checkpoint-every'), (text) => parseTime('--checkpoint-every', text));
  const workers = mapped(args.text('workers'), (text) => parseCount('--workers', text));
  const engine = mapped(args.text('engine'), (text) => parseChoice('--engine', text, ['wasm', 'reference']));
  const shared = { ...given({ checkpointEvery, workers, engine }) };
  const resumed = args.text('resume');
  if (resumed !== undefined) return planResume(resumed, args, { totalMs, interventions }, shared);

  const [file] = args.positionals;
  if (file === undefined)
    throw new ModelError('cli.arguments', 'spikeloom run needs <network>: a .ts, .js or .json file (or --resume <run dir>).', {});
  const clockOptions = clockOf(args);
  const network = await loadNetwork(file, parseSettings(args.list('set')));
  if (engine !== 'reference') demandFit(checkNetwork(network, { ...clockOptions, ...given({ workers }), bytes: memoryLimit() }));
  const name = network.name ?? basename(file, extname(file));
  const record = recordOf(args, network, totalMs);
  const recording = record !== undefined || checkpointEvery !== undefined || args.flag('plot');
  const out = args.text('out') ?? (recording ? join('runs', name.replace(/[^\w.-]+/g, '-')) : undefined);
  const place = mapped(out, (directory) => freeDirectory(directory, screen));
  const options: SimulateOptions = { ...shared, ...clockOptions, ...given({ seed: args.text('seed'), out: place, record }) };
  const neurons = Object.values(network.populations).reduce((sum, { size }) => sum + size, 0);
  return {
    name,
    out: place,
    totalMs,
    interventions,
    neurons,
    checkpoints: checkpointEvery !== undefined,
    start: () => simulate(network, options),
  };
};

const planResume = (
  directory: string,
  args: Arguments,
  course: Pick<RunPlan, 'totalMs' | 'interventions'>,
  shared: Pick<SimulateOptions, 'checkpointEvery' | 'workers' | 'engine'>,
): RunPlan => {
  for (const option of ['seed', 'clock', 'dt', 'set', 'out', 'record'])
    if (args.flag(option))
      throw new ModelError(
        'cli.resume',
        `--${option} cannot go with --resume: a run goes on with the network, seed, clock and recordings that it has.`,
        { option },
      );
  if (args.positionals.length > 0)
    throw new ModelError('cli.resume', `--resume needs no network: ${directory} holds the one that it is a run of.`, {
      directory,
      network: args.positionals[0],
    });
  const { network, neurons } = readReceipt(directory);
  return {
    name: (network as { readonly name?: string }).name ?? basename(directory),
    neurons,
    out: directory,
    ...course,
    checkpoints: shared.checkpointEvery !== undefined,
    start: () => resume(directory, shared),
  };
};

/** Weights are those of projections with rules, since others keep theirs (of all, if none has): one snapshot before, one after. */
const recordOf = (args: Arguments, network: Network, totalMs: number): SimulateOptions['record'] => {
  const text = args.text('record');
  if (text === undefined) return undefined;
  const chosen = text.split(',').map((word) => parseChoice('--record', word.trim(), recordable));
  if (args.flag('plot') && !chosen.includes('spikes'))
    throw new ModelError('cli.record', '--plot needs the spikes: --record spikes,weights.', { record: text });
  const all = Object.keys(network.projections);
  const plastic = all.filter((name) => (network.projections[name]?.synapse ?? []).length > 0);
  return {
    spikes: chosen.includes('spikes'),
    ...(chosen.includes('energy') ? { energy: true } : {}),
    ...(chosen.includes('states') ? { states: true } : {}),
    ...(chosen.includes('weights') ? { weights: plastic.length > 0 ? plastic : all, weightsEvery: totalMs } : {}),
  };
};

/** A directory that holds a run already is left alone: this run goes beside it. */
const freeDirectory = (directory: string, screen: Terminal): string => {
  const taken = (path: string) => existsSync(path) && existsSync(join(path, 'run.json'));
  if (!taken(directory)) return directory;
  const beside = directory.replace(/[/\\]+$/, '');
  for (let i = 2; ; i++) {
    const next = `${beside}-${i}`;
    if (existsSync(next) && readdirSync(next).length > 0) continue;
    screen.note(`${directory} holds a run already; this one goes to ${next}.`);
    return next;
  }
};

const interruption = ({ out, checkpoints }: RunPlan, timeMs: number): string => {
  const reached = `Interrupted at ${duration(timeMs)}.`;
  if (out === undefined) return reached;
  return checkpoints
    ? `${reached} spikeloom run --resume ${out} --for <total time> goes on.`
    : `${reached} ${out} holds what was recorded; there is no checkpoint to go on from.`;
};
