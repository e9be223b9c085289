/** Functions that visit a row: `arrive`, `after0`, … */
import type { Step } from '../../rules/program.ts';
import type { Handler } from './body.ts';
import { printProduct } from './expressions.ts';
import type { Layout } from './layout.ts';
import { NeuronBody } from './neuron-body.ts';
import * as place from './places.ts';
import { needsReplay } from './posts.ts';
import { comment, performPerNeuron, performPerSynapse } from './statements.ts';
import { SynapseBody } from './synapse-body.ts';
import { block, indent, load, store, withCopies } from './text.ts';
import { expressionsOf, readsLocal, variablesIn, writesOf } from './uses.ts';

export interface Visit {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly kind: number;
  /** Column that counts events of the row: numbers its random draws. */
  readonly events: string;
  readonly delivers: boolean;
}

const wordsPerDraw = place.chunk + 16;

export const printVisit = (layout: Layout, visit: Visit): string => {
  const passes = passesOf(layout, visit);
  const gathered = new Set<number>();
  const handler: Handler = {
    layout,
    now: place.now,
    indexOf: place.indexOf,
    // Only `after` handlers come after an arrival at the same row; only post events that come first come before one.
    hides: (index) =>
      ({
        synapse: false,
        pre: visit.name !== 'arrive',
        post: layout.options.postFirst,
        neuron: false,
        branch: !gathered.has(index),
        domain: false,
        signal: false,
      })[layout.ownerOf(index)],
    outer: [],
    bodyOf: (owner) => (owner === 'pre' ? pre : owner === 'signal' ? signal : null),
    carry: (name) => name,
    broadcast: () => '0.0',
    word: (scope, draw) =>
      scope === 'synapse' ? load('u32', `lanes + ${wordOffset(visit.steps, draw)}`, 's') : place.neuronWord(layout, scope, visit.kind, 'event', draw),
  };
  const pre = new NeuronBody(handler, 'pre');
  const signal = new NeuronBody(handler, 'signal');
  const loops = passes.map((pass, index) => {
    const synapse = new SynapseBody(handler, 'synapse');
    for (const step of pass.steps) {
      if (step.scope === 'synapse') performPerSynapse(step, synapse);
      else performPerNeuron(step, pre);
    }
    const delivery = pass.delivers ? deliveryLines(visit.steps, synapse) : [];
    for (const step of pass.steps) for (const variable of writesOf(step)) gathered.add(variable);
    const catchesUp = index === 0 && needsReplay(layout);
    const recalled = localsOf(passes.slice(0, index)).flatMap((local) =>
      mentions(layout, local, [...synapse.lines, ...delivery]) ? [recallLine(layout, local)] : [],
    );
    const later = [
      ...passes.slice(index + 1).flatMap(({ steps }) => steps),
      ...(pass.delivers ? [] : visit.steps.filter(({ kind }) => kind === 'deliver')),
    ];
    const kept = localsOf([pass]).filter((local) => index < passes.length - 1 && readsLocal(later, local));
    const keeping = kept.map((local) => store('f64', keptColumn(layout, local), 's', layout.names.locals[local]!));
    return passLoop(layout, visit, pass.steps, [...recalled, ...place.bodyLines(synapse, [...delivery, ...keeping])], catchesUp);
  });
  const loop = loops.flat();
  if (needsReplay(layout)) pre.stamp(layout.visited());
  const usesEvent = visit.steps.some(({ kind }) => kind === 'draw');
  const events = usesEvent ? layout.column({ global: visit.events, of: 'row', type: 'u32', state: visit.events }) : '';
  const reach = layout.options.sink.reaches && readsTargets(layout) ? reachLines(layout) : [];
  const body = [
    ...(loop.length + reach.length === 0 ? [] : place.rowBounds(layout)),
    ...(usesEvent ? [`const event: u32 = ${load('u32', events, 'row')};`] : []),
    ...reach,
    ...[...signal.prelude, ...signal.lines, ...pre.prelude, ...pre.lines],
    ...(loop.some((line) => /\bsource\b/.test(line)) ? [place.declareSource(layout)] : []),
    ...handler.outer,
    ...loop,
    ...pre.ending(),
    ...(usesEvent ? [store('u32', events, 'row', 'event + 1')] : []),
  ];
  const doc = visit.name === 'arrive' ? 'A spike arrives at a row.' : 'What the rules do some time after an arrival at a row.';
  const lines = loop.length === 0 ? body : withCopies(layout.globalNames, body);
  const learns = loop.some((line) => /\blearns\b/.test(line));
  return learns ? twofold(layout, visit.name, doc, lines) : place.exported(`${visit.name}(row: usize, tick: f64, frac: f64): void`, doc, lines);
};

/** Two copies in the module, so that the loop need not ask each time whether synapses learn. */
const twofold = (layout: Layout, name: string, doc: string, lines: readonly string[]): string =>
  [
    '@inline',
    `function ${name}At(row: usize, tick: f64, frac: f64, learns: bool): void {`,
    ...indent(lines),
    '}',
    '',
    place.exported(`${name}(row: usize, tick: f64, frac: f64): void`, doc, [
      `if (load<i32>(${layout.address('frozen')}) == 0) ${name}At(row, tick, frac, true);`,
      `else ${name}At(row, tick, frac, false);`,
    ]),
  ].join('\n');

interface Pass {
  readonly steps: readonly Step[];
  readonly delivers: boolean;
}

/**
 * Statements run one after the other for all synapses of the row. Synapses do not see one another, so one pass can do them all,
 * except where a statement reads what earlier ones gathered at the branch: then all synapses must have gathered first.
 */
