/** Functions that run for a whole partition: rule ticks, signals, and the sums before them. */
import type { Node, Step, Variable } from '../../rules/program.ts';
import type { Owner } from '../../rules/rule.ts';
import type { Handler } from './body.ts';
import { printOperand } from './expressions.ts';
import { columnOwner, type Layout, shared } from './layout.ts';
import { NeuronBody } from './neuron-body.ts';
import * as place from './places.ts';
import { performPerNeuron, performPerSynapse } from './statements.ts';
import { SynapseBody } from './synapse-body.ts';
import { block, braces, load, printNumber, store } from './text.ts';

/** Coarse before fine: a statement per target may use what one per domain made, never the reverse. */
const order: readonly Exclude<Owner, 'synapse'>[] = ['signal', 'neuron', 'domain', 'pre', 'post', 'branch'];

interface Occasion {
  readonly steps: readonly Step[];
  readonly kind: number;
  readonly broadcast: string;
  /** Whether everything else of the instant is over. */
  readonly last?: boolean;
}

/** Loops over everything of an owner. */
export const loopOver = (layout: Layout, owner: Owner, lines: readonly string[]): string[] => {
  if (lines.length === 0) return [];
  const rows = () => `for (let row: usize = 0; row < <usize>${layout.fact('rows')}; row++)`;
  const targets = () => `for (let j: usize = 0; j < <usize>${layout.fact('targets')}; j++)`;
  const domain = () => place.declareDomain(layout, lines);
  switch (owner) {
    case 'signal':
      return [...lines];
    case 'neuron':
      return block(`for (let u: usize = 0; u < <usize>${layout.fact('neurons')}; u++)`, lines);
    case 'domain':
      return block(`for (let d: usize = 0; d < <usize>${layout.fact('domains')}; d++)`, lines);
    case 'pre':
      return block(rows(), lines);
    case 'post':
      return block(targets(), [...domain(), ...lines]);
    case 'branch':
      return block(targets(), [...domain(), ...block(place.branchesOfTarget(layout), lines)]);
    case 'synapse':
      return block(rows(), [
        ...place.rowBounds(layout),
        ...block('for (let s = begin; s < end; s++)', [...place.declareIndices(layout, lines), ...lines]),
      ]);
  }
};

/** What one handler does, owner by owner. */
const handlerLines = (layout: Layout, { steps, kind, broadcast, last = false }: Occasion): string[] => {
  const scopes = new Set(steps.map(({ scope }) => scope));
  const carried = new Map<string, { readonly from: Owner; readonly column: string }>();
  const bodies = new Map<Owner, NeuronBody>();
  const handler: Handler = {
    layout,
    now: place.now,
    indexOf: place.indexOf,
    hides: (index) => !last && shared.includes(layout.ownerOf(index)),
    settles: last,
    outer: [],
    bodyOf: (owner) => (scopes.has(owner) ? (bodies.get(owner) ?? null) : null),
    carry: (name, from) => {
      if (from === 'signal') return name;
      const column = layout.column({ global: `carried_${name}`, of: columnOwner[from] });
      carried.set(name, { from, column });
      return load('f64', column, place.indexOf(from));
    },
    broadcast: () => broadcast,
    word: (scope, draw) =>
      scope === 'synapse' ? place.synapseWord(layout, kind, 'number', draw) : place.neuronWord(layout, scope, kind, 'number', draw),
  };
  for (const owner of order) if (scopes.has(owner)) bodies.set(owner, new NeuronBody(handler, owner));
  const synapse = new SynapseBody(handler, 'synapse');
  for (const step of steps) {
    if (step.scope === 'synapse') performPerSynapse(step, synapse);
    else performPerNeuron(step, bodies.get(step.scope)!);
  }
  const drawsPerSynapse = steps.some((step) => step.kind === 'draw' && step.scope === 'synapse');
  const perSynapse = [
    ...(drawsPerSynapse ? [place.declareSource(layout), ...place.declareRank(layout)] : []),
    ...handler.outer,
    ...place.bodyLines(synapse, []),
  ];
  const perOwner = order.flatMap((owner) => {
    const body = bodies.get(owner);
    if (!body) return [];
    const carries = [...carried]
      .filter(([, { from }]) => from === owner)
      .map(([name, { column }]) => store('f64', column, place.indexOf(owner), name));
    return loopOver(layout, owner, [...body.prelude, ...body.lines, ...carries, ...body.ending()]);
  });
  return [...place.declareLearns(layout, perSynapse), ...perOwner, ...loopOver(layout, 'synapse', perSynapse)];
};

