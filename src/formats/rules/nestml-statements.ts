/** Statements of rules as lines of a NESTML block. Numbers are in ms, mV, pA; only time constants and times carry a unit. */
import type { Node, Step } from '../../rules/program.ts';
import { atom, changed, expressionsIn, type Language, Level, type RuleText, within } from './printing.ts';

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;
type StepPrinters = { readonly [K in Step['kind']]: (step: StepOf<K>) => readonly string[] };

export const indent = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `    ${line}`));

const call = (name: string) => (args: readonly string[]) => atom(`${name}(${args.join(', ')})`);

/** `timeConstants`: parameters that equations need as times; as numbers in statements they are divided by 1 ms. */
export const nestml = (timeConstants: ReadonlySet<number>): Language => ({
  title: 'NESTML',
  functions: {
    exp: call('exp'),
    log: call('ln'),
    sqrt: ([x]) => ({ text: `(${x})**0.5`, level: Level.power }),
    abs: call('abs'),
    sign: ([x]) => atom(`((${x}) > 0 ? 1.0 : ((${x}) < 0 ? -1.0 : 0.0))`),
    clip: call('clip'),
    min: call('min'),
    max: call('max'),
  },
  truth: (condition) => atom(`(${condition} ? 1.0 : 0.0)`),
  choose: (condition, yes, no) => atom(`(${condition} ? ${within(yes, Level.compare)} : ${within(no, Level.choose)})`),
  param: (name, index) => (timeConstants.has(index) ? { text: `${name} / (1 ms)`, level: Level.product } : atom(name)),
  variable: atom,
  elapsed: (clock) => ({ text: `(t - ${clock}) / (1 ms)`, level: Level.product }),
  local: (name, value) => `${name} real = ${value}`,
});

/** Lines of the steps of a handler. */
export const nestmlStepPrinter = (text: RuleText, timeConstants: ReadonlySet<number>): ((step: Step) => readonly string[]) => {
  const { program, names, refusals } = text;
  const language = nestml(timeConstants);
  const expressions = expressionsIn(text, language);
  const { print, condition, product } = expressions;
  const nameOf = (variable: number): string => names.variables[variable] as string;

  const guarded = (guard: Node | null, lines: readonly string[]): readonly string[] =>
    guard === null ? lines : [`if ${condition(guard)}:`, ...indent(lines)];
  const printers: StepPrinters = {
    let: ({ local, value }) => [language.local(names.locals[local] as string, print(value).text)],
    draw: (step) => {
      const name = names.locals[step.local] as string;
      if (step.scope !== 'synapse')
        refusals.refuse(`'${program.locals[step.local]?.name}' is one draw for all synapses of a neuron; NEST draws for each synapse by itself`);
      const [first, second] = step.args as [Node, Node];
      const succeeds = (p: Node): string => `random_uniform(0, 1) < ${within(print(p), Level.sum)}`;
      const trials = (): readonly string[] => [
        `${name} real = 0.0`,
        `${name}Trial integer = 0`,
        `while ${name}Trial < ${within(print(first), Level.sum)}:`,
        ...indent([`if ${succeeds(second)}:`, ...indent([`${name} += 1.0`]), `${name}Trial += 1`]),
      ];
      const distributions: Readonly<Record<typeof step.distribution, () => readonly string[]>> = {
        Bernoulli: () => [`${name} real = (${succeeds(first)} ? 1.0 : 0.0)`],
        Binomial: trials,
        Uniform: () => [`${name} real = random_uniform(0, 1)`],
        Normal: () => [`${name} real = random_normal(0, 1)`],
      };
      return distributions[step.distribution]();
    },
    write: (step) => guarded(step.guard, [`${nameOf(step.variable)} ${step.operator} ${print(step.value).text}`]),
    writeWeight: (step) => {
      for (const bound of ['wMin', 'wMax']) text.words.add(bound);
      const tallies = step.tallies.map((tally) => `${nameOf(tally)} ${step.operator} ${print(step.value).text}`);
      return guarded(step.guard, [...tallies, `w = clip(${changed(expressions, step.operator, 'w', step.value, step.gains).text}, wMin, wMax)`]);
    },
    stamp: ({ clock, guard }) => {
      const kept = [...text.stamped.values()].filter((each) => each.clock === clock);
      return guarded(guard, [...kept.map(({ name, variable }) => `${name} = ${nameOf(variable)}`), `${names.clocks[clock]} = t`]);
    },
    // The factors multiply what is delivered; `polarity` says which way it goes.
    deliver: ({ value }) => {
      const amount = product([value, ...program.factors]);
      return [`emit_spike(${program.signed ? amount.text : `polarity * ${within(amount, Level.product)}`})`];
    },
  };
  return (step) => {
    const own = (printers[step.kind] as (step: Step) => readonly string[])(step);
    return [...expressions.ahead(), ...own];
  };
};
