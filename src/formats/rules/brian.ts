/**
 * Rules as a Brian 2 module: equations, statements, and a function that makes `Synapses` of them. Variables of sources and targets
 * become variables of synapses, each a copy that the same events change alike.
 */
import { describeNode } from '../../rules/describe.ts';
import type { Program, Step, Variable } from '../../rules/program.ts';
import type { Owner, RuleUse } from '../../rules/rule.ts';
import { brianAt, type Place, stepPrinter } from './brian-statements.ts';
import { atOnce, plainDelivery, readsOf, readsOfNodes, restingIn, restlessReasons } from './events.ts';
import { declared, namesIn } from './names.ts';
import { decimal, expressionsIn, type RuleText } from './printing.ts';
import type { Refusals } from './refusals.ts';

/** Names that Brian or the module gives a meaning. */
const reserved = (
  'N i j t dt w xi e pi inf int and or not is in if else for def class return lambda import from as with pass None True False rand randn ' +
  'exp log sqrt abs sign clip choose sum min max sin cos tan floor ceil poisson timestep lastupdate delay unit polarity span above below ' +
  'wMin wMax second ms mV pA nS pF Hz v'
).split(' ');
/** Names that sympy, which solves the equations, does not have: it has hundreds of words, such as trace and gamma. */
const equationNames = /^[a-z]\d?$|[a-z][A-Z]|_/;
const forbidden = /^_|_(pre|post)$|^not_refractory$/;

/** Why an owner has no place in a Synapses object; null where it has. */
const owners: Readonly<Record<Owner, string | null>> = {
  synapse: null,
  pre: null,
  post: null,
  neuron: 'belongs to a neuron as source and target, in all projections with the rule; a Synapses object knows its own synapses only',
  branch: 'belongs to a branch; a synapse in Brian ends on a neuron, not on a branch of it',
  domain: 'belongs to a domain of neurons; Synapses know single neurons only',
  signal: 'belongs to a signal; Brian has no broadcast that synapses receive',
};

const lines = (title: string, body: readonly string[]): string[] => [`${title} = '''`, ...body, "'''", ''];

/** Brian takes this for the numpy, Cython and C++ targets alike. */
const choose = `@implementation('cpp', 'static inline double choose(bool test, double yes, double no) { return test ? yes : no; }')
@implementation('cython', 'cdef double choose(bint test, double yes, double no):\\n    return yes if test else no')
@check_units(test=bool, yes=1, no=1, result=1)
def choose(test, yes, no):
    """\`yes\` where the test holds, else \`no\`."""
    return where(test, yes, no)
`.split('\n');

interface Handlers {
  readonly pre: readonly string[];
  /** Writes of presynaptic traces that statements of the target's spikes at the same instant must not see. */
  readonly traces: readonly string[];
  readonly post: readonly string[];
  readonly after: readonly { readonly delay: string; readonly lines: readonly string[] }[];
  readonly ticks: readonly { readonly period: string; readonly lines: readonly string[] }[];
}

const handlersOf = (text: RuleText): Handlers => {
  const { program, names } = text;
  const print = (steps: readonly Step[], place: Place = 'pathway'): string[] => {
    const guards = place === 'tick' ? ['t > 0*ms'] : [];
    return steps.flatMap(stepPrinter(text, place, guards));
  };
  const { print: expression } = expressionsIn(text, brianAt(text, 'pathway'));
  const resting = (steps: readonly Step[]): string[] =>
    restingIn(program, steps).map((index) => {
      const { towards } = program.variables[index] as Variable;
      return `${names.variables[index]} = ${expression({ kind: 'param', index: towards }).text}`;
    });
  const late = program.onPre.filter((step) => step.kind === 'write' && deferred(text, step));
  const now = program.onPre.filter((step) => !late.includes(step));
  const constant = (index: number): string => decimal((program.params[index] as { value: number }).value);
  return {
    pre: [...resting(program.onPre), ...print([...now, ...(program.delivers ? [] : [plainDelivery])])],
    traces: print(late),
    post: [...resting(program.onPost), ...print(program.onPost)],
    after: program.after.map(({ delay, steps }) => ({ delay: constant(delay), lines: print(steps) })),
    ticks: program.onTick.map(({ period, steps }) => ({ period: constant(period), lines: print(steps, 'tick') })),
  };
};