export const printTicks = (layout: Layout): string[] =>
  layout.program.onTick.map(({ steps }, index) => {
    const lines = handlerLines(layout, { steps, kind: place.drawKind.tick(index), broadcast: '0.0' });
    return place.exported(`tick${index}(number: u32, tick: f64, frac: f64): void`, 'A tick of the rules.', ['flush();', ...lines]);
  });

/** Neuron-owned rules brought up to now, before `frozen` changes. */
export const printHold = (layout: Layout): string[] => {
  const { hold, onTick } = layout.program;
  if (hold === null) return [];
  const lines = handlerLines(layout, { steps: hold, kind: place.drawKind.tick(onTick.length), broadcast: '0.0', last: true });
  return [place.exported('hold(tick: f64, frac: f64): void', 'Brings the rules up to now, as they are about to be frozen or thawed.', lines)];
};

/** Signals that the program handles or adds up. */
export const signalsOf = ({ program }: Layout): readonly string[] => [
  ...new Set([...program.onSignal.map(({ signal }) => signal), ...program.variables.flatMap(({ signal }) => (signal === null ? [] : [signal]))]),
];

export const printSignals = (layout: Layout): string[] =>
  signalsOf(layout).map((name, i) => {
    const handlers = layout.program.onSignal.map((handler, index) => ({ ...handler, index })).filter(({ signal }) => signal === name);
    const lines = handlers.flatMap(({ steps, index }) =>
      braces(handlerLines(layout, { steps, kind: place.drawKind.signal(index), broadcast: 'value' })),
    );
    const added = layout.program.variables.flatMap((variable, index) => (variable.signal === name ? additionLines(layout, index) : []));
    return place.exported(`signal${i}(value: f64, number: u32, tick: f64, frac: f64): void`, `The broadcast '${name}'.`, [
      'flush();',
      ...lines,
      ...added,
    ]);
  });

const outside = (layout: Layout, hides: boolean): Handler => ({
  layout,
  now: place.now,
  indexOf: place.indexOf,
  hides: (index) => hides && shared.includes(layout.ownerOf(index)),
  outer: [],
  bodyOf: () => null,
  carry: (name) => name,
  broadcast: () => '0.0',
  word: () => '0',
});

const additionLines = (layout: Layout, index: number): string[] => {
  const body = new NeuronBody(outside(layout, false), 'signal');
  body.lines.push(...body.write(index, `${body.own(index).present()} + value`));
  return braces([...body.prelude, ...body.lines, ...body.ending()]);
};

/** Value of an expression outside of handlers, for each `owner`: the loads it needs, and its text. */
export const valueFor = (
  layout: Layout,
  owner: 'synapse' | 'post',
  print: (body: NeuronBody | SynapseBody) => string,
  hides = true,
): { readonly lines: readonly string[]; readonly text: string } => {
  const handler = outside(layout, hides);
  const body = owner === 'synapse' ? new SynapseBody(handler, owner) : new NeuronBody(handler, owner);
  const text = print(body);
  return { lines: [...handler.outer, ...(body instanceof SynapseBody ? body.loads : []), ...body.prelude], text };
};

const isLocal = (owner: Owner): boolean => owner === 'post' || owner === 'branch';

interface Sum {
  readonly index: number;
  readonly owner: Exclude<Owner, 'synapse'>;
  readonly node: Node;
  readonly over: Variable['over'];
  readonly quantum: number;
}

