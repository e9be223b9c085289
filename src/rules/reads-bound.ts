import type { Program } from './program.ts';

/** Whether there is such a node anywhere in a piece of a program, which is plain data without cycles. */
const reads = (piece: unknown, bound: 'wMin' | 'wMax'): boolean => {
  if (typeof piece !== 'object' || piece === null) return false;
  const { kind, name } = piece as { readonly kind?: unknown; readonly name?: unknown };
  return (kind === 'weight' && name === bound) || Object.values(piece).some((inner) => reads(inner, bound));
};

/** The name of the first rule with a statement that reads a bound of the weight; null where nothing reads it. */
export const ruleReadingBound = (program: Program, bound: 'wMin' | 'wMax'): string | null => {
  const { onPre, after, onPost, onTick, onSignal } = program;
  const steps = [...onPre, ...onPost, ...[...after, ...onTick, ...onSignal].flatMap((handler) => handler.steps)];
  const step = steps.find((each) => reads(each, bound));
  if (step !== undefined) return program.rules[step.rule]?.name ?? null;
  return reads([program.factors, program.variables], bound) ? (program.rules[0]?.name ?? null) : null;
};
