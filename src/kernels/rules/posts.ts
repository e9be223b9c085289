/** What a target's spike does: its own statements at once, those of its synapses when their row is next visited. */
import type { Handler } from './body.ts';
import type { Layout } from './layout.ts';
import { NeuronBody } from './neuron-body.ts';
import * as place from './places.ts';
import { performPerNeuron, performPerSynapse } from './statements.ts';
import { SynapseBody } from './synapse-body.ts';
import { block, indent, load, type Moment, store, withCopies } from './text.ts';

/** Spikes that a target remembers; one more, and the whole projection is flushed. */
const remembered = 32;

export const needsReplay = (layout: Layout): boolean => layout.program.onPost.some(({ scope }) => scope === 'synapse');

/** Prints `post` and, where synapses have post statements, `replay` and `flush`. */
export const printPost = (layout: Layout): string => {
  const recorded = new Map<string, string>();
  const own = new NeuronBody(ownHandler(layout), 'post');
  const branch = new NeuronBody(ownHandler(layout), 'branch');
  const replayed = new SynapseBody(
    replayHandler(
      layout,
      (name, from) => {
        const column = layout.column({ global: `waiting_${name}`, of: from === 'branch' ? 'branch' : 'target', each: remembered });
        recorded.set(name, column);
        return from === 'branch' ? load('f64', column, `b * ${remembered} + k`) : load('f64', column, 'at');
      },
      { post: own, branch },
    ),
    'synapse',
  );
  for (const step of layout.program.onPost) {
    if (step.scope === 'synapse') performPerSynapse(step, replayed);
    else performPerNeuron(step, own);
  }
  const lazy = needsReplay(layout);
  const draws = layout.program.onPost.some(({ kind }) => kind === 'draw');
  if (lazy) own.stamp(layout.fired());
  const record = lazy ? recordLines(layout, [...recorded], branch) : [];
  const lines = [
    ...(draws ? [`const event: u32 = ${load('u32', spikesColumn(layout), 'j')};`] : []),
    ...place.declareDomain(layout, own.prelude),
    ...own.prelude,
    ...own.lines,
    ...record,
    ...own.ending(),
    ...(draws ? [store('u32', 'spikes', 'j', 'event + 1')] : []),
  ];
  const post = place.exported('post(j: usize, tick: f64, frac: f64): void', 'A spike of target j is due at its synapses.', lines);
  return lazy
    ? [printReplay(layout, replayed), post, printFlush(layout)].join('\n')
    : [post, place.exported('flush(): void', 'Nothing is lazy here.', [])].join('\n');
};

const ownHandler = (layout: Layout): Handler => ({
  layout,
  now: place.now,
  indexOf: place.indexOf,
  hides: (index) => layout.ownerOf(index) === 'branch',
  outer: [],
  bodyOf: () => null,
  carry: (name) => name,
  broadcast: () => '0.0',
  word: (scope, draw) => place.neuronWord(layout, scope, place.drawKind.post, 'event', draw),
});

/** Handlers run again at the time of a remembered spike: post values come from the memory, pre values from the row, which has not changed since. */
const replayHandler = (
  layout: Layout,
  recall: (name: string, from: 'post' | 'branch') => string,
  bodies: { readonly post: NeuronBody; readonly branch: NeuronBody },
): Handler => ({
  layout,
  now: place.now,
  indexOf: place.indexOf,
  hides: (index) => layout.ownerOf(index) === 'pre' && !layout.options.postFirst,
  outer: [],
  bodyOf: (owner) => (owner === 'post' || owner === 'branch' ? bodies[owner] : null),
  carry: (name, from) => recall(name, from as 'post' | 'branch'),
  broadcast: () => '0.0',
  word: (_, draw) => place.synapseWord(layout, place.drawKind.post, 'event', draw),
});

/** Spikes of each target so far: numbers its draws. */
const spikesColumn = (layout: Layout): string => layout.column({ global: 'spikes', of: 'target', type: 'u32', state: 'spikes' });

