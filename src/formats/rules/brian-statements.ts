/** Statements of rules as lines of a Brian pathway (`on_pre`, `on_post`) or of `run_regularly`. All numbers are in ms, mV, pA. */
import type { Node, Step } from '../../rules/program.ts';
import { atom, changed, expressionsIn, type Language, Level, type Printed, type RuleText, within } from './printing.ts';

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;
type StepPrinters = { readonly [K in Step['kind']]: (step: StepOf<K>) => readonly string[] };

/** Where statements stand: Brian brings event-driven variables up to now before a pathway, and not before `run_regularly`. */
export type Place = 'pathway' | 'tick';

/** Brian's language at a place. */
export const brianAt = ({ program, names, words, used }: RuleText, place: Place): Language => {
  const uses = (word: string): string => {
    words.add(word);
    return word;
  };
  const call = (name: string) => (args: readonly string[]) => atom(`${name}(${args.join(', ')})`);
  /** A relaxing variable as it is now, where Brian has left it as it was at the synapse's last event. */
  const extrapolated = (name: string, towards: number, decay: number): Printed => {
    used.add(decay).add(towards);
    const left = `exp(-(t - lastupdate) / (${names.params[decay]}*ms))`;
    const rest = names.params[towards];
    if (program.params[towards]?.value === 0) return { text: `${name} * ${left}`, level: Level.product };
    return { text: `${rest} + (${name} - ${rest}) * ${left}`, level: Level.sum };
  };
  return {
    title: 'Brian',
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
    param: atom,
    variable: (name, index) => {
      const { decay, towards, sum, owner } = program.variables[index] as (typeof program.variables)[number];
      if (sum !== null) return atom(`${name}_${owner}`);
      return place === 'tick' && decay !== null ? extrapolated(name, towards, decay) : atom(name);
    },
    elapsed: (clock) => ({ text: `t/ms - ${clock}`, level: Level.sum }),
    local: (name, value) => `${name} = ${value}`,
  };
};

/** Lines of the steps of a handler. `guards`: conditions under which writes act, besides a step's own. */
export const stepPrinter = (text: RuleText, place: Place, guards: readonly string[] = []): ((step: Step) => readonly string[]) => {
  const { program, names, refusals } = text;
  const expressions = expressionsIn(text, brianAt(text, place));
  const { print, condition, product } = expressions;
  const nameOf = (variable: number): string => names.variables[variable] as string;

  /** `name = value`, or only where the guards hold. */
  const assign = (name: string, value: string, guard: Node | null): string => {
    const conditions = [...guards, ...(guard === null ? [] : [condition(guard)])];
    if (conditions.length === 0) return `${name} = ${value}`;
    text.words.add('choose');
    return `${name} = choose(${conditions.length === 1 ? conditions[0] : conditions.map((each) => `(${each})`).join(' and ')}, ${value}, ${name})`;
  };
  const printers: StepPrinters = {
    let: ({ local, value }) => [`${names.locals[local]} = ${print(value).text}`],
    draw: (step) => {
      if (step.scope !== 'synapse')
        refusals.refuse(`'${program.locals[step.local]?.name}' is one draw for all synapses of a neuron; Brian draws for each synapse by itself`);
      const [first, second] = step.args as [Node, Node];
      const trial = (p: Node) => `int(rand() < ${within(print(p), Level.sum)})`;
      const open = (i: number): string => (step.args.length === 3 ? `int(${i} < ${within(print(first), Level.sum)}) * ` : '');
      const distributions: Readonly<Record<typeof step.distribution, () => string>> = {
        Bernoulli: () => trial(first),
        Binomial: () => Array.from({ length: step.draws }, (_, i) => `${open(i)}${trial(second)}`).join(' + '),
        Uniform: () => 'rand()',
        Normal: () => 'randn()',
      };
      return [`${names.locals[step.local]} = ${distributions[step.distribution]()}`];
    },
    write: (step) => {
      const { name, decay } = program.variables[step.variable] as (typeof program.variables)[number];
      if (place === 'tick' && decay !== null)
        refusals.refuse(`'${name}' relaxes and is written at ticks; Brian brings event-driven variables up to now at spikes only`);
      const own = nameOf(step.variable);
      if (guards.length === 0 && step.guard === null) return [`${own} ${step.operator} ${print(step.value).text}`];
      return [assign(own, changed(expressions, step.operator, own, step.value).text, step.guard)];
    },
    writeWeight: (step) => {
      for (const bound of ['wMin', 'wMax']) text.words.add(bound);
      const value = changed(expressions, step.operator, 'w', step.value, step.gains).text;
      const tallies = step.tallies.map((tally) =>
        assign(nameOf(tally), changed(expressions, step.operator, nameOf(tally), step.value).text, step.guard),
      );
      return [...tallies, assign('w', `clip(${value}, wMin, wMax)`, step.guard)];
    },
    stamp: ({ clock, guard }) => {
      const kept = [...text.stamped.values()].filter((each) => each.clock === clock);
      return [
        ...kept.map(({ name, variable }) => assign(name, print({ kind: 'variable', index: variable }).text, guard)),
        assign(names.clocks[clock] as string, 't/ms', guard),
      ];
    },
    // The factors multiply what is delivered; `polarity` says which way it goes.
    deliver: ({ value }) => [`v_post += ${program.signed ? '' : 'polarity * '}${within(product([value, ...program.factors]), Level.product)} * unit`],
  };
  return (step) => {
    const own = (printers[step.kind] as (step: Step) => readonly string[])(step);
    return [...expressions.ahead(), ...own];
  };
};