const sumsOf = ({ program }: Layout): Sum[] =>
  program.variables.flatMap(({ owner, sum, over, quantum }, index) =>
    sum === null || owner === 'synapse' ? [] : [{ index, owner, node: sum, over, quantum: quantum ?? 0 }],
  );

/** Columns of partial sums, which the host adds over partitions. */
const partialColumn = (layout: Layout, { index, owner }: Sum): string =>
  layout.column({ global: `partial_${layout.names.variables[index]}`, of: columnOwner[owner], type: 'i64' });

export const partialsOf = (layout: Layout): readonly string[] =>
  sumsOf(layout)
    .filter(({ owner }) => !isLocal(owner))
    .map((sum) => partialColumn(layout, sum));

const counts: Readonly<Record<Exclude<Owner, 'synapse'>, (layout: Layout) => string>> = {
  pre: (layout) => layout.fact('rows'),
  post: (layout) => layout.fact('targets'),
  neuron: (layout) => layout.fact('neurons'),
  branch: (layout) => `${layout.fact('targets')} * ${layout.fact('branches')}`,
  domain: (layout) => layout.fact('domains'),
  signal: () => '1',
};

/** `partialSums` and `setSums`, where there are sums. */
export const printSums = (layout: Layout, perNeuron: boolean): string[] => {
  const sums = sumsOf(layout);
  if (sums.length === 0) return [];
  const scope = perNeuron ? 'post' : 'synapse';
  const share = sums
    .filter(({ owner }) => !isLocal(owner))
    .flatMap((sum) => {
      const column = partialColumn(layout, sum);
      const { lines, text } = valueFor(layout, scope, (body) => printOperand(sum.node, '*', body));
      const at = sum.over === null ? place.indexOf(sum.owner) : place.endIndex(layout, sum.over === 'incoming' ? 'post' : 'pre');
      return [
        `memory.fill(${column}, 0, <usize>(${counts[sum.owner](layout)}) << 3);`,
        ...loopOver(layout, scope, [
          ...lines,
          `const units = floor(${text} / ${printNumber(sum.quantum)} + 0.5);`,
          `if (!(abs(units) < 4503599627370496.0)) return ${sum.index + 1};`,
          `const before = ${load('i64', column, at)};`,
          'const total = before + <i64>units;',
          `if (((before ^ total) & (<i64>units ^ total)) < 0) return ${sum.index + 1};`,
          store('i64', column, at, 'total'),
        ]),
      ];
    });
  const set = sums.flatMap((sum) => setLines(layout, sum, scope));
  const doc = "This partition's share of sums in fixed point; 1 + index of a variable of which a term or the sum does not fit, else 0.";
  return [
    ...(share.length === 0 ? [] : [place.exported('partialSums(tick: f64, frac: f64): u32', doc, ['flush();', ...share, 'return 0;'])]),
    place.exported('setSums(tick: f64, frac: f64): void', 'Sets sums over synapses, those in fixed point from the totals of all partitions.', [
      'flush();',
      ...set,
    ]),
  ];
};

const setLines = (layout: Layout, sum: Sum, scope: 'post' | 'synapse'): string[] => {
  const body = new NeuronBody(outside(layout, false), sum.owner);
  const finish = (value: string): string[] => {
    body.lines.push(...body.write(sum.index, value));
    return loopOver(layout, sum.owner, [...body.prelude, ...body.lines, ...body.ending()]);
  };
  if (!isLocal(sum.owner)) return finish(`<f64>${load('i64', partialColumn(layout, sum), place.indexOf(sum.owner))} * ${printNumber(sum.quantum)}`);
  const column = layout.column({ global: `sum_${layout.names.variables[sum.index]}`, of: columnOwner[sum.owner] });
  const { lines, text } = valueFor(layout, scope, (reader) => printOperand(sum.node, '+', reader));
  const at = place.indexOf(sum.owner);
  return [
    `memory.fill(${column}, 0, <usize>(${counts[sum.owner](layout)}) << 3);`,
    ...loopOver(layout, scope, [...lines, store('f64', column, at, `${load('f64', column, at)} + ${text}`)]),
    ...finish(load('f64', column, at)),
  ];
};