const waitingColumns = (layout: Layout): { readonly count: string; readonly time: Moment } => ({
  count: layout.column({ global: 'waiting', of: 'target', type: 'u32' }),
  time: {
    tick: layout.column({ global: 'waiting_tick', of: 'target', each: remembered }),
    frac: layout.event ? layout.column({ global: 'waiting_frac', of: 'target', each: remembered }) : '',
  },
});

const recordLines = (layout: Layout, recorded: readonly (readonly [string, string])[], branch: NeuronBody): string[] => {
  const { count, time } = waitingColumns(layout);
  const ofTarget = recorded.filter(([, column]) => layout.ownerOfColumn(column) === 'target');
  const ofBranch = recorded.filter(([, column]) => layout.ownerOfColumn(column) === 'branch');
  return [
    '// Remembered until rows with a synapse onto j are visited.',
    `let n: u32 = ${load('u32', count, 'j')};`,
    ...block(`if (n == ${remembered} || tick - base > 1e9)`, ['flush();', 'n = 0;']),
    'if (pending == 0) base = tick;',
    'newestPost = max(newestPost, tick);',
    `const at = j * ${remembered} + n;`,
    store('f64', time.tick, 'at', 'tick'),
    ...(layout.event ? [store('f64', time.frac, 'at', 'frac')] : []),
    ...ofTarget.map(([name, column]) => store('f64', column, 'at', name)),
    ...(ofBranch.length === 0
      ? []
      : block(place.branchesOfTarget(layout), [
          ...branch.prelude,
          ...ofBranch.map(([name, column]) => store('f64', column, `b * ${remembered} + n`, name)),
        ])),
    store('u32', count, 'j', 'n + 1'),
    ...remember(layout),
    'pending++;',
  ];
};

/**
 * Per target eight i32 in two vectors: the ticks of its last seven spikes, oldest first, counted from `base`, and one past the place of the newest.
 * Two comparisons tell how many of them a row has not seen.
 */
const recentColumn = (layout: Layout): string => layout.column({ global: 'recent', of: 'target', each: 8, type: 'u32', initial: 2 ** 31 });
const lanes = 7;

const remember = (layout: Layout): string[] => [
  `const latest = ${recentColumn(layout)} + (j << 5);`,
  'const older = v128.load(latest, 12);',
  'v128.store(latest, v128.load(latest, 4));',
  'v128.store(latest, older, 8);',
  'store<i32>(latest, <i32>(tick - base), 24);',
  'store<u32>(latest, <u32>at + 1, 28);',
];

const lateColumns = (layout: Layout): { readonly s: string; readonly at: string } => ({
  s: layout.column({ global: 'late_s', of: 'one', each: place.chunk * remembered + 8, type: 'u32' }),
  at: layout.column({ global: 'late_at', of: 'one', each: place.chunk * remembered + 8, type: 'u32' }),
});

/**
 * In two passes without a branch that a processor could guess wrong: which spikes each synapse has not seen, then what they do.
 * (A branch per synapse and a loop over its spikes took twice the time.)
 */
const printReplay = (layout: Layout, body: SynapseBody): string => {
  const lines = [
    `const seen = ${load('f64', layout.visited().tick, 'row')};`,
    'if (newestPost < seen) return;',
    ...(layout.event ? [`const seenFrac = ${load('f64', layout.visited().frac, 'row')};`] : []),
    ...body.handler.outer,
    'const since = i32x4.splat(<i32>min(max(seen - base, -1e9), 2e9));',
    'let late: u32 = 0;',
    ...block('for (let s = first; s < last; s++)', collectLines(layout)),
    ...replayLines(layout, body),
  ];
  const doc = '/** What targets have fired since the row was last visited, done to its synapses from `first` to before `last`. */';
  return [doc, 'function catchUp(row: usize, first: usize, last: usize): void {', ...indent(withCopies(layout.globalNames, lines)), '}', ''].join(
    '\n',
  );
};

