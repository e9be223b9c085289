/** Identifiers for what a program names: short where that is unambiguous. */
import type { Program } from '../../rules/program.ts';

export interface Names {
  /** Global of a parameter. */
  readonly params: readonly string[];
  readonly variables: readonly string[];
  readonly locals: readonly string[];
  readonly clocks: readonly string[];
}

/** Names that printed text uses itself: words of the language, facts, columns, functions, and names within functions. */
const taken = [
  ...'let const function return if else for while do in of var new this null true false void is as type static public private class enum'.split(' '),
  ...'delete switch case default break continue try catch throw import export interface namespace declare abstract super typeof'.split(' '),
  ...'load store select popcnt memory v128 i32x4 i64x2 f64x2 bool i32 u32 i64 u64 f32 f64 usize isize Infinity NaN'.split(' '),
  ...'exp log pow sqrt abs min max floor sign square left towardsRest relaxed clean timeAbove integral integralOfProduct'.split(' '),
  ...'word words uniform normal below threshold neuronWord synapseWord fillWords receive reach arrive arriveAt arriveAll'.split(' '),
  ...'post postAll hold catchUp flush prepare init factor factors inputs partialSums setSums pending base'.split(' '),
  ...'rowStart target weight rankBase branch frozen rows targets classes branches domains sliceLo population firstSource firstTarget'.split(' '),
  ...'key0 key1 stream perMs wMin wMax table neurons firstPost arrivals spikes waiting recent'.split(' '),
  ...'row source tick frac begin end first last s j b d u k n w at i rank rank0 blocks lanes number value event learns seen seenFrac'.split(' '),
  ...'since late unseen latest newest older more units increment trial out sum amount transmitted total before'.split(' '),
];

/** Beginnings of the names of columns. */
const columns =
  /^(synapse|pre|post|neuron|branch|domain|signal|row|target|one|decay|waiting|late|drawn|kept|carried|sum|partial|arrivals|addTo|after|tick)(_|\d)/;

/** Endings of the names that bodies derive from variables. */
const derived = /(_(now|raw|tick|frac|before|pre|post|\d+)|_)$/;

/** A literal in a declaration is a parameter whose name is its number. */
const identifier = (name: string): string =>
  /^[-\d.]/.test(name) ? `literal${name.replace('-', 'Minus').replace(/\W/g, 'p')}` : name.replace(/[^A-Za-z0-9_]/g, '_');
const short = (name: string): string => identifier(/^[-\d]/.test(name) ? name : name.slice(name.lastIndexOf('.') + 1));

/** `others`: names that the clock's text uses. */
export const nameAll = (program: Program, others: readonly string[]): Names => {
  const used = new Set<string>([...taken, ...others]);
  const choose = (name: string): string => {
    let chosen = used.has(short(name)) ? identifier(name) : short(name);
    while (used.has(chosen) || derived.test(chosen) || columns.test(chosen)) chosen = `own${chosen}X`;
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