/** Whether a write of a presynaptic variable can, and must, wait until all spikes of the instant have read it. */
const deferred = ({ program, stamped }: RuleText, step: Step & { readonly kind: 'write' }): boolean => {
  if (program.variables[step.variable]?.owner !== 'pre' || !readsOf(program.onPost).has(step.variable)) return false;
  if ([...stamped.values()].some(({ variable }) => variable === step.variable)) return false;
  const after = program.onPre.slice(program.onPre.indexOf(step) + 1).filter((each) => !(each.kind === 'write' && each.variable === step.variable));
  const own = readsOf([step]);
  const changing = program.onPre.some((each) => each.kind === 'write' && each.variable !== step.variable && own.has(each.variable));
  const delivered = program.factors.some((factor) => readsOfNodes([factor]).has(step.variable));
  return !readsOf(after).has(step.variable) && !changing && !own.has('local') && !own.has('weight') && !delivered;
};

const modelLines = (text: RuleText): string[] => {
  const { program, names, refusals } = text;
  const { print } = expressionsIn(text, brianAt(text, 'pathway'));
  const line = (variable: Variable, index: number): string[] => {
    const name = names.variables[index] as string;
    const why = owners[variable.owner];
    if (why !== null) refusals.refuse(`'${variable.name}' ${why}`);
    if (variable.sum !== null) {
      const relaxing = [...readsOfNodes([variable.sum])].some((read) => typeof read === 'number' && program.variables[read]?.decay !== null);
      if (relaxing) refusals.refuse(`'${variable.name}' sums a relaxing variable; Brian sums event-driven variables as they were at the last spike`);
      return [`${name}_${variable.owner} = ${print(variable.sum).text} : 1 (summed)`];
    }
    if (variable.decay === null || atOnce(program, variable)) return [`${name} : 1`];
    const towards = print({ kind: 'param', index: variable.towards }).text;
    const rate = program.params[variable.towards]?.value === 0 ? `-${name}` : `(${towards} - ${name})`;
    return [`d${name}/dt = ${rate} / (${print({ kind: 'param', index: variable.decay }).text}*ms) : 1 (event-driven)`];
  };
  return [
    'w : 1',
    ...program.variables.flatMap(line),
    ...names.clocks.map((name) => `${name} : 1`),
    ...[...text.stamped.values()].map(({ name }) => `${name} : 1`),
  ];
};

/** What has no counterpart whatever the statements are. */
const refuseStructure = ({ program, refusals }: RuleText): void => {
  if (program.input !== null)
    refusals.refuse(`the current '${describeNode(program, program.input)}' into neurons is part of a neuron's equations, not of Synapses`);
  for (const { signal } of program.onSignal) refusals.refuse(`the handler of signal '${signal}': Brian has no broadcast that synapses receive`);
  if (program.structural !== null)
    refusals.refuse("the synapses that come and go ('structural'): Brian makes Synapses before a run, and none during it");
  for (const reason of restlessReasons(program, 'Brian')) refusals.refuse(reason);
};

const initialLines = (text: RuleText): string[] => {
  const { program, names } = text;
  const value = (index: number): string => decimal((program.params[index] as { value: number }).value);
  const start = (name: string, { initial }: Variable): string[] =>
    program.params[initial]?.value === 0 ? [] : [`synapses.${name} = ${value(initial)}`];
  return [
    ...program.variables.flatMap((variable, index) => (variable.sum === null ? start(names.variables[index] as string, variable) : [])),
    ...[...text.stamped.values()].flatMap(({ name, variable }) => start(name, program.variables[variable] as Variable)),
  ];
};

/** The module. */
export const brianText = (program: Program, uses: readonly RuleUse[], refusals: Refusals): string => {
  const text: RuleText = {
    program,
    refusals,
    names: namesIn(program, reserved, forbidden, equationNames),
    used: new Set(),
    words: new Set(),
    stamped: new Map(),
  };
  refuseStructure(text);
  // What a stamp has to keep is known when all that reads it has been printed once.
  handlersOf(text);
  const handlers = handlersOf(text);
  const model = modelLines(text);
  return [
    ...headLines(text, uses),
    ...namespaceLines(text, uses),
    '',
    ...(text.words.has('choose') ? ['', ...choose, ''] : []),
    ...lines('model', model),
    ...lines('on_pre', handlers.pre),
    ...(handlers.traces.length > 0 ? lines('on_pre_traces', handlers.traces) : []),
    ...handlers.after.flatMap((after, i) => lines(`on_pre_after${i}`, after.lines)),
    ...(handlers.post.length > 0 ? lines('on_post', handlers.post) : []),
    ...handlers.ticks.flatMap((tick, i) => lines(`on_tick${i}`, tick.lines)),
    '',
    ...functionLines(text, uses, handlers),
  ].join('\n');
};

