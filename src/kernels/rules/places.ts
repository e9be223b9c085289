/** Texts that several functions of a kernel share: indices, random words, loops over synapses. */
import type { Owner } from '../../rules/rule.ts';
import type { Layout } from './layout.ts';
import type { SynapseBody } from './synapse-body.ts';
import { indent, load, type Moment } from './text.ts';

/** Synapses of a row that are worked on together: their random words and unseen spikes stay in the first-level cache. */
export const chunk = 128;

export const now: Moment = { tick: 'tick', frac: 'frac' };

/** Index texts inside a loop over synapses, where `row`, `s` and `j` are known. */
const indices: Readonly<Record<Owner, string>> = { synapse: 's', pre: 'row', post: 'j', neuron: 'u', branch: 'b', domain: 'd', signal: '0' };

export const indexOf = (owner: Owner): string => indices[owner];

/** The neuron at an end of a synapse, in columns of neurons. */
export const endIndex = (layout: Layout, end: 'pre' | 'post'): string =>
  end === 'post' ? `<usize>${layout.fact('firstPost')} + j` : `row / <usize>${layout.fact('classes')}`;

/** `j`, and `b` and `d` where the lines mention them: declared ahead of them. */
export const declareIndices = (layout: Layout, lines: readonly string[]): string[] => {
  const mentions = (name: string) => lines.some((line) => new RegExp(`\\b${name}\\b`).test(line));
  const [usesB, usesD] = [mentions('b'), mentions('d')];
  const target = load(layout.options.wideTargets ? 'u32' : 'u16', layout.address('target'), 's');
  return [
    ...(usesB || usesD || mentions('j') ? [`const j = <usize>${target};`] : []),
    ...(usesB ? [`const b = j * <usize>${layout.fact('branches')} + <usize>${load('u8', layout.address('branch'), 's')};`] : []),
    ...(usesD ? [domainOfTarget(layout)] : []),
  ];
};

const domainOfTarget = (layout: Layout): string =>
  `const d = ((<usize>${layout.fact('sliceLo')} + j) * <usize>${layout.fact('domains')}) / <usize>${layout.fact('population')};`;

/** The same for one target `j`. */
export const declareDomain = (layout: Layout, lines: readonly string[]): string[] =>
  lines.some((line) => /\bd\b/.test(line)) ? [domainOfTarget(layout)] : [];

export const branchesOfTarget = (layout: Layout): string => {
  const branches = `<usize>${layout.fact('branches')}`;
  return `for (let b = j * ${branches}; b < (j + 1) * ${branches}; b++)`;
};

/** Kinds of handlers in the fourth counter word of a draw: 4 · list index + event. */
export const drawKind = {
  arrive: 0,
  after: (index: number): number => 4 * (1 + index),
  post: 1,
  tick: (index: number): number => 2 + 4 * index,
  signal: (index: number): number => 3 + 4 * index,
} as const;

/** Fourth counter word. */
const purpose = (layout: Layout, kind: number, draw: string): string => `(${layout.fact('stream')} << 20) | ${kind << 16} | ${draw}`;

export const sourceOfRow = (layout: Layout): string => `${layout.fact('firstSource')} + <u32>row / ${layout.fact('classes')}`;

/** Word of a draw that a row or a target makes once. */
export const neuronWord = (layout: Layout, scope: Owner, kind: number, event: string, draw: string): string => {
  const id = scope === 'pre' ? sourceOfRow(layout) : `${layout.fact('firstTarget')} + <u32>j`;
  return `neuronWord(${id}, ${event}, ${purpose(layout, kind, draw)})`;
};

/** Word of a draw at one synapse, computed on the spot; `rank` and `source` are names in scope. */
export const synapseWord = (layout: Layout, kind: number, event: string, draw: string): string =>
  `synapseWord(source, rank, ${event}, ${purpose(layout, kind, draw)})`;

export const fillWords = (layout: Layout, at: string, kind: number, event: string, draw: number): string =>
  `fillWords(${at}, source, rank0 >> 2, blocks, ${event}, ${purpose(layout, kind, String(draw))});`;

/** For draws at synapse `s` of a row. */
export const declareSource = (layout: Layout): string => `const source: u32 = ${sourceOfRow(layout)};`;
export const declareRank = (layout: Layout): string[] => [
  `const rank: u32 = ${load('u32', layout.address('rankBase'), 'row')} + <u32>s - ${load('u32', layout.address('rowStart'), 'row')};`,
];

export const declareLearns = (layout: Layout, lines: readonly string[]): string[] =>
  lines.some((line) => /\blearns\b/.test(line)) ? [`const learns = ${layout.learns};`] : [];

/** Text of a synapse's body within a loop, after replay. */
export const bodyLines = (body: SynapseBody, last: readonly string[]): string[] => [
  ...body.loads,
  ...body.prelude,
  ...body.lines,
  ...last,
  ...body.stores,
];

export const rowBounds = (layout: Layout): string[] => [
  `const begin: usize = ${load('u32', layout.address('rowStart'), 'row')};`,
  `const end: usize = ${load('u32', layout.address('rowStart'), 'row + 1')};`,
];

export const exported = (signature: string, doc: string, lines: readonly string[]): string =>
  [`/** ${doc} */`, `export function ${signature} {`, ...indent(lines), '}', ''].join('\n');
