/** Which variables of rules are traces of Loihi, and which of the chip's traces they get. */
import type { Program, Step, Variable } from '../../rules/program.ts';
import type { Owner } from '../../rules/rule.ts';
import { constantOf } from './constants.ts';
import type { Refusals } from './refusals.ts';

/** By how much the chip's traces jump: 1 of the rule's. */
export const impulse = 16;

/** Why an owner has no trace; null where it has. */
const owners: Readonly<Record<Owner, string | null>> = {
  pre: null,
  post: null,
  synapse: 'belongs to a synapse; a synapse of Loihi has its weight and two tags, which hold no such variable here',
  neuron: 'belongs to a neuron as source and target; a learning rule of Loihi has traces of spikes, which are of one side',
  branch: 'belongs to a dendritic branch, which other synapses change; a learning rule of Loihi sees one synapse',
  domain: 'belongs to a domain of neurons; a learning rule of Loihi sees one synapse',
  signal: 'belongs to a signal; a two-factor rule of Loihi has traces of its two neurons only',
};

/** Why a variable is no trace of Loihi: those jump by one number at spikes of their neuron, decay to 0, and start there. */
export const whyNoTrace = (program: Program, variable: Variable, index: number): string | null => {
  const value = (param: number): number => program.params[param]?.value ?? Number.NaN;
  if (owners[variable.owner] !== null) return owners[variable.owner];
  if (variable.sum !== null) return 'sums over the synapses of a neuron; a learning rule of Loihi sees one synapse';
  if (variable.decay === null) return 'does not decay; a trace of Loihi does';
  if (value(variable.decay) === 0) return 'relaxes at once (time constant 0), which for Loihi is no trace';
  if (value(variable.towards) !== 0) return `relaxes to ${value(variable.towards)}; a trace of Loihi relaxes to 0`;
  if (value(variable.initial) !== 0) return `starts at ${value(variable.initial)}; a trace of Loihi starts at 0`;
  const writes = allSteps(program).filter((step) => step.kind === 'write' && step.variable === index) as (Step & { kind: 'write' })[];
  const set = writes.find(({ operator }) => operator !== '+=');
  if (set !== undefined) return `is changed by '${set.operator}'; a trace of Loihi is added to`;
  const jumps = writes.map((write) => constantOf(program, write.value));
  if (jumps.some((jump) => jump === null || jump <= 0) || jumps.length !== 1) return 'jumps by what changes; a trace of Loihi jumps by one number';
  const own = variable.owner === 'pre' ? program.onPre : program.onPost;
  return own.includes(writes[0] as Step) ? null : 'is changed outside of spikes of its neuron';
};

const allSteps = ({ onPre, onPost, after, onTick, onSignal }: Program): readonly Step[] => [
  ...onPre,
  ...onPost,
  ...[...after, ...onTick, ...onSignal].flatMap(({ steps }) => steps),
];

/** The chip's traces, given out in the order in which the rule's are read. */
export interface Traces {
  /** Variables and their traces so far, by name. */
  readonly taken: () => readonly { readonly name: string; readonly variable: number }[];
  /** Name of the chip's trace for a variable. */
  readonly named: (variable: number) => string;
  /** What 1 of the chip's trace is in the variable. */
  readonly unit: (variable: number) => number;
}

const sides = { pre: { letter: 'x', most: 2, of: 'its source' }, post: { letter: 'y', most: 3, of: 'its target' } } as const;

export const tracesOf = (program: Program, refusals: Refusals): Traces => {
  const names = new Map<number, string>();
  return {
    taken: () => [...names].map(([variable, name]) => ({ variable, name })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    named: (index) => {
      const known = names.get(index);
      if (known !== undefined) return known;
      const { owner, name: variable } = program.variables[index] as Variable;
      const side = owner === 'pre' ? sides.pre : sides.post;
      const number = [...names.values()].filter((name) => name.startsWith(side.letter)).length + 1;
      if (number > side.most) refusals.refuse(`'${variable}' would be trace ${number} of ${side.of}; Loihi has ${side.most}`);
      names.set(index, `${side.letter}${number}`);
      return `${side.letter}${number}`;
    },
    unit: (index) => {
      const write = allSteps(program).find((step) => step.kind === 'write' && step.variable === index) as (Step & { kind: 'write' }) | undefined;
      return (write === undefined ? 1 : (constantOf(program, write.value) ?? 1)) / impulse;
    },
  };
};
