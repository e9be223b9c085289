/** Rules as a NESTML synapse model, from which NEST code is generated. Traces of neurons are variables of the synapse, as in NESTML's own models. */
import { describeNode } from '../../rules/describe.ts';
import type { Program, Step, Variable } from '../../rules/program.ts';
import type { Owner, RuleUse } from '../../rules/rule.ts';
import { atOnce, plainDelivery, restingIn, restlessReasons } from './events.ts';
import { declared, namesIn } from './names.ts';
import { indent, nestml, nestmlStepPrinter } from './nestml-statements.ts';
import { decimal, expressionsIn, type RuleText } from './printing.ts';
import type { Refusals } from './refusals.ts';

/** Words of NESTML, units, functions, and names that generated code uses. */
const reserved = (
  'w t e model state parameters internals equations input output update onReceive onCondition function return if elif else for while in step ' +
  'and or not inf true false end real integer string boolean void spike continuous excitatory inhibitory kernel inline recordable ms mV pA pF nS s Hz ' +
  'exp ln log10 pow sin cos tan abs ceil floor round clip min max delta timestep resolution steps print println emit_spike integrate_odes convolve ' +
  'random_normal random_uniform random_poisson pre_spikes post_spikes weight delay lag port span above below polarity wMin wMax int double float ' +
  'bool char long short new delete this class struct default switch case break const auto register static template typename namespace using'
).split(' ');
const forbidden = /^_|__|Trial$/;

/** Why an owner has no place in a synapse model; null where it has. */
const owners: Readonly<Record<Owner, string | null>> = {
  synapse: null,
  pre: null,
  post: null,
  neuron: 'belongs to a neuron as source and target; a NESTML synapse keeps copies of its own, which ticks of a neuron cannot change',
  branch: 'belongs to a dendritic branch, which other synapses change; a NESTML synapse sees no other synapse',
  domain: 'belongs to a domain of neurons; a NESTML synapse sees its own two neurons only',
  signal: 'belongs to a signal; NEST has no broadcast of numbers to synapses (a volume transmitter sends them spikes)',
};

const refuseStructure = (program: Program, refusals: Refusals): void => {
  const param = (index: number): string => program.params[index]?.name ?? '';
  if (program.input !== null)
    refusals.refuse(`the current '${describeNode(program, program.input)}' into neurons is part of a neuron model, not of a synapse`);
  for (const { name, owner, sum } of program.variables) {
    const why = owners[owner];
    if (why !== null) refusals.refuse(`'${name}' ${why}`);
    else if (sum !== null) refusals.refuse(`'${name}' sums over the synapses of a neuron; a NESTML synapse sees no other synapse`);
  }
  for (const { period } of program.onTick)
    refusals.refuse(`the ticks every '${param(period)}' (ms): a NEST synapse is updated when spikes reach it, not on a time grid`);
  for (const { delay } of program.after) refusals.refuse(`the statements '${param(delay)}' ms after an arrival: a NEST synapse has no event then`);
  for (const { signal } of program.onSignal)
    refusals.refuse(`the handler of signal '${signal}': NEST has no broadcast of numbers to synapses (a volume transmitter sends them spikes)`);
  if (program.structural !== null)
    refusals.refuse(
      "the synapses that come and go ('structural'): a NESTML synapse cannot remove itself or make others; NEST's structural plasticity is part of its kernel",
    );
  for (const reason of restlessReasons(program, 'NESTML')) refusals.refuse(reason);
};

const block = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : indent([`${title}:`, ...indent(lines), '']));

/** The model. */
export const nestmlText = (program: Program, uses: readonly RuleUse[], refusals: Refusals): string => {
  const text: RuleText = { program, refusals, names: namesIn(program, reserved, forbidden), used: new Set(), words: new Set(), stamped: new Map() };
  refuseStructure(program, refusals);
  const relaxing = program.variables.filter((variable) => variable.decay !== null && !atOnce(program, variable));
  const times = new Set(relaxing.map(({ decay }) => decay as number));
  const handlers = () => {
    const handler = (steps: readonly Step[]): string[] => [...restingLines(text, times, steps), ...steps.flatMap(nestmlStepPrinter(text, times))];
    return { pre: handler([...program.onPre, ...(program.delivers ? [] : [plainDelivery])]), post: handler(program.onPost) };
  };
  // What a stamp has to keep is known when all that reads it has been printed once.
  handlers();
  const { pre, post } = handlers();
  const equations = relaxing.map((variable) => equation(text, variable));
  const state = stateLines(text);
  const hasPost = post.length > 0;
  return [
    ...headLines(program, uses, hasPost),
    `model ${modelName(uses)}:`,
    ...block('state', state),
    ...block('parameters', parameterLines(text, uses, times)),
    ...block('equations', equations),
    ...block('input', ['pre_spikes <- spike', ...(hasPost ? ['post_spikes <- spike'] : [])]),
    ...block('output', ['spike']),
    ...block('onReceive(pre_spikes)', pre),
    ...block('onReceive(post_spikes)', post),
    ...block('update', equations.length > 0 ? ['integrate_odes()'] : []),
  ].join('\n');
};