const passesOf = (layout: Layout, { steps, delivers }: Visit): Pass[] => {
  const passes: Step[][] = [[]];
  let gathered = new Set<number>();
  const separate = (read: ReadonlySet<number>): void => {
    if (![...read].some((variable) => gathered.has(variable))) return;
    passes.push([]);
    gathered = new Set();
  };
  for (const step of steps) {
    if (step.kind === 'deliver') continue;
    if (step.scope === 'synapse') separate(variablesIn(expressionsOf(step)));
    passes.at(-1)!.push(step);
    for (const variable of writesOf(step)) if (layout.ownerOf(variable) === 'branch') gathered.add(variable);
  }
  if (delivers) separate(variablesIn([...steps.filter(({ kind }) => kind === 'deliver').flatMap(expressionsOf), ...layout.program.factors]));
  return passes.map((own, index) => ({ steps: own, delivers: delivers && index === passes.length - 1 }));
};

const localsOf = (passes: readonly Pass[]): number[] =>
  passes.flatMap(({ steps }) =>
    steps.flatMap((step) => ((step.kind === 'let' || step.kind === 'draw') && step.scope === 'synapse' ? [step.local] : [])),
  );

const mentions = (layout: Layout, local: number, lines: readonly string[]): boolean =>
  lines.some((line) => !line.startsWith('//') && new RegExp(`\\b${layout.names.locals[local]}\\b`).test(line));

/** Column in which a local waits for the next pass. */
const keptColumn = (layout: Layout, local: number): string => layout.column({ global: `kept_${layout.names.locals[local]}`, of: 'synapse' });

const recallLine = (layout: Layout, local: number): string => `const ${layout.names.locals[local]} = ${load('f64', keptColumn(layout, local), 's')};`;

/** Draw numbers of the synapses' draws, one for every word. */
const drawNumbers = (steps: readonly Step[]): number[] =>
  steps.flatMap((step) => (step.kind === 'draw' && step.scope === 'synapse' ? Array.from({ length: step.draws }, (_, i) => step.draw + i) : []));

/** Where words of a draw (`3`, or `3 + trial`) begin, from the first. */
const wordOffset = (steps: readonly Step[], draw: string): string => {
  const [first, trial] = draw.split(' + ');
  const at = drawNumbers(steps).indexOf(Number(first)) * wordsPerDraw * 4;
  return trial === undefined ? `${at}` : `${at} + <usize>${trial} * ${wordsPerDraw * 4}`;
};

const deliveryLines = (steps: readonly Step[], body: SynapseBody): string[] => {
  const { program, options } = body.layout;
  const delivery = steps.find((step) => step.kind === 'deliver');
  if (delivery === undefined && program.delivers) return [];
  const value = delivery?.kind === 'deliver' ? delivery.value : ({ kind: 'weight', name: 'w' } as const);
  const amount = printProduct([value, ...program.factors], body);
  const signed = options.sign !== -1 ? amount : /^\w+$/.test(amount) ? `-${amount}` : `-(${amount})`;
  const received = options.energy ? `transmitted(${signed})` : signed;
  return [...(delivery ? comment(delivery, body.layout) : []), `receive(j, ${received});`];
};

/** One pass over the row; in pieces where there are random words or unseen spikes to prepare. */
const passLoop = (layout: Layout, visit: Visit, steps: readonly Step[], core: readonly string[], catchesUp: boolean): string[] => {
  const perSynapse = [...place.declareIndices(layout, core), ...core];
  const draws = drawNumbers(steps);
  if (draws.length === 0 && !catchesUp) return core.length === 0 ? [] : block('for (let s = begin; s < end; s++)', perSynapse);
  return block(`for (let first = begin; first < end; first += ${place.chunk})`, [
    `const last = min<usize>(first + ${place.chunk}, end);`,
    ...(catchesUp ? ['catchUp(row, first, last);'] : []),
    ...(draws.length === 0 ? [] : wordLines(layout, visit, draws)),
    ...(core.length === 0 ? [] : block('for (let s = first; s < last; s++)', perSynapse)),
  ]);
};

const wordLines = (layout: Layout, visit: Visit, draws: readonly number[]): string[] => {
  const all = drawNumbers(visit.steps);
  const drawn = layout.column({ global: `drawn_${visit.name}`, of: 'one', each: wordsPerDraw * all.length, type: 'u32' });
  const at = (draw: number) => (all.indexOf(draw) === 0 ? drawn : `${drawn} + ${all.indexOf(draw) * wordsPerDraw * 4}`);
  return [
    `const rank0: u32 = ${load('u32', layout.address('rankBase'), 'row')} + <u32>(first - begin);`,
    'const blocks = ((rank0 + <u32>(last - first) + 3) >> 2) - (rank0 >> 2);',
    ...draws.map((draw) => place.fillWords(layout, at(draw), visit.kind, 'event', draw)),
    '// Where the word of synapse 0 would be.',
    `const lanes = ${drawn} + ((<usize>rank0 & 3) << 2) - (first << 2);`,
  ];
};

/** Whether anything that a visit does depends on what its targets did before. */
const readsTargets = (layout: Layout): boolean =>
  needsReplay(layout) || layout.program.variables.some(({ owner }) => owner === 'post' || owner === 'branch');

const reachLines = (layout: Layout): string[] =>
  block('for (let s = begin; s < end; s++)', [
    `reach(<usize>${load(layout.options.wideTargets ? 'u32' : 'u16', layout.address('target'), 's')}, tick, frac);`,
  ]);
