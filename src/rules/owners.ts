/** Whose values a statement may read and change: the rules of locality, and the sentences that explain them. */
import type { Owner } from './rule.ts';

/** Whether one `reader` determines exactly one `owner`: a synapse has one source, a source has many synapses. */
export const sees: Readonly<Record<Owner, readonly Owner[]>> = {
  // Of the neurons at its ends a synapse reads post.h and pre.h, each a value of its own.
  synapse: ['synapse', 'pre', 'post', 'branch', 'domain', 'signal'],
  neuron: ['neuron', 'signal'],
  branch: ['branch', 'post', 'domain', 'signal'],
  pre: ['pre', 'signal'],
  post: ['post', 'domain', 'signal'],
  domain: ['domain', 'signal'],
  signal: ['signal'],
};

/** Why an owner cannot read what it does not see. */
export const oneValue: Readonly<Record<Owner, string>> = {
  synapse: 'a synaptic variable has one value per synapse',
  pre: 'a presynaptic variable has one value for all synapses of its source',
  post: 'a postsynaptic variable has one value for all synapses of its target',
  neuron: 'a variable of a neuron has one value in all its projections (a synapse reads those of its two ends, as post.… and pre.…)',
  branch: 'a branch variable has one value for all synapses of its branch',
  domain: 'a domain variable has one value for all neurons of its domain',
  signal: 'a signal variable has one value for the whole network',
};

export type HandlerKind = 'onPre' | 'after' | 'onPost' | 'tick' | 'signal';

/** Whose variables a handler may change. Branch variables that accumulate are added to in onPre, besides. */
export const changeable: Readonly<Record<HandlerKind, readonly Owner[]>> = {
  onPre: ['synapse', 'pre'],
  after: ['synapse'],
  onPost: ['synapse', 'post'],
  tick: ['synapse', 'pre', 'post', 'neuron', 'branch', 'domain', 'signal'],
  signal: ['synapse', 'pre', 'post', 'neuron', 'branch', 'domain', 'signal'],
};

/** The same in words. */
export const changedIn: Readonly<Record<Owner, string>> = {
  synapse: 'any handler',
  pre: "onPre, every and onSignal (not in onPre's after)",
  post: 'onPost, every and onSignal',
  neuron: 'every and onSignal',
  branch: "every and onSignal, and by '+=' in onPre where it accumulates",
  domain: 'every and onSignal',
  signal: 'every and onSignal',
};

/** For whom a local of a handler may be computed, coarsest first: the first that sees all it reads is taken. */
export const candidates: Readonly<Record<HandlerKind, readonly Owner[]>> = {
  onPre: ['pre', 'synapse'],
  after: ['synapse'],
  onPost: ['post', 'synapse'],
  tick: ['signal', 'neuron', 'domain', 'post', 'pre', 'branch', 'synapse'],
  signal: ['signal', 'neuron', 'domain', 'post', 'pre', 'branch', 'synapse'],
};

/** Whose clocks a handler stamps: those for which it is a handler. */
export const stamped: Readonly<Record<HandlerKind, readonly Owner[]>> = {
  onPre: ['pre', 'synapse'],
  after: ['synapse'],
  onPost: ['post', 'synapse'],
  tick: ['synapse', 'pre', 'post', 'neuron', 'branch', 'domain', 'signal'],
  signal: ['synapse', 'pre', 'post', 'neuron', 'branch', 'domain', 'signal'],
};

/** Owners that a neuron-owned rule has. */
export const neuronOwners: readonly Owner[] = ['post', 'domain', 'signal'];

/** The coarsest of `among` that sees all of `owners`, or null. */
export const coarsest = (among: readonly Owner[], owners: readonly Owner[]): Owner | null =>
  among.find((reader) => owners.every((owner) => sees[reader].includes(owner))) ?? null;

/** How messages call a handler. */
export const handlerName = (kind: HandlerKind, signal: string | null): string =>
  kind === 'tick' ? 'every' : kind === 'signal' ? `onSignal ${signal}` : kind;
