/** What a target's spike does: its own statements at once, those of its synapses when their row is next visited. */
import { type Handler, NeuronBody, SynapseBody } from './bodies.ts';
import type { Layout } from './layout.ts';
import * as place from './places.ts';
import { performPerNeuron, performPerSynapse } from './statements.ts';
import { block, indent, load, type Moment, store } from './text.ts';

/** Spikes that a target remembers; one more, and the whole projection is flushed. */
const remembered = 64;

export const needsReplay = (layout: Layout): boolean => layout.program.onPost.some(({ scope }) => scope === 'synapse');

/** Prints `post` and, where synapses have post statements, `replay` and `flush`. */
export const printPost = (layout: Layout): string => {
  const recorded = new Map<string, string>();
  const own = new NeuronBody(ownHandler(layout), 'post');
  const branch = new NeuronBody(ownHandler(layout), 'branch');
  const replayed = new SynapseBody(
    replayHandler(layout, (name, from) => {
      const column = layout.column({ global: `waiting_${name}`, of: from === 'branch' ? 'branch' : 'target', each: remembered });
      recorded.set(name, column);
      return from === 'branch' ? load('f64', column, `b * ${remembered} + k`) : load('f64', column, 'at');
    }, { post: own, branch }),
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
    ...own.prelude,
    ...own.lines,
    ...record,
    ...own.ending(),
    ...(draws ? [store('u32', 'spikes', 'j', 'event + 1')] : []),
  ];
  const post = place.exported('post(j: usize, tick: f64, frac: f64): void', 'A spike of target j is due at its synapses.', lines);
  return lazy ? [printReplay(layout, replayed), post, printFlush(layout)].join('\n') : [post, place.exported('flush(): void', 'Nothing is lazy here.', [])].join('\n');
};

const ownHandler = (layout: Layout): Handler => ({
  layout,
  name: 'post',
  now: place.now,
  indexOf: place.indexOf,
  hides: (index) => layout.ownerOf(index) === 'branch',
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
  name: 'replay',
  now: place.now,
  indexOf: place.indexOf,
  hides: (index) => layout.ownerOf(index) === 'pre' && !layout.options.postFirst,
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
    ...block(`if (n == ${remembered})`, ['flush();', 'n = 0;']),
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
    'pending++;',
  ];
};

const printReplay = (layout: Layout, body: SynapseBody): string => {
  const { count, time } = waitingColumns(layout);
  const visited = layout.visited();
  const later = layout.options.postFirst ? '>' : '>=';
  const draws = layout.program.onPost.some(({ kind, scope }) => kind === 'draw' && scope === 'synapse');
  const at = (column: string) => load('f64', column, 'first + k - 1');
  const unseen = layout.event
    ? `${at(time.tick)} > seen || (${at(time.tick)} == seen && ${at(time.frac)} ${later} seenFrac)`
    : `${at(time.tick)} ${later} seen`;
  const run = [
    'const at = first + k;',
    `const tick = ${load('f64', time.tick, 'at')};`,
    ...(layout.event ? [`const frac = ${load('f64', time.frac, 'at')};`] : []),
    ...(draws ? [`const event: u32 = ${load('u32', spikesColumn(layout), 'j')} - n + k;`] : []),
    ...body.prelude,
    ...body.lines,
  ];
  const loop = [...body.loads, ...block('for (; k < n; k++)', run), ...body.stores];
  const all = [...loop];
  const lines = [
    `const n: u32 = ${load('u32', count, 'j')};`,
    `const first = j * ${remembered};`,
    `const seen = ${load('f64', visited.tick, 'row')};`,
    ...(layout.event ? [`const seenFrac = ${load('f64', visited.frac, 'row')};`] : []),
    'let k = n;',
    `while (k > 0 && (${unseen})) k--;`,
    'if (k == n) return;',
    ...place.declareLearns(layout, all),
    ...(draws ? place.declareRank(layout) : []),
    ...place.declareIndices(layout, all).filter((line) => !line.startsWith('const j ')),
    ...loop,
  ];
  return ['/** What the spikes of target j since the last visit of the row do to synapse s. */', 'function replay(row: usize, s: usize, j: usize): void {', ...indent(lines), '}', ''].join('\n');
};

const printFlush = (layout: Layout): string => {
  const { count } = waitingColumns(layout);
  const lines = block(`for (let row: usize = 0; row < <usize>${layout.fact('rows')}; row++)`, [
    ...place.rowBounds(layout),
    ...block('for (let s = begin; s < end; s++)', [...place.declareIndices(layout, ['j']), `if (${load('u32', count, 'j')} != 0) replay(row, s, j);`]),
  ]);
  return place.exported('flush(): void', 'Replays every remembered spike at every synapse, and forgets them.', [
    'if (pending == 0) return;',
    'pending = 0;',
    ...lines,
    `memory.fill(${count}, 0, <usize>${layout.fact('targets')} << 2);`,
  ]);
};
