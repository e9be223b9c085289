/** `spikeloom explain`: a rule or a neuron model as its paper would state it. */
import { didYouMean } from '../../equations/names.ts';
import { ModelError } from '../../errors.ts';
import { exportRule, type RuleTarget, ruleTargets } from '../../formats/rules/export-rule.ts';
import { neuronModels } from '../../neurons/index.ts';
import type { NeuronModel } from '../../neurons/model.ts';
import { rules } from '../../rules/index.ts';
import type { Rule, Statements } from '../../rules/rule.ts';
import type { Parameter } from '../../units.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../report.ts';
import { table } from '../table.ts';

export const explain: Command = {
  name: 'explain',
  arguments: [
    ['<rule>', `a rule (${Object.keys(rules).join(', ')}), several joined by commas, or a neuron model (${Object.keys(neuronModels).join(', ')})`],
  ],
  required: 1,
  doc: 'Shows the equations, parameters and source of a rule or a neuron model.',
  options: {
    kernel: { doc: 'print the AssemblyScript that is generated for a projection with these rules (grid clock)' },
    brian: { doc: 'print a Python module for Brian 2 with a projection of these rules' },
    nestml: { doc: 'print a NESTML synapse model with these rules' },
    lava: { doc: 'print a learning rule for Lava (Loihi), for weights up to 1' },
  },
  run: async (args, screen) => {
    const names = (args.positionals[0] as string).split(',').map((name) => name.trim());
    for (const target of Object.keys(ruleTargets) as RuleTarget[]) {
      if (!args.flag(target)) continue;
      const uses = names.map((name) => ({ rule: ruleNamed(name), params: {} }));
      screen.print(exportRule(uses, target).trimEnd());
      return exitStatus.complete;
    }
    if (args.flag('kernel')) {
      const { kernelText } = await import('../kernel-text.ts');
      screen.print(kernelText(names.map(ruleNamed)));
      return exitStatus.complete;
    }
    screen.print(
      names
        .map((name) => (Object.hasOwn(neuronModels, name) ? explainNeuron(neuronModels[name] as NeuronModel) : explainRule(ruleNamed(name))))
        .join('\n\n'),
    );
    return exitStatus.complete;
  },
};

const ruleNamed = (name: string): Rule => {
  if (Object.hasOwn(rules, name)) return rules[name as keyof typeof rules].rule;
  const known = [...Object.keys(rules), ...Object.keys(neuronModels)];
  throw new ModelError('cli.rule', `There is no rule or neuron model '${name}'. There are: ${known.join(', ')}.${didYouMean(name, known)}`, {
    name,
    known,
  });
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

const parameterRows = (params: Readonly<Record<string, Parameter>>): string[] =>
  table(
    Object.entries(params).map(([name, { value, unit, doc }]) => [name, String(value), unit, doc]),
    [1],
  );

/** Statements of one event, the event named on the first line. */
const handler = (event: string, statements: Statements): string[][] => statements.map((statement, i) => [i === 0 ? event : '', statement]);

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

const handlersOf = (rule: Rule): string[][] => {
  const onPre = rule.onPre ?? [];
  const direct = onPre.filter((entry): entry is string => typeof entry === 'string');
  const delayed = onPre.filter((entry): entry is Exclude<typeof entry, string> => typeof entry !== 'string');
  const expressions = [
    ['gain', rule.gain],
    ['factor', rule.factor],
    ['input', rule.input],
    ['guard', rule.guard],
  ].flatMap(([name, text]) => (text === undefined ? [] : [[name as string, text]]));
  return [
    ...handler('before each', rule.advance ?? []),
    ...handler('on pre', direct),
    ...delayed.flatMap(({ after, do: statements }) => handler(`${after} after pre`, statements)),
    ...handler('on post', rule.onPost ?? []),
    ...list(rule.every).flatMap(({ period, do: statements }) => handler(`every ${period}`, statements)),
    ...Object.entries(rule.onSignal ?? {}).flatMap(([name, statements]) => handler(`on ${name}`, statements)),
    ...expressions,
  ];
};

const explainRule = (rule: Rule): string => {
  const state = Object.entries(rule.state ?? {}).map(([name, variable]) => {
    const relaxes = variable.decay === undefined ? 'constant between events' : `relaxes to ${variable.towards ?? 0} with ${variable.decay}`;
    const sum = `sum ${variable.over === undefined ? 'of' : `over ${variable.over} synapses of`} ${variable.sum}`;
    return [name, `of ${variable.of}`, variable.sum === undefined ? relaxes : sum, variable.doc];
  });
  return [
    `${rule.name}${rule.doc === undefined ? '' : `: ${rule.doc}`}`,
    rule.cite,
    ...section('Parameters', parameterRows(rule.params)),
    ...section('State', table(state)),
    ...section('Statements', table(handlersOf(rule))),
  ].join('\n');
};

const explainNeuron = (model: NeuronModel): string => {
  const unit = { delta: 'a jump of v [mV]', current: 'a jump of a current [pA]', conductance: 'a jump of a conductance [nS]', none: 'ignored' }[
    model.input
  ];
  const state = Object.entries(model.state).map(([name, { initial, unit: of, onSpike, doc }]) => [
    name,
    of,
    `starts at ${initial}${onSpike === undefined ? '' : `, += ${onSpike} at a spike`}`,
    doc,
  ]);
  const event =
    model.event === null
      ? [model.eventRefusal ?? 'not on this clock']
      : Object.entries(model.event).flatMap(([mode, text]) =>
          text === null ? [] : [mode === 'vInf' ? `vInf = ${text}` : `${mode} time constant ${text}`],
        );
  return [
    `${model.name}: ${model.doc}`,
    model.cite,
    `A weight is ${unit}.`,
    ...section('Parameters', parameterRows(model.params)),
    ...section('State', table(state)),
    ...section('Grid clock, each step', [...model.constants, ...model.step]),
    ...section('Threshold', model.threshold === null ? ['none: it never spikes'] : [`v >= ${model.threshold}`]),
    ...section('Event clock', event),
  ].join('\n');
};
