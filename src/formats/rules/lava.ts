/**
 * Rules as a learning rule of Lava: sums of products of traces and the weight, for Loihi in fixed point. Amplitudes become m·2^e with
 * |m| ≤ 7, which the text reports. Numbers as Loihi counts: the upper bound of w is 255, a trace jumps by 16, a time step is 1 ms.
 */
import { describeNode } from '../../rules/describe.ts';
import type { Node, Program, Step, Variable } from '../../rules/program.ts';
import type { RuleUse } from '../../rules/rule.ts';
import { impulse, type Traces, tracesOf, whyNoTrace } from './lava-traces.ts';
import { declared } from './names.ts';
import { collected, expand, type Product, type Reading, type Sum, scaled, timesSum } from './products.ts';
import type { Refusals } from './refusals.ts';

const largestWeight = 255;
const dt = 1;

/** A mantissa and an exponent as Loihi holds them; null where the number is too small or too large. */
const quantized = (value: number): { readonly text: string; readonly value: number } | null => {
  let best: { text: string; value: number } | null = null;
  for (let exponent = -7; exponent <= 8; exponent++) {
    const mantissa = Math.round(Math.abs(value) / 2 ** exponent);
    if (mantissa < 1 || mantissa > 7) continue;
    const candidate = Math.sign(value) * mantissa * 2 ** exponent;
    if (best === null || Math.abs(candidate - value) < Math.abs(best.value - value))
      best = { text: `${value < 0 ? '-' : ''}${mantissa}*2^${exponent}`, value: candidate };
  }
  return best;
};

type Handler = 'x0' | 'y0' | `u${number}`;

interface LavaText {
  readonly program: Program;
  readonly wMax: number;
  readonly refusals: Refusals;
  readonly traces: Traces;
  readonly dw: { readonly gate: Handler; readonly product: Product }[];
}

type StepReaders = { readonly [K in Step['kind']]: (step: Extract<Step, { kind: K }>) => void };

/** Reads the steps of one handler into products that its gate switches on. */
const readHandler = (text: LavaText, gate: Handler, steps: readonly Step[]): void => {
  const { program, refusals, wMax, dw } = text;
  const locals = new Map<number, Sum>();
  const written = new Set<number>();
  let weightWritten = false;
  const reading: Reading = {
    program,
    refusals,
    wMax,
    variable: (index) => {
      const variable = program.variables[index] as Variable;
      if (whyNoTrace(program, variable, index) !== null) return [];
      const name = text.traces.named(index);
      // The chip reads traces with the jump of the spike itself; a rule that reads first means what was there before.
      const jumped = (variable.owner === 'pre' && gate === 'x0') || (variable.owner === 'post' && gate === 'y0');
      const factor = jumped && !written.has(index) ? `(${name}-${impulse})` : name;
      return [{ coefficient: text.traces.unit(index), weight: 0, factors: [factor] }];
    },
    local: (index) => locals.get(index),
  };
  const weight: Sum = [{ coefficient: 1, weight: 1, factors: [] }];
  const readers: StepReaders = {
    let: ({ local, value }) => {
      locals.set(local, isRead(steps, local) ? expand(value, reading) : []);
    },
    draw: ({ local, distribution }) => {
      refusals.refuse(
        `the draw '${program.locals[local]?.name} ~ ${distribution}': Lava has no random release; on the chip it takes a noisy relay neuron per site, or microcode`,
      );
    },
    write: ({ variable }) => {
      written.add(variable);
    },
    writeWeight: (step) => {
      if (step.guard !== null) refusals.refuse(`the condition '${describeNode(program, step.guard)}' on learning: products of Loihi have no guards`);
      const value = [step.value, ...step.gains].map((node) => expand(node, reading)).reduce(timesSum);
      const change: Readonly<Record<typeof step.operator, () => Sum>> = {
        '+=': () => value,
        '-=': () => scaled(value, -1),
        '*=': () => collected([...timesSum(weight, value), ...scaled(weight, -1)]),
        '=': () => collected([...value, ...scaled(weight, -1)]),
      };
      const products = change[step.operator]();
      if (weightWritten && products.some((product) => product.weight > 0))
        refusals.refuse("'w' is read after it was written in the same handler; Loihi takes all products with the w of before");
      weightWritten = true;
      dw.push(...products.map((product) => ({ gate, product })));
    },
    stamp: () => undefined,
    deliver: ({ value }) => {
      if (!(value.kind === 'weight' && value.name === 'w'))
        refusals.refuse(`'deliver(${describeNode(program, value)})': a synapse of Loihi transmits its weight, nothing else`);
    },
  };
  for (const step of steps) (readers[step.kind] as (step: Step) => void)(step);
};

/** Whether learning reads a local; outputs for other rules need no expression here. */
const isRead = (steps: readonly Step[], local: number): boolean =>
  steps.some((step) => {
    const mentions = (node: Node): boolean =>
      (node.kind === 'local' && node.index === local) ||
      Object.values(node).some((part) => (Array.isArray(part) ? part.some(isNode) && part.some(mentions) : isNode(part) && mentions(part)));
    return (step.kind === 'let' || step.kind === 'writeWeight') && mentions(step.value);
  });
const isNode = (part: unknown): part is Node => typeof part === 'object' && part !== null && 'kind' in part;