const headLines = ({ program, words }: RuleText, uses: readonly RuleUse[]): string[] => {
  const sums = program.variables.some(({ sum }) => sum !== null);
  const imports = [
    'Synapses',
    'mV',
    'ms',
    ...(words.has('inf') ? ['inf'] : []),
    ...(words.has('choose') ? ['check_units', 'implementation', 'where'] : []),
  ];
  return [
    `"""${uses.map(({ rule }) => `${rule.name}${rule.doc === undefined ? '' : `: ${rule.doc}`}\n${rule.cite}`).join('\n')}`,
    '',
    'Made by Spikeloom for Brian 2. Numbers are in ms, mV and pA; weights count in `unit`, and are magnitudes with a `polarity`.',
    ...(program.signed ? ['This rule takes w as the signed weight.'] : []),
    ...(sums ? ['Sums stand in variables of the neurons, which their equations must declare: see `(summed)` below.'] : []),
    '"""',
    `from brian2 import ${imports.join(', ')}`,
    '',
  ];
};

const namespaceLines = ({ program, names, used }: RuleText, uses: readonly RuleUse[]): string[] => {
  const rows = program.params.flatMap(({ name, value }, index) => {
    if (!used.has(index) || !Number.isNaN(Number(name))) return [];
    const about = declared(uses, name);
    return [
      `    '${names.params[index]}': ${decimal(value)},${about === null ? '' : `  # ${about.unit === '' ? '' : `[${about.unit}] `}${about.doc}`}`,
    ];
  });
  return rows.length === 0 ? ['namespace = {}'] : ['namespace = {', ...rows, '}'];
};

const functionLines = (text: RuleText, uses: readonly RuleUse[], { traces, after, post, ticks }: Handlers): string[] => {
  const { program, words } = text;
  const bounds = ['wMin', 'wMax'].filter((bound) => words.has(bound));
  const own = [...(program.signed ? [] : ['polarity']), 'unit', ...bounds, ...(words.has('choose') ? ['choose'] : [])]
    .map((name) => `'${name}': ${name}`)
    .join(', ');
  const pathways = [
    "'pre': on_pre",
    ...(traces.length > 0 ? ["'pre_traces': on_pre_traces"] : []),
    ...after.map((_, i) => `'pre_after${i}': on_pre_after${i}`),
  ];
  const sums = program.variables.flatMap(({ sum, owner }, index) => (sum === null ? [] : [`${text.names.variables[index]}_${owner}`]));
  const initial = initialLines(text);
  return [
    `def ${uses.map(({ rule }) => rule.name).join('_and_')}(source, target, weight, delay, ${[...bounds, ...(program.signed ? [] : ['polarity=1']), 'unit=mV', '**connect'].join(', ')}):`,
    '    """Synapses from `source` to `target`, which has a variable v in `unit`; `connect` is as Synapses.connect takes it."""',
    `    synapses = Synapses(source, target, model, on_pre={${pathways.join(', ')}},${post.length > 0 ? ' on_post=on_post,' : ''}`,
    `                        namespace={**namespace, ${own}})`,
    '    synapses.connect(**connect)',
    '    synapses.w = weight',
    ...initial.map((line) => `    ${line}`),
    '    synapses.pre.delay = delay',
    ...(traces.length > 0
      ? ['    synapses.pre_traces.delay = delay', '    synapses.pre_traces.order = 2  # Spikes of an instant see traces as they were before it.']
      : []),
    ...after.flatMap(({ delay }, i) => [`    synapses.pre_after${i}.delay = delay + ${delay}*ms`, `    synapses.pre_after${i}.order = 0`]),
    ...sums.map((name) => `    synapses.summed_updaters['${name}'].when = 'end'`),
    ...ticks.map(({ period }, i) => `    synapses.run_regularly(on_tick${i}, dt=${period}*ms, when='end', order=${i + 1})`),
    '    return synapses',
    '',
  ];
};
