/** Prints the kernel of a composed program: one AssemblyScript module per program and clock. */
import type { Program } from '../../rules/program.ts';
import { printGlobals } from '../globals.ts';
import { printProduct } from './expressions.ts';
import { Layout } from './layout.ts';
import type { RuleKernel, RuleKernelOptions } from './options.ts';
import { declareDomain, drawKind, exported } from './places.ts';
import { printPost } from './posts.ts';
import { printAccumulators, printImports, printPrepare, printSupport } from './support.ts';
import { block, store } from './text.ts';
import { loopOver, partialsOf, printHold, printSignals, printSums, printTicks, signalsOf, valueFor } from './ticks.ts';
import { printVisit } from './visits.ts';

const listFunctions = (delivers: boolean): string[] => [
  ...(delivers
    ? [
        exported(
          'arriveAll(rows: usize, n: i32, tick: f64, frac: f64): void',
          'Arrivals at n rows, in the order listed.',
          block('for (let i: i32 = 0; i < n; i++)', ['arrive(<usize>load<u32>(rows + (<usize>i << 2)), tick, frac);']),
        ),
      ]
    : []),
  exported(
    'postAll(targets: usize, n: i32, tick: f64, frac: f64): void',
    'Spikes of n targets.',
    block('for (let i: i32 = 0; i < n; i++)', ['post(<usize>load<u32>(targets + (<usize>i << 2)), tick, frac);']),
  ),
];

const printVisits = (layout: Layout): string[] => [
  printVisit(layout, { name: 'arrive', steps: layout.program.onPre, kind: drawKind.arrive, events: 'arrivals', delivers: true }),
  ...layout.program.after.map(({ steps }, index) =>
    printVisit(layout, { name: `after${index}`, steps, kind: drawKind.after(index), events: `arrivals_after${index}`, delivers: false }),
  ),
];

/** `factor` and `factors`: the product of factors that belong to neurons. */
const printFactor = (layout: Layout): string[] => {
  const { factors } = layout.program;
  if (factors.length === 0) return [];
  const { lines, text } = valueFor(layout, 'post', (body) => printProduct(factors, body));
  return [
    exported('factor(j: usize, tick: f64, frac: f64): f64', 'What multiplies the excitation of target j.', [
      ...declareDomain(layout, lines),
      ...lines,
      `return ${text};`,
    ]),
    exported(
      'factors(out: usize, targets: usize, n: i32, tick: f64, frac: f64): void',
      'The same for n targets, into the column `out`.',
      block('for (let i: i32 = 0; i < n; i++)', [
        'const j: usize = <usize>load<u32>(targets + (<usize>i << 2));',
        'store<f64>(out + (j << 3), factor(j, tick, frac));',
      ]),
    ),
  ];
};

const printInputs = (layout: Layout): string[] => {
  const { input } = layout.program;
  if (input === null) return [];
  const { lines, text } = valueFor(layout, 'post', (body) => printProduct([input], body), false);
  return [
    exported(
      'inputs(out: usize, tick: f64, frac: f64): void',
      'Currents [pA] until the next tick.',
      loopOver(layout, 'post', [...lines, store('f64', 'out', 'j', text)]),
    ),
  ];
};

const assemble = (layout: Layout, parts: readonly string[], sinkText: string, perNeuron: boolean): RuleKernel => {
  const { program, options } = layout;
  const own = [...printAccumulators(layout), ...parts].join('\n');
  const helped = [...printSupport(layout, own), own].join('\n');
  const prepared = [helped, printPrepare(layout)].join('\n');
  const text = [prepared, sinkText].join('\n');
  const { lines, files } = printImports(text);
  const columns = layout.columns;
  const globals = { ...layout.globals, ...(perNeuron ? {} : options.sink.globals) };
  const rules = program.rules.map(({ name }) => name).join(', ');
  const source = [
    `// Rules ${rules} on the ${options.clock} clock.`,
    ...lines,
    '',
    printGlobals(globals),
    ...(/\bpending\b/.test(own)
      ? [
          '/** Spikes remembered by all targets. */',
          'let pending: u32 = 0;',
          '/** Tick from which `recent` counts: that of the oldest of them, or near it. */',
          'let base: f64 = 0.0;',
          '/** Tick of the latest of all of them; rows visited since have nothing to catch up with. */',
          'let newestPost: f64 = -1.0;',
          '',
        ]
      : []),
    ...(sinkText === '' ? [] : [sinkText]),
    prepared,
  ].join('\n');
  const params = program.params.map(({ value }, index) => ({ global: layout.names.params[index]!, value })).filter(({ global }) => global in globals);
  return {
    source,
    files: [...new Set([...files, ...(perNeuron ? [] : options.sink.files)])],
    globals,
    columns,
    written: program.variables.map(({ decay }, index) => (decay === null ? null : layout.asked(`variable ${index}`))),
    stamped: program.clocks.map((_, clock) => layout.asked(`clock ${clock}`)),
    params,
    signals: signalsOf(layout),
    partials: partialsOf(layout),
  };
};

/** The kernel of a projection's rules. */
export const ruleKernel = (program: Program, options: RuleKernelOptions): RuleKernel => {
  const layout = new Layout(program, options);
  const parts = [
    printPost(layout),
    ...printVisits(layout),
    ...printTicks(layout),
    ...printSignals(layout),
    ...printSums(layout, false),
    ...(program.factorOfPost ? printFactor(layout) : []),
    ...listFunctions(true),
  ];
  return assemble(layout, parts, options.sink.text, false);
};

/** The kernel of rules that a population's neurons own. */
export const neuronRuleKernel = (program: Program, clock: RuleKernelOptions['clock']): RuleKernel => {
  const sink = { text: '', globals: {}, files: [], reaches: false };
  const layout = new Layout(program, { clock, single: false, sign: 0, wideTargets: true, postFirst: false, sink });
  const parts = [
    printPost(layout),
    ...printTicks(layout),
    ...printSignals(layout),
    ...printHold(layout),
    ...printSums(layout, true),
    ...printFactor(layout),
    ...printInputs(layout),
    ...listFunctions(false),
  ];
  return assemble(layout, parts, '', true);
};
