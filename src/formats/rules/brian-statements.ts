/** Statements of rules as lines of a Brian pathway (`on_pre`, `on_post`) or of `run_regularly`. All numbers are in ms, mV, pA. */
import { describeNode } from '../../rules/describe.ts';
import type { Node, Program, Step } from '../../rules/program.ts';
import { plainForm, type Surroundings } from './closed-forms.ts';
import type { Names } from './names.ts';
import { arithmetic, atom, conditionOf, Level, type NodePrinters, type Printed, type Words, within } from './printing.ts';
import type { Refusals } from './refusals.ts';

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;
type StepPrinters = { readonly [K in Step['kind']]: (step: StepOf<K>) => readonly string[] };

/** What a text is printed with, and what it turns out to need. */
export interface BrianText {
  readonly program: Program;
  readonly names: Names;
  readonly refusals: Refusals;
  /** Parameters that the text mentions. */
  readonly used: Set<number>;
  /** Words that it imports or defines: `choose`, `inf`, `wMin`, `wMax`. */
  readonly words: Set<string>;
  /** Clock and variable of every value at a stamp that some closed form reads. */
  readonly stamped: Map<string, { readonly clock: number; readonly variable: number; readonly name: string }>;
}

/** Prints expressions; parts of closed forms become lines of their own, which stand ahead. */
export interface Expressions {
  print(node: Node): Printed;
  /** Lines since they were last taken. */
  ahead(): readonly string[];
}

/** Where statements stand: Brian brings event-driven variables up to now before a pathway, and not before `run_regularly`. */
export type Place = 'pathway' | 'tick';

const words = (text: BrianText): Words => {
  const uses = (word: string): string => {
    text.words.add(word);
    return word;
  };
  const call = (name: string) => (args: readonly string[]) => atom(`${name}(${args.join(', ')})`);
  return {
    functions: {
      exp: call('exp'),
      log: call('log'),
      sqrt: call('sqrt'),
      abs: call('abs'),
      sign: call('sign'),
      clip: call('clip'),
      min: ([a, b]) => atom(`clip(${a}, -${uses('inf')}, ${b})`),
      max: ([a, b]) => atom(`clip(${a}, ${b}, ${uses('inf')})`),
    },
    truth: (condition) => atom(`int(${condition})`),
    choose: (condition, yes, no) => atom(`${uses('choose')}(${condition}, ${yes.text}, ${no.text})`),
  };
};

/** Name of the variable that keeps a value of when the clock was stamped. */
const stampedName = (text: BrianText, clock: number, variable: number): string => {
  const key = `${clock} ${variable}`;
  const name = text.stamped.get(key)?.name ?? `${text.names.variables[variable]}At${(text.names.clocks[clock] as string).replace(/^l/, 'L')}`;
  text.stamped.set(key, { clock, variable, name });
  return name;
};

export const nodePrinter = (text: BrianText, place: Place): Expressions => {
  const { program, names, refusals } = text;
  const lines: string[] = [];
  /** Names that stand for parts of closed forms: locals beyond the program's own. */
  const standIns: string[] = [];
  const standIn = (name: string): Node => ({ kind: 'local', index: names.locals.length + standIns.push(name) - 1 });
  const param = (index: number): Printed => {
    text.used.add(index);
    const name = names.params[index] as string;
    return Number.isNaN(Number(name)) ? atom(name) : printers.number({ kind: 'number', value: Number(name) });
  };
  /** A relaxing variable as it is now, where Brian has left it as it was at the synapse's last event. */
  const extrapolated = (index: number, towards: number, decay: number): Printed => {
    const name = names.variables[index] as string;
    const left = `exp(-(t - lastupdate) / (${param(decay).text}*ms))`;
    const rest = param(towards).text;
    if (program.params[towards]?.value === 0) return { text: `${name} * ${left}`, level: Level.product };
    return { text: `${rest} + (${name} - ${rest}) * ${left}`, level: Level.sum };
  };
  const surroundings: Surroundings = {
    program,
    stamped: (clock, variable) => standIn(stampedName(text, clock, variable)),
    named: (name, part) => {
      const value = print(part).text;
      const before = lines.map((line) => line.split(' = ') as [string, string]);
      const known = before.find(([, each]) => each === value)?.[0];
      const alike = before.filter(([each]) => each.startsWith(name)).length;
      const chosen = known ?? `${name}${alike === 0 ? '' : alike + 1}`;
      if (known === undefined) lines.push(`${chosen} = ${value}`);
      return standIn(chosen);
    },
  };
  const closed = (node: Extract<Node, { kind: 'timeAbove' | 'integral' | 'integralOfProduct' }>): Printed => {
    const plain = plainForm(surroundings, node);
    if (plain !== null) return print(plain);
    return atom(refusals.refuse(`'${describeNode(program, node)}' has a level that moves; only for levels made of parameters is there a formula`));
  };
  const printers: NodePrinters = {
    ...arithmetic(words(text), (node) => print(node)),
    param: ({ index }) => param(index),
    variable: ({ index }) => {
      const { decay, towards, sum, owner } = program.variables[index] as Program['variables'][number];
      if (sum !== null) return atom(`${names.variables[index]}_${owner}`);
      return place === 'tick' && decay !== null ? extrapolated(index, towards, decay) : atom(names.variables[index] as string);
    },
    local: ({ index }) => atom(names.locals[index] ?? (standIns[index - names.locals.length] as string)),
    weight: ({ name }) => {
      if (name !== 'w') text.words.add(name);
      return atom(name);
    },
    broadcast: () => atom(refusals.refuse("'broadcast', the value of a signal: Brian sends none to its synapses")),
    elapsed: ({ clock }) => ({ text: `t/ms - ${names.clocks[clock]}`, level: Level.sum }),
    timeAbove: closed,
    integral: closed,
    integralOfProduct: closed,
  };
  const print = (node: Node): Printed => (printers[node.kind] as (node: Node) => Printed)(node);
  return { print, ahead: () => lines.splice(0) };
};

