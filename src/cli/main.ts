#!/usr/bin/env node
/** `spikeloom`: finds the command, runs it, and turns whatever happens into an exit status. */
import { createRequire } from 'node:module';
import { ModelError } from '../errors.ts';
import { type Command, helpOf, parseArguments } from './command.ts';
import { exitStatus, report } from './report.ts';
import { survivePipes, type Terminal, terminal } from './terminal.ts';

/** Commands are loaded when they are asked for: what `explain` does not need must not cost it start-up time. */
const commands: Readonly<Record<string, { readonly doc: string; readonly load: () => Promise<Command> }>> = {
  run: { doc: 'runs a network', load: async () => (await import('./commands/run.ts')).run },
  check: { doc: 'says what a network is, what it will cost, and whether it fits', load: async () => (await import('./commands/check.ts')).check },
  plot: { doc: 'draws the figures of a run directory as SVG', load: async () => (await import('./commands/plot.ts')).plot },
  compare: { doc: 'runs a network beside a rate model', load: async () => (await import('./commands/compare.ts')).compare },
  export: { doc: 'writes a run in the format of another program', load: async () => (await import('./commands/export.ts')).exportRun },
  experiment: {
    doc: "measures what a paper measured, beside the paper's numbers",
    load: async () => (await import('./commands/experiment.ts')).experiment,
  },
  explain: { doc: 'shows a rule or a neuron model, and the kernel made of it', load: async () => (await import('./commands/explain.ts')).explain },
};

/** Commands that are planned: asking for one is no typing error. */
const later = ['sweep', 'port', 'import', 'monitor'];

const version = (): string => (createRequire(import.meta.url)('../../package.json') as { readonly version: string }).version;

const usage = (): string =>
  [
    'Usage: spikeloom <command> [options]',
    '',
    'An event-driven spiking-network simulator: exact, deterministic, fast.',
    '',
    ...Object.entries(commands).map(([name, { doc }]) => `  ${name.padEnd(10)} ${doc}`),
    '',
    'spikeloom <command> --help shows the options of a command; spikeloom --version the version.',
  ].join('\n');

const dispatch = async (argv: readonly string[], screen: Terminal): Promise<number> => {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    screen.print(usage());
    return name === undefined ? exitStatus.badInput : exitStatus.complete;
  }
  if (name === '--version' || name === '-v') {
    screen.print(version());
    return exitStatus.complete;
  }
  const known = Object.keys(commands).join(', ');
  if (later.includes(name))
    throw new ModelError('cli.later', `This version of Spikeloom (${version()}) has no '${name}' yet. It has: ${known}.`, { name });
  if (!Object.hasOwn(commands, name)) throw new ModelError('cli.command', `There is no command '${name}'. Commands: ${known}.`, { name });
  const command = await (commands[name] as (typeof commands)[string]).load();
  if (rest.some((argument) => argument === '--help' || argument === '-h')) {
    screen.print(helpOf(command));
    return exitStatus.complete;
  }
  return command.run(parseArguments(command, rest), screen);
};

const fail = (screen: Terminal, error: unknown): void => {
  const { text, status } = report(error);
  screen.note(text);
  process.exitCode = status;
};

const screen = terminal(process.stdout, process.stderr);
survivePipes([process.stdout, process.stderr], (stream, error) => {
  const { text, status } = report(error);
  if (stream === process.stdout && process.exitCode !== status) process.stderr.write(`${text}\n`);
  process.exitCode = status;
});
let done = false;
// A network file can end the process, or wait for something that never comes: then Node ends quietly, and with success.
process.on('exit', (status) => {
  if (done || status !== exitStatus.complete) return;
  screen.note('Ended before it was done: the network file calls process.exit, or awaits something that never comes.');
  process.exitCode = exitStatus.badInput;
});
dispatch(process.argv.slice(2), screen)
  .then(
    (status) => {
      process.exitCode ??= status;
    },
    (error: unknown) => fail(screen, error),
  )
  .finally(() => {
    done = true;
  });
