/** Rules for other simulators and for chips: one text per target, or every reason why there is none. */
import { ModelError, UnsupportedError } from '../../errors.ts';
import { compose } from '../../rules/compose.ts';
import { gradientOf } from '../../rules/gradient.ts';
import type { Program } from '../../rules/program.ts';
import type { RuleUse } from '../../rules/rule.ts';
import { brianText } from './brian.ts';
import { lavaText } from './lava.ts';
import { nestmlText } from './nestml.ts';
import { noRefusals, type Refusals } from './refusals.ts';

/** What a target has to know that no rule says. */
export interface ExportRuleOptions {
  /** Upper bound of w, in the unit of the weights: Loihi counts it as 255 (default 1). Brian and NESTML texts take bounds where they are used. */
  readonly wMax?: number;
}

interface Target {
  /** The name that people know it by. */
  readonly title: string;
  readonly print: (program: Program, uses: readonly RuleUse[], refusals: Refusals, options: ExportRuleOptions) => string;
}

/** Where rules can go. */
export const ruleTargets = {
  brian: { title: 'Brian 2', print: brianText },
  nestml: { title: 'NESTML', print: nestmlText },
  lava: { title: 'Lava', print: lavaText },
} as const satisfies Readonly<Record<string, Target>>;

/** A simulator or chip that rules can be exported to. */
export type RuleTarget = keyof typeof ruleTargets;

/**
 * One rule, or the rules of one projection composed, as text of another simulator.
 *
 * @returns `brian`: a Python module with a function that makes `Synapses`; `nestml`: a synapse model; `lava`: a learning rule in Python
 * @throws UnsupportedError with every reason (`reasons`) where the target cannot express it; ModelError where the rules do not go together,
 *   or `wMax` is not more than 0
 */
export const exportRule = (rules: RuleUse | readonly RuleUse[], target: RuleTarget, options: ExportRuleOptions = {}): string => {
  const uses = [rules].flat() as readonly RuleUse[];
  const names = uses.map(({ rule }) => `'${rule.name}'`).join(' and ');
  const kind = uses.some(({ rule }) => rule.input !== undefined) ? 'neuron' : 'synapse';
  const program = compose(uses, { where: `the export of ${names}`, kind });
  const { wMax } = options;
  if (wMax !== undefined && !(wMax > 0 && wMax < Infinity))
    throw new ModelError('export.wMax', `wMax is ${wMax}; the upper bound of w must be a finite number above 0.`, { wMax });
  const { title, print }: Target = ruleTargets[target];
  const refusals = noRefusals();
  if (gradientOf(program) !== null)
    refusals.refuse(`'gradient' is e-prop's, made of whole trials that Spikeloom archives; ${title} has no such archive`);
  const text = print(program, uses, refusals, options);
  if (refusals.reasons.size === 0) return text;
  const what = uses.length === 1 ? `rule ${names}` : `rules ${names} together`;
  throw new UnsupportedError('export.rule', `${title} cannot express ${what}:`, [...refusals.reasons], {
    rules: uses.map(({ rule }) => rule.name),
    target,
  });
};
