/** The kernel that is generated for a projection with some rules, as text. */
import { gridSink } from '../kernels/rules/options.ts';
import { neuronRuleKernel, ruleKernel } from '../kernels/rules/rule-kernel.ts';
import { compose } from '../rules/compose.ts';
import type { Rule } from '../rules/rule.ts';

/** AssemblyScript for the grid clock of a one-signed projection in double precision, or of neurons that own the rules. */
export const kernelText = (rules: readonly Rule[]): string => {
  const kind = rules.some(({ input }) => input !== undefined) ? 'neuron' : 'synapse';
  const program = compose(
    rules.map((rule) => ({ rule, params: {} })),
    { where: 'this list', kind },
  );
  if (kind === 'neuron') return neuronRuleKernel(program, 'grid').source.trimEnd();
  return ruleKernel(program, {
    clock: 'grid',
    single: false,
    sign: program.signed ? 0 : 1,
    wideTargets: false,
    postFirst: false,
    sink: gridSink,
  }).source.trimEnd();
};
