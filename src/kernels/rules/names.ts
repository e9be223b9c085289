/** Identifiers for what a program names: short where that is unambiguous. */
import type { Program } from '../../rules/program.ts';

export interface Names {
  /** Global of a parameter. */
  readonly params: readonly string[];
  readonly variables: readonly string[];
  readonly locals: readonly string[];
  readonly clocks: readonly string[];
}

/** Names that printed text uses itself, and words of the language. */
const taken = [
  ...'row source tick frac begin end first last s j b d k n w at rank rank0 shift number value target event learns frozen visited'.split(' '),
  ...'let const function return if else for while in of var new this null true false import export load store exp log pow'.split(' '),
  ...'sqrt abs sign min max floor left relaxed clean receive reach arrive post flush prepare factor span perMs wMin wMax'.split(' '),
  ...'type static public private class enum as is void delete switch case default break continue do try catch throw'.split(' '),
];

/** Endings of the names that bodies derive from variables. */
const derived = /(_(now|raw|tick|frac|before|\d+)|_)$/;

/** A literal in a declaration is a parameter whose name is its number. */
const identifier = (name: string): string =>
  /^[-\d.]/.test(name) ? `literal${name.replace('-', 'Minus').replace(/\W/g, 'p')}` : name.replace(/[^A-Za-z0-9_]/g, '_');
const short = (name: string): string => identifier(/^[-\d]/.test(name) ? name : name.slice(name.lastIndexOf('.') + 1));

export const nameAll = (program: Program): Names => {
  const used = new Set<string>(taken);
  const choose = (name: string): string => {
    let chosen = used.has(short(name)) ? identifier(name) : short(name);
    while (used.has(chosen) || derived.test(chosen)) chosen += 'X';
    used.add(chosen);
    return chosen;
  };
  return {
    variables: program.variables.map(({ name }) => choose(name)),
    locals: program.locals.map(({ name }) => choose(name)),
    params: program.params.map(({ name }) => choose(name)),
    clocks: program.clocks.map(({ rule, owner }) => choose(`${program.rules[rule]!.name}.${owner}Clock`)),
  };
};
