/**
 * `gradient`: how the error of the trial that a signal ends changes with the weight of a synapse. Rules only read it, in that signal's handler; engines
 * put it there before the handlers run (engines/episodic/).
 */
import { addHidden, type Draft } from './draft.ts';
import type { Node, Program, Step } from './program.ts';
import type { Rule } from './rule.ts';

/** One variable for all rules of a projection: they descend the same error. */
const name = 'gradient';

/** The variable that holds `gradient`, made when it is first read. */
export const gradientVariable = (draft: Draft): number => {
  const known = draft.variables.findIndex((variable) => variable.name === name);
  return known >= 0 ? known : addHidden(draft, name, 'change of the error of the trial with w');
};

/** Whether a rule's text reads `gradient`: what can be asked before it is composed. */
export const readsGradient = ({ onSignal = {} }: Rule): boolean =>
  Object.values(onSignal)
    .flat()
    .some((source) => /(?<![\w.])gradient(?![\w.])/.test(source));

/** Index of the variable, and the signals whose handlers read it; null where no rule does. */
export const gradientOf = (program: Program | null): { readonly variable: number; readonly signals: readonly string[] } | null => {
  const variable = program?.variables.findIndex((each) => each.name === name) ?? -1;
  if (program === null || variable < 0) return null;
  const signals = program.onSignal.filter(({ steps }) => steps.some((step) => readsVariable(step, variable))).map(({ signal }) => signal);
  return { variable, signals };
};

const readsVariable = (step: Step, variable: number): boolean => {
  const found = (part: unknown): boolean => {
    if (typeof part !== 'object' || part === null) return false;
    const { kind, index } = part as Partial<Extract<Node, { kind: 'variable' }>>;
    return (kind === 'variable' && index === variable) || Object.values(part).some(found);
  };
  return found(step);
};