const product = (nodes: readonly Node[], print: (node: Node) => Printed): string =>
  nodes.map((node, i) => within(print(node), i === 0 ? Level.product : Level.unary)).join(' * ');

/** Lines of a step. `guards`: conditions under which writes act, besides the step's own. */
export const stepPrinter = (text: BrianText, place: Place, guards: readonly string[] = []): ((step: Step) => readonly string[]) => {
  const { program, names, refusals } = text;
  const { print, ahead } = nodePrinter(text, place);

  /** `name = value`, or only where the guards hold. */
  const assign = (name: string, value: Printed, guard: Node | null): string => {
    const conditions = [...guards, ...(guard === null ? [] : [conditionOf(guard, print)])];
    if (conditions.length === 0) return `${name} = ${value.text}`;
    text.words.add('choose');
    return `${name} = choose(${conditions.length === 1 ? conditions[0] : conditions.map((each) => `(${each})`).join(' and ')}, ${value.text}, ${name})`;
  };
  const changed = (operator: '=' | '+=' | '-=' | '*=', present: Printed, value: Node, gains: readonly Node[]): Printed => {
    if (operator === '=') return print(value);
    const by = gains.length === 0 ? print(value) : { text: product([value, ...gains], print), level: Level.product };
    if (operator === '*=') return { text: `${within(present, Level.product)} * ${within(by, Level.unary)}`, level: Level.product };
    return { text: `${present.text} ${operator[0]} ${within(by, Level.product)}`, level: Level.sum };
  };
  const printers: StepPrinters = {
    let: ({ local, value }) => [`${names.locals[local]} = ${print(value).text}`],
    draw: (step) => {
      const name = names.locals[step.local] as string;
      if (step.scope !== 'synapse')
        refusals.refuse(`'${program.locals[step.local]?.name}' is one draw for all synapses of a neuron; Brian draws for each synapse by itself`);
      const [first, second] = step.args;
      const trial = (p: Node) => `int(rand() < ${within(print(p), Level.sum)})`;
      const trials = (count: Node, p: Node): string =>
        Array.from({ length: step.draws }, (_, i) =>
          step.args.length === 3 ? `int(${i} < ${within(print(count), Level.sum)}) * ${trial(p)}` : trial(p),
        ).join(' + ');
      const distributions: Readonly<Record<typeof step.distribution, () => string>> = {
        Bernoulli: () => trial(first as Node),
        Binomial: () => trials(first as Node, second as Node),
        Uniform: () => 'rand()',
        Normal: () => 'randn()',
      };
      return [`${name} = ${distributions[step.distribution]()}`];
    },
    write: (step) => {
      const { name, decay, owner } = program.variables[step.variable] as Program['variables'][number];
      if (owner !== 'synapse' && owner !== 'pre' && owner !== 'post') return []; // Refused where it is declared.
      if (place === 'tick' && decay !== null)
        refusals.refuse(`'${name}' relaxes and is written at ticks; Brian brings event-driven variables up to now at spikes only`);
      const own = names.variables[step.variable] as string;
      if (guards.length === 0 && step.guard === null) return [`${own} ${step.operator} ${print(step.value).text}`];
      return [assign(own, changed(step.operator, atom(own), step.value, []), step.guard)];
    },
    writeWeight: (step) => {
      for (const bound of ['wMin', 'wMax']) text.words.add(bound);
      const value = changed(step.operator, atom('w'), step.value, step.gains);
      const raw = print(step.value);
      const tallies = step.tallies.map((tally) => {
        const own = names.variables[tally] as string;
        return assign(own, { text: `${own} ${step.operator[0]} ${within(raw, Level.product)}`, level: Level.sum }, step.guard);
      });
      return [...tallies, assign('w', atom(`clip(${value.text}, wMin, wMax)`), step.guard)];
    },
    stamp: ({ clock, guard }) => {
      const kept = [...text.stamped.values()].filter((each) => each.clock === clock);
      return [
        ...kept.map(({ name, variable }) => assign(name, print({ kind: 'variable', index: variable }), guard)),
        assign(names.clocks[clock] as string, atom('t/ms'), guard),
      ];
    },
    deliver: ({ value }) => delivery(text, value),
  };
  return (step) => {
    const own = (printers[step.kind] as (step: Step) => readonly string[])(step);
    return [...ahead(), ...own];
  };
};

/** What reaches the target: the factors multiply it, and `polarity` says which way it goes. */
export const delivery = (text: BrianText, value: Node): readonly string[] => {
  const { factors, signed } = text.program;
  const { print, ahead } = nodePrinter(text, 'pathway');
  const amount = product([value, ...factors], print);
  return [...ahead(), `v_post += ${signed ? '' : 'polarity * '}${amount} * unit`];
};
