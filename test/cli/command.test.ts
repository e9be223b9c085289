import { describe, expect, test } from 'vitest';
import { type Command, helpOf, parseArguments } from '../../src/cli/command.ts';

const command: Command = {
  name: 'weave',
  arguments: [
    ['<network>', 'a .ts, .js or .json file'],
    ['<place>', 'where it goes'],
  ],
  required: 1,
  doc: 'Weaves a network.',
  options: {
    for: { value: '<time>', doc: 'how long' },
    set: { value: '<name=value>', multiple: true, doc: 'a parameter' },
    quiet: { doc: 'say nothing' },
  },
  run: async () => 0,
};
const parse = (...argv: string[]) => parseArguments(command, argv);

describe('arguments', () => {
  test('come in any order, with = or without', () => {
    const args = parse('--for', '10s', 'net.ts', '--set', 'a=1', '--quiet', '--set=b=2', 'here');
    expect(args.positionals).toEqual(['net.ts', 'here']);
    expect([args.text('for'), args.flag('quiet'), args.list('set')]).toEqual(['10s', true, ['a=1', 'b=2']]);
  });

  test('after -- are no options', () => {
    expect(parse('net.ts', '--', '--quiet').positionals).toEqual(['net.ts', '--quiet']);
  });

  const messageOf = (...argv: string[]): string => {
    try {
      parse(...argv);
      return 'no error';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('that are wrong are answered with what is right', () => {
    expect(messageOf()).toMatchInlineSnapshot(`"spikeloom weave needs <network>: a .ts, .js or .json file."`);
    expect(messageOf('a', 'b', 'c')).toMatchInlineSnapshot(`"spikeloom weave takes <network> <place>; what is 'c'?"`);
    expect(messageOf('a', '--fro', '1s')).toMatchInlineSnapshot(`"spikeloom weave has no option --fro. It has: --for, --set, --quiet."`);
    expect(messageOf('a', '--for')).toMatchInlineSnapshot(`"--for needs a value: --for <time>."`);
    expect(messageOf('a', '--quiet=yes')).toMatchInlineSnapshot(`"--quiet takes no value, but was given 'yes'."`);
    expect(messageOf('a', '-q')).toMatchInlineSnapshot(`"spikeloom weave has no option -q. It has: --for, --set, --quiet."`);
    expect(messageOf('a', '--constructor')).toMatchInlineSnapshot(`"spikeloom weave has no option --constructor. It has: --for, --set, --quiet."`);
  });
});

test('help shows arguments and options with what they mean', () => {
  expect(helpOf(command)).toMatchInlineSnapshot(`
    "Usage: spikeloom weave <network> [<place>] [options]

    Weaves a network.

      <network>             a .ts, .js or .json file
      <place>               where it goes
      --for <time>          how long
      --set <name=value> …  a parameter
      --quiet               say nothing"
  `);
});