/** Lists the unseen spikes of each synapse's target, oldest first. */
const collectLines = (layout: Layout): string[] => {
  const { time } = waitingColumns(layout);
  const late = lateColumns(layout);
  const exact = layout.options.postFirst && !layout.event;
  const unseen = (vector: string) => `i32x4.bitmask(i32x4.${exact ? 'gt' : 'ge'}_s(${vector}, since))`;
  const list = (place: string, from: string) => [
    `v128.store(${late.s} + (<usize>(${place}) << 2), i32x4.splat(<u32>s));`,
    `v128.store(${late.at} + (<usize>(${place}) << 2), i32x4.add(i32x4.splat(${from}), i32x4(0, 1, 2, 3)));`,
  ];
  return [
    ...place.declareIndices(layout, ['j']),
    `const latest = ${recentColumn(layout)} + (j << 5);`,
    'const newest = v128.load(latest, 16);',
    `let unseen: u32 = popcnt(${unseen('v128.load(latest)')} | ((${unseen('newest')} & 7) << 4));`,
    'let at: u32 = i32x4.extract_lane(newest, 3) - unseen;',
    ...block(`if (unseen == ${lanes})`, [
      ...block(`while (at > <u32>j * ${remembered} && ${load('f64', time.tick, '<usize>at - 1')} ${exact ? '>' : '>='} seen)`, [
        'at--;',
        'unseen++;',
      ]),
    ]),
    ...list('late', 'at'),
    ...block('for (let more: u32 = 4; more < unseen; more += 4)', list('late + more', 'at + more')),
    'late += unseen;',
  ];
};

/** Runs the handler once for each listed spike. */
const replayLines = (layout: Layout, body: SynapseBody): string[] => {
  const { count, time } = waitingColumns(layout);
  const late = lateColumns(layout);
  const draws = layout.program.onPost.some(({ kind, scope }) => kind === 'draw' && scope === 'synapse');
  const core = [...body.loads, ...body.prelude, ...body.lines, ...body.stores];
  const numbered = `const event: u32 = ${load('u32', draws ? spikesColumn(layout) : '', 'j')} - ${load('u32', count, 'j')} + <u32>k;`;
  const mentions = (name: string) => core.some((line) => new RegExp(`\\b${name}\\b`).test(line));
  const indices = place.declareIndices(layout, core).filter((line) => !line.startsWith('const j '));
  const usesK = draws || mentions('k');
  return [
    ...place.declareLearns(layout, core),
    ...(draws ? [place.declareSource(layout)] : []),
    ...block('for (let i: u32 = 0; i < late; i++)', [
      `const s: usize = ${load('u32', late.s, '<usize>i')};`,
      `const at: usize = ${load('u32', late.at, '<usize>i')};`,
      ...(usesK || indices.length > 0 || mentions('j') ? [`const j = at / ${remembered};`] : []),
      ...(usesK ? [`const k = at % ${remembered};`] : []),
      `const tick = ${load('f64', time.tick, 'at')};`,
      ...(layout.event
        ? [`const frac = ${load('f64', time.frac, 'at')};`, `if (tick == seen && frac ${layout.options.postFirst ? '<=' : '<'} seenFrac) continue;`]
        : []),
      ...indices,
      ...(draws ? [numbered, ...place.declareRank(layout)] : []),
      ...core,
    ]),
  ];
};

const printFlush = (layout: Layout): string => {
  const { count } = waitingColumns(layout);
  return place.exported('flush(): void', 'Does every remembered spike to every synapse, and forgets them.', [
    'if (pending == 0) return;',
    'pending = 0;',
    ...block(`for (let row: usize = 0; row < <usize>${layout.fact('rows')}; row++)`, [
      ...place.rowBounds(layout),
      ...block(`for (let first = begin; first < end; first += ${place.chunk})`, [`catchUp(row, first, min<usize>(first + ${place.chunk}, end));`]),
    ]),
    `memory.fill(${count}, 0, <usize>${layout.fact('targets')} << 2);`,
    ...block(`for (let i: usize = 0; i < <usize>${layout.fact('targets')} << 3; i++)`, [store('u32', recentColumn(layout), 'i', '0x80000000')]),
  ]);
};