/** `pair_stdp_synapse`: NESTML takes a model for a synapse by how its name ends. */
const modelName = (uses: readonly RuleUse[]): string =>
  `${uses.map(({ rule }) => rule.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join('_')}_synapse`;

const headLines = (program: Program, uses: readonly RuleUse[], hasPost: boolean): string[] => [
  ...uses.flatMap(({ rule }) => [`# ${rule.name}${rule.doc === undefined ? '' : `: ${rule.doc}`}`, `# ${rule.cite}`]),
  '#',
  '# Made by Spikeloom for NESTML. Numbers without a unit are in ms, mV and pA; weights in the unit of the target.',
  `# Generate code with weight_variable {"${modelName(uses)}": "w"}${hasPost ? ' and post_ports ["post_spikes"]' : ''}; NEST manages the delay.`,
  ...(hasPost ? ['# It takes it as dendritic: a spike of the target counts that much later, where Spikeloom delays arrivals.'] : []),
  ...(program.signed ? ['# This rule takes w as the signed weight.'] : []),
];

const restingLines = ({ program, names, ...rest }: RuleText, times: ReadonlySet<number>, steps: readonly Step[]): string[] => {
  const { print } = expressionsIn({ program, names, ...rest }, nestml(times));
  return restingIn(program, steps).map(
    (index) => `${names.variables[index]} = ${print({ kind: 'param', index: (program.variables[index] as Variable).towards }).text}`,
  );
};

const equation = ({ program, names, used }: RuleText, variable: Variable): string => {
  const name = names.variables[program.variables.indexOf(variable)] as string;
  used.add(variable.decay as number).add(variable.towards);
  const distance = program.params[variable.towards]?.value === 0 ? `-${name}` : `(${names.params[variable.towards]} - ${name})`;
  return `${name}' = ${distance} / ${names.params[variable.decay as number]}`;
};

const stateLines = ({ program, names, stamped }: RuleText): string[] => {
  const initial = ({ initial: index }: Variable): string => decimal((program.params[index] as { value: number }).value);
  return [
    'w real = 1.0  # weight',
    ...program.variables.map((variable, index) => `${names.variables[index]} real = ${initial(variable)}  # ${variable.doc}`),
    ...names.clocks.map((name) => `${name} ms = 0 ms  # time of the last event`),
    ...[...stamped.values()].map(
      ({ name, variable, clock }) =>
        `${name} real = ${initial(program.variables[variable] as Variable)}  # ${names.variables[variable]} at ${names.clocks[clock]}`,
    ),
  ];
};

const parameterLines = ({ program, names, used, words }: RuleText, uses: readonly RuleUse[], times: ReadonlySet<number>): string[] => [
  ...(program.signed ? [] : ['polarity real = 1.0  # -1: inhibitory; w is the magnitude']),
  ...(words.has('wMin') ? ['wMin real = 0.0  # lower bound of w'] : []),
  ...(words.has('wMax') ? ['wMax real = 1.0  # upper bound of w'] : []),
  ...program.params.flatMap(({ name, value }, index) => {
    if (!used.has(index) || !Number.isNaN(Number(name))) return [];
    const about = declared(uses, name);
    const unit = about === null || about.unit === '' || times.has(index) ? '' : `[${about.unit}] `;
    const comment = about === null ? '' : `  # ${unit}${about.doc}`;
    return [
      times.has(index) ? `${names.params[index]} ms = ${decimal(value)} ms${comment}` : `${names.params[index]} real = ${decimal(value)}${comment}`,
    ];
  }),
];
