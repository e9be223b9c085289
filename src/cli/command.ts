/** What a command is, and how its arguments are read. Everything a user can type is declared as data, so that help and errors name it. */
import { parseArgs } from 'node:util';
import { ModelError } from '../errors.ts';
import type { Terminal } from './terminal.ts';

export interface Option {
  /** What stands after it (`<time>`); absent for a switch. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly doc: string;
}

export interface Command {
  readonly name: string;
  /** Arguments and their meaning: `['<network>', 'a .ts, .js or .json file']`. The first `required` must be given. */
  readonly arguments: readonly (readonly [name: string, doc: string])[];
  readonly required: number;
  readonly doc: string;
  readonly options: Readonly<Record<string, Option>>;
  /** @returns exit status */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

/** Arguments as given: every option of the command by name. */
export interface Arguments {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
}

const names = (command: Command): string =>
  Object.keys(command.options)
    .map((name) => `--${name}`)
    .join(', ');

/**
 * @throws ModelError for an option the command does not have, one without its value, and too few or too many arguments
 */
export const parseArguments = (command: Command, argv: readonly string[]): Arguments => {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value }]) => [name, { type: value === undefined ? ('boolean' as const) : ('string' as const) }]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const positionals: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
    if (option === undefined)
      throw new ModelError('cli.option', `spikeloom ${command.name} has no option ${token.rawName}. It has: ${names(command)}.`, {
        option: token.rawName,
      });
    if (option.value !== undefined && !token.value)
      throw new ModelError('cli.option', `${token.rawName} needs a value: ${token.rawName} ${option.value}.`, { option: token.rawName });
    if (option.value === undefined && token.value !== undefined)
      throw new ModelError('cli.option', `${token.rawName} takes no value, but was given '${token.value}'.`, { option: token.rawName });
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? '']);
  }
  checkPositionals(command, positionals);
  const last = (name: string) => given.get(name)?.at(-1);
  return { positionals, flag: (name) => given.has(name), text: last, list: (name) => given.get(name) ?? [] };
};

const checkPositionals = (command: Command, positionals: readonly string[]): void => {
  const missing = command.arguments[positionals.length];
  if (positionals.length < command.required && missing !== undefined)
    throw new ModelError('cli.arguments', `spikeloom ${command.name} needs ${missing[0]}: ${missing[1]}.`, { positionals });
  const extra = positionals[command.arguments.length];
  if (extra !== undefined) {
    const takes = command.arguments.map(([name]) => name).join(' ') || 'no arguments';
    throw new ModelError('cli.arguments', `spikeloom ${command.name} takes ${takes}; what is '${extra}'?`, { positionals });
  }
};

/** The help text of a command: usage, what it does, its options. */
export const helpOf = (command: Command): string => {
  const args = command.arguments.map(([name], i) => (i < command.required ? name : `[${name}]`)).join(' ');
  const rows: (readonly [string, string])[] = [
    ...command.arguments,
    ...Object.entries(command.options).map(
      ([name, { value, doc, multiple }]) => [`--${name}${value === undefined ? '' : ` ${value}`}${multiple ? ' …' : ''}`, doc] as const,
    ),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `Usage: spikeloom ${command.name} ${args} [options]`,
    '',
    command.doc,
    '',
    ...rows.map(([name, doc]) => `  ${name.padEnd(width)}  ${doc}`),
  ].join('\n');
};