const refuseStructure = ({ program, refusals }: LavaText): void => {
  if (program.input !== null) refusals.refuse(`the current '${describeNode(program, program.input)}' into neurons is no part of a learning rule`);
  program.variables.forEach((variable, index) => {
    const why = whyNoTrace(program, variable, index);
    if (why !== null) refusals.refuse(`'${variable.name}' ${why}`);
  });
  for (const factor of program.factors)
    refusals.refuse(`the factor '${describeNode(program, factor)}': a synapse of Loihi transmits its weight, nothing else`);
  for (const { delay } of program.after)
    refusals.refuse(`the statements '${program.params[delay]?.name}' ms after an arrival: Loihi learns at spikes and every 2^k epochs`);
  if (program.structural !== null)
    refusals.refuse(
      "the synapses that come and go ('structural'): synapses of Loihi are laid out before a run, and learning changes their weights only",
    );
  for (const { signal } of program.onSignal) refusals.refuse(`the handler of signal '${signal}': a two-factor rule of Loihi has none`);
};

/** `u<k>`, every 2^k time steps. */
const tickGate = ({ program, refusals }: LavaText, period: number): Handler => {
  const { name, value } = program.params[period] as Program['params'][number];
  const k = Math.log2(value / dt);
  if (!Number.isInteger(k) || k < 0 || k > 9)
    refusals.refuse(`the ticks every '${name}' (${value} ms): Loihi has ticks every 2^k time steps, k from 0 to 9`);
  return `u${k}`;
};

interface Term {
  readonly text: string;
  readonly exact: number;
  readonly held: number;
}

/** Bits by which fixed point shifts a product right: traces have 7 bits, w has 9, the mantissa 4, the accumulator 15. */
const shiftOf = ({ weight, factors }: Product): number => Math.max(0, 7 * factors.length + 9 * weight + 4 - 15);

/** A product as Loihi writes it: w counts to 255, and traces carry their unit in the coefficient already. */
const termOf = ({ refusals, wMax }: LavaText, gate: Handler, product: Product): Term | null => {
  const { coefficient, weight, factors } = product;
  const exact = coefficient * (largestWeight / wMax) ** (1 - weight);
  const shift = 2 ** shiftOf(product);
  const held = quantized(exact * shift);
  const rest = [gate, ...factors, ...Array.from({ length: weight }, () => 'w')].join('*');
  if (held !== null) return { text: `${held.text}*${rest}`, exact, held: held.value / shift };
  const why = Math.abs(exact * shift) < 1 ? `rounds to 0: the least is ${2 ** -7 / shift}` : `is too large: the most is ${(7 * 2 ** 8) / shift}`;
  refusals.refuse(
    `the coefficient ${exact.toPrecision(3)} of '${rest}' ${why} (w of ${wMax} counts ${largestWeight}, the jump of a trace ${impulse})`,
  );
  return null;
};

/** The learning rule, as Python. */
export const lavaText = (program: Program, uses: readonly RuleUse[], refusals: Refusals, { wMax = 1 }: { readonly wMax?: number }): string => {
  const text: LavaText = { program, wMax, refusals, traces: tracesOf(program, refusals), dw: [] };
  refuseStructure(text);
  readHandler(text, 'x0', program.onPre);
  readHandler(text, 'y0', program.onPost);
  const gates = program.onTick.map(({ period }) => tickGate(text, period));
  if (new Set(gates).size > 1) refusals.refuse(`ticks of different periods ('${[...new Set(gates)].join("', '")}'): Loihi has one u<k> per rule`);
  program.onTick.forEach(({ steps }, i) => {
    readHandler(text, gates[i] as Handler, steps);
  });
  const terms = text.dw.flatMap(({ gate, product }) => termOf(text, gate, product) ?? []);
  if (terms.length === 0 && refusals.reasons.size === 0)
    refusals.refuse(`rules that never write 'w': ${uses.map(({ rule }) => `'${rule.name}'`).join(', ')}; there is nothing for Loihi to learn`);
  const percent = ({ exact, held }: Term): string => `${(100 * (held / exact - 1)).toFixed(1)} %`.replace(/^(?=\d)/, '+');
  const traces = text.traces.taken();
  return [
    ...uses.flatMap(({ rule }) => [`# ${rule.name}${rule.doc === undefined ? '' : `: ${rule.doc}`}`, `# ${rule.cite}`]),
    '#',
    `# Made by Spikeloom for Lava. An upper bound of ${wMax} for w is ${largestWeight} here, and the lower one 0; a time step is ${dt} ms; traces jump by ${impulse}, are`,
    '# whole numbers up to 127, and are rounded at random. Spikes that meet in a step see each other. Fixed point shifts products of two',
    '# traces right by 3 bits, of a trace and w by 5: amplitudes are written so much larger, and held as m*2^e:',
    ...terms.map((term) => `#   ${term.text}: ${term.exact.toPrecision(4)} is held as ${term.held} (${percent(term)})`),
    ...traces.map(({ name, variable }) => `#   ${name}: ${program.variables[variable]?.doc}${traceNote(uses, program, variable)}`),
    'from lava.magma.core.learning.learning_rule import Loihi2FLearningRule',
    '',
    'learning_rule = Loihi2FLearningRule(',
    `    dw='${terms
      .map((term) => term.text)
      .join(' + ')
      .replaceAll('+ -', '- ')}',`,
    ...traces.map(({ name, variable }) => `    ${name}_impulse=${impulse}, ${name}_tau=${timeConstant(program, variable)},`),
    '    t_epoch=1,',
    ')',
    '',
  ].join('\n');
};

const timeConstant = (program: Program, variable: number): number => (program.params[program.variables[variable]?.decay ?? -1]?.value ?? 0) / dt;

const traceNote = (uses: readonly RuleUse[], program: Program, index: number): string => {
  const decay = program.params[program.variables[index]?.decay ?? -1]?.name;
  const about = decay === undefined ? null : declared(uses, decay);
  return about === null ? '' : ` (${about.doc})`;
};
