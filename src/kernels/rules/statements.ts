/** Statements of rules as AssemblyScript: one record for what runs per synapse, one for what runs per row, target, branch, domain or network. */
import { InternalError } from '../../errors.ts';
import { describeNode } from '../../rules/describe.ts';
import type { Node, Program, Step } from '../../rules/program.ts';
import type { Body } from './body.ts';
import { printExpression, printOperand, printProduct, printTest, type Scene } from './expressions.ts';
import type { Layout } from './layout.ts';
import type { NeuronBody } from './neuron-body.ts';
import type { SynapseBody } from './synapse-body.ts';
import { block } from './text.ts';

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;
type Operator = StepOf<'write'>['operator'];
type Lines = readonly string[];
type NeuronPrinters = { readonly [K in Step['kind']]: (step: StepOf<K>, body: NeuronBody) => Lines };
type SynapsePrinters = { readonly [K in Step['kind']]: (step: StepOf<K>, body: SynapseBody) => Lines };

const combined = (operator: Operator, present: () => string, value: Node, scene: Scene): string => {
  if (operator === '=') return printExpression(value, scene);
  const sign = operator[0] as '+' | '-' | '*';
  const operand = printOperand(value, sign, scene);
  return `${present()} ${sign} ${operand}`;
};

const drawText = (step: StepOf<'draw'>, body: Body): Lines => {
  const name = body.layout.names.locals[step.local]!;
  const word = (draw: number) => body.handler.word(body.scope, String(draw));
  const arg = (index: number) => printExpression(step.args[index]!, body);
  const distributions: Readonly<Record<typeof step.distribution, () => Lines>> = {
    Uniform: () => [`const ${name} = uniform(${word(step.draw)});`],
    Normal: () => [`const ${name} = normal(${word(step.draw)}, ${word(step.draw + 1)});`],
    Bernoulli: () => [`const ${name} = <f64>below(${word(step.draw)}, ${arg(0)});`],
    Binomial: () => {
      const varies = step.args.length === 3;
      return [
        ...(varies ? [`const ${name}_n = ${arg(0)};`] : []),
        `const ${name}_p = ${arg(1)};`,
        `let ${name} = 0.0;`,
        ...block(`for (let trial: u32 = 0; trial < ${step.draws}${varies ? ` && <f64>trial < ${name}_n` : ''}; trial++)`, [
          `${name} += <f64>below(${body.handler.word(body.scope, `${step.draw} + trial`)}, ${name}_p);`,
        ]),
      ];
    },
  };
  return distributions[step.distribution]();
};

const noDelivery = (): never => {
  throw new InternalError('A handler delivers outside of arrivals.');
};

const perNeuron: NeuronPrinters = {
  let: (step, body) => [`const ${body.layout.names.locals[step.local]} = ${printExpression(step.value, body)};`],
  draw: drawText,
  write: (step, body) => {
    const value = combined(step.operator, () => body.own(step.variable).present(), step.value, body);
    return body.write(step.variable, value);
  },
  writeWeight: () => {
    throw new InternalError('A statement per neuron writes w.');
  },
  stamp: (step, body) => {
    body.stampClock(step.clock);
    return [];
  },
  deliver: noDelivery,
};

const tallyLines = (step: StepOf<'writeWeight'>, increment: string, body: SynapseBody): Lines =>
  step.tallies.flatMap((tally) => body.write(tally, `${body.present(tally)} ${step.operator[0]} ${increment}`));

/** Runs a write only where synapses learn, and where its guard holds. */
const guarded = (step: Step, lines: Lines, body: SynapseBody): Lines => {
  const guard = step.guard === null ? '' : ` && ${printTest(step.guard, body)}`;
  return block(`if (learns${guard})`, lines);
};

/** A short-term state moves on where synapses do not learn. */
const moved = (step: Step, lines: Lines, body: SynapseBody): Lines =>
  step.guard === null ? lines : block(`if (${printTest(step.guard, body)})`, lines);

