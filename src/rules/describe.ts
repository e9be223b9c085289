/** A program as text: what runs, for whom, in which order. `spikeloom explain` prints it, and a snapshot test pins the order. */
import { printExpression } from '../equations/text.ts';
import type { Expression } from '../equations/tree.ts';
import type { Node, Program, Step, Variable } from './program.ts';
import { describeStructural } from './structural.ts';

type NodePrinter = { readonly [K in Node['kind']]: (node: Extract<Node, { readonly kind: K }>) => Expression };

const at = 0;
const name = (text: string): Expression => ({ kind: 'name', name: text, at });

/** Resolved trees back as expressions in full names, which the one expression printer prints. */
const nodePrinter = (program: Program): ((node: Node) => Expression) => {
  const clockName = (index: number): string => {
    const clock = program.clocks[index] as Program['clocks'][number];
    return `${program.rules[clock.rule]?.name}.elapsed[${clock.owner}]`;
  };
  const variable = (index: number): Expression => name((program.variables[index] as Variable).name);
  const printer: NodePrinter = {
    number: ({ value }) => ({ kind: 'number', value, at }),
    param: ({ index }) => name((program.params[index] as { name: string }).name),
    variable: ({ index }) => variable(index),
    end: ({ end, index }) => name(`${end}.${(program.variables[index] as Variable).name}`),
    local: ({ index }) => name((program.locals[index] as { name: string }).name),
    weight: (node) => name(node.name),
    broadcast: () => name('broadcast'),
    negate: ({ operand }) => ({ kind: 'negate', operand: expression(operand), at }),
    binary: ({ operator, left, right }) => ({ kind: 'binary', operator, left: expression(left), right: expression(right), at }),
    compare: ({ operator, left, right }) => ({ kind: 'compare', operator, left: expression(left), right: expression(right), at }),
    choose: ({ test, yes, no }) => ({ kind: 'choose', test: expression(test), yes: expression(yes), no: expression(no), at }),
    call: (node) => ({ kind: 'call', name: node.name, args: node.args.map(expression), at }),
    elapsed: ({ clock }) => name(clockName(clock)),
    timeAbove: (node) => ({ kind: 'history', name: 'timeAbove', args: [variable(node.variable), expression(node.level)], at }),
    integral: (node) => ({ kind: 'history', name: 'integral', args: [capped(variable(node.variable), node.cap)], at }),
    integralOfProduct: ({ left, right }) => ({
      kind: 'history',
      name: 'integral',
      args: [{ kind: 'binary', operator: '*', left: variable(left), right: variable(right), at }],
      at,
    }),
  };
  const capped = (inner: Expression, cap: Node | null): Expression =>
    cap === null ? inner : { kind: 'call', name: 'min', args: [inner, expression(cap)], at };
  const expression = (node: Node): Expression => (printer[node.kind] as (node: Node) => Expression)(node);
  return expression;
};

/** A resolved expression in full names. */
export const describeNode = (program: Program, node: Node): string => printExpression(nodePrinter(program)(node));

type StepPrinter = { readonly [K in Step['kind']]: (step: Extract<Step, { readonly kind: K }>) => string };

const stepPrinter = (program: Program): StepPrinter => {
  const text = (node: Node): string => describeNode(program, node);
  const local = (index: number): string => (program.locals[index] as { name: string }).name;
  const variable = (index: number): string => (program.variables[index] as Variable).name;
  const hooks = (gains: readonly Node[], tallies: readonly number[]): string => {
    const parts = [...gains.map((gain) => `gain ${text(gain)}`), ...tallies.map((index) => `added to ${variable(index)}`)];
    return parts.length === 0 ? '' : `  (${parts.join('; ')})`;
  };
  return {
    let: (step) => `${local(step.local)} = ${text(step.value)}`,
    draw: (step) => {
      const last = step.draw + step.draws - 1;
      const words = step.draws === 1 ? `word ${step.draw}` : `words ${step.draw} to ${last}`;
      return `${local(step.local)} ~ ${step.distribution}(${step.args.map(text).join(', ')})  (${words})`;
    },
    write: (step) => `${variable(step.variable)} ${step.operator} ${text(step.value)}`,
    writeWeight: (step) => `w ${step.operator} ${text(step.value)}${hooks(step.gains, step.tallies)}`,
    stamp: (step) => `stamp ${program.rules[program.clocks[step.clock]?.rule ?? -1]?.name}`,
    deliver: (step) => `deliver(${text(step.value)})`,
  };
};

const describeVariable = (program: Program, variable: Variable): string => {
  const param = (index: number): string => (program.params[index] as { name: string }).name;
  const motion = variable.decay === null ? 'constant between events' : `decays to ${param(variable.towards)} with ${param(variable.decay)}`;
  const extras = [
    ...(variable.sum === null ? [] : [`sum of ${describeNode(program, variable.sum)}`]),
    ...(variable.over === null ? [] : [`over its ${variable.over} synapses in all projections with the rule`]),
    ...(variable.quantum === null ? [] : [`quantum ${variable.quantum}`]),
    ...(variable.accumulates ? ['accumulates'] : []),
    ...(variable.shortTerm ? ['short-term'] : []),
    ...(variable.transitions ? ['transitions recorded'] : []),
    ...(variable.signal === null ? [] : [`receives '${variable.signal}'`]),
  ];
  return `${variable.name} of ${variable.owner}, starts at ${param(variable.initial)}, ${[motion, ...extras].join(', ')}: ${variable.doc}`;
};

/** A program as lines of text, in the order in which things happen. */
export const describeProgram = (program: Program): string => {
  const print = stepPrinter(program);
  const step = (each: Step): string => {
    const text = (print[each.kind] as (step: Step) => string)(each);
    const guard = each.guard === null ? '' : `  (where ${describeNode(program, each.guard)})`;
    return `${each.scope.padEnd(8)}${text}${guard}`;
  };
  const param = (index: number): string => (program.params[index] as { name: string }).name;
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]);
  const handler = (title: string, steps: readonly Step[]): string[] => section(title, steps.map(step));
  return [
    ...section(
      'rules',
      program.rules.map(({ name: rule, cite }) => `${rule} (${cite})`),
    ),
    ...section(
      'parameters (ms, mV, pA)',
      program.params.filter(({ name: param }) => Number.isNaN(Number(param))).map(({ name: param, value }) => `${param} = ${value}`),
    ),
    ...section(
      'variables',
      program.variables.map((variable) => describeVariable(program, variable)),
    ),
    ...handler('on arrival', program.onPre),
    ...program.after.flatMap(({ delay, steps }) => handler(`${param(delay)} ms after an arrival`, steps)),
    ...handler('on a spike of the target', program.onPost),
    ...program.onTick.flatMap(({ period, steps }) => handler(`every ${param(period)} ms`, steps)),
    ...program.onSignal.flatMap(({ signal, steps }) => handler(`when '${signal}' is broadcast`, steps)),
    ...section(
      program.factorOfPost ? 'factors, once per neuron, on what reaches it' : 'factors on what is delivered',
      program.factors.map((factor) => describeNode(program, factor)),
    ),
    ...section('input current [pA]', program.input === null ? [] : [describeNode(program, program.input)]),
    ...section('structure, after the ticks', program.structural === null ? [] : describeStructural(program, program.structural)),
    ...(program.signed ? ['w is the signed weight'] : []),
    ...(program.draws > 0 ? [`random words per event: ${program.draws}`] : []),
  ].join('\n');
};
