/** Checks of projections whose rules remove and create synapses. */
import type { Program } from '../../rules/program.ts';
import type { Projection } from '../description.ts';
import { demand } from './words.ts';

/** The most room that a projection can ask for, per target. */
const MOST_SPARE = 1_000_000;

export const checkStructural = (program: Program | null, { delay, weight, spare }: Projection, where: string): void => {
  const structural = program?.structural ?? null;
  const create = structural?.create ?? null;
  const creates = create !== null && !(create.kind === 'param' && program?.params[create.index]?.value === 0);
  demand(
    spare === undefined || create !== null,
    'spare',
    () => `${where} has spare room for synapses (spare: ${spare}), and no rule that creates any. Leave it out, or add such a rule.`,
    { spare },
  );
  demand((spare ?? 0) <= MOST_SPARE, 'spare', () => `${where}: spare is ${spare}; at most ${MOST_SPARE} synapses per target.`, { spare });
  if (structural === null || program === null) return;
  const rule = program.rules[structural.rule]?.name;
  demand(
    typeof delay === 'number',
    'structural-delay',
    () => `${where}: rule '${rule}' removes or creates synapses, whose delays must then be one number: rows are kept by delay. Give one delay.`,
    { rule },
  );
  demand(
    !creates || structural.weight !== null || !Array.isArray(weight),
    'structural-weight',
    () =>
      `${where}: rule '${rule}' creates synapses, and the projection lists the weights of those it begins with. Give a number or a distribution, or structural.weight in the rule.`,
    { rule },
  );
};