const perSynapse: SynapsePrinters = {
  let: (step, body) => [`const ${body.layout.names.locals[step.local]} = ${printExpression(step.value, body)};`],
  draw: drawText,
  write: (step, body) => {
    const { owner, shortTerm } = body.layout.program.variables[step.variable]!;
    if (owner === 'branch') return [accumulation(step, body)];
    const value = combined(step.operator, () => body.present(step.variable), step.value, body);
    return (shortTerm ? moved : guarded)(step, body.write(step.variable, value), body);
  },
  writeWeight: (step, body) => {
    const increments = step.operator === '+=' || step.operator === '-=';
    if (!increments) return guarded(step, body.writeWeight(combined(step.operator, () => body.weight('w'), step.value, body)), body);
    const sign = step.operator[0];
    if (step.tallies.length === 0) {
      const operand = step.gains.length === 0 ? printOperand(step.value, sign as '+', body) : printProduct([step.value, ...step.gains], body);
      return guarded(step, body.writeWeight(`${body.weight('w')} ${sign} ${operand}`), body);
    }
    const first = `const increment = ${printExpression(step.value, body)};`;
    const tallies = tallyLines(step, 'increment', body);
    const gains = step.gains.length === 0 ? '' : ` * ${step.gains.map((gain) => printOperand(gain, '*', body)).join(' * ')}`;
    return guarded(step, [first, ...tallies, ...body.writeWeight(`${body.weight('w')} ${sign} increment${gains}`)], body);
  },
  stamp: (step, body) => body.stampClock(step.clock),
  deliver: noDelivery,
};

/** A sum that every arrival adds to: its own function, as other synapses of the row may have added at this instant. */
const accumulation = (step: StepOf<'write'>, body: SynapseBody): string => {
  const name = body.layout.names.variables[step.variable]!;
  const { tick, frac } = body.handler.now;
  const value = printExpression(step.value, body);
  return `addTo_${name}(${body.handler.indexOf('branch', 'synapse')}, ${value}, ${tick}, ${frac});`;
};

type Descriptions = { readonly [K in Step['kind']]: (step: StepOf<K>, program: Program) => string | null };

const nameOf = (named: { readonly name: string } | undefined): string => named?.name ?? '';

const descriptions: Descriptions = {
  let: ({ local, value }, program) => `${nameOf(program.locals[local])} = ${describeNode(program, value)}`,
  draw: ({ local, distribution, args }, program) =>
    `${nameOf(program.locals[local])} ~ ${distribution}(${args.map((arg) => describeNode(program, arg)).join(', ')})`,
  write: ({ variable, operator, value }, program) => `${nameOf(program.variables[variable])} ${operator} ${describeNode(program, value)}`,
  writeWeight: ({ operator, value }, program) => `w ${operator} ${describeNode(program, value)}`,
  stamp: () => null,
  deliver: ({ value }, program) => `deliver(${describeNode(program, value)})`,
};

/** `// pairStdp: w -= aMinus * y`, as the rule says it. */
export const comment = (step: Step, { program }: Layout): string[] => {
  const text = (descriptions[step.kind] as (step: Step, program: Program) => string | null)(step, program);
  if (text === null) return [];
  const rule = nameOf(program.rules[step.rule]);
  return [`// ${rule}: ${text.replaceAll(`${rule}.`, '').replace(/elapsed\[\w+\]/g, 'elapsed')}`];
};

export const performPerNeuron = (step: Step, body: NeuronBody): void => {
  if (step.guard !== null) throw new InternalError('A statement per neuron has a guard.');
  body.lines.push(...comment(step, body.layout));
  body.lines.push(...(perNeuron[step.kind] as (step: Step, body: NeuronBody) => Lines)(step, body));
};

export const performPerSynapse = (step: Step, body: SynapseBody): void => {
  body.lines.push(...comment(step, body.layout));
  body.lines.push(...(perSynapse[step.kind] as (step: Step, body: SynapseBody) => Lines)(step, body));
};
